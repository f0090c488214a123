/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * report.h: what a run tells about input that it could not use.
 *
 * Each bad file or record is named once on standard error, `FILE:OFFSET: REASON`, and again only
 * when the file has changed. Files that hold no news text are no defect: they are counted, on one
 * line for each reason. --report FILE gets all of them, a line of JSON each.
 */
#ifndef INDEXER_REPORT_H
#define INDEXER_REPORT_H

#include <glib.h>

#include "indexer/ingest.h"

typedef struct Report Report;

/* `path`: of --report, or NULL. Error: MORGUE_ERROR_FAILED naming it. */
Report *report_open(const char *path, GError **error);

/* Writes what is left. FALSE where the file of --report could not be written. */
gboolean report_close(Report *report, GError **error);

/* A record of a file, at a byte offset; `entry`: its place in a container, or NULL. */
void report_record(Report *report, const char *file, const char *entry, guint64 offset,
                   const char *reason);

/*
 * A whole file that gave nothing, or not all: `outcome`, and `reason`; with the record where
 * reading ended, unless `offset` is NULL. What is no defect (a file
 * without news text) is counted on one line for each reason.
 */
void report_file(Report *report, const char *file, const char *entry, const guint64 *offset,
                 Outcome outcome, const char *reason, gboolean is_defect);

/* Files and records named so far. */
guint64 report_count(const Report *report);

#endif
