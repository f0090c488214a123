/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * position-table.h: the positions of each term in each document.
 *
 * Most of an index: an entry for each pair of term and document that has positions. Their lists
 * are made by position-list.h.
 */
#ifndef BULK_POSITION_TABLE_H
#define BULK_POSITION_TABLE_H

#include "indexer/bulk/btree-writer.h"

typedef struct PositionTable PositionTable;

/* Errors of this and of all that follows: MORGUE_ERROR_FAILED naming the file. */
PositionTable *position_table_open(const char *directory, GError **error);
void position_table_close(PositionTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PositionTable, position_table_close)

/* Begins a term, given by its bytes with zero bytes escaped. Terms ascend. */
void position_table_begin(PositionTable *table, const guint8 *term, gsize length);
/* Adds the list of a document of that term; numbers ascend. */
gboolean position_table_add(PositionTable *table, guint32 number, const guint8 *list, gsize length,
                            GError **error);
gboolean position_table_finish(PositionTable *table, BTreeRoot *root, GError **error);

#endif
