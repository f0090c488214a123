/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * chunk-reader.h: what is in one chunk of a list of the postlist table (postlist-table.h).
 *
 * Nothing in it is believed: all of these return FALSE where the chunk is not what it must be.
 */
#ifndef BULK_CHUNK_READER_H
#define BULK_CHUNK_READER_H

#include "indexer/bulk/pack.h"

typedef struct ChunkReader {
    PackedBytes bytes; /* what is left */
    guint32 document;  /* the one at hand; 0: before the first */
    guint32 first;
    guint32 last;      /* of the chunk; 0: it does not say */
    guint64 documents; /* of the whole list, as its first chunk says */
    gboolean is_end_of_list;
} ChunkReader;

/* The first chunk of the postings of a term, or of the lengths of documents. */
gboolean chunk_reader_begin(ChunkReader *chunk, const guint8 *tag, gsize length);
/* A later one, whose first document its key says. */
gboolean chunk_reader_continue(ChunkReader *chunk, guint32 first, const guint8 *tag, gsize length);
/* Turns to the next posting; a chunk has one at least. */
gboolean chunk_reader_next(ChunkReader *chunk, guint32 *wdf);

/* A chunk of the values of a slot, none of which is empty. */
void chunk_reader_begin_values(ChunkReader *chunk, guint32 first, const guint8 *tag, gsize length);
gboolean chunk_reader_next_value(ChunkReader *chunk, const guint8 **value, gsize *length);

static inline gboolean chunk_reader_is_at_end(const ChunkReader *chunk)
{
    return chunk->bytes.at == chunk->bytes.end && chunk->document != 0;
}

#endif
