/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explain.h: the query as it was understood, and how many articles each part of it finds.
 */
#ifndef SEARCHER_EXPLAIN_H
#define SEARCHER_EXPLAIN_H

#include "searcher/output/output.h"
#include "searcher/session.h"

typedef struct ExplainedPart {
    char *text; /* in the language itself */
    guint depth;
    guint64 count;    /* within the scope of --since, --until and --source */
    gboolean ignored; /* a stop word, among others that are none */
} ExplainedPart;

/* Counts all parts, then prints them; `found` is the count of the whole. */
gboolean explain_query(Session *session, const QueryNode *tree, Output *output, guint64 *found,
                       GError **error);

/* Prints them; in output/explain.c. */
void output_explain(Output *output, const char *query, const GArray *parts, guint64 found);

#endif
