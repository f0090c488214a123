/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zstd (RFC 8878), with the dictionary that may lead a web archive (WARC zstd specification 1.0).
 */
#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "indexer/source-codec.h"
#include "morgue/error.h"

#define FRAME_MAGIC      0xfd2fb528u
#define SKIPPABLE_MAGIC  0x184d2a50u /* to …5f */
#define DICTIONARY_MAGIC 0x184d2a5du

/* Before each frame that pzstd(1) cuts off: a skippable frame that holds its length. */
#define BLOCK_MAGIC  SKIPPABLE_MAGIC
#define BLOCK_LENGTH 4

#define SKIPPABLE_HEADER ((gsize)8)

/* What the WARC specification asks of decoders, compressed and not. */
#define DICTIONARY_CEILING ((gsize)8 * 1024 * 1024)

typedef struct {
    ZSTD_DCtx *context;
    gboolean past_first; /* frame, of any kind */
    gboolean is_block;
} Zstd;

static guint32 number_at(const guint8 *bytes)
{
    return (guint32)bytes[0] | (guint32)bytes[1] << 8 | (guint32)bytes[2] << 16 |
           (guint32)bytes[3] << 24;
}

static gboolean is_skippable(const guint8 *bytes, gsize length)
{
    return length >= 4 && (number_at(bytes) & 0xfffffff0u) == SKIPPABLE_MAGIC;
}

static gboolean zstd_matches(const guint8 *bytes, gsize length)
{
    return length >= 4 && (number_at(bytes) == FRAME_MAGIC || is_skippable(bytes, length));
}

static gpointer zstd_open(void)
{
    Zstd *self = g_new0(Zstd, 1);
    self->context = ZSTD_createDCtx();
    g_assert(self->context != NULL); /* for want of memory, where GLib aborts too */
    ZSTD_DCtx_setParameter(self->context, ZSTD_d_windowLogMax, CODEC_WINDOW_LOG);
    return self;
}

static void zstd_close(gpointer state)
{
    Zstd *self = state;
    ZSTD_freeDCtx(self->context);
    g_free(self);
}

static gboolean fail(GError **error, MorgueError code, const char *reason)
{
    g_set_error(error, MORGUE_ERROR, (int)code, "zstd dictionary: %s", reason);
    return FALSE;
}

/* The dictionary, decompressed where it is a frame itself; NULL where it is damaged or too long. */
static guint8 *unpack_dictionary(const guint8 *bytes, gsize length, gsize *unpacked, GError **error)
{
    if (length < 4 || number_at(bytes) != FRAME_MAGIC) {
        *unpacked = length;
        return g_memdup2(bytes, length);
    }
    unsigned long long size = ZSTD_getFrameContentSize(bytes, length);
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) {
        fail(error, MORGUE_ERROR_INPUT, "does not say how long it is");
        return NULL;
    }
    if (size > DICTIONARY_CEILING) {
        fail(error, MORGUE_ERROR_LIMIT, "longer than 8 MB");
        return NULL;
    }
    g_autofree guint8 *dictionary = g_malloc(MAX(size, 1));
    gsize status = ZSTD_decompress(dictionary, size, bytes, length);
    if (ZSTD_isError(status)) {
        fail(error, MORGUE_ERROR_INPUT, ZSTD_getErrorName(status));
        return NULL;
    }
    *unpacked = status;
    return g_steal_pointer(&dictionary);
}

/* Reads the skippable frame at the current place, which holds the dictionary. */
static gboolean load_dictionary(Zstd *self, Source *inner, gsize length, GError **error)
{
    if (length > DICTIONARY_CEILING)
        return fail(error, MORGUE_ERROR_LIMIT, "longer than 8 MB");
    gsize available, unpacked;
    const guint8 *bytes = source_peek(inner, SKIPPABLE_HEADER + length, &available, error);
    if (bytes == NULL)
        return FALSE;
    if (available < SKIPPABLE_HEADER + length)
        return fail(error, MORGUE_ERROR_INPUT, "ends before its end");
    g_autofree guint8 *dictionary =
        unpack_dictionary(bytes + SKIPPABLE_HEADER, length, &unpacked, error);
    if (dictionary == NULL)
        return FALSE;
    gsize status = ZSTD_DCtx_loadDictionary(self->context, dictionary, unpacked);
    return !ZSTD_isError(status) || fail(error, MORGUE_ERROR_INPUT, ZSTD_getErrorName(status));
}

static gboolean skip(Source *inner, guint64 length, GError **error)
{
    while (length > 0) {
        gsize available;
        if (source_peek(inner, 1, &available, error) == NULL)
            return FALSE;
        if (available == 0) {
            g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT,
                        "skippable zstd frame: ends before its end");
            return FALSE;
        }
        gsize count = (gsize)MIN(length, (guint64)available);
        source_consume(inner, count);
        length -= count;
    }
    return TRUE;
}

static gboolean zstd_pass(gpointer state, Source *inner, GError **error)
{
    Zstd *self = state;
    self->is_block = FALSE;
    for (;;) {
        gsize available;
        const guint8 *bytes = source_peek(inner, SKIPPABLE_HEADER, &available, NULL);
        if (bytes == NULL || available < SKIPPABLE_HEADER || !is_skippable(bytes, available))
            return TRUE;
        guint32 magic = number_at(bytes), length = number_at(bytes + 4);
        if (magic == DICTIONARY_MAGIC && !self->past_first &&
            !load_dictionary(self, inner, length, error))
            return FALSE;
        self->past_first = TRUE;
        self->is_block = magic == BLOCK_MAGIC && length == BLOCK_LENGTH;
        if (!skip(inner, SKIPPABLE_HEADER + length, error))
            return FALSE;
    }
}

static void zstd_begin(gpointer state)
{
    Zstd *self = state;
    self->past_first = TRUE;
    ZSTD_DCtx_reset(self->context, ZSTD_reset_session_only);
}

static CodecStatus zstd_decode(gpointer state, CodecStep *step)
{
    const Zstd *self = state;
    ZSTD_inBuffer input = {step->input, step->input_length, 0};
    ZSTD_outBuffer output = {step->output, step->output_length, 0};
    gsize status = ZSTD_decompressStream(self->context, &output, &input);
    step->input += input.pos;
    step->input_length -= input.pos;
    step->output += output.pos;
    step->output_length -= output.pos;
    if (!ZSTD_isError(status))
        return status == 0 ? CODEC_ENDED : CODEC_GOING;
    if (ZSTD_getErrorCode(status) == ZSTD_error_frameParameter_windowTooLarge) {
        step->reason = "needs a window of more than 128 MB";
        return CODEC_LIMIT;
    }
    step->reason = ZSTD_getErrorName(status);
    return CODEC_FAILED;
}

static gboolean zstd_is_block(gpointer state)
{
    return ((const Zstd *)state)->is_block;
}

const SourceCodec zstd_codec = {
    .unit = "zstd frame",
    .matches = zstd_matches,
    .open = zstd_open,
    .close = zstd_close,
    .pass = zstd_pass,
    .begin = zstd_begin,
    .decode = zstd_decode,
    .is_block = zstd_is_block,
};
