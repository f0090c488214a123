/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Choosing the words of a model, and the query that they make. */
#include "searcher/like.h"

#include <math.h>
#include <string.h>

#include "morgue/error.h"
#include "searcher/find.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianTermIterator, xapian_term_iterator_free)

/* A stem with its Z. */
typedef struct LikeTerm {
    char *term;
    guint wdf;
    double worth;
} LikeTerm;

/* A model while it is read. */
typedef struct Model {
    const Session *session;
    XapianDocumentCount articles;
    guint rarest;  /* a term in fewer articles leads to none */
    GArray *terms; /* of LikeTerm */
} Model;

static void term_clear(LikeTerm *term)
{
    g_free(term->term);
}

/* tf·idf, with the frequency in the model damped: a word said ten times is not ten words. */
static gboolean add_term(Model *model, const char *text, gsize length, guint wdf, GError **error)
{
    XapianDocumentCount frequency = 0;
    XapianError cause;
    if (xapian_database_get_termfreq(index_database(model->session->index), text, length,
                                     &frequency, &cause) != XAPIAN_OK)
        return session_fail(model->session, error, &cause);
    if (wdf == 0 || frequency < model->rarest)
        return TRUE;
    LikeTerm term = {
        .term = g_strndup(text, length),
        .wdf = wdf,
        .worth = (1 + log(wdf)) * log(1 + (double)model->articles / frequency),
    };
    g_array_append_val(model->terms, term);
    return TRUE;
}

/* The stems of headline and body: those of fields have another capital after the Z. */
static gboolean read_article(Model *model, XapianDocid docid, GError **error)
{
    g_autoptr(XapianTermIterator) terms = NULL;
    XapianDatabase *database = index_database(model->session->index);
    XapianError cause;
    XapianStatus status = xapian_database_termlist(database, docid, &terms, &cause);
    if (status == XAPIAN_OK)
        status = xapian_term_iterator_skip_to(terms, "Z", 1, &cause);
    for (; status == XAPIAN_OK; status = xapian_term_iterator_next(terms, &cause)) {
        gsize length = 0;
        XapianTermCount wdf = 0;
        const char *term = xapian_term_iterator_get_term(terms, &length);
        if (term[0] != 'Z')
            return TRUE;
        if (g_ascii_isupper(term[1]))
            continue;
        if (xapian_term_iterator_get_wdf(terms, &wdf, &cause) != XAPIAN_OK)
            return session_fail(model->session, error, &cause);
        if (!add_term(model, term, length, wdf, error))
            return FALSE;
    }
    return status == XAPIAN_END || session_fail(model->session, error, &cause);
}

static void count_stem(const AnalysisTerm *term, gpointer data)
{
    GHashTable *counts = data;
    if (!term->is_stemmed || term->wdf == 0)
        return;
    char *stem = g_strdup_printf("Z%.*s", (int)term->stem_length, term->stem);
    guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, stem));
    g_hash_table_replace(counts, stem, GUINT_TO_POINTER(count + 1));
}

/* A text has no language: in each one of the index, as a query has its words. */
static gboolean read_text(Model *model, const char *text, GError **error)
{
    g_autoptr(GHashTable) all = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const char *const *languages = index_languages(model->session->index);
    for (guint i = 0; languages[i] != NULL; i++) {
        g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        Analyser *analyser = vocabulary_analyser(model->session->vocabulary, languages[i]);
        g_assert(text != NULL);
        analyser_text(analyser, text, strlen(text), 1, count_stem, counts);
        GHashTableIter iterator;
        gpointer stem, count;
        g_hash_table_iter_init(&iterator, counts);
        while (g_hash_table_iter_next(&iterator, &stem, &count)) {
            if (count > g_hash_table_lookup(all, stem))
                g_hash_table_replace(all, g_strdup(stem), count);
        }
    }
    GHashTableIter iterator;
    gpointer stem, count;
    g_hash_table_iter_init(&iterator, all);
    while (g_hash_table_iter_next(&iterator, &stem, &count)) {
        if (!add_term(model, stem, strlen(stem), GPOINTER_TO_UINT(count), error))
            return FALSE;
    }
    return TRUE;
}

static int by_worth(gconstpointer left, gconstpointer right)
{
    const LikeTerm *a = left, *b = right;
    if (a->worth != b->worth)
        return a->worth > b->worth ? -1 : 1;
    return strcmp(a->term, b->term);
}

/* Any of the best terms. Doubling what is said of a word adds one to its part in the query. */
static XapianQuery *query_of(Model *model)
{
    g_array_sort(model->terms, by_worth);
    GPtrArray *parts = expression_parts();
    for (guint i = 0; i < MIN(model->terms->len, LIKE_TERMS); i++) {
        const LikeTerm *term = &g_array_index(model->terms, LikeTerm, i);
        double factor = 1 + log2(term->wdf);
        g_ptr_array_add(parts,
                        expression_scale(expression_term(term->term, strlen(term->term)), factor));
    }
    return expression_combine(XAPIAN_QUERY_OR, parts);
}

/* What is like the model, without it. */
static XapianQuery *model_query(Model *model, GError **error)
{
    const SearchOptions *options = model->session->options;
    XapianDocid docid = 0;
    XapianError cause;
    if (xapian_database_get_doccount(index_database(model->session->index), &model->articles,
                                     &cause) != XAPIAN_OK) {
        session_fail(model->session, error, &cause);
        return NULL;
    }
    if (options->like_text == NULL && !find_article(model->session, options->like, &docid, error))
        return NULL;
    model->rarest = docid != 0 ? 2 : 1;
    if (docid != 0 ? !read_article(model, docid, error)
                   : !read_text(model, options->like_text, error))
        return NULL;
    if (model->terms->len == 0)
        return expression_nothing();
    XapianQuery *query = query_of(model);
    if (docid == 0)
        return query;
    XapianQuery *itself = NULL;
    if (xapian_query_new_documents(index_database(model->session->index), &docid, 1, &itself,
                                   &cause) != XAPIAN_OK) {
        xapian_query_free(query);
        session_fail(model->session, error, &cause);
        return NULL;
    }
    return expression_pair(XAPIAN_QUERY_AND_NOT, query, itself);
}

gboolean like_apply(const Session *session, Plan *plan, GError **error)
{
    Model model = {.session = session, .terms = g_array_new(FALSE, FALSE, sizeof(LikeTerm))};
    g_array_set_clear_func(model.terms, (GDestroyNotify)term_clear);
    XapianQuery *query = model_query(&model, error);
    g_array_unref(model.terms);
    if (query == NULL)
        return FALSE;
    plan->words = expression_pair(XAPIAN_QUERY_FILTER, query, plan->words);
    plan_restrict(plan, NULL, NULL);
    g_ptr_array_set_size(plan->bonuses, 0);
    plan->kind = PLAN_RANKED;
    return TRUE;
}
