/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * queries.h: many queries in one run (--queries).
 *
 * A line of the file is a query, with an id and a tab in front if it has one of its own; without,
 * its id is the number of its line. Empty lines and lines that begin with # are passed over. A
 * query that is wrong, that no archive answers, that --deliver could not hand over, or whose cursor
 * cannot be read, is reported, and the next one is answered.
 *
 * With --new NAME each query has a cursor of its own, NAME/ID; there each needs an id, so that it
 * stays the same when lines are added, and each id stands once.
 */
#ifndef SEARCHER_QUERIES_H
#define SEARCHER_QUERIES_H

#include "searcher/options.h"
#include "searcher/output/output.h"

typedef struct QueriesOutcome {
    guint found;  /* queries that found something */
    guint errors; /* that were reported */
    guint worst;  /* private */
    int status;   /* the exit status of the worst error; 0 where there was none */
} QueriesOutcome;

/* What is told of a query that is wrong, with its place in the file, and, once, of each archive
 * that does not answer. */
typedef void (*QueriesReport)(const GError *error);

/*
 * Answers all queries of options->queries (`-` is standard input), or those until standard output
 * cannot be written. Errors: MORGUE_ERROR_USAGE where the file cannot be read or holds no query,
 * and those of answer() that are not of the query.
 */
gboolean queries_run(const SearchOptions *options, Output *output, QueriesReport report,
                     QueriesOutcome *outcome, GError **error);

#endif
