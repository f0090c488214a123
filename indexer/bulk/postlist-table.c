/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A list of postings is cut into chunks: the first has the term as its key, later ones the term
 * and their first document. A chunk says whether it is the last and which documents it spans, then
 * come documents by the gaps between them, each with its wdf. The form is that of Xapian's
 * glass_postlist and glass_values.
 */
#include "indexer/bulk/postlist-table.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/bulk/pack.h"
#include "indexer/bulk/postlist-keys.h"

/* A chunk of so many bytes takes no more. */
#define CHUNK_SIZE 2000

/* Before the body of a chunk: documents, occurrences, first document; is it the last, span. */
#define CHUNK_HEADER_MAX (4 * PACK_NUMBER_MAX + 1)

struct PostlistTable {
    BTreeWriter *writer;
    guint8 key[BTREE_KEY_MAX + 1];
    gsize key_length;     /* of the term or slot */
    gboolean closes_term; /* a zero byte stands between it and a document */
    guint64 documents, occurrences;
    gboolean is_first;   /* the chunk at hand is the first */
    guint32 first, last; /* documents in it; 0: none yet */
    GByteArray *body;    /* of it */
    GByteArray *tag;
};

PostlistTable *postlist_table_open(const char *directory, GError **error)
{
    BTreeWriter *writer = btree_writer_open(directory, "postlist", error);
    if (writer == NULL)
        return NULL;
    PostlistTable *table = g_new0(PostlistTable, 1);
    table->writer = writer;
    table->body = g_byte_array_new();
    table->tag = g_byte_array_new();
    return table;
}

void postlist_table_close(PostlistTable *table)
{
    if (table == NULL)
        return;
    btree_writer_close(table->writer);
    g_byte_array_unref(table->body);
    g_byte_array_unref(table->tag);
    g_free(table);
}

gboolean postlist_table_finish(PostlistTable *table, BTreeRoot *root, GError **error)
{
    return btree_writer_finish(table->writer, root, error);
}

/* Metadata and statistics */

gboolean postlist_table_add_metadata(PostlistTable *table, const char *key, const char *value,
                                     GError **error)
{
    guint8 packed[POSTLIST_PREFIX_LENGTH + METADATA_KEY_MAX];
    gsize length = strlen(key);
    g_assert(length <= METADATA_KEY_MAX);
    memcpy(packed, POSTLIST_METADATA_PREFIX, POSTLIST_PREFIX_LENGTH);
    memcpy(packed + POSTLIST_PREFIX_LENGTH, key, length);
    return btree_writer_add(table->writer, packed, POSTLIST_PREFIX_LENGTH + length,
                            (const guint8 *)value, strlen(value), FALSE, error);
}

/* Keys end in the slot's number, low byte first, so their order is not that of slots. */
static int by_slot_key(const void *a, const void *b)
{
    const ValueStatistics *first = a, *second = b;
    guint8 one[PACK_NUMBER_MAX], other[PACK_NUMBER_MAX];
    gsize one_length = (gsize)(pack_last_number(one, first->slot) - one);
    gsize other_length = (gsize)(pack_last_number(other, second->slot) - other);
    int order = memcmp(one, other, MIN(one_length, other_length));
    return order != 0 ? order : (one_length > other_length) - (one_length < other_length);
}

static gboolean add_slot_statistics(PostlistTable *table, const ValueStatistics *slot,
                                    GError **error)
{
    guint8 key[POSTLIST_PREFIX_LENGTH + PACK_NUMBER_MAX];
    memcpy(key, POSTLIST_STATISTICS_PREFIX, POSTLIST_PREFIX_LENGTH);
    const guint8 *end = pack_last_number(key + POSTLIST_PREFIX_LENGTH, slot->slot);
    gboolean one_value = slot->lowest->len == slot->highest->len &&
                         memcmp(slot->lowest->data, slot->highest->data, slot->lowest->len) == 0;
    g_byte_array_set_size(table->tag, 0);
    pack_append_number(table->tag, slot->count);
    pack_append_string(table->tag, slot->lowest->data, slot->lowest->len);
    if (!one_value)
        g_byte_array_append(table->tag, slot->highest->data, slot->highest->len);
    return btree_writer_add(table->writer, key, (gsize)(end - key), table->tag->data,
                            table->tag->len, FALSE, error);
}

gboolean postlist_table_add_statistics(PostlistTable *table, ValueStatistics *statistics,
                                       gsize count, GError **error)
{
    if (count > 0)
        qsort(statistics, count, sizeof *statistics, by_slot_key);
    for (gsize i = 0; i < count; i++) {
        if (!add_slot_statistics(table, &statistics[i], error))
            return FALSE;
    }
    return TRUE;
}

/* Lists */

static void begin_list(PostlistTable *table, const guint8 *key, gsize length)
{
    memcpy(table->key, key, length);
    table->key_length = length;
    table->is_first = TRUE;
    table->first = table->last = 0;
    table->closes_term = FALSE;
    table->documents = table->occurrences = 0;
    g_byte_array_set_size(table->body, 0);
}

/* Length of the key with the chunk's first document behind it. */
static gsize key_with_document(PostlistTable *table)
{
    guint8 *at = table->key + table->key_length;
    if (table->closes_term)
        *at++ = 0;
    return (gsize)(pack_sortable(at, table->first) - table->key);
}

/* Values */

void postlist_table_begin_slot(PostlistTable *table, const guint8 *key, gsize length)
{
    begin_list(table, key, length);
}

gboolean postlist_table_end_slot(PostlistTable *table, GError **error)
{
    return btree_writer_add(table->writer, table->key, key_with_document(table), table->body->data,
                            table->body->len, FALSE, error);
}

gboolean postlist_table_add_value(PostlistTable *table, guint32 document, const guint8 *value,
                                  gsize length, GError **error)
{
    if (table->body->len >= CHUNK_SIZE) {
        if (!postlist_table_end_slot(table, error))
            return FALSE;
        g_byte_array_set_size(table->body, 0);
    }
    if (table->body->len == 0)
        table->first = document;
    else
        pack_append_number(table->body, document - table->last - 1);
    pack_append_string(table->body, value, length);
    table->last = document;
    return TRUE;
}

/* Postings */

static gboolean write_chunk(PostlistTable *table, gboolean is_last, GError **error)
{
    g_byte_array_set_size(table->tag, 0);
    guint8 *at = pack_reserve(table->tag, CHUNK_HEADER_MAX + table->body->len);
    if (table->is_first) {
        at = pack_number(pack_number(at, table->documents), table->occurrences);
        at = pack_number(at, table->first - 1);
    }
    *at++ = is_last ? '1' : '0';
    at = pack_number(at, table->last - table->first);
    memcpy(at, table->body->data, table->body->len);
    pack_trim(table->tag, at + table->body->len);
    gsize key_length = table->is_first ? table->key_length : key_with_document(table);
    table->is_first = FALSE;
    return btree_writer_add(table->writer, table->key, key_length, table->tag->data,
                            table->tag->len, FALSE, error);
}

void postlist_table_begin_term(PostlistTable *table, const guint8 *term, gsize length,
                               guint64 documents, guint64 occurrences)
{
    begin_list(table, term, length);
    table->closes_term = TRUE;
    table->documents = documents;
    table->occurrences = occurrences;
}

gboolean postlist_table_add_posting(PostlistTable *table, guint32 document, guint32 wdf,
                                    GError **error)
{
    if (table->body->len >= CHUNK_SIZE) {
        if (!write_chunk(table, FALSE, error))
            return FALSE;
        g_byte_array_set_size(table->body, 0);
    }
    guint8 packed[2 * PACK_NUMBER_MAX], *at = packed;
    if (table->body->len == 0)
        table->first = document;
    else
        at = pack_number(at, document - table->last - 1);
    at = pack_number(at, wdf);
    g_byte_array_append(table->body, packed, (guint)(at - packed));
    table->last = document;
    return TRUE;
}

gboolean postlist_table_end_term(PostlistTable *table, GError **error)
{
    return write_chunk(table, TRUE, error);
}

/* The same as a term's postings, with the length for the wdf, under a key of its own. */
gboolean postlist_table_add_lengths(PostlistTable *table, const guint32 *lengths, guint32 count,
                                    GError **error)
{
    if (count == 0)
        return TRUE;
    begin_list(table, (const guint8 *)POSTLIST_LENGTHS_PREFIX, POSTLIST_PREFIX_LENGTH);
    for (guint32 i = 0; i < count; i++) {
        if (!postlist_table_add_posting(table, i + 1, lengths[i], error))
            return FALSE;
    }
    return write_chunk(table, TRUE, error);
}
