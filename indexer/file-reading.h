/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * file-reading.h: one file of the archive, from its bytes to what is found in it.
 *
 * One thread reads a file from its beginning to its end. What it finds is raw: what takes most of
 * the time is left to finding_complete().
 */
#ifndef INDEXER_FILE_READING_H
#define INDEXER_FILE_READING_H

#include "indexer/finding.h"

/* Takes the finding. FALSE ends the reading of the file at once. */
typedef gboolean (*FindingSink)(Finding *finding, gpointer data);

/* Reads a file; errors are findings, and the last one is that of its end. */
void file_reading_run(const FindingContext *context, FindingSink sink, gpointer data);

#endif
