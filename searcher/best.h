/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * best.h: ranked articles, the best of them weighed with what words side by side add.
 *
 * To see whether words stand side by side takes several times as long as all the rest of a search.
 * So articles are ranked by their words, and bonuses change the order of the BEST_WINDOW best of
 * these. Mostly they can only do that to the first few hundred: then no others are looked at.
 *
 * Bonuses are asked for one by one and added here, as Xapian 1.4.22 gives some articles a wrong
 * weight where several phrases are in an OR (docs/architecture.md).
 */
#ifndef SEARCHER_BEST_H
#define SEARCHER_BEST_H

#include "searcher/session.h"

/* Articles that bonuses can bring to the top. */
#define BEST_WINDOW 1000

typedef struct BestArticle {
    XapianDocid docid;
    double weight;
} BestArticle;

typedef struct BestWanted {
    XapianDocumentCount first, count;
    XapianDocumentCount check; /* articles to look at, at least */
} BestWanted;

/* Whether bonuses decide on the order: else the plan's query does, alone. */
gboolean best_applies(const Plan *plan, SortOrder sort);

/*
 * The page that is wanted, an array of BestArticle, which the caller owns; NULL on an error.
 * `found` becomes a lower bound of how many articles there are, and exact if all were to be
 * checked.
 */
GArray *best_match(const Session *session, const Plan *plan, const BestWanted *wanted,
                   guint64 *found, GError **error);

#endif
