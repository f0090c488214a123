/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bzip2: streams, which pbzip2 and lbzip2 cut off anywhere. */
#include <bzlib.h>
#include <string.h>

#include "indexer/source-codec.h"

/* What follows `BZh1` to `BZh9`: a block, or the end of an empty stream. */
#define BLOCK_MAGIC "1AY&SY"
#define END_MAGIC   "\x17\x72\x45\x38\x50\x90"

typedef struct {
    bz_stream stream;
    gboolean begun;
} Bzip2;

static gboolean bzip2_matches(const guint8 *bytes, gsize length)
{
    if (length < 4 || memcmp(bytes, "BZh", 3) != 0 || bytes[3] < '1' || bytes[3] > '9')
        return FALSE;
    gsize rest = MIN(length - 4, strlen(BLOCK_MAGIC));
    return memcmp(bytes + 4, BLOCK_MAGIC, rest) == 0 || memcmp(bytes + 4, END_MAGIC, rest) == 0;
}

static gpointer bzip2_open(void)
{
    return g_new0(Bzip2, 1);
}

static void bzip2_end(Bzip2 *self)
{
    if (self->begun)
        BZ2_bzDecompressEnd(&self->stream);
    self->begun = FALSE;
}

static void bzip2_close(gpointer state)
{
    bzip2_end(state);
    g_free(state);
}

static void bzip2_begin(gpointer state)
{
    Bzip2 *self = state;
    bzip2_end(self);
    int status = BZ2_bzDecompressInit(&self->stream, 0, 0);
    g_assert(status == BZ_OK); /* it fails only for want of memory, where GLib aborts too */
    self->begun = TRUE;
}

static CodecStatus bzip2_decode(gpointer state, CodecStep *step)
{
    bz_stream *stream = &((Bzip2 *)state)->stream;
    const gsize input = MIN(step->input_length, (gsize)G_MAXINT);
    const gsize output = MIN(step->output_length, (gsize)G_MAXINT);
    stream->next_in = (char *)step->input; /* it is only read */
    stream->avail_in = (unsigned)input;
    stream->next_out = (char *)step->output;
    stream->avail_out = (unsigned)output;
    int status = BZ2_bzDecompress(stream);
    step->input += input - stream->avail_in;
    step->input_length -= input - stream->avail_in;
    step->output += output - stream->avail_out;
    step->output_length -= output - stream->avail_out;
    if (status == BZ_STREAM_END)
        return CODEC_ENDED;
    if (status == BZ_OK)
        return CODEC_GOING;
    step->reason = "its checksum or its codes are wrong";
    return CODEC_FAILED;
}

const SourceCodec bzip2_codec = {
    .unit = "bzip2 stream",
    .matches = bzip2_matches,
    .open = bzip2_open,
    .close = bzip2_close,
    .begin = bzip2_begin,
    .decode = bzip2_decode,
};
