/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ages, and the order that they and relevance give. */
#include "searcher/recency.h"

#include <math.h>
#include <string.h>

#include "morgue/date.h"
#include "morgue/field.h"
#include "searcher/order.h"

/* Articles looked at first; each time there were too few, so many times more. */
enum { FIRST_LOOK = 1000, GROWTH = 4 };

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

/* What is compared: the logarithm, so that centuries of days do not come to 0. */
typedef struct Candidate {
    XapianDocumentCount index;
    double logarithm;
} Candidate;

static double logarithm_of(double weight, const XapianString *key, gint64 today, double half_life)
{
    Date date;
    if (weight <= 0 || !date_from_key(key->bytes, key->length, &date))
        return -INFINITY;
    gint64 age = MAX(today - date_last_day(&date), 0);
    return log2(weight) - (double)age / half_life;
}

static gboolean weigh(GArray *candidates, const XapianMatchSet *matches, const Session *session,
                      GError **error)
{
    XapianString key = XAPIAN_STRING_INIT;
    XapianError cause;
    XapianStatus status = XAPIAN_OK;
    gint64 today = date_days(&session->today);
    XapianDocumentCount size = xapian_match_set_size(matches);
    g_array_set_size(candidates, 0);
    for (XapianDocumentCount i = 0; i < size && status == XAPIAN_OK; i++) {
        status = xapian_match_set_get_value(matches, i, SLOT_DATE, &key, &cause);
        if (status != XAPIAN_OK)
            break;
        double weight = xapian_match_set_get_weight(matches, i);
        Candidate candidate = {i, logarithm_of(weight, &key, today, session->options->recency)};
        g_array_append_val(candidates, candidate);
    }
    xapian_string_clear(&key);
    return status == XAPIAN_OK || session_fail(session, error, &cause);
}

/* The match set has equal ones in their order already. */
static int by_logarithm(gconstpointer left, gconstpointer right)
{
    const Candidate *a = left, *b = right;
    if (a->logarithm != b->logarithm)
        return a->logarithm > b->logarithm ? -1 : 1;
    return a->index < b->index ? -1 : 1;
}

/* Whether none of those that were not looked at, were it of today, could come before the last. */
static gboolean is_complete(const GArray *candidates, const XapianMatchSet *matches,
                            XapianDocumentCount looked_at, XapianDocumentCount wanted)
{
    if (candidates->len < looked_at || wanted == 0)
        return TRUE;
    double least = xapian_match_set_get_weight(matches, candidates->len - 1);
    const Candidate *last = &g_array_index(candidates, Candidate, wanted - 1);
    return least <= 0 || last->logarithm > log2(least);
}

static void take_page(RecentPage *page, const GArray *candidates, XapianDocumentCount first,
                      XapianDocumentCount count)
{
    page->articles = g_array_new(FALSE, FALSE, sizeof(RecentArticle));
    for (guint i = first; i < candidates->len && i - first < count; i++) {
        const Candidate *candidate = &g_array_index(candidates, Candidate, i);
        RecentArticle article = {candidate->index, exp2(candidate->logarithm)};
        g_array_append_val(page->articles, article);
    }
}

gboolean recent_page_init(RecentPage *page, const Session *session, const Plan *plan,
                          XapianDocumentCount first, XapianDocumentCount count,
                          XapianDocumentCount check, XapianDocumentCount all, GError **error)
{
    *page = (RecentPage){.matches = NULL};
    XapianError cause;
    g_autoptr(XapianEnquire) enquire = session_enquire(session, plan->query, error);
    if (enquire == NULL)
        return FALSE;
    if (!order_apply(enquire, plan->kind, SORT_RELEVANCE, index_remote(session->index) != NULL,
                     &cause))
        return session_fail(session, error, &cause);
    guint64 wanted = MIN((guint64)first + count, all);
    guint64 look = MIN(MAX(wanted, FIRST_LOOK), all);
    g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    for (;; look = MIN(look * GROWTH, all)) {
        g_clear_pointer(&page->matches, xapian_match_set_free);
        if (xapian_enquire_get_mset(enquire, 0, (XapianDocumentCount)look, check, NULL, NULL,
                                    &page->matches, &cause) != XAPIAN_OK)
            return session_fail(session, error, &cause);
        if (!weigh(candidates, page->matches, session, error)) {
            recent_page_clear(page);
            return FALSE;
        }
        g_array_sort(candidates, by_logarithm);
        if (look == all || is_complete(candidates, page->matches, (XapianDocumentCount)look,
                                       (XapianDocumentCount)wanted))
            break;
    }
    take_page(page, candidates, first, count);
    return TRUE;
}

void recent_page_clear(RecentPage *page)
{
    g_clear_pointer(&page->matches, xapian_match_set_free);
    g_clear_pointer(&page->articles, g_array_unref);
}
