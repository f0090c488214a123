/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTTP's `deflate`: zlib's format (RFC 1950), or bare deflate (RFC 1951), as some servers send. */
#define ZLIB_CONST
#include <zlib.h>

#include "indexer/source-codec.h"

static gpointer open_with(int window_bits)
{
    z_stream *stream = g_new0(z_stream, 1);
    int status = inflateInit2(stream, window_bits);
    g_assert(status == Z_OK); /* it fails only for want of memory, where GLib aborts too */
    return stream;
}

static gpointer zlib_open(void)
{
    return open_with(MAX_WBITS);
}

static gpointer deflate_open(void)
{
    return open_with(-MAX_WBITS);
}

static void deflate_close(gpointer state)
{
    inflateEnd(state);
    g_free(state);
}

/* RFC 1950 §2.2: method 8, and a check over the first two bytes. */
static gboolean zlib_matches(const guint8 *bytes, gsize length)
{
    return length >= 2 && (bytes[0] & 0x0f) == 8 && (bytes[0] * 256 + bytes[1]) % 31 == 0;
}

/* It has no mark: whoever opens it knows. What follows its end is none. */
static gboolean deflate_matches(G_GNUC_UNUSED const guint8 *bytes, gsize length)
{
    return length > 0;
}

static void deflate_begin(gpointer state)
{
    inflateReset(state);
}

static CodecStatus deflate_decode(gpointer state, CodecStep *step)
{
    z_stream *stream = state;
    stream->next_in = step->input;
    stream->avail_in = (uInt)MIN(step->input_length, (gsize)G_MAXINT);
    stream->next_out = step->output;
    stream->avail_out = (uInt)MIN(step->output_length, (gsize)G_MAXINT);
    int status = inflate(stream, Z_NO_FLUSH);
    step->input_length -= (gsize)(stream->next_in - step->input);
    step->input = stream->next_in;
    step->output_length -= (gsize)(stream->next_out - step->output);
    step->output = stream->next_out;
    if (status == Z_STREAM_END)
        return CODEC_ENDED;
    if (status == Z_OK || status == Z_BUF_ERROR)
        return CODEC_GOING;
    step->reason = stream->msg != NULL ? stream->msg : "needs a dictionary";
    return CODEC_FAILED;
}

const SourceCodec zlib_codec = {
    .unit = "zlib stream",
    .matches = zlib_matches,
    .open = zlib_open,
    .close = deflate_close,
    .begin = deflate_begin,
    .decode = deflate_decode,
};

const SourceCodec deflate_codec = {
    .unit = "deflate stream",
    .matches = deflate_matches,
    .open = deflate_open,
    .close = deflate_close,
    .begin = deflate_begin,
    .decode = deflate_decode,
};
