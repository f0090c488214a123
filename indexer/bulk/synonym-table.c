/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Key: the stem. Tag: its words in the order of their bytes, each after its length. */
#include "indexer/bulk/synonym-table.h"

#include <string.h>

#include "indexer/bulk/deflater.h"
#include "indexer/bulk/pack.h"

/* Lengths of words are hidden in this way by the library, so that they look like letters. */
#define LENGTH_MASK 0x60

struct SynonymTable {
    BTreeWriter *writer;
    Deflater *deflater;
    GByteArray *stem;
    GPtrArray *words; /* of GBytes */
    GByteArray *tag;
};

SynonymTable *synonym_table_open(const char *directory, GError **error)
{
    BTreeWriter *writer = btree_writer_open(directory, "synonym", error);
    if (writer == NULL)
        return NULL;
    SynonymTable *table = g_new(SynonymTable, 1);
    table->writer = writer;
    table->deflater = deflater_new();
    table->stem = g_byte_array_new();
    table->words = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    table->tag = g_byte_array_new();
    return table;
}

void synonym_table_close(SynonymTable *table)
{
    if (table == NULL)
        return;
    btree_writer_close(table->writer);
    deflater_free(table->deflater);
    g_byte_array_unref(table->stem);
    g_ptr_array_unref(table->words);
    g_byte_array_unref(table->tag);
    g_free(table);
}

void synonym_table_begin(SynonymTable *table, const guint8 *stem, gsize length)
{
    g_byte_array_set_size(table->stem, 0);
    g_byte_array_append(table->stem, stem, (guint)length);
    g_ptr_array_set_size(table->words, 0);
}

void synonym_table_add(SynonymTable *table, const guint8 *word, gsize length)
{
    g_ptr_array_add(table->words, g_bytes_new(word, length));
}

static int by_bytes(gconstpointer a, gconstpointer b)
{
    return g_bytes_compare(*(GBytes *const *)a, *(GBytes *const *)b);
}

static void append_word(GByteArray *tag, GBytes *word)
{
    gsize length;
    const guint8 *bytes = g_bytes_get_data(word, &length);
    guint8 hidden = (guint8)(length ^ LENGTH_MASK);
    g_byte_array_append(tag, &hidden, 1);
    g_byte_array_append(tag, bytes, (guint)length);
}

gboolean synonym_table_end(SynonymTable *table, GError **error)
{
    g_ptr_array_sort(table->words, by_bytes);
    g_byte_array_set_size(table->tag, 0);
    for (guint i = 0; i < table->words->len; i++) {
        GBytes *word = g_ptr_array_index(table->words, i);
        if (i == 0 || !g_bytes_equal(word, g_ptr_array_index(table->words, i - 1)))
            append_word(table->tag, word);
    }
    gsize length = table->tag->len;
    gboolean compressed;
    const guint8 *tag =
        deflater_pack(table->deflater, table->tag->data, length, &length, &compressed);
    return btree_writer_add(table->writer, table->stem->data, table->stem->len, tag, length,
                            compressed, error);
}

gboolean synonym_table_finish(SynonymTable *table, BTreeRoot *root, GError **error)
{
    return btree_writer_finish(table->writer, root, error);
}
