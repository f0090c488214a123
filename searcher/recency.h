/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * recency.h: relevance weighed with age (--recency).
 *
 * An article's weight is halved for each half-life between its date and today. An imprecise date
 * counts by the last day that it can mean, one in the future as today; an undated article comes
 * after all dated ones.
 *
 * Age can only lessen a weight. So it is enough to look at the best by relevance, and at more of
 * them only while one that was not looked at could still belong to the page.
 */
#ifndef SEARCHER_RECENCY_H
#define SEARCHER_RECENCY_H

#include "searcher/session.h"

/* Reads `30d`, `2w`, `6m`, `1y` as days, of which a month has 30.44; 0 for anything else. */
double recency_parse(const char *text);

typedef struct RecentArticle {
    XapianDocumentCount index; /* in the match set */
    double weight;             /* lessened by age */
} RecentArticle;

typedef struct RecentPage {
    XapianMatchSet *matches;
    GArray *articles; /* of RecentArticle, those of the page in their order */
} RecentPage;

/*
 * Fills in `page` with `count` articles after the `first`, out of `all` that the index has;
 * `check` as xapian_enquire_get_mset() has it.
 */
gboolean recent_page_init(RecentPage *page, const Session *session, const Plan *plan,
                          XapianDocumentCount first, XapianDocumentCount count,
                          XapianDocumentCount check, XapianDocumentCount all, GError **error);
void recent_page_clear(RecentPage *page);

#endif
