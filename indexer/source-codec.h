/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source-codec.h: what a compression format has to provide to be read as a source.
 *
 * A compressed file is one member after another (gzip members, xz and bzip2 streams, zstd
 * frames). A codec decompresses one member, a step at a time; source_open_codec() does the rest.
 */
#ifndef INDEXER_SOURCE_CODEC_H
#define INDEXER_SOURCE_CODEC_H

#include "indexer/source.h"

/* No codec needs more bytes than this to know its members. */
#define CODEC_MAGIC_LENGTH 10

/* What a format may ask us to remember of what it gave: 128 MB, as zstd(1) takes by default. */
#define CODEC_WINDOW_LOG 27

typedef enum {
    CODEC_GOING,  /* the member goes on */
    CODEC_ENDED,  /* the member is complete, and all of it was given */
    CODEC_FAILED, /* it is damaged: `reason` */
    CODEC_LIMIT,  /* it wants too much memory: `reason` */
} CodecStatus;

/* One step: what there is to read and the room to write; both are moved on past what was done. */
typedef struct CodecStep {
    const guint8 *input;
    gsize input_length;
    guint8 *output;
    gsize output_length;
    const char *reason; /* static, or good until the next step */
} CodecStep;

typedef struct SourceCodec {
    const char *unit; /* `gzip member`, for messages */

    /* Whether these are the first bytes of a member; fewer than CODEC_MAGIC_LENGTH at the end. */
    gboolean (*matches)(const guint8 *bytes, gsize length);

    gpointer (*open)(void);
    void (*close)(gpointer state);

    /* Passes over what may stand before a member. FALSE and `error` on failure; may be NULL. */
    gboolean (*pass)(gpointer state, Source *inner, GError **error);

    void (*begin)(gpointer state);
    CodecStatus (*decode)(gpointer state, CodecStep *step);

    /*
     * Whether the member that gives its first byte or has ended was cut off anywhere, to be worked
     * on in parallel, and so is not noted as a member of its source. NULL: all are, after the
     * first.
     */
    gboolean (*is_block)(gpointer state);
} SourceCodec;

extern const SourceCodec gzip_codec;  /* RFC 1952 */
extern const SourceCodec zstd_codec;  /* RFC 8878 */
extern const SourceCodec xz_codec;    /* The .xz File Format 1.1 */
extern const SourceCodec lzip_codec;  /* of lzip's manual, "File format" */
extern const SourceCodec bzip2_codec; /* as bzip2(1) writes it */

/* Those that a file is not recognised by, but a header may name. */
extern const SourceCodec zlib_codec;    /* RFC 1950 */
extern const SourceCodec deflate_codec; /* RFC 1951 */
extern const SourceCodec brotli_codec;  /* RFC 7932 */

/*
 * Takes `inner` and gives what its members hold. What follows a member and is no member (padding,
 * garbage) is passed over, as gzip(1) does. A damaged or cut member ends the source with an error
 * after its last good byte.
 */
Source *source_open_codec(const SourceCodec *codec, Source *inner, const char *name);

/* The same for compress(1), which has neither members nor a codec here. */
Source *source_open_unpacker(Source *inner, const char *name);

#endif
