/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Key: the term, escaped and closed by a zero byte, and the document's number. Tag: the list. */
#include "indexer/bulk/position-table.h"

#include <string.h>

#include "indexer/bulk/pack.h"

struct PositionTable {
    BTreeWriter *writer;
    guint8 key[BTREE_KEY_MAX + 1];
    gsize term_length; /* with what closes it */
};

PositionTable *position_table_open(const char *directory, GError **error)
{
    BTreeWriter *writer = btree_writer_open(directory, "position", error);
    if (writer == NULL)
        return NULL;
    PositionTable *table = g_new0(PositionTable, 1);
    table->writer = writer;
    return table;
}

void position_table_close(PositionTable *table)
{
    if (table == NULL)
        return;
    btree_writer_close(table->writer);
    g_free(table);
}

void position_table_begin(PositionTable *table, const guint8 *term, gsize length)
{
    g_assert(length + 1 + PACK_SORTABLE_MAX <= BTREE_KEY_MAX);
    memcpy(table->key, term, length);
    table->key[length] = 0;
    table->term_length = length + 1;
}

gboolean position_table_add(PositionTable *table, guint32 number, const guint8 *list, gsize length,
                            GError **error)
{
    const guint8 *end = pack_sortable(table->key + table->term_length, number);
    return btree_writer_add(table->writer, table->key, (gsize)(end - table->key), list, length,
                            FALSE, error);
}

gboolean position_table_finish(PositionTable *table, BTreeRoot *root, GError **error)
{
    return btree_writer_finish(table->writer, root, error);
}
