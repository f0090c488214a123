/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counting the words of the best articles, and what each count says. */
#include "searcher/marked-terms.h"

#include <math.h>
#include <string.h>

#include "searcher/order.h"
#include "searcher/tally.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianTermIterator, xapian_term_iterator_free)

/* The value that chance alone passes once in a hundred times (chi-squared, one degree). */
#define LEAST_SCORE 6.635

/* A word must be in two articles, and in one of so many that are looked at. */
enum { LEAST_ARTICLES = 2, LEAST_SHARE = 200 };

typedef struct Search {
    const Session *session;
    GHashTable *counts; /* of articles, by word */
    GError **error;
} Search;

static void term_clear(MarkedTerm *term)
{
    g_free(term->word);
}

/* Counting. */

/*
 * Terms with a prefix begin with a capital, numbers tell little. Stop words and forms that stand
 * beside a word (without accents, without a hyphen) have a wdf of 0.
 */
static gboolean is_word(const XapianTermIterator *terms, const char *term, gsize length)
{
    XapianTermCount wdf = 0;
    gunichar first = g_utf8_get_char_validated(term, (gssize)length);
    return g_unichar_isalpha(first) && !g_ascii_isupper(*term) &&
           xapian_term_iterator_get_wdf(terms, &wdf, NULL) == XAPIAN_OK && wdf > 0;
}

static gboolean count_words(Search *search, XapianDocid docid)
{
    g_autoptr(XapianTermIterator) terms = NULL;
    XapianError cause;
    XapianStatus status =
        xapian_database_termlist(index_database(search->session->index), docid, &terms, &cause);
    while (status == XAPIAN_OK &&
           (status = xapian_term_iterator_next(terms, &cause)) == XAPIAN_OK) {
        gsize length;
        const char *term = xapian_term_iterator_get_term(terms, &length);
        if (!is_word(terms, term, length))
            continue;
        char *word = g_strndup(term, length);
        guint before = GPOINTER_TO_UINT(g_hash_table_lookup(search->counts, word));
        g_hash_table_replace(search->counts, word, GUINT_TO_POINTER(before + 1));
    }
    return status == XAPIAN_END || session_fail(search->session, search->error, &cause);
}

static gboolean look_at_articles(Search *search, MarkedTerms *terms, const Plan *plan)
{
    const Session *session = search->session;
    g_autoptr(XapianMatchSet) matches = NULL;
    g_autoptr(XapianEnquire) enquire = session_enquire(session, plan->query, search->error);
    if (enquire == NULL)
        return FALSE;
    XapianDocumentCount all = 0;
    XapianError cause;
    gboolean is_remote = index_remote(session->index) != NULL;
    if (!order_apply(enquire, plan->kind, session->options->sort, is_remote, &cause) ||
        xapian_database_get_doccount(index_database(session->index), &all, &cause) != XAPIAN_OK ||
        xapian_enquire_get_mset(enquire, 0, MARKED_TERMS_ARTICLES, all, NULL, NULL, &matches,
                                &cause) != XAPIAN_OK)
        return session_fail(session, search->error, &cause);
    terms->found = xapian_match_set_get_matches_estimated(matches);
    terms->looked_at = xapian_match_set_size(matches);
    for (XapianDocumentCount at = 0; at < terms->looked_at; at++) {
        if (!count_words(search, xapian_match_set_get_docid(matches, at)))
            return FALSE;
    }
    return TRUE;
}

/* Measuring. */

/* observed × ln(observed / expected), which tends to 0 with the first. */
static double part_of_ratio(double observed, double expected)
{
    return observed > 0 ? observed * log(observed / expected) : 0;
}

/* `found` of `looked_at` articles have the word, and `all` of `articles`; 0 if that is too few. */
static double likelihood_ratio(double found, double looked_at, double all, double articles)
{
    double expected = looked_at * all / articles;
    if (found <= expected)
        return 0;
    double others = articles - looked_at;
    return 2 * (part_of_ratio(found, expected) +
                part_of_ratio(looked_at - found, looked_at - expected) +
                part_of_ratio(all - found, others * all / articles) +
                part_of_ratio(others - (all - found), others * (articles - all) / articles));
}

/* In how many live articles a word is. */
static gboolean count_all(Search *search, const char *word, guint *count)
{
    const Session *session = search->session;
    XapianError cause;
    if (session->dead == NULL)
        return xapian_database_get_termfreq(index_database(session->index), word, strlen(word),
                                            count, &cause) == XAPIAN_OK ||
               session_fail(session, search->error, &cause);
    g_autoptr(XapianQuery) query = expression_pair(
        XAPIAN_QUERY_AND_NOT, expression_term(word, strlen(word)), expression_copy(session->dead));
    g_autoptr(Tally) tally = tally_new(session, query, NULL, 0, search->error);
    if (tally == NULL)
        return FALSE;
    *count = tally_found(tally);
    return TRUE;
}

static int compare_terms(gconstpointer a, gconstpointer b)
{
    const MarkedTerm *left = a, *right = b;
    if (left->score < right->score || left->score > right->score)
        return left->score > right->score ? -1 : 1;
    return strcmp(left->word, right->word);
}

/* All words that are in enough articles and say enough, the best first. */
static gboolean measure(Search *search, const MarkedTerms *terms, GArray *measured)
{
    GHashTableIter iterator;
    gpointer word, found;
    guint least = MAX(LEAST_ARTICLES, terms->looked_at / LEAST_SHARE);
    guint articles = index_article_count(search->session->index);
    g_hash_table_iter_init(&iterator, search->counts);
    while (g_hash_table_iter_next(&iterator, &word, &found)) {
        MarkedTerm term = {.found = GPOINTER_TO_UINT(found)};
        if (term.found < MIN(least, terms->looked_at))
            continue;
        if (!count_all(search, word, &term.all))
            return FALSE;
        term.score = likelihood_ratio(term.found, terms->looked_at, term.all, articles);
        if (term.score < LEAST_SCORE)
            continue;
        term.word = g_strdup(word);
        g_array_append_val(measured, term);
    }
    g_array_sort(measured, compare_terms);
    return TRUE;
}

/* Choosing. */

static gboolean is_in_query(Vocabulary *vocabulary, Analyser *analyser, const char *word)
{
    Snippet snippet;
    snippet_make_whole(&snippet, analyser, vocabulary_snippet_terms(vocabulary), word,
                       strlen(word));
    gboolean marked = snippet.marks->len > 0;
    snippet_clear(&snippet);
    return marked;
}

/* Whether a form of the word was taken before, or the query has one; else it is taken. */
static gboolean take_stems(const Session *session, GHashTable *taken, const char *word)
{
    const char *const *languages = index_languages(session->index);
    for (; *languages != NULL; languages++) {
        Analyser *analyser = vocabulary_analyser(session->vocabulary, *languages);
        gsize length;
        const char *stem = analyser_stem(analyser, word, strlen(word), &length);
        g_autofree char *key = g_strdup_printf("%s %.*s", *languages, (int)length, stem);
        if (g_hash_table_contains(taken, key) || is_in_query(session->vocabulary, analyser, word))
            return FALSE;
        g_hash_table_add(taken, g_steal_pointer(&key));
    }
    return TRUE;
}

static void choose(const Session *session, MarkedTerms *terms, const GArray *measured, guint limit)
{
    g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < measured->len && (limit == 0 || terms->terms->len < limit); i++) {
        MarkedTerm term = g_array_index(measured, MarkedTerm, i);
        if (!take_stems(session, taken, term.word))
            continue;
        term.word = g_strdup(term.word);
        g_array_append_val(terms->terms, term);
    }
}

static GArray *new_terms(void)
{
    GArray *terms = g_array_new(FALSE, FALSE, sizeof(MarkedTerm));
    g_array_set_clear_func(terms, (GDestroyNotify)term_clear);
    return terms;
}

gboolean marked_terms_init(MarkedTerms *terms, const Session *session, const Plan *plan,
                           guint limit, GError **error)
{
    *terms = (MarkedTerms){.terms = new_terms()};
    g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GArray) measured = new_terms();
    Search search = {session, counts, error};
    if (look_at_articles(&search, terms, plan) && measure(&search, terms, measured)) {
        choose(session, terms, measured, limit);
        return TRUE;
    }
    marked_terms_clear(terms);
    return FALSE;
}

void marked_terms_clear(MarkedTerms *terms)
{
    g_clear_pointer(&terms->terms, g_array_unref);
}
