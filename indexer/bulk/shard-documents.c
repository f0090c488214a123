/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One pass through the postlist table up to the lengths of documents, of which each has one. What
 * comes before them are the values.
 */
#include "indexer/bulk/shard-documents.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/bulk/chunk-reader.h"
#include "indexer/bulk/postlist-keys.h"
#include "morgue/error.h"

typedef struct {
    const ShardPart *part;
    BTreeReader *postlist;
    ShardCounts *counts;
    GArray *living; /* of guint32: documents, ascending */
    GArray *dead;   /* the same */
    guint32 last;
    gboolean has_ended; /* the list of lengths */
} Survey;

static int compare_numbers(const void *a, const void *b)
{
    guint32 one = *(const guint32 *)a, other = *(const guint32 *)b;
    return (one > other) - (one < other);
}

static gboolean is_dead(const Survey *survey, guint32 document)
{
    const GArray *dead = survey->part->dead;
    return dead->len > 0 &&
           bsearch(&document, dead->data, dead->len, sizeof document, compare_numbers) != NULL;
}

/* The key of a chunk of values: slot and first document. */
static gboolean count_values(Survey *survey, const BTreeEntry *entry)
{
    PackedBytes key = {entry->key + POSTLIST_PREFIX_LENGTH, entry->key + entry->key_length};
    guint64 slot;
    guint32 first;
    if (!packed_take_number(&key, &slot) || slot > G_MAXUINT32 ||
        !packed_take_sortable(&key, &first))
        return FALSE;
    ChunkReader chunk;
    chunk_reader_begin_values(&chunk, first, entry->tag, entry->tag_length);
    while (!chunk_reader_is_at_end(&chunk)) {
        const guint8 *value;
        gsize length;
        if (!chunk_reader_next_value(&chunk, &value, &length))
            return FALSE;
        if (!is_dead(survey, chunk.document))
            value_counts_add(&survey->counts->values, (guint32)slot, value, length);
    }
    return TRUE;
}

static gboolean count_lengths(Survey *survey, const BTreeEntry *entry)
{
    ChunkReader chunk;
    PackedBytes key = {entry->key + POSTLIST_PREFIX_LENGTH, entry->key + entry->key_length};
    guint32 first = 0;
    gboolean is_first = survey->last == 0, is_whole;
    if (is_first != (key.at == key.end) || survey->has_ended)
        return FALSE;
    if (is_first)
        is_whole = chunk_reader_begin(&chunk, entry->tag, entry->tag_length);
    else
        is_whole = packed_take_sortable(&key, &first) &&
                   chunk_reader_continue(&chunk, first, entry->tag, entry->tag_length);
    while (is_whole && !chunk_reader_is_at_end(&chunk)) {
        guint32 length;
        if (!chunk_reader_next(&chunk, &length) || chunk.document <= survey->last)
            return FALSE;
        survey->last = chunk.document;
        gboolean dies = is_dead(survey, chunk.document);
        g_array_append_val(dies ? survey->dead : survey->living, chunk.document);
        if (!dies)
            g_array_append_val(survey->counts->lengths, length);
    }
    survey->has_ended = is_whole && chunk.is_end_of_list;
    return is_whole;
}

static gboolean run_survey(Survey *survey, GError **error)
{
    for (;;) {
        BTreeEntry entry;
        gboolean at_end, is_whole = TRUE;
        if (!btree_reader_next(survey->postlist, &entry, &at_end, error))
            return FALSE;
        if (at_end || postlist_key_is_of_term(&entry))
            return survey->has_ended == (survey->last != 0) ||
                   btree_reader_damaged(survey->postlist, error);
        if (postlist_key_has_prefix(&entry, POSTLIST_VALUE_PREFIX))
            is_whole = count_values(survey, &entry);
        else if (postlist_key_has_prefix(&entry, POSTLIST_LENGTHS_PREFIX))
            is_whole = count_lengths(survey, &entry);
        if (!is_whole)
            return btree_reader_damaged(survey->postlist, error);
    }
}

static gboolean number_documents(ShardDocuments *documents, const Survey *survey, GError **error)
{
    guint32 number = survey->counts->lengths->len - survey->living->len;
    documents->last = survey->last;
    documents->numbers = calloc((gsize)survey->last + 1, sizeof *documents->numbers);
    if (documents->numbers == NULL) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: documents up to number %u: %s",
                    survey->part->path, survey->last, g_strerror(errno));
        return FALSE;
    }
    for (guint i = 0; i < survey->living->len; i++)
        documents->numbers[g_array_index(survey->living, guint32, i)] = ++number;
    for (guint i = 0; i < survey->dead->len; i++)
        documents->numbers[g_array_index(survey->dead, guint32, i)] = DEAD_DOCUMENT;
    return TRUE;
}

gboolean shard_documents_read(ShardDocuments *documents, const ShardPart *part,
                              const GlassTable *postlist, ShardCounts *counts, GError **error)
{
    *documents = (ShardDocuments){0};
    g_autoptr(BTreeReader) reader = btree_reader_open(part->path, "postlist", postlist, error);
    g_autoptr(GArray) living = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) dead = g_array_new(FALSE, FALSE, sizeof(guint32));
    Survey survey = {
        .part = part, .postlist = reader, .counts = counts, .living = living, .dead = dead};
    return reader != NULL && run_survey(&survey, error) &&
           number_documents(documents, &survey, error);
}

void shard_documents_clear(ShardDocuments *documents)
{
    free(documents->numbers);
    documents->numbers = NULL;
}
