/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table-copy.h: the tables of a shard where they may be written.
 *
 * libxapian opens tables for writing to check them, though it only reads. Where the disk or their
 * permissions forbid that, it gets a copy.
 */
#ifndef INDEXER_TABLE_COPY_H
#define INDEXER_TABLE_COPY_H

#include <glib.h>

/*
 * A directory of links to temporary files that have no names: whatever ends the process, its tables
 * are gone with it. Only this process and its children can follow the links.
 */
typedef struct TableCopy TableCopy;

/* Whether a table in the directory `path` may not be written. */
gboolean table_copy_is_needed(const char *path);

/*
 * Copies the tables in `path` to the directory of temporary files (TMPDIR). MORGUE_ERROR_FAILED,
 * before anything is written if it has too little room: the message says how much it takes.
 */
TableCopy *table_copy_new(const char *path, GError **error);

/* The place of the copy; valid as long as it is. */
const char *table_copy_directory(const TableCopy *copy);

/* Removes it. */
void table_copy_free(TableCopy *copy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TableCopy, table_copy_free)

#endif
