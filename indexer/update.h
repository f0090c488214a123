/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * update.h: one run over the archive: what has changed, is read; what has vanished, is removed.
 *
 * The index after a run depends on the archive and on what was indexed before, not on the number
 * of workers, the order of the paths given, or whether an earlier run was killed.
 */
#ifndef INDEXER_UPDATE_H
#define INDEXER_UPDATE_H

#include <glib.h>

#include "indexer/options.h"
#include "indexer/report.h"
#include "indexer/scan.h"
#include "indexer/store.h"

typedef struct UpdateCounts {
    guint64 files_done;
    guint64 bytes_done;
    guint64 articles;  /* read in this run */
    guint64 withdrawn; /* records read in this run that take an article back */
    guint64 files_vanished;
    guint64 articles_vanished; /* and held by no other file */
    guint64 skipped;           /* files and records that were newly skipped */
} UpdateCounts;

typedef struct Update Update;

/* Called often while reading; FALSE stops the run after the file at hand. */
typedef gboolean (*UpdateTick)(const UpdateCounts *counts, const char *file, gpointer data);

/* All arguments are borrowed until update_free(). */
Update *update_new(Store *store, const IndexerOptions *options, const Scan *scan, Report *report);
void update_free(Update *update);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Update, update_free)

/*
 * Reads and stores, commits as it goes, removes the articles of vanished files, and commits.
 * Error: MORGUE_ERROR_PRUNE where removing would need --prune=force (all else is committed).
 * Stopped by `tick`: what was read is committed, nothing is removed, and the result is TRUE.
 */
gboolean update_run(Update *update, UpdateTick tick, gpointer data, GError **error);

const UpdateCounts *update_counts(const Update *update);

#endif
