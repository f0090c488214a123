/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * progress.h: one line on a terminal that says how far a run is, at most six times a second.
 */
#ifndef INDEXER_PROGRESS_H
#define INDEXER_PROGRESS_H

#include <glib.h>

#include "indexer/update.h"

typedef struct Progress {
    gboolean shown; /* there is a line to overwrite */
    gint64 started; /* monotonic, us */
    gint64 last;    /* when the line was last written */
    guint64 files;  /* to be read */
    guint64 bytes;
} Progress;

/* `scan` says how much there is to do. */
void progress_init(Progress *progress, const Scan *scan);

/* Writes the line to standard error, if it is time to: as much of it as the terminal is wide. */
void progress_show(Progress *progress, const UpdateCounts *counts);

/* Wipes the line out. */
void progress_clear(Progress *progress);

#endif
