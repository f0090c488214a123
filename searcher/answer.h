/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * answer.h: a query answered, from its cursor to whoever takes the results.
 */
#ifndef SEARCHER_ANSWER_H
#define SEARCHER_ANSWER_H

#include "searcher/options.h"
#include "searcher/output/output.h"
#include "searcher/run.h"

/*
 * A stream for output_init(): standard output, or with --deliver a temporary file, which each
 * answer rewrites. Error: MORGUE_ERROR_FAILED. The caller closes it with answer_close().
 */
FILE *answer_open(const SearchOptions *options, GError **error);
void answer_close(FILE *stream);

/*
 * Searches, prints and, with --deliver, hands over. The cursor of --new moves only after that;
 * where standard output cannot be written it stays, and its error indicator says why. `count` as
 * run() has it. Errors: those of standing_begin(), run(), deliver() and standing_end(). The caller
 * clears the outcome in any case.
 */
gboolean answer(SearchOptions *options, Output *output, gboolean count, RunOutcome *outcome,
                GError **error);

#endif
