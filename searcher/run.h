/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * run.h: running a query: open the index, plan, match, read the articles, print.
 *
 * Nothing is printed before the first page is complete. Where a merge has replaced a shard
 * meanwhile, all of it starts again from the stub; after RUN_ATTEMPTS times it gives up.
 */
#ifndef SEARCHER_RUN_H
#define SEARCHER_RUN_H

#include "searcher/options.h"
#include "searcher/output/output.h"

#define RUN_ATTEMPTS 3

typedef struct RunOutcome {
    guint64 found; /* articles with all that was asked for; exact where `counted` */
    gboolean counted;
    gboolean partial;         /* none was found, and partial matches were printed */
    GPtrArray *unreachable;   /* of GError *, owned: archives that were left out; or NULL */
    char *uuid;               /* of the index, with --new */
    char *place;              /* in its order of addition, up to which all is printed; with --new */
    char *suggestion;         /* where nothing was found: a query that finds something; or NULL */
    guint64 suggestion_count; /* how much it finds */
} RunOutcome;

void run_outcome_clear(RunOutcome *outcome);

/*
 * Searches and prints, as the options say; with --show, prints that article. `count` asks for an
 * exact count even if the form does not need one. Errors: those of the query and of the index;
 * MORGUE_ERROR_MOVED where it gave up; with --show, where there is no such article, or several.
 */
gboolean run(const SearchOptions *options, Output *output, gboolean count, RunOutcome *outcome,
             GError **error);

#endif
