/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTTP's `br` (RFC 7932). */
#include <brotli/decode.h>

#include "indexer/source-codec.h"

typedef struct {
    BrotliDecoderState *decoder;
} Brotli;

static gpointer brotli_open(void)
{
    return g_new0(Brotli, 1);
}

static void brotli_close(gpointer state)
{
    Brotli *self = state;
    if (self->decoder != NULL)
        BrotliDecoderDestroyInstance(self->decoder);
    g_free(self);
}

/* It has no mark: whoever opens it knows. */
static gboolean brotli_matches(G_GNUC_UNUSED const guint8 *bytes, gsize length)
{
    return length > 0;
}

static void brotli_begin(gpointer state)
{
    Brotli *self = state;
    if (self->decoder != NULL)
        BrotliDecoderDestroyInstance(self->decoder);
    self->decoder = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    g_assert(self->decoder != NULL); /* it fails only for want of memory, where GLib aborts too */
}

static CodecStatus brotli_decode(gpointer state, CodecStep *step)
{
    Brotli *self = state;
    BrotliDecoderResult result =
        BrotliDecoderDecompressStream(self->decoder, &step->input_length, &step->input,
                                      &step->output_length, &step->output, NULL);
    if (result == BROTLI_DECODER_RESULT_SUCCESS)
        return CODEC_ENDED;
    if (result != BROTLI_DECODER_RESULT_ERROR)
        return CODEC_GOING;
    step->reason = BrotliDecoderErrorString(BrotliDecoderGetErrorCode(self->decoder));
    return CODEC_FAILED;
}

const SourceCodec brotli_codec = {
    .unit = "brotli stream",
    .matches = brotli_matches,
    .open = brotli_open,
    .close = brotli_close,
    .begin = brotli_begin,
    .decode = brotli_decode,
};
