/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * queries.h: many queries in one run (--queries).
 *
 * A line of the file is a query, with an id and a tab in front if it has one of its own; without,
 * its id is the number of its line. Empty lines and lines that begin with # are passed over. A
 * query that is wrong, or that no archive answers, is reported, and the next one is answered.
 */
#ifndef SEARCHER_QUERIES_H
#define SEARCHER_QUERIES_H

#include "searcher/options.h"
#include "searcher/output/output.h"

typedef struct QueriesOutcome {
    guint found;         /* queries that found something */
    guint wrong;         /* queries that were reported as such */
    gboolean incomplete; /* some archive did not answer */
} QueriesOutcome;

/* What is told of a query that is wrong, with its place in the file, and, once, of each archive
 * that does not answer. */
typedef void (*QueriesReport)(const GError *error);

/*
 * Answers all queries of options->queries (`-` is standard input). Errors: MORGUE_ERROR_USAGE where
 * the file cannot be read or holds no query, and those of run() that are not of the query.
 */
gboolean queries_run(const SearchOptions *options, Output *output, QueriesReport report,
                     QueriesOutcome *outcome, GError **error);

#endif
