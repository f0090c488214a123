/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Piece by piece: how long a tag is its entry does not say. */
#include "indexer/bulk/inflate.h"

#include <zlib.h>

/* As libxapian's: a stream without header. */
#define WINDOW_BITS (-15)

static gboolean run(z_stream *inflater, GByteArray *plain)
{
    guint8 piece[8192];
    int status = Z_OK;
    while (status == Z_OK && plain->len <= INFLATE_CEILING) {
        inflater->next_out = piece;
        inflater->avail_out = sizeof piece;
        status = inflate(inflater, Z_NO_FLUSH);
        g_byte_array_append(plain, piece, (guint)(sizeof piece - inflater->avail_out));
    }
    return status == Z_STREAM_END && inflater->avail_in == 0;
}

gboolean inflate_raw(const guint8 *stream, gsize length, GByteArray *plain)
{
    z_stream inflater = {.next_in = (Bytef *)(guintptr)stream, .avail_in = (uInt)length};
    if (length > G_MAXUINT32 || inflateInit2(&inflater, WINDOW_BITS) != Z_OK)
        return FALSE;
    gboolean is_whole = run(&inflater, plain);
    inflateEnd(&inflater);
    return is_whole;
}
