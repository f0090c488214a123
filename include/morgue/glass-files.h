/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * glass-files.h: whether the files of a glass database are all there.
 *
 * Xapian takes a table that is missing, cannot be opened or is cut short for an empty or a smaller
 * one, without a word. The version file says how large each table must be.
 */
#ifndef MORGUE_GLASS_FILES_H
#define MORGUE_GLASS_FILES_H

#include <glib.h>

#include "xapian-c.h"

/*
 * Compares the tables of the database in `directory` with its version file. Error:
 * MORGUE_ERROR_DAMAGED naming the file; MORGUE_ERROR_FAILED where it may not be read.
 */
gboolean glass_files_verify(const char *directory, GError **error);

/*
 * Makes the tables of a database that has been updated as long as its version file says: of blocks
 * that were taken and given back before they were written Xapian writes none. Error:
 * MORGUE_ERROR_FAILED.
 */
gboolean glass_files_extend(const char *directory, GError **error);

/*
 * Tells the version file of a database whose numbers of documents have no gaps that the last number
 * is how many there are: Xapian keeps the highest that was ever used. Error: MORGUE_ERROR_FAILED.
 */
gboolean glass_files_close_gaps(const char *directory, GError **error);

/*
 * Opens a database of ours, in which each document has data, with all of its tables. The caller
 * frees it. Errors as glass_files_verify() and morgue_error_from_xapian().
 */
gboolean glass_files_open(const char *directory, XapianDatabase **database, GError **error);

#endif
