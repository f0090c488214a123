/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plan.h: from the tree of a query to what Xapian is asked.
 */
#ifndef SEARCHER_PLAN_H
#define SEARCHER_PLAN_H

#include "morgue/query.h"
#include "searcher/vocabulary.h"

/* How the articles that a query finds differ from each other. */
typedef enum {
    PLAN_RANKED,     /* by weight */
    PLAN_STOP_WORDS, /* nothing but stop words: those with the phrase first, then the newest */
    PLAN_UNRANKED,   /* nothing to rank by, as in `date:2022`: the newest first */
} PlanKind;

typedef struct Plan {
    PlanKind kind;
    XapianQuery *query;  /* what is found, and weighs by its words: `words` within `filter` */
    XapianQuery *words;  /* the same without the filter */
    XapianQuery *filter; /* dates and other values that all of it must have; NULL: none */
    GPtrArray *bonuses;  /* of XapianQuery *: words side by side, which add weight; may be empty */
    gboolean drops_stop_words; /* there are other words */
    gboolean capitals_count;   /* words in capitals are not stop words */
} Plan;

/*
 * The plan for a tree; stop words neither filter nor weigh among other words. The vocabulary notes
 * what snippets should mark. Errors: MORGUE_ERROR_QUERY where there is no word in the query, and
 * those of the database.
 */
gboolean plan_init(Plan *plan, const QueryNode *tree, const Index *index, Vocabulary *vocabulary,
                   GError **error);
void plan_clear(Plan *plan);

/* Restricts the plan to what `filter` (taken over; NULL changes nothing) finds as well, and to what
 * `excluded` (the same) does not. */
void plan_restrict(Plan *plan, XapianQuery *filter, XapianQuery *excluded);

/* Whether a word of the tree neither filters nor weighs, because it is a stop word. */
gboolean plan_ignores(const Plan *plan, const QueryNode *node, const Vocabulary *vocabulary);

/*
 * The query of one node of the tree by itself, for counting: its stop words are dropped as those of
 * the whole are, unless it has no other words, or `keeps_stop_words`. NULL on an error.
 */
XapianQuery *plan_part(const Plan *plan, const QueryNode *node, const Index *index,
                       Vocabulary *vocabulary, gboolean keeps_stop_words, GError **error);

#endif
