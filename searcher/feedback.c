/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pseudo-relevance feedback: a relevance model (RM1) of the best articles, and scores fused. */
#include "searcher/feedback.h"

#include <math.h>
#include <string.h>

#include "morgue/word.h"
#include "searcher/order.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianTermIterator, xapian_term_iterator_free)

/* Terms are taken from so many of the best articles; so many of them count (docs/ranking.md). */
#define BEST_ARTICLES 10
#define BEST_TERMS    30

/* A term in more than a tenth of the articles, and in more than these, says nothing. */
#define FREQUENT_SHARE 0.1
#define FREQUENT_LEAST 10

/* The articles that are ranked again. All arrays of scores are in the order that they came in. */
typedef struct Pool {
    const Session *session;
    const GArray *articles; /* of BestArticle; the pool is its beginning */
    XapianDocid *docids;
    GHashTable *places; /* docid → its place */
    guint size;
} Pool;

/* An article in its new place. */
typedef struct Placed {
    guint at; /* its place in the pool */
    double score;
} Placed;

/* A term of the best articles. */
typedef struct FeedbackTerm {
    char *text;
    double weight;
} FeedbackTerm;

static void pool_init(Pool *pool, const Session *session, const GArray *articles)
{
    pool->session = session;
    pool->articles = articles;
    pool->size = MIN(articles->len, FEEDBACK_DEPTH);
    pool->docids = g_new(XapianDocid, pool->size);
    pool->places = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < pool->size; i++) {
        pool->docids[i] = g_array_index(articles, BestArticle, i).docid;
        g_hash_table_insert(pool->places, GUINT_TO_POINTER(pool->docids[i]), GUINT_TO_POINTER(i));
    }
}

static void pool_clear(Pool *pool)
{
    g_free(pool->docids);
    g_hash_table_unref(pool->places);
}

/* Scores. */

/* Mean 0 and deviation 1, so that scores of different weights can be added. */
static void standardise(double *scores, guint size)
{
    double sum = 0, squares = 0;
    for (guint i = 0; i < size; i++)
        sum += scores[i];
    double mean = sum / size;
    for (guint i = 0; i < size; i++)
        squares += (scores[i] - mean) * (scores[i] - mean);
    double deviation = sqrt(squares / size);
    for (guint i = 0; i < size; i++)
        scores[i] = deviation > 0 ? (scores[i] - mean) / deviation : 0;
}

/* What the pool has among the matches; an article that is not there has a score of 0. */
static void read_scores(const Pool *pool, const XapianMatchSet *matches, double *scores)
{
    for (guint i = 0; i < xapian_match_set_size(matches); i++) {
        gpointer docid = GUINT_TO_POINTER(xapian_match_set_get_docid(matches, i)), place;
        if (g_hash_table_lookup_extended(pool->places, docid, NULL, &place))
            scores[GPOINTER_TO_UINT(place)] = xapian_match_set_get_weight(matches, i);
    }
}

/* Adds `share` times the standardised scores. */
static void add_standardised(const Pool *pool, double *scores, double share, double *sum)
{
    standardise(scores, pool->size);
    for (guint i = 0; i < pool->size; i++)
        sum[i] += share * scores[i];
}

/* Restricts a query (taken over) to the pool; NULL on an error. */
static XapianQuery *within(const Pool *pool, XapianQuery *query, GError **error)
{
    XapianQuery *inside = NULL;
    XapianError cause;
    if (xapian_query_new_documents(index_database(pool->session->index), pool->docids, pool->size,
                                   &inside, &cause) == XAPIAN_OK)
        return expression_pair(XAPIAN_QUERY_FILTER, query, inside);
    xapian_query_free(query);
    session_fail(pool->session, error, &cause);
    return NULL;
}

/* Adds `share` times the standardised scores of a query by one weight. */
static gboolean add_scores(const Pool *pool, const XapianQuery *query, RankingWeight weight,
                           double share, double *sum, GError **error)
{
    g_autoptr(XapianMatchSet) matches = NULL;
    XapianError cause;
    g_autoptr(XapianEnquire) enquire = session_enquire(pool->session, query, error);
    if (enquire == NULL)
        return FALSE;
    if (!order_weigh(enquire, weight, &cause) ||
        xapian_enquire_get_mset(enquire, 0, pool->size, 0, NULL, NULL, &matches, &cause) !=
            XAPIAN_OK)
        return session_fail(pool->session, error, &cause);
    g_autofree double *scores = g_new0(double, pool->size);
    read_scores(pool, matches, scores);
    add_standardised(pool, scores, share, sum);
    return TRUE;
}

/* Two weights of different families err differently: together they are better than either. What
 * the articles weigh already is by IneB2, with what words side by side add. */
static gboolean add_query(const Pool *pool, const Plan *plan, double *sum, GError **error)
{
    g_autofree double *weights = g_new(double, pool->size);
    for (guint i = 0; i < pool->size; i++)
        weights[i] = g_array_index(pool->articles, BestArticle, i).weight;
    add_standardised(pool, weights, 0.5, sum);
    g_autoptr(XapianQuery) query = within(pool, expression_copy(plan->query), error);
    return query != NULL && add_scores(pool, query, RANKING_DPH, 0.5, sum, error);
}

static gboolean add_fused(const Pool *pool, const XapianQuery *query, double share, double *sum,
                          GError **error)
{
    return add_scores(pool, query, RANKING_INEB2, share / 2, sum, error) &&
           add_scores(pool, query, RANKING_DPH, share / 2, sum, error);
}

static gint by_score(gconstpointer left, gconstpointer right)
{
    const Placed *a = left, *b = right;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* The pool by score, the best first; what is equal stays in the order that it had. */
static GArray *place(const Pool *pool, const double *scores)
{
    GArray *places = g_array_sized_new(FALSE, FALSE, sizeof(Placed), pool->size);
    for (guint i = 0; i < pool->size; i++) {
        const Placed placed = {i, scores[i]};
        g_array_append_val(places, placed);
    }
    g_array_sort(places, by_score);
    return places;
}

/* Terms. */

/* Stems of headline and body; where there are no stems, pairs of characters. */
static gboolean is_content(const char *term, gsize length)
{
    if (term[0] == 'Z')
        return length > 1 && !g_ascii_isupper(term[1]); /* ZS… are the headline's own */
    if ((guchar)term[0] < 0x80 || g_utf8_strlen(term, (gssize)length) != 2)
        return FALSE;
    WordIterator words;
    Word word;
    word_iterator_init(&words, term, length);
    return word_iterator_next(&words, &word) && (word.flags & WORD_NGRAM) != 0;
}

static void add_weight(GHashTable *weights, const char *term, double weight)
{
    double *sum = g_hash_table_lookup(weights, term);
    if (sum == NULL) {
        sum = g_new0(double, 1);
        g_hash_table_insert(weights, g_strdup(term), sum);
    }
    *sum += weight;
}

/* The terms of one article with their occurrences; adds these up in `length`. */
static GHashTable *count_terms(const Pool *pool, XapianDocid docid, double *length, GError **error)
{
    g_autoptr(XapianTermIterator) terms = NULL;
    g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    XapianError cause;
    XapianStatus status =
        xapian_database_termlist(index_database(pool->session->index), docid, &terms, &cause);
    while (status == XAPIAN_OK &&
           (status = xapian_term_iterator_next(terms, &cause)) == XAPIAN_OK) {
        gsize size;
        XapianTermCount wdf = 0;
        const char *term = xapian_term_iterator_get_term(terms, &size);
        if (!is_content(term, size))
            continue;
        g_autofree char *text = g_strndup(term, size);
        status = xapian_term_iterator_get_wdf(terms, &wdf, &cause);
        if (wdf > 0)
            add_weight(counts, text, wdf);
        *length += wdf;
    }
    if (status == XAPIAN_END)
        return g_steal_pointer(&counts);
    session_fail(pool->session, error, &cause);
    return NULL;
}

/*
 * How likely each term is in the best articles, the n-th of which counts 1/n (RM1 of Lavrenko and
 * Croft, 2001, with ranks for likelihoods). A table of char * and double *; NULL on an error.
 */
static GHashTable *model(const Pool *pool, const GArray *places, GError **error)
{
    g_autoptr(GHashTable) weights = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; i < MIN(places->len, BEST_ARTICLES); i++) {
        double length = 0;
        XapianDocid docid = pool->docids[g_array_index(places, Placed, i).at];
        g_autoptr(GHashTable) counts = count_terms(pool, docid, &length, error);
        if (counts == NULL)
            return NULL;
        GHashTableIter iterator;
        gpointer term, count;
        g_hash_table_iter_init(&iterator, counts);
        while (g_hash_table_iter_next(&iterator, &term, &count))
            add_weight(weights, term, *(double *)count / length / (i + 1));
    }
    return g_steal_pointer(&weights);
}

static gint by_weight(gconstpointer left, gconstpointer right)
{
    const FeedbackTerm *a = left, *b = right;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return strcmp(a->text, b->text);
}

/* The terms of a model (whose texts they borrow), the heaviest first. */
static GArray *sort_terms(GHashTable *weights)
{
    GArray *terms = g_array_new(FALSE, FALSE, sizeof(FeedbackTerm));
    GHashTableIter iterator;
    gpointer text, weight;
    g_hash_table_iter_init(&iterator, weights);
    while (g_hash_table_iter_next(&iterator, &text, &weight)) {
        const FeedbackTerm term = {text, *(double *)weight};
        g_array_append_val(terms, term);
    }
    g_array_sort(terms, by_weight);
    return terms;
}

static gboolean frequency(const Pool *pool, const char *term, XapianDocumentCount *count,
                          GError **error)
{
    XapianError cause;
    return xapian_database_get_termfreq(index_database(pool->session->index), term, strlen(term),
                                        count, &cause) == XAPIAN_OK ||
           session_fail(pool->session, error, &cause);
}

/* Any of the heaviest terms that are not everywhere; NULL on an error. */
static XapianQuery *any_of_terms(const Pool *pool, const GArray *terms, GError **error)
{
    double most = MAX(FREQUENT_SHARE * index_article_count(pool->session->index), FREQUENT_LEAST);
    GPtrArray *parts = expression_parts();
    for (guint i = 0; i < terms->len && parts->len < BEST_TERMS; i++) {
        const FeedbackTerm *term = &g_array_index(terms, FeedbackTerm, i);
        XapianDocumentCount count = 0;
        if (!frequency(pool, term->text, &count, error)) {
            g_ptr_array_unref(parts);
            return NULL;
        }
        if (count <= most)
            g_ptr_array_add(parts,
                            expression_scale(expression_prefixed("", term->text), term->weight));
    }
    XapianQuery *query = expression_combine(XAPIAN_QUERY_OR, parts);
    return query != NULL ? query : expression_nothing();
}

/* What finds the pool by the terms of its best articles; NULL on an error. */
static XapianQuery *expand(const Pool *pool, const GArray *places, GError **error)
{
    g_autoptr(GHashTable) weights = model(pool, places, error);
    if (weights == NULL)
        return NULL;
    g_autoptr(GArray) terms = sort_terms(weights);
    XapianQuery *query = any_of_terms(pool, terms, error);
    return query == NULL ? NULL : within(pool, query, error);
}

/* The share of the terms is added to that of the query. */
static gboolean add_terms(const Pool *pool, double strength, double *scores, GError **error)
{
    g_autoptr(GArray) places = place(pool, scores);
    g_autoptr(XapianQuery) terms = expand(pool, places, error);
    if (terms == NULL)
        return FALSE;
    for (guint i = 0; i < pool->size; i++)
        scores[i] *= 1 - strength;
    return add_fused(pool, terms, strength, scores, error);
}

/* Puts the articles of the pool in their places; those behind it weigh as much as its last one. */
static void reorder(GArray *articles, const GArray *places)
{
    g_autofree BestArticle *before = g_memdup2(articles->data, articles->len * sizeof(BestArticle));
    double least = 0;
    for (guint i = 0; i < places->len; i++) {
        const Placed *placed = &g_array_index(places, Placed, i);
        least = placed->score;
        g_array_index(articles, BestArticle, i) =
            (BestArticle){before[placed->at].docid, placed->score};
    }
    for (guint i = places->len; i < articles->len; i++)
        g_array_index(articles, BestArticle, i).weight = least;
}

gboolean feedback_rank(const Session *session, const Plan *plan, GArray *articles, double strength,
                       GError **error)
{
    if (articles->len == 0)
        return TRUE;
    Pool pool;
    pool_init(&pool, session, articles);
    g_autofree double *scores = g_new0(double, pool.size);
    gboolean scored = add_query(&pool, plan, scores, error) &&
                      (strength == 0 || add_terms(&pool, strength, scores, error));
    if (scored) {
        g_autoptr(GArray) places = place(&pool, scores);
        reorder(articles, places);
    }
    pool_clear(&pool);
    return scored;
}
