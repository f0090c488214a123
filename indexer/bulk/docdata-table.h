/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * docdata-table.h: the data of each document, compressed. One that has none has no entry.
 */
#ifndef BULK_DOCDATA_TABLE_H
#define BULK_DOCDATA_TABLE_H

#include "indexer/bulk/btree-writer.h"

typedef struct DocdataTable DocdataTable;

/* Errors of this and of all that follows: MORGUE_ERROR_FAILED naming the file. */
DocdataTable *docdata_table_open(const char *directory, GError **error);
void docdata_table_close(DocdataTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocdataTable, docdata_table_close)

/* Adds the data of a document; numbers ascend. */
gboolean docdata_table_add(DocdataTable *table, guint32 number, const void *data, gsize length,
                           GError **error);
gboolean docdata_table_finish(DocdataTable *table, BTreeRoot *root, GError **error);

#endif
