/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * feedback.h: ranking again, by what the best articles say (pseudo-relevance feedback).
 *
 * The order of the first FEEDBACK_DEPTH articles of a ranked query changes; which they are does
 * not, and those behind them stay where they are. How it is done is in docs/ranking.md.
 */
#ifndef SEARCHER_FEEDBACK_H
#define SEARCHER_FEEDBACK_H

#include "searcher/best.h"

/* So many of the first articles are ranked again. */
#define FEEDBACK_DEPTH 1000

/*
 * Puts `articles` (of BestArticle), the beginning of what `plan` finds by relevance, in their new
 * order and gives them new weights, none more than that of the article before it. `strength` is
 * from 0 to 1. FALSE on an error, which is the database's; one behind a server is none that this
 * can be done with.
 */
gboolean feedback_rank(const Session *session, const Plan *plan, GArray *articles, double strength,
                       GError **error);

#endif
