/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Weighing in two passes: all articles by their words, the best of them with bonuses. */
#include "searcher/best.h"

#include <string.h>

#include "searcher/order.h"

/* Articles that get their bonuses at first: so many for each one wanted, and no fewer. */
enum { FACTOR = 20, LEAST = 200 };

/* A search. */
typedef struct Best {
    const Session *session;
    const Plan *plan;
    const BestWanted *wanted;
    GArray *articles; /* of BestArticle */
    guint window;     /* the first ones of them, which bonuses may lift */
} Best;

gboolean best_applies(const Plan *plan, SortOrder sort)
{
    return plan->kind == PLAN_RANKED && sort == SORT_RELEVANCE && plan->bonuses->len > 0;
}

static BestArticle *article_at(const Best *best, guint at)
{
    return &g_array_index(best->articles, BestArticle, at);
}

/* The end of the page; an index has fewer articles than 32 bits can count. */
static guint page_end(const Best *best)
{
    return best->wanted->first + best->wanted->count;
}

/* By words. Only where they are sorted do articles of equal weight come in order. */
static XapianMatchSet *match(const Best *best, const XapianQuery *query, XapianDocumentCount count,
                             XapianDocumentCount check, gboolean sorted, GError **error)
{
    g_autoptr(XapianEnquire) enquire = session_enquire(best->session, query, error);
    XapianMatchSet *matches = NULL;
    XapianError cause;
    if (enquire == NULL)
        return NULL;
    gboolean ready = sorted ? order_apply(enquire, PLAN_RANKED, SORT_RELEVANCE, &cause)
                            : order_apply_weights(enquire, &cause);
    if (ready && xapian_enquire_get_mset(enquire, 0, count, check, NULL, NULL, &matches, &cause) ==
                     XAPIAN_OK)
        return matches;
    session_fail(best->session, error, &cause);
    return NULL;
}

/* The window ends before the articles that weigh as much as the last one in it: the order of the
 * index would choose among them. */
static guint measure_window(const Best *best)
{
    guint window = best->articles->len;
    if (window < BEST_WINDOW)
        return window;
    window = BEST_WINDOW;
    double last = article_at(best, window - 1)->weight;
    while (window > 0 && article_at(best, window - 1)->weight <= last)
        window--;
    return window;
}

static gboolean match_words(Best *best, XapianDocumentCount count, gboolean sorted, guint64 *found,
                            GError **error)
{
    g_autoptr(XapianMatchSet) matches =
        match(best, best->plan->query, count, best->wanted->check, sorted, error);
    if (matches == NULL)
        return FALSE;
    guint size = xapian_match_set_size(matches);
    g_array_set_size(best->articles, size);
    for (guint i = 0; i < size; i++)
        *article_at(best, i) = (BestArticle){xapian_match_set_get_docid(matches, i),
                                             xapian_match_set_get_weight(matches, i)};
    best->window = measure_window(best);
    *found = best->wanted->check > 0 ? xapian_match_set_get_matches_estimated(matches)
                                     : xapian_match_set_get_matches_lower_bound(matches);
    return TRUE;
}

/* Bonuses. */

static int compare_docids(gconstpointer a, gconstpointer b)
{
    XapianDocid left = ((const BestArticle *)a)->docid, right = ((const BestArticle *)b)->docid;
    return (left > right) - (left < right);
}

/* Adds one bonus to those articles that have it, of some that are sorted by docid. */
static gboolean add_bonus(Best *best, const XapianQuery *bonus, const XapianQuery *among,
                          guint from, guint to, GError **error)
{
    g_autoptr(XapianQuery) query =
        expression_pair(XAPIAN_QUERY_FILTER, expression_copy(bonus), expression_copy(among));
    g_autoptr(XapianMatchSet) matches = match(best, query, to - from, 0, FALSE, error);
    if (matches == NULL)
        return FALSE;
    for (guint i = 0; i < xapian_match_set_size(matches); i++) {
        const BestArticle wanted = {.docid = xapian_match_set_get_docid(matches, i)};
        BestArticle *article = bsearch(&wanted, article_at(best, from), to - from,
                                       sizeof(BestArticle), compare_docids);
        g_assert(article != NULL);
        article->weight += xapian_match_set_get_weight(matches, i);
    }
    return TRUE;
}

/* Adds all bonuses to some of the articles, whose order is lost. */
static gboolean add_bonuses(Best *best, guint from, guint to, GError **error)
{
    g_autofree XapianDocid *docids = g_new(XapianDocid, to - from);
    g_autoptr(XapianQuery) among = NULL;
    XapianError cause;
    qsort(article_at(best, from), to - from, sizeof(BestArticle), compare_docids);
    for (guint i = from; i < to; i++)
        docids[i - from] = article_at(best, i)->docid;
    if (xapian_query_new_documents(index_database(best->session->index), docids, to - from, &among,
                                   &cause) != XAPIAN_OK)
        return session_fail(best->session, error, &cause);
    for (guint i = 0; i < best->plan->bonuses->len; i++) {
        const XapianQuery *bonus = g_ptr_array_index(best->plan->bonuses, i);
        if (!add_bonus(best, bonus, among, from, to, error))
            return FALSE;
    }
    return TRUE;
}

/* The most that bonuses come to: a bound that Xapian has without looking at any article. */
static gboolean bound_bonuses(const Best *best, double *bound, GError **error)
{
    *bound = 0;
    for (guint i = 0; i < best->plan->bonuses->len; i++) {
        const XapianQuery *bonus = g_ptr_array_index(best->plan->bonuses, i);
        g_autoptr(XapianMatchSet) none = match(best, bonus, 0, 0, FALSE, error);
        if (none == NULL)
            return FALSE;
        *bound += xapian_match_set_get_max_possible(none);
    }
    return TRUE;
}

/* Order. */

static int compare_weights(gconstpointer a, gconstpointer b)
{
    double left = ((const BestArticle *)a)->weight, right = ((const BestArticle *)b)->weight;
    return (left < right) - (left > right);
}

/* An article and its id, while equal ones are put in order. */
typedef struct Tied {
    BestArticle article;
    XapianString id;
} Tied;

static int compare_ids(gconstpointer a, gconstpointer b)
{
    return strcmp(((const Tied *)a)->id.bytes, ((const Tied *)b)->id.bytes);
}

static XapianStatus read_id(const Best *best, XapianDocid docid, XapianString *id,
                            XapianError *cause)
{
    XapianDocument *document = NULL;
    XapianStatus status = xapian_database_get_document(index_database(best->session->index), docid,
                                                       XAPIAN_DOC_ASSUME_VALID, &document, cause);
    if (status == XAPIAN_OK)
        status = xapian_document_get_value(document, SLOT_ID, id, cause);
    xapian_document_free(document);
    return status;
}

/* Puts articles of equal weight in the order of their ids. */
static gboolean sort_equals(Best *best, guint from, guint to, GError **error)
{
    g_autofree Tied *tied = g_new0(Tied, to - from);
    XapianError cause;
    XapianStatus status = XAPIAN_OK;
    for (guint i = from; i < to && status == XAPIAN_OK; i++) {
        tied[i - from].article = *article_at(best, i);
        status = read_id(best, article_at(best, i)->docid, &tied[i - from].id, &cause);
    }
    if (status == XAPIAN_OK)
        qsort(tied, to - from, sizeof *tied, compare_ids);
    for (guint i = from; i < to; i++) {
        if (status == XAPIAN_OK)
            *article_at(best, i) = tied[i - from].article;
        xapian_string_clear(&tied[i - from].id);
    }
    return status == XAPIAN_OK || session_fail(best->session, error, &cause);
}

/* Sorts the first articles, as far as the page needs it. */
static gboolean sort(Best *best, guint count, GError **error)
{
    qsort(article_at(best, 0), count, sizeof(BestArticle), compare_weights);
    for (guint from = 0, to = 0; from < MIN(count, page_end(best)); from = to) {
        double weight = article_at(best, from)->weight;
        for (to = from + 1; to < count && article_at(best, to)->weight >= weight;)
            to++;
        if (to - from > 1 && to > best->wanted->first && !sort_equals(best, from, to, error))
            return FALSE;
    }
    return TRUE;
}

/* Pages. */

/* Whether none of the articles from a place on can get onto the page. */
static gboolean is_certain(const Best *best, guint from, gboolean *certain, GError **error)
{
    double bound = 0;
    if (!bound_bonuses(best, &bound, error))
        return FALSE;
    double most = (article_at(best, from)->weight + bound) * (1 + 1e-9);
    *certain = most < article_at(best, page_end(best) - 1)->weight;
    return TRUE;
}

/* A page within the window: a part of this gets its bonuses, and all of it if that may matter. */
static gboolean weigh_window(Best *best, GError **error)
{
    guint some = MIN(MAX(LEAST, FACTOR * MIN(page_end(best), BEST_WINDOW)), best->window);
    gboolean certain = some == best->window;
    if (some == 0)
        return TRUE;
    if (!add_bonuses(best, 0, some, error) || !sort(best, some, error) ||
        (!certain && !is_certain(best, some, &certain, error)))
        return FALSE;
    return certain ||
           (add_bonuses(best, some, best->window, error) && sort(best, best->window, error));
}

/* A page that goes on after the window: the articles there stay in the order of their words. */
static gboolean weigh_deep(Best *best, guint64 *found, GError **error)
{
    guint count = MAX(page_end(best), BEST_WINDOW);
    if (!match_words(best, count, TRUE, found, error))
        return FALSE;
    return best->wanted->first >= best->window ||
           (add_bonuses(best, 0, best->window, error) && sort(best, best->window, error));
}

static gboolean weigh(Best *best, guint64 *found, GError **error)
{
    if (!match_words(best, BEST_WINDOW, FALSE, found, error))
        return FALSE;
    gboolean all = best->window == best->articles->len;
    return all || page_end(best) <= best->window ? weigh_window(best, error)
                                                 : weigh_deep(best, found, error);
}

GArray *best_match(const Session *session, const Plan *plan, const BestWanted *wanted,
                   guint64 *found, GError **error)
{
    Best best = {.session = session, .plan = plan, .wanted = wanted};
    best.articles = g_array_new(FALSE, FALSE, sizeof(BestArticle));
    if (!weigh(&best, found, error)) {
        g_array_unref(best.articles);
        return NULL;
    }
    g_array_set_size(best.articles, MIN(best.articles->len, page_end(&best)));
    g_array_remove_range(best.articles, 0, MIN(best.articles->len, wanted->first));
    return best.articles;
}
