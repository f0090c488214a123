/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Weights and orders. */
#include "searcher/order.h"

#include "morgue/field.h"
#include "searcher/sort-key.h"

/* The parameter that did best on thirteen collections (ranking.md). */
#define INEB2_C 1.5

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianWeight, xapian_weight_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianKeyMaker, xapian_key_maker_free)

gboolean order_weigh(XapianEnquire *enquire, RankingWeight ranking, XapianError *error)
{
    g_autoptr(XapianWeight) weight = NULL;
    XapianStatus status = ranking == RANKING_INEB2
                              ? xapian_weight_ineb2_new(INEB2_C, &weight, error)
                              : xapian_weight_dph_new(&weight, error);
    return status == XAPIAN_OK &&
           xapian_enquire_set_weighting_scheme(enquire, weight, error) == XAPIAN_OK;
}

static gboolean set_weight(XapianEnquire *enquire, PlanKind kind, XapianError *error)
{
    if (kind == PLAN_RANKED)
        return order_weigh(enquire, RANKING_INEB2, error);
    g_autoptr(XapianWeight) weight = NULL;
    XapianStatus status = kind == PLAN_STOP_WORDS ? xapian_weight_coord_new(&weight, error)
                                                  : xapian_weight_bool_new(&weight, error);
    return status == XAPIAN_OK &&
           xapian_enquire_set_weighting_scheme(enquire, weight, error) == XAPIAN_OK;
}

/* What another host can sort by: single values. */
static gboolean sort_remote_by_date(XapianEnquire *enquire, gboolean weight_first,
                                    XapianError *error)
{
    if (weight_first)
        return xapian_enquire_set_sort_by_relevance_then_value(enquire, SLOT_DATE, true, error) ==
               XAPIAN_OK;
    return xapian_enquire_set_sort_by_value(enquire, SLOT_DATE, true, error) == XAPIAN_OK;
}

static gboolean sort_by_date(XapianEnquire *enquire, gboolean newest_first, gboolean weight_first,
                             gboolean is_remote, XapianError *error)
{
    if (is_remote)
        return sort_remote_by_date(enquire, weight_first, error);
    g_autoptr(XapianKeyMaker) maker = NULL;
    if (xapian_key_maker_new_function(sort_key_by_date, GINT_TO_POINTER(newest_first), &maker,
                                      error) != XAPIAN_OK)
        return FALSE;
    if (weight_first)
        return xapian_enquire_set_sort_by_relevance_then_key(enquire, maker, false, error) ==
               XAPIAN_OK;
    return xapian_enquire_set_sort_by_key(enquire, maker, false, error) == XAPIAN_OK;
}

static gboolean sort_by_addition(XapianEnquire *enquire, gboolean last_first, gboolean is_remote,
                                 XapianError *error)
{
    if (is_remote)
        return xapian_enquire_set_sort_by_value(enquire, SLOT_ADDED, last_first, error) ==
               XAPIAN_OK;
    g_autoptr(XapianKeyMaker) maker = NULL;
    return xapian_key_maker_new_function(sort_key_by_addition, GINT_TO_POINTER(last_first), &maker,
                                         error) == XAPIAN_OK &&
           xapian_enquire_set_sort_by_key(enquire, maker, false, error) == XAPIAN_OK;
}

static gboolean sort_by_relevance(XapianEnquire *enquire, PlanKind kind, gboolean is_remote,
                                  XapianError *error)
{
    switch (kind) {
    case PLAN_RANKED:
        return xapian_enquire_set_sort_by_relevance_then_value(enquire, SLOT_ID, false, error) ==
               XAPIAN_OK;
    case PLAN_STOP_WORDS:
        return sort_by_date(enquire, TRUE, TRUE, is_remote, error);
    case PLAN_UNRANKED:
        return sort_by_date(enquire, TRUE, FALSE, is_remote, error);
    }
    g_assert_not_reached();
}

gboolean order_apply_weights(XapianEnquire *enquire, XapianError *error)
{
    return set_weight(enquire, PLAN_RANKED, error);
}

gboolean order_apply_none(XapianEnquire *enquire, XapianError *error)
{
    return set_weight(enquire, PLAN_UNRANKED, error) &&
           xapian_enquire_set_docid_order(enquire, XAPIAN_DOCID_DONT_CARE, error) == XAPIAN_OK;
}

gboolean order_apply(XapianEnquire *enquire, PlanKind kind, SortOrder sort, gboolean is_remote,
                     XapianError *error)
{
    if (sort == SORT_NONE)
        return order_apply_none(enquire, error);
    gboolean by_weight = sort == SORT_RELEVANCE;
    if (!set_weight(enquire, by_weight ? kind : PLAN_UNRANKED, error))
        return FALSE;
    switch (sort) {
    case SORT_RELEVANCE:
        return sort_by_relevance(enquire, kind, is_remote, error);
    case SORT_NEWEST:
    case SORT_OLDEST:
        return sort_by_date(enquire, sort == SORT_NEWEST, FALSE, is_remote, error);
    case SORT_ADDED:
    case SORT_NEW:
        return sort_by_addition(enquire, sort == SORT_ADDED, is_remote, error);
    case SORT_NONE:
        break;
    }
    g_assert_not_reached();
}
