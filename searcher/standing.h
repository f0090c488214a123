/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * standing.h: a query that is asked again and again and answered with what is new (--new NAME).
 *
 * The cursor is opened before the search and moved after all of the answer was taken, so that
 * nothing is lost where a disk is full or a command fails: it comes once more.
 */
#ifndef SEARCHER_STANDING_H
#define SEARCHER_STANDING_H

#include "searcher/cursor.h"
#include "searcher/options.h"
#include "searcher/run.h"

typedef struct Standing {
    Cursor *cursor; /* NULL without --new */
    char *query;    /* with all that narrows it */
    char *uuid;     /* of the index */
} Standing;

/*
 * Opens the cursor and sets `after` of the options, which is borrowed. Does nothing without --new.
 * Errors: those of cursor_open(), cursor_check() and index_open(); the caller clears it in any
 * case.
 */
gboolean standing_begin(Standing *standing, SearchOptions *options, GError **error);

/*
 * Moves the cursor behind what the run has printed, unless with --peek. Error: MORGUE_ERROR_FAILED
 * where it cannot, or where the index was another one by then.
 */
gboolean standing_end(const Standing *standing, const SearchOptions *options,
                      const RunOutcome *outcome, GError **error);
void standing_clear(Standing *standing);

#endif
