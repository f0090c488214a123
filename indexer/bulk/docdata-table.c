/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Key: the document's number. Tag: its data. */
#include "indexer/bulk/docdata-table.h"

#include "indexer/bulk/deflater.h"
#include "indexer/bulk/pack.h"

struct DocdataTable {
    BTreeWriter *writer;
    Deflater *deflater;
};

DocdataTable *docdata_table_open(const char *directory, GError **error)
{
    BTreeWriter *writer = btree_writer_open(directory, "docdata", error);
    if (writer == NULL)
        return NULL;
    DocdataTable *table = g_new(DocdataTable, 1);
    table->writer = writer;
    table->deflater = deflater_new();
    return table;
}

void docdata_table_close(DocdataTable *table)
{
    if (table == NULL)
        return;
    btree_writer_close(table->writer);
    deflater_free(table->deflater);
    g_free(table);
}

gboolean docdata_table_add(DocdataTable *table, guint32 number, const void *data, gsize length,
                           GError **error)
{
    if (length == 0)
        return TRUE;
    guint8 key[PACK_SORTABLE_MAX];
    gsize key_length = (gsize)(pack_sortable(key, number) - key);
    gboolean compressed;
    const guint8 *tag = deflater_pack(table->deflater, data, length, &length, &compressed);
    return btree_writer_add(table->writer, key, key_length, tag, length, compressed, error);
}

gboolean docdata_table_finish(DocdataTable *table, BTreeRoot *root, GError **error)
{
    return btree_writer_finish(table->writer, root, error);
}
