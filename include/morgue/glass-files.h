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

/* The tables, in the order of the version file. */
typedef enum GlassTableName {
    GLASS_POSTLIST,
    GLASS_DOCDATA,
    GLASS_TERMLIST,
    GLASS_POSITION,
    GLASS_SPELLING,
    GLASS_SYNONYM,
    GLASS_TABLES,
} GlassTableName;

/* What the version file says of a table. */
typedef struct GlassTable {
    guint32 root;    /* number of the block */
    guint level;     /* of the root; 0: it is a leaf */
    guint64 entries; /* 0 and no blocks: nothing is on disk */
    guint block_size;
    guint64 blocks; /* that the file must have */
} GlassTable;

/* Reads what the version file in `directory` says. Errors as glass_files_verify(). */
gboolean glass_files_read_tables(const char *directory, GlassTable tables[GLASS_TABLES],
                                 GError **error);

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
