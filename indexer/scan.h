/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scan.h: what a run has to do: the files that are new or have changed, and those that vanished.
 *
 * Files that have not changed since their entry in the ledger are not opened.
 */
#ifndef INDEXER_SCAN_H
#define INDEXER_SCAN_H

#include <glib.h>

#include "indexer/ingest.h"
#include "indexer/report.h"
#include "indexer/store.h"

typedef struct Scan {
    GPtrArray *files;      /* of IngestFile *: to be read, in order */
    GPtrArray *unreadable; /* of char *: directories, absolute; nothing below them has vanished */
    GPtrArray *gone;       /* of char *: paths of which nothing is left */
    gboolean has_vanished; /* whether any entry may be marked as vanished */
    guint64 found;         /* files below the paths, changed or not */
    guint64 bytes;         /* of the files to be read */
} Scan;

Scan *scan_new(void);
void scan_free(Scan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scan, scan_free)

/*
 * Walks `path` (a directory or a file; `-`: standard input) and adds what is to be read; entries
 * of the ledger below it that are not there any more are marked as vanished. Error:
 * MORGUE_ERROR_FAILED where there is no such path, unless an earlier run has indexed it: then
 * all of it has vanished.
 */
gboolean scan_path(Scan *scan, Store *store, const IndexerOptions *options, Report *report,
                   const char *path, GError **error);

/*
 * After the last path: puts the files into the order of their places, each once, so that nothing
 * depends on the order in which the paths were given.
 */
void scan_finish(Scan *scan);

/* Whether a file's size, time stamp and inode are those of the entry. */
gboolean scan_is_same_file(const LedgerEntry *entry, const IngestFile *file);

#endif
