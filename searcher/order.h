/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * order.h: how results are weighed and sorted.
 */
#ifndef SEARCHER_ORDER_H
#define SEARCHER_ORDER_H

#include "searcher/options.h"
#include "searcher/plan.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianEnquire, xapian_enquire_free)

/* By what articles are ranked, and what feedback fuses that with. */
typedef enum {
    RANKING_INEB2,
    RANKING_DPH,
} RankingWeight;

/* The weight alone, without an order. */
gboolean order_weigh(XapianEnquire *enquire, RankingWeight ranking, XapianError *error);

/*
 * Sets weights and order for a plan. Articles that are equal in an order come by their ids, so
 * that it is the same after a merge; undated ones come last in both orders of dates. Where some are
 * on another host (`is_remote`), equal dates come in the order of the index; SORT_OLDEST is not
 * served there.
 */
gboolean order_apply(XapianEnquire *enquire, PlanKind kind, SortOrder sort, gboolean is_remote,
                     XapianError *error);

/* Weights alone, for a plan that is ranked: articles of equal weight come in any order. */
gboolean order_apply_weights(XapianEnquire *enquire, XapianError *error);

/* No weights and no order: for counting, and for --sort=none. */
gboolean order_apply_none(XapianEnquire *enquire, XapianError *error);

#endif
