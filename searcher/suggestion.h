/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * suggestion.h: what a query that finds nothing was probably meant to be.
 */
#ifndef SEARCHER_SUGGESTION_H
#define SEARCHER_SUGGESTION_H

#include "searcher/session.h"

/*
 * The query with its unknown words replaced by the nearest ones of the index (one letter added,
 * left out, changed or swapped; in words of six letters also two), the more frequent ones first.
 * It is one that finds something within the scope; `count` is how much. The caller owns it. NULL
 * where there is none, or on an error of the database.
 */
char *suggestion_find(Session *session, const QueryNode *tree, guint64 *count);

#endif
