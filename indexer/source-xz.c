/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xz and lzip, through liblzma: libarchive would lose what stands in the 64 kB before damage, and
 * sets no bound to the memory that a file asks for.
 */
#include <lzma.h>
#include <string.h>

#include "indexer/source-codec.h"
#include "morgue/error.h"

/* The window, and what the decoder needs besides. */
#define MEMORY_MAX ((guint64)(1 << CODEC_WINDOW_LOG) + (guint64)(1 << 20))

typedef struct {
    lzma_stream stream;
    gboolean past_first;
} Lzma;

static gboolean xz_matches(const guint8 *bytes, gsize length)
{
    return length >= 6 && memcmp(bytes,
                                 "\xfd"
                                 "7zXZ\0",
                                 6) == 0;
}

static gboolean lzip_matches(const guint8 *bytes, gsize length)
{
    return length >= 6 && memcmp(bytes, "LZIP\1", 5) == 0;
}

static gpointer lzma_open(void)
{
    Lzma *self = g_new0(Lzma, 1);
    self->stream = (lzma_stream)LZMA_STREAM_INIT;
    return self;
}

static void lzma_close(gpointer state)
{
    Lzma *self = state;
    lzma_end(&self->stream);
    g_free(self);
}

/* Stream padding (§2.2): zero bytes between streams. */
static gboolean xz_pass(gpointer state, Source *inner, GError **error)
{
    const Lzma *self = state;
    gsize available, zeros;
    do {
        const guint8 *bytes = source_peek(inner, 1, &available, error);
        if (bytes == NULL)
            return FALSE;
        for (zeros = 0; self->past_first && zeros < available && bytes[zeros] == 0;)
            zeros++;
        source_consume(inner, zeros);
    } while (zeros > 0 && zeros == available);
    return TRUE;
}

static void xz_begin(gpointer state)
{
    Lzma *self = state;
    lzma_ret status = lzma_stream_decoder(&self->stream, MEMORY_MAX, 0);
    g_assert(status == LZMA_OK); /* it fails only for want of memory, where GLib aborts too */
    self->past_first = TRUE;
}

static void lzip_begin(gpointer state)
{
    Lzma *self = state;
    lzma_ret status = lzma_lzip_decoder(&self->stream, MEMORY_MAX, 0);
    g_assert(status == LZMA_OK);
}

static const char *reason_of(lzma_ret status)
{
    if (status == LZMA_MEMLIMIT_ERROR || status == LZMA_MEM_ERROR)
        return "needs a window of more than 128 MB";
    if (status == LZMA_OPTIONS_ERROR)
        return "uses a filter that is not known";
    return status == LZMA_FORMAT_ERROR ? "has a wrong header" : "its data are damaged";
}

static CodecStatus lzma_decode(gpointer state, CodecStep *step)
{
    lzma_stream *stream = &((Lzma *)state)->stream;
    stream->next_in = step->input;
    stream->avail_in = step->input_length;
    stream->next_out = step->output;
    stream->avail_out = step->output_length;
    lzma_ret status = lzma_code(stream, LZMA_RUN);
    step->input = stream->next_in;
    step->input_length = stream->avail_in;
    step->output = stream->next_out;
    step->output_length = stream->avail_out;
    if (status == LZMA_STREAM_END)
        return CODEC_ENDED;
    if (status == LZMA_OK || status == LZMA_BUF_ERROR)
        return CODEC_GOING;
    step->reason = reason_of(status);
    return status == LZMA_MEMLIMIT_ERROR || status == LZMA_MEM_ERROR ? CODEC_LIMIT : CODEC_FAILED;
}

const SourceCodec xz_codec = {
    .unit = "xz stream",
    .matches = xz_matches,
    .open = lzma_open,
    .close = lzma_close,
    .pass = xz_pass,
    .begin = xz_begin,
    .decode = lzma_decode,
};

const SourceCodec lzip_codec = {
    .unit = "lzip member",
    .matches = lzip_matches,
    .open = lzma_open,
    .close = lzma_close,
    .begin = lzip_begin,
    .decode = lzma_decode,
};
