/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Key: the document's number. Tag: length of the document, number of terms; then each term by the
 * length of what it shares with the one before, and the rest. Key of the slots: the same and a
 * zero byte. The form is that of Xapian's glass_termlisttable.
 */
#include "indexer/bulk/termlist-table.h"

#include <string.h>

#include "indexer/bulk/deflater.h"
#include "indexer/bulk/pack.h"
#include "indexer/short-copy.h"

/* What a term takes at most beside its bytes: shared length, length of the rest, wdf. */
#define TERM_OVERHEAD (2 + PACK_NUMBER_MAX)

/* A wdf below it may share a byte with the length of what two terms have in common. */
#define SHARED_WDF_END 127

struct TermlistTable {
    BTreeWriter *writer;
    Deflater *deflater;
    GByteArray *tag;
};

TermlistTable *termlist_table_open(const char *directory, GError **error)
{
    BTreeWriter *writer = btree_writer_open(directory, "termlist", error);
    if (writer == NULL)
        return NULL;
    TermlistTable *table = g_new(TermlistTable, 1);
    table->writer = writer;
    table->deflater = deflater_new();
    table->tag = g_byte_array_new();
    return table;
}

void termlist_table_close(TermlistTable *table)
{
    if (table == NULL)
        return;
    btree_writer_close(table->writer);
    deflater_free(table->deflater);
    g_byte_array_unref(table->tag);
    g_free(table);
}

static guint8 *put_first_term(guint8 *at, const TermlistTerm *term, guint32 wdf)
{
    *at++ = (guint8)term->length;
    memcpy(at, term->bytes, term->length);
    return pack_number(at + term->length, wdf);
}

/* Of most terms the first eight bytes tell: the lowest of those that differ is the first one. */
static guint shared_length(const TermlistTerm *before, const TermlistTerm *term)
{
    guint shared = 0, shorter = MIN(before->length, term->length);
    for (guint64 one, other; shared < shorter; shared += sizeof one) {
        memcpy(&one, before->bytes + shared, sizeof one);
        memcpy(&other, term->bytes + shared, sizeof other);
        guint64 differing = GUINT64_FROM_LE(one ^ other);
        if (differing != 0)
            return MIN(shared + (guint)__builtin_ctzll(differing) / 8, shorter);
    }
    return shorter;
}

static guint8 *put_next_term(guint8 *at, const TermlistTerm *before, const TermlistTerm *term,
                             guint32 wdf)
{
    guint shared = shared_length(before, term), rest = term->length - shared;
    guint64 both = ((guint64)wdf + 1) * (before->length + 1) + shared;
    gboolean in_one = wdf < SHARED_WDF_END && both <= G_MAXUINT8;
    *at++ = (guint8)(in_one ? both : shared);
    *at++ = (guint8)rest;
    short_copy(at, term->bytes + shared, rest);
    return in_one ? at + rest : pack_number(at + rest, wdf);
}

/* The tag of a document's terms; empty where it has none. */
static void make_tag(GByteArray *tag, const TermlistDocument *document)
{
    g_byte_array_set_size(tag, 0);
    if (document->entry_count == 0)
        return;
    gsize bound = 2 * PACK_NUMBER_MAX + SHORT_COPY_ROOM;
    for (gsize i = 0; i < document->entry_count; i++)
        bound += TERM_OVERHEAD + document->terms[document->entries[i].rank].length;
    guint8 *at = pack_reserve(tag, bound);
    at = pack_number(pack_number(at, document->length), document->entry_count);
    const TermlistTerm *before = NULL;
    for (gsize i = 0; i < document->entry_count; i++) {
        const TermlistEntry *entry = &document->entries[i];
        const TermlistTerm *term = &document->terms[entry->rank];
        at = before == NULL ? put_first_term(at, term, entry->wdf)
                            : put_next_term(at, before, term, entry->wdf);
        before = term;
    }
    pack_trim(tag, at);
}

static gboolean add_entry(TermlistTable *table, const guint8 *key, gsize key_length,
                          const guint8 *tag, gsize tag_length, GError **error)
{
    gboolean compressed;
    const guint8 *stored =
        deflater_pack(table->deflater, tag, tag_length, &tag_length, &compressed);
    return btree_writer_add(table->writer, key, key_length, stored, tag_length, compressed, error);
}

gboolean termlist_table_add(TermlistTable *table, const TermlistDocument *document, GError **error)
{
    guint8 key[PACK_SORTABLE_MAX + 1];
    gsize length = (gsize)(pack_sortable(key, document->number) - key);
    make_tag(table->tag, document);
    if (!add_entry(table, key, length, table->tag->data, table->tag->len, error))
        return FALSE;
    key[length] = 0;
    return document->slots_length == 0 ||
           add_entry(table, key, length + 1, document->slots, document->slots_length, error);
}

gboolean termlist_table_finish(TermlistTable *table, BTreeRoot *root, GError **error)
{
    return btree_writer_finish(table->writer, root, error);
}
