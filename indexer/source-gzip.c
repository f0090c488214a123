/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gzip (RFC 1952), and bgzip, whose members are blocks that end anywhere. */
#define ZLIB_CONST
#include <string.h>
#include <zlib.h>

#include "indexer/source-codec.h"

#define WINDOW_BITS_GZIP (MAX_WBITS + 16)
#define EXTRA_SIZE       64 /* of the extra field, enough for bgzip's mark */

typedef struct {
    z_stream stream;
    gz_header header;
    guint8 extra[EXTRA_SIZE];
} Gzip;

static gboolean gzip_matches(const guint8 *bytes, gsize length)
{
    /* Method and flags are looked at where they are there: RFC 1952 §2.3. */
    return length >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b && (length < 3 || bytes[2] == 8) &&
           (length < 4 || (bytes[3] & 0xe0) == 0);
}

static gpointer gzip_open(void)
{
    Gzip *self = g_new0(Gzip, 1);
    int status = inflateInit2(&self->stream, WINDOW_BITS_GZIP);
    g_assert(status == Z_OK); /* it fails only for want of memory, where GLib aborts too */
    return self;
}

static void gzip_close(gpointer state)
{
    Gzip *self = state;
    inflateEnd(&self->stream);
    g_free(self);
}

static void gzip_begin(gpointer state)
{
    Gzip *self = state;
    inflateReset(&self->stream);
    memset(&self->header, 0, sizeof self->header);
    self->header.extra = self->extra;
    self->header.extra_max = sizeof self->extra;
    inflateGetHeader(&self->stream, &self->header);
}

/* Whether the header is that of a bgzip block: a subfield `BC` of two bytes (SAM §4.1). */
static gboolean gzip_is_block(gpointer state)
{
    const Gzip *self = state;
    guint length = MIN(self->header.extra_len, (guint)sizeof self->extra);
    for (guint i = 0; i + 4 <= length;) {
        if (self->extra[i] == 'B' && self->extra[i + 1] == 'C' && self->extra[i + 2] == 2)
            return TRUE;
        i += 4u + self->extra[i + 2] + 256u * self->extra[i + 3];
    }
    return FALSE;
}

static CodecStatus gzip_decode(gpointer state, CodecStep *step)
{
    z_stream *stream = &((Gzip *)state)->stream;
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

const SourceCodec gzip_codec = {
    .unit = "gzip member",
    .matches = gzip_matches,
    .open = gzip_open,
    .close = gzip_close,
    .begin = gzip_begin,
    .decode = gzip_decode,
    .is_block = gzip_is_block,
};
