/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of compression formats, and which of them the first bytes of a source are. */
#include <string.h>

#include "indexer/source-codec.h"
#include "morgue/error.h"

/* `x.tar.gz.xz` has two layers; nobody means more than this. */
#define LAYERS_MAX 4

typedef struct {
    gboolean (*matches)(const guint8 *bytes, gsize length);
    const SourceCodec *codec; /* NULL: through libarchive */
    const char *endings;      /* of names, in lower case, without the dot */
    const char *tar_endings;  /* short for a tar file that is compressed */
} Compression;

/* compress(1); the bits that the third byte may not have keep text out. */
static gboolean compress_matches(const guint8 *bytes, gsize length)
{
    return length >= 3 && bytes[0] == 0x1f && bytes[1] == 0x9d && (bytes[2] & 0x60) == 0 &&
           (bytes[2] & 0x1f) >= 9 && (bytes[2] & 0x1f) <= 16;
}

static const Compression *find_compression(const guint8 *bytes, gsize length)
{
    static const Compression table[] = {
        {NULL, &gzip_codec, "gz", "tgz taz"},
        {NULL, &zstd_codec, "zst zstd", "tzst"},
        {NULL, &xz_codec, "xz", "txz"},
        {NULL, &bzip2_codec, "bz2 bz", "tbz tbz2 tb2"},
        {NULL, &lzip_codec, "lz", "tlz"},
        {compress_matches, NULL, "z 0z 1z 2z", "taz"}, /* TREC's files end in .0z, .1z, .2z */
    };
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        const Compression *row = &table[i];
        if (row->codec != NULL ? row->codec->matches(bytes, length) : row->matches(bytes, length))
            return row;
    }
    return NULL;
}

static gboolean is_listed(const char *list, const char *word)
{
    g_auto(GStrv) words = g_strsplit(list, " ", -1);
    return g_strv_contains((const char *const *)words, word);
}

/* The name without the ending that says how it is compressed. */
static char *inner_name(const Compression *compression, const char *name)
{
    const char *dot = strrchr(name, '.');
    if (dot == NULL || dot == name)
        return g_strdup(name);
    g_autofree char *ending = g_ascii_strdown(dot + 1, -1);
    if (is_listed(compression->endings, ending))
        return g_strndup(name, (gsize)(dot - name));
    if (is_listed(compression->tar_endings, ending))
        return g_strdup_printf("%.*s.tar", (int)(dot - name), name);
    return g_strdup(name);
}

Source *source_decompress(Source *inner, GError **error)
{
    GError *failure = NULL;
    for (guint layers = 0;; layers++) {
        gsize available;
        const guint8 *bytes = source_peek(inner, CODEC_MAGIC_LENGTH, &available, NULL);
        if (bytes == NULL)
            bytes = source_peek(inner, 1, &available, layers == 0 ? &failure : NULL);
        if (failure != NULL)
            break;
        /* A layer that is damaged from its beginning is found so when it is read. */
        const Compression *compression = bytes == NULL ? NULL : find_compression(bytes, available);
        if (compression == NULL)
            return inner;
        if (layers == LAYERS_MAX) {
            failure = g_error_new(MORGUE_ERROR, MORGUE_ERROR_LIMIT,
                                  "compressed more than %d times over", LAYERS_MAX);
            break;
        }
        g_autofree char *name = inner_name(compression, source_name(inner));
        inner = compression->codec != NULL ? source_open_codec(compression->codec, inner, name)
                                           : source_open_unpacker(inner, name);
    }
    source_close(inner);
    g_propagate_error(error, failure);
    return NULL;
}
