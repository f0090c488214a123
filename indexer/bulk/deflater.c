/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Raw deflate, by libdeflate: its level 1 makes streams as short as zlib's level 6 does, in less
 * than half of the time that zlib's level 1 takes. Long tags, of which the end of the stream could
 * mislead the reader, are zlib's.
 */
#include "indexer/bulk/deflater.h"

#include <libdeflate.h>
#include <zlib.h>

/* Shorter tags stay as they are; the library does so, too. */
#define COMPRESS_FROM 19

#define LEVEL           1
#define RAW_WINDOW_BITS (-15)
#define MEMORY_LEVEL    8

/* A stream of zlib's ends with one more block of its own: see below. */
#define SAFE_END_BOUND 16

/* The library inflates so many bytes at a time. */
#define READER_PIECE 8192

struct Deflater {
    struct libdeflate_compressor *compressor;
    z_stream stream;
    GByteArray *output;
};

/* Making one fails only for want of memory, where GLib aborts too. */
Deflater *deflater_new(void)
{
    Deflater *deflater = g_new0(Deflater, 1);
    deflater->output = g_byte_array_new();
    deflater->compressor = libdeflate_alloc_compressor(LEVEL);
    g_assert(deflater->compressor != NULL);
    int status = deflateInit2(&deflater->stream, LEVEL, Z_DEFLATED, RAW_WINDOW_BITS, MEMORY_LEVEL,
                              Z_DEFAULT_STRATEGY);
    g_assert(status == Z_OK);
    return deflater;
}

void deflater_free(Deflater *deflater)
{
    if (deflater == NULL)
        return;
    libdeflate_free_compressor(deflater->compressor);
    deflateEnd(&deflater->stream);
    g_byte_array_unref(deflater->output);
    g_free(deflater);
}

/*
 * The library (1.4.22, and 1.4.32) inflates in pieces of 8 KiB and calls a stream damaged whose
 * input ends just as a piece is full, while its last bits still wait inside zlib. That happens
 * where the end of a stream takes next to nothing. Pieces are counted anew from each part of a tag
 * that is stored by itself, so where they end cannot be told from the length of the tag; but of
 * one that is shorter than a piece none is ever full. For the others: ending the block first
 * (Z_BLOCK) and then the stream with an empty one of 10 bits, which libdeflate cannot do, leaves no
 * end that could wait inside zlib.
 */
static gsize deflate_with_safe_end(Deflater *deflater, const guint8 *bytes, gsize length)
{
    z_stream *stream = &deflater->stream;
    deflateReset(stream);
    gsize room = deflater->output->len;
    stream->next_in = (guint8 *)bytes;
    stream->avail_in = (uInt)length;
    stream->next_out = deflater->output->data;
    stream->avail_out = (uInt)room;
    deflate(stream, Z_BLOCK);
    int status = deflate(stream, Z_FINISH);
    g_assert(status == Z_STREAM_END); /* there was room */
    return room - stream->avail_out;
}

static void make_room(Deflater *deflater, gsize length)
{
    gsize bound = MAX(libdeflate_deflate_compress_bound(deflater->compressor, length),
                      deflateBound(&deflater->stream, (uLong)length) + SAFE_END_BOUND);
    if (deflater->output->len < bound)
        g_byte_array_set_size(deflater->output, (guint)bound);
}

static gsize deflate_all(Deflater *deflater, const guint8 *bytes, gsize length)
{
    make_room(deflater, length);
    if (length >= READER_PIECE)
        return deflate_with_safe_end(deflater, bytes, length);
    return libdeflate_deflate_compress(deflater->compressor, bytes, length, deflater->output->data,
                                       deflater->output->len);
}

const guint8 *deflater_pack(Deflater *deflater, const guint8 *tag, gsize length,
                            gsize *stored_length, gboolean *compressed)
{
    gsize packed = length < COMPRESS_FROM ? length : deflate_all(deflater, tag, length);
    *compressed = packed < length;
    *stored_length = MIN(packed, length);
    return *compressed ? deflater->output->data : tag;
}
