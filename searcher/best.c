/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Weighing in two passes: all articles by their words, the best of them with bonuses. */
#include "searcher/best.h"

#include <string.h>

#include "searcher/order.h"
#include "searcher/sieve.h"

/* Articles that get their bonuses at first: so many for each one wanted, and no fewer. */
enum { FACTOR = 20, LEAST = 200 };

/*
 * To find all that pass a filter can take longer than to rank all without it. So where at least one
 * article in WIDE passes, only the best of all are asked: as many as should hold the page, with
 * some to spare, or the window where there are bonuses.
 */
enum { WIDE = 4, SPARE_PAGES = 4 };
#define SPARE_WINDOW 1.3

/* A search. */
typedef struct Best {
    const Session *session;
    const Plan *plan;
    const BestWanted *wanted;
    GArray *articles; /* of BestArticle */
    guint window;     /* the first ones of them, which bonuses may lift */
    double unseen;    /* no other article weighs more by its words; 0: there are no others */
    double bound;     /* the most that bonuses come to; below 0: not known */
    double reach;     /* with a lesser weight by its words none gets onto the page; 0: not known */
} Best;

gboolean best_applies(const Plan *plan, SortOrder sort)
{
    return plan->kind == PLAN_RANKED && sort == SORT_RELEVANCE &&
           (plan->bonuses->len > 0 || plan->filter != NULL);
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
    gboolean ready = sorted ? order_apply(enquire, PLAN_RANKED, SORT_RELEVANCE, FALSE, &cause)
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

static void take_articles(Best *best, const XapianMatchSet *matches)
{
    guint size = xapian_match_set_size(matches);
    g_array_set_size(best->articles, size);
    for (guint i = 0; i < size; i++)
        *article_at(best, i) = (BestArticle){xapian_match_set_get_docid(matches, i),
                                             xapian_match_set_get_weight(matches, i)};
}

/* More articles than a window: where Xapian held them, they would be in memory twice. */
static gboolean sift_words(Best *best, XapianDocumentCount count, guint64 *found, GError **error)
{
    Sieve sieve;
    sieve_init(&sieve, count, NULL, NULL);
    gboolean sifted = sieve_match(&sieve, best->session, best->plan->query, found, error);
    if (sifted) {
        sieve_sort(&sieve);
        g_array_unref(best->articles);
        best->articles = sieve_page(&sieve, 0);
        best->window = measure_window(best);
        best->unseen = 0;
    }
    sieve_clear(&sieve);
    return sifted;
}

static gboolean match_words(Best *best, XapianDocumentCount count, gboolean sorted, guint64 *found,
                            GError **error)
{
    if (count > BEST_WINDOW && sieve_can_match(best->session))
        return sift_words(best, count, found, error);
    g_autoptr(XapianMatchSet) matches =
        match(best, best->plan->query, count, best->wanted->check, sorted, error);
    if (matches == NULL)
        return FALSE;
    take_articles(best, matches);
    best->window = measure_window(best);
    best->unseen = 0;
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

static XapianQuery *documents(const Best *best, guint from, guint to, GError **error)
{
    g_autofree XapianDocid *docids = g_new(XapianDocid, to - from);
    XapianQuery *query = NULL;
    XapianError cause;
    for (guint i = from; i < to; i++)
        docids[i - from] = article_at(best, i)->docid;
    if (xapian_query_new_documents(index_database(best->session->index), docids, to - from, &query,
                                   &cause) == XAPIAN_OK)
        return query;
    session_fail(best->session, error, &cause);
    return NULL;
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
    if (best->plan->bonuses->len == 0)
        return TRUE;
    qsort(article_at(best, from), to - from, sizeof(BestArticle), compare_docids);
    g_autoptr(XapianQuery) among = documents(best, from, to, error);
    if (among == NULL)
        return FALSE;
    for (guint i = 0; i < best->plan->bonuses->len; i++) {
        const XapianQuery *bonus = g_ptr_array_index(best->plan->bonuses, i);
        if (!add_bonus(best, bonus, among, from, to, error))
            return FALSE;
    }
    return TRUE;
}

/* Finds the most that bonuses come to, once: Xapian has it without looking at any article. */
static gboolean bound_bonuses(Best *best, GError **error)
{
    double bound = 0;
    if (best->bound >= 0)
        return TRUE;
    for (guint i = 0; i < best->plan->bonuses->len; i++) {
        const XapianQuery *bonus = g_ptr_array_index(best->plan->bonuses, i);
        g_autoptr(XapianMatchSet) none = match(best, bonus, 0, 0, FALSE, error);
        if (none == NULL)
            return FALSE;
        bound += xapian_match_set_get_max_possible(none);
    }
    best->bound = bound;
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

/* Finds from which weight on bonuses can lift an article onto the page as it is now. */
static gboolean find_reach(Best *best, GError **error)
{
    if (!bound_bonuses(best, error))
        return FALSE;
    best->reach = article_at(best, page_end(best) - 1)->weight / (1 + 1e-9) - best->bound;
    return TRUE;
}

/* Where the articles that can get onto the page end, from a place on; they are sorted by words. */
static guint end_of_reach(const Best *best, const GArray *articles, guint from)
{
    while (from < articles->len && g_array_index(articles, BestArticle, from).weight >= best->reach)
        from++;
    return from;
}

/* How many articles of the window get their bonuses at first. */
static guint bonus_share(const Best *best)
{
    return MAX(LEAST, FACTOR * MIN(page_end(best), BEST_WINDOW));
}

/* A page within the window: a part of this gets its bonuses, then what they can still lift. */
static gboolean weigh_window(Best *best, GError **error)
{
    guint some = MIN(bonus_share(best), best->window);
    if (some == 0)
        return TRUE;
    if (!add_bonuses(best, 0, some, error) || !sort(best, some, error))
        return FALSE;
    if (some == best->window)
        return TRUE;
    if (!find_reach(best, error))
        return FALSE;
    guint end = MIN(end_of_reach(best, best->articles, some), best->window);
    return end == some || (add_bonuses(best, some, end, error) && sort(best, end, error));
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

static gboolean weigh_all(Best *best, guint64 *found, GError **error)
{
    gboolean bonuses = best->plan->bonuses->len > 0;
    if (!bonuses)
        return match_words(best, page_end(best), TRUE, found, error);
    if (!match_words(best, BEST_WINDOW, FALSE, found, error))
        return FALSE;
    gboolean all = best->window == best->articles->len;
    return all || page_end(best) <= best->window ? weigh_window(best, error)
                                                 : weigh_deep(best, found, error);
}

/* Filters. */

/* How many of the best articles should hold what is needed of those that pass; 0: too many. */
static gboolean count_unfiltered(const Best *best, guint *count, GError **error)
{
    *count = 0;
    if (best->plan->filter == NULL || best->wanted->check > 0)
        return TRUE;
    g_autoptr(XapianMatchSet) none = match(best, best->plan->filter, 0, 0, FALSE, error);
    if (none == NULL)
        return FALSE;
    double passing = (double)xapian_match_set_get_matches_estimated(none);
    double all = index_article_count(best->session->index);
    double needed = best->plan->bonuses->len > 0 ? SPARE_WINDOW * BEST_WINDOW
                                                 : (double)SPARE_PAGES * page_end(best);
    if (passing * WIDE >= all && page_end(best) <= BEST_WINDOW)
        *count = (guint)(needed * all / passing) + 1;
    return TRUE;
}

/* Drops the articles that do not pass; the order stays. */
static gboolean filter(Best *best, GError **error)
{
    guint count = best->articles->len, kept = 0;
    g_autoptr(XapianQuery) among = documents(best, 0, count, error);
    if (among == NULL)
        return FALSE;
    g_autoptr(XapianQuery) query = expression_pair(XAPIAN_QUERY_FILTER, expression_copy(among),
                                                   expression_copy(best->plan->filter));
    g_autoptr(XapianMatchSet) matches = match(best, query, count, 0, FALSE, error);
    if (matches == NULL)
        return FALSE;
    g_autoptr(GHashTable) passed = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < xapian_match_set_size(matches); i++)
        g_hash_table_add(passed, GUINT_TO_POINTER(xapian_match_set_get_docid(matches, i)));
    for (guint i = 0; i < count; i++) {
        if (g_hash_table_contains(passed, GUINT_TO_POINTER(article_at(best, i)->docid)))
            *article_at(best, kept++) = *article_at(best, i);
    }
    g_array_set_size(best->articles, kept);
    return TRUE;
}

/* Takes the best articles of all. Where bonuses follow, equal weights are told apart by the window.
 */
static gboolean match_unfiltered(Best *best, guint most, GError **error)
{
    gboolean sorted = best->plan->bonuses->len == 0;
    g_autoptr(XapianMatchSet) matches = match(best, best->plan->words, most, 0, sorted, error);
    if (matches == NULL)
        return FALSE;
    take_articles(best, matches);
    guint count = best->articles->len;
    best->unseen = count == most ? article_at(best, count - 1)->weight : 0;
    return TRUE;
}

/* The page, if those of the best articles that pass hold it; `done` says whether they do. */
static gboolean weigh_passing(Best *best, guint64 *found, gboolean *done, GError **error)
{
    if (best->articles->len > 0 && !filter(best, error))
        return FALSE;
    best->window = measure_window(best);
    *found = best->articles->len;
    *done = best->unseen <= 0;
    if (!*done && page_end(best) > best->window)
        return TRUE;
    if (!weigh_window(best, error))
        return FALSE;
    if (*done || best->plan->bonuses->len == 0 || best->articles->len >= BEST_WINDOW) {
        *done = TRUE;
        return TRUE;
    }
    if (!find_reach(best, error))
        return FALSE;
    *done = best->unseen < best->reach;
    return TRUE;
}

/* The same of the first ones of all. */
static gboolean weigh_first(Best *best, const GArray *all, guint first, guint64 *found,
                            gboolean *done, GError **error)
{
    double unseen = best->unseen;
    g_array_set_size(best->articles, 0);
    g_array_append_vals(best->articles, all->data, first);
    if (first < all->len)
        best->unseen = g_array_index(all, BestArticle, first).weight;
    gboolean weighed = weigh_passing(best, found, done, error);
    best->unseen = unseen;
    return weighed;
}

/*
 * The page, if it is among the best of all articles; `done` says whether it is. At first only so
 * many are asked whether they pass as should hold those that get their bonuses at first; then those
 * that are in reach of the page that this gave.
 */
static gboolean weigh_unfiltered(Best *best, guint most, guint64 *found, gboolean *done,
                                 GError **error)
{
    if (!match_unfiltered(best, most, error))
        return FALSE;
    g_autoptr(GArray) all = g_array_copy(best->articles);
    guint first = all->len;
    if (best->plan->bonuses->len > 0)
        first = MIN(first, (guint)((guint64)most * bonus_share(best) / BEST_WINDOW));
    best->reach = 0;
    if (!weigh_first(best, all, first, found, done, error))
        return FALSE;
    if (*done || first == all->len)
        return TRUE;
    return weigh_first(best, all, end_of_reach(best, all, first), found, done, error);
}

static gboolean weigh(Best *best, guint64 *found, GError **error)
{
    guint most = 0;
    gboolean done = FALSE;
    if (!count_unfiltered(best, &most, error) ||
        (most > 0 && !weigh_unfiltered(best, most, found, &done, error)))
        return FALSE;
    return done || weigh_all(best, found, error);
}

GArray *best_match(const Session *session, const Plan *plan, const BestWanted *wanted,
                   guint64 *found, GError **error)
{
    Best best = {.session = session, .plan = plan, .wanted = wanted, .bound = -1};
    best.articles = g_array_new(FALSE, FALSE, sizeof(BestArticle));
    if (!weigh(&best, found, error)) {
        g_array_unref(best.articles);
        return NULL;
    }
    g_array_set_size(best.articles, MIN(best.articles->len, page_end(&best)));
    g_array_remove_range(best.articles, 0, MIN(best.articles->len, wanted->first));
    return best.articles;
}
