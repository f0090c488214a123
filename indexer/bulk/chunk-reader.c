/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Headers of chunks, gaps between documents, and what belongs to each. */
#include "indexer/bulk/chunk-reader.h"

static gboolean begin_body(ChunkReader *chunk, guint64 first)
{
    guint64 span;
    if (chunk->bytes.at == chunk->bytes.end || (*chunk->bytes.at != '0' && *chunk->bytes.at != '1'))
        return FALSE;
    chunk->is_end_of_list = *chunk->bytes.at++ == '1';
    if (!packed_take_number(&chunk->bytes, &span) || first == 0 || first > G_MAXUINT32 ||
        span > G_MAXUINT32 - first)
        return FALSE;
    chunk->first = (guint32)first;
    chunk->last = (guint32)(first + span);
    return TRUE;
}

gboolean chunk_reader_begin(ChunkReader *chunk, const guint8 *tag, gsize length)
{
    guint64 occurrences, before;
    *chunk = (ChunkReader){.bytes = {tag, tag + length}};
    return packed_take_number(&chunk->bytes, &chunk->documents) &&
           packed_take_number(&chunk->bytes, &occurrences) &&
           packed_take_number(&chunk->bytes, &before) && before < G_MAXUINT32 &&
           begin_body(chunk, before + 1);
}

gboolean chunk_reader_continue(ChunkReader *chunk, guint32 first, const guint8 *tag, gsize length)
{
    *chunk = (ChunkReader){.bytes = {tag, tag + length}};
    return begin_body(chunk, first);
}

/* The next document of the chunk: its first one, or the one behind the next gap. */
static gboolean next_document(ChunkReader *chunk)
{
    guint64 gap;
    if (chunk->document == 0) {
        chunk->document = chunk->first;
        return chunk->first != 0;
    }
    if (!packed_take_number(&chunk->bytes, &gap) || gap >= G_MAXUINT32 - chunk->document)
        return FALSE;
    chunk->document += (guint32)gap + 1;
    return TRUE;
}

gboolean chunk_reader_next(ChunkReader *chunk, guint32 *wdf)
{
    guint64 taken;
    if (!next_document(chunk) || !packed_take_number(&chunk->bytes, &taken) || taken > G_MAXUINT32)
        return FALSE;
    *wdf = (guint32)taken;
    return chunk->document == chunk->last ? chunk->bytes.at == chunk->bytes.end
                                          : chunk->document < chunk->last;
}

void chunk_reader_begin_values(ChunkReader *chunk, guint32 first, const guint8 *tag, gsize length)
{
    *chunk = (ChunkReader){.bytes = {tag, tag + length}, .first = first};
}

gboolean chunk_reader_next_value(ChunkReader *chunk, const guint8 **value, gsize *length)
{
    return next_document(chunk) && packed_take_string(&chunk->bytes, value, length) && *length > 0;
}
