/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * recency.h: relevance weighed with age (--recency).
 *
 * An article's weight is halved for each half-life between its date and today. An imprecise date
 * counts by the last day that it can mean, one in the future as today; an undated article comes
 * after all dated ones.
 *
 * Relevance is that of best.h, with its bonuses. Age can only lessen it. So where the best by
 * relevance are much better than the rest it is enough to look at them; else all articles that are
 * found pass by (sieve.h), or more and more of the best are looked at where they cannot.
 */
#ifndef SEARCHER_RECENCY_H
#define SEARCHER_RECENCY_H

#include "searcher/best.h"

/* Reads `30d`, `2w`, `6m`, `1y` as days, of which a month has 30.44; 0 for anything else. */
double recency_parse(const char *text);

/* The page that is wanted, as best_match() gives it; the weights are those that age has lessened.
 */
GArray *recency_match(const Session *session, const Plan *plan, const BestWanted *wanted,
                      guint64 *found, GError **error);

#endif
