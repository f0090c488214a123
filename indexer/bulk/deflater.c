/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Raw deflate at level 1: level 6 costs a tenth of a whole build and saves 3 %. */
#include "indexer/bulk/deflater.h"

#include <zlib.h>

/* Shorter tags stay as they are; the library does so, too. */
#define COMPRESS_FROM 19

#define LEVEL           1
#define RAW_WINDOW_BITS (-15)
#define MEMORY_LEVEL    8

/* A stream ends with one more block of its own: see below. */
#define SAFE_END_BOUND 16

struct Deflater {
    z_stream stream;
    GByteArray *output;
};

Deflater *deflater_new(void)
{
    Deflater *deflater = g_new0(Deflater, 1);
    deflater->output = g_byte_array_new();
    int status = deflateInit2(&deflater->stream, LEVEL, Z_DEFLATED, RAW_WINDOW_BITS, MEMORY_LEVEL,
                              Z_DEFAULT_STRATEGY);
    g_assert(status == Z_OK); /* it fails only for want of memory, where GLib aborts too */
    return deflater;
}

void deflater_free(Deflater *deflater)
{
    if (deflater == NULL)
        return;
    deflateEnd(&deflater->stream);
    g_byte_array_unref(deflater->output);
    g_free(deflater);
}

/*
 * The library (1.4.22, and 1.4.32) inflates in pieces of 8 KiB and calls a stream damaged whose
 * input ends just as a piece is full, while its last bits still wait inside zlib. That happens
 * where the end of a stream takes next to nothing. Ending the block first (Z_BLOCK) and then
 * the stream with an empty one of 10 bits leaves no such ends.
 */
static gsize deflate_all(Deflater *deflater, const guint8 *bytes, gsize length)
{
    z_stream *stream = &deflater->stream;
    deflateReset(stream);
    gsize bound = deflateBound(stream, (uLong)length) + SAFE_END_BOUND;
    if (deflater->output->len < bound)
        g_byte_array_set_size(deflater->output, (guint)bound);
    stream->next_in = (guint8 *)bytes;
    stream->avail_in = (uInt)length;
    stream->next_out = deflater->output->data;
    stream->avail_out = (uInt)bound;
    deflate(stream, Z_BLOCK);
    int status = deflate(stream, Z_FINISH);
    g_assert(status == Z_STREAM_END); /* there was room */
    return bound - stream->avail_out;
}

const guint8 *deflater_pack(Deflater *deflater, const guint8 *tag, gsize length,
                            gsize *stored_length, gboolean *compressed)
{
    gsize packed = length < COMPRESS_FROM ? length : deflate_all(deflater, tag, length);
    *compressed = packed < length;
    *stored_length = MIN(packed, length);
    return *compressed ? deflater->output->data : tag;
}
