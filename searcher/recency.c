/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ages, and the order that they and relevance give. */
#include "searcher/recency.h"

#include <math.h>
#include <string.h>

#include "morgue/date.h"
#include "morgue/field.h"
#include "searcher/order.h"
#include "searcher/sieve.h"

/* Articles looked at first; where all cannot pass by, each time there were too few, so many times
 * more. */
enum { FIRST_LOOK = BEST_WINDOW, GROWTH = 4 };

#define MAX_HALF_LIFE 100000u

double recency_parse(const char *text)
{
    static const struct {
        char letter;
        double days;
    } units[] = {{'d', 1}, {'w', 7}, {'m', 365.25 / 12}, {'y', 365.25}};
    gsize digits = strspn(text, "0123456789");
    g_autofree char *number = g_strndup(text, digits);
    guint64 count = 0;
    if (!g_ascii_string_to_unsigned(number, 10, 1, MAX_HALF_LIFE, &count, NULL) ||
        strlen(text) != digits + 1)
        return 0;
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        if (units[i].letter == text[digits])
            return (double)count * units[i].days;
    }
    return 0;
}

/* What an article's weight is, before age lessens it. */
typedef struct Relevance {
    const Session *session;
    GArray *best;       /* of BestArticle: those whose words may have bonuses; NULL: none has */
    GHashTable *places; /* in `best`, and one more, by docid */
} Relevance;

/* Bonuses are asked for among given documents, which a host does not serve. */
static gboolean relevance_init(Relevance *relevance, const Session *session, const Plan *plan,
                               GError **error)
{
    const BestWanted wanted = {.count = BEST_WINDOW};
    guint64 found;
    *relevance = (Relevance){.session = session};
    if (plan->bonuses->len == 0 || index_remote(session->index) != NULL)
        return TRUE;
    relevance->best = best_match(session, plan, &wanted, &found, error);
    if (relevance->best == NULL)
        return FALSE;
    relevance->places = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < relevance->best->len; i++) {
        const BestArticle *article = &g_array_index(relevance->best, BestArticle, i);
        g_hash_table_insert(relevance->places, GUINT_TO_POINTER(article->docid),
                            GUINT_TO_POINTER(i + 1));
    }
    return TRUE;
}

static void relevance_clear(Relevance *relevance)
{
    g_clear_pointer(&relevance->best, g_array_unref);
    g_clear_pointer(&relevance->places, g_hash_table_unref);
}

static double relevance_of(const Relevance *relevance, XapianDocid docid, double weight)
{
    if (relevance->best == NULL)
        return weight;
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(relevance->places, GUINT_TO_POINTER(docid)));
    return place == 0 ? weight : g_array_index(relevance->best, BestArticle, place - 1).weight;
}

/* What is compared is the logarithm, so that centuries of days do not come to 0. */
static XapianStatus score(SieveArticle *article, const XapianDocument *document,
                          XapianString *value, const void *data, XapianError *error)
{
    const Relevance *relevance = data;
    const Session *session = relevance->session;
    Date date;
    XapianStatus status = xapian_document_get_value(document, SLOT_DATE, value, error);
    article->weight = relevance_of(relevance, article->docid, article->weight);
    article->score = -INFINITY;
    if (status != XAPIAN_OK || article->weight <= 0 ||
        !date_from_key(value->bytes, value->length, &date))
        return status;
    gint64 age = MAX(date_days(&session->today) - date_last_day(&date), 0);
    article->score = log2(article->weight) - (double)age / session->options->recency;
    return XAPIAN_OK;
}

static gboolean add_matches(Sieve *sieve, const XapianMatchSet *matches)
{
    XapianDocumentCount size = xapian_match_set_size(matches);
    for (XapianDocumentCount i = 0; i < size; i++) {
        XapianDocument *document = NULL;
        if (xapian_match_set_get_document(matches, i, &document, &sieve->cause) != XAPIAN_OK)
            return FALSE;
        gboolean added = sieve_add(sieve, document, xapian_match_set_get_docid(matches, i),
                                   xapian_match_set_get_weight(matches, i));
        xapian_document_free(document);
        if (!added)
            return FALSE;
    }
    return TRUE;
}

/* Whether none of those that were not looked at, were it of today, could come before the last. The
 * ones with bonuses were looked at: they are no more than FIRST_LOOK. */
static gboolean is_complete(const Sieve *sieve, const XapianMatchSet *matches,
                            XapianDocumentCount looked_at)
{
    XapianDocumentCount size = xapian_match_set_size(matches);
    if (size < looked_at || sieve->wanted == 0)
        return TRUE;
    double least = xapian_match_set_get_weight(matches, size - 1);
    return sieve->least > (least > 0 ? log2(least) : -INFINITY);
}

/* Looks at the best by relevance; `complete` says whether they hold all that is wanted. */
static gboolean look(Sieve *sieve, const Session *session, const Plan *plan,
                     XapianDocumentCount size, XapianDocumentCount check, guint64 *found,
                     gboolean *complete, GError **error)
{
    g_autoptr(XapianEnquire) enquire = session_enquire(session, plan->query, error);
    g_autoptr(XapianMatchSet) matches = NULL;
    if (enquire == NULL)
        return FALSE;
    if (!order_apply_weights(enquire, &sieve->cause) ||
        xapian_enquire_get_mset(enquire, 0, size, check, NULL, NULL, &matches, &sieve->cause) !=
            XAPIAN_OK ||
        !add_matches(sieve, matches))
        return session_fail(session, error, &sieve->cause);
    sieve_sort(sieve);
    *found = check > 0 ? xapian_match_set_get_matches_estimated(matches)
                       : xapian_match_set_get_matches_lower_bound(matches);
    *complete = is_complete(sieve, matches, size);
    return TRUE;
}

/* Where articles cannot pass by: more and more of the best are looked at. */
static gboolean look_further(Sieve *sieve, const Session *session, const Plan *plan,
                             const BestWanted *wanted, guint64 *found, GError **error)
{
    guint all = index_article_count(session->index);
    gboolean complete = FALSE;
    for (guint64 size = MAX(sieve->wanted, FIRST_LOOK); !complete; size *= GROWTH) {
        sieve_restart(sieve);
        size = MIN(size, all);
        if (!look(sieve, session, plan, (XapianDocumentCount)size, wanted->check, found, &complete,
                  error))
            return FALSE;
        complete = complete || size == all;
    }
    return TRUE;
}

static gboolean sift(Sieve *sieve, const Session *session, const Plan *plan,
                     const BestWanted *wanted, guint64 *found, GError **error)
{
    gboolean complete = FALSE;
    if (!sieve_can_match(session))
        return look_further(sieve, session, plan, wanted, found, error);
    if (sieve->wanted < FIRST_LOOK &&
        !look(sieve, session, plan, FIRST_LOOK, wanted->check, found, &complete, error))
        return FALSE;
    if (complete)
        return TRUE;
    sieve_restart(sieve);
    if (!sieve_match(sieve, session, plan->query, found, error))
        return FALSE;
    sieve_sort(sieve);
    return TRUE;
}

static GArray *match(const Relevance *relevance, const Session *session, const Plan *plan,
                     const BestWanted *wanted, guint64 *found, GError **error)
{
    Sieve sieve;
    GArray *page = NULL;
    sieve_init(&sieve, wanted->first + wanted->count, score, relevance);
    if (sift(&sieve, session, plan, wanted, found, error)) {
        page = sieve_page(&sieve, wanted->first);
        for (guint i = 0; i < page->len; i++) {
            BestArticle *article = &g_array_index(page, BestArticle, i);
            article->weight = exp2(article->weight);
        }
    }
    sieve_clear(&sieve);
    return page;
}

GArray *recency_match(const Session *session, const Plan *plan, const BestWanted *wanted,
                      guint64 *found, GError **error)
{
    Relevance relevance;
    GArray *page = NULL;
    if (relevance_init(&relevance, session, plan, error))
        page = match(&relevance, session, plan, wanted, found, error);
    relevance_clear(&relevance);
    return page;
}
