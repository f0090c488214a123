/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of formats, and which of them the first bytes of a file are. */
#include <string.h>

#include "indexer/charset.h"
#include "indexer/readers/table.h"

/*
 * More control characters than one in so many are binary data. Compressed data have one in ten;
 * real texts that lost some of their characters have up to 3.5 % of NULs.
 */
#define CONTROL_SHARE 20

#define READER_ADDRESS(name) &name##_reader,
static const Reader *const readers[] = {READER_TABLE(READER_ADDRESS) NULL};
#undef READER_ADDRESS

const Reader *const *reader_table(void)
{
    return readers;
}

const Reader *reader_find(const char *name)
{
    for (gsize i = 0; readers[i] != NULL; i++) {
        if (strcmp(readers[i]->name, name) == 0)
            return readers[i];
    }
    return NULL;
}

guint reader_table_version(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (gsize i = 0; readers[i] != NULL; i++)
        g_string_append_printf(text, "%s %u\n", readers[i]->name, readers[i]->version);
    return g_str_hash(text->str);
}

guint reader_effective_version(const Reader *reader)
{
    return reader->is_container ? reader_table_version() : reader->version;
}

static gboolean is_binary(const guint8 *bytes, gsize length)
{
    gsize controls = 0;
    for (gsize i = 0; i < length; i++) {
        gboolean is_text = bytes[i] >= ' ' || strchr("\t\n\v\f\r\x1a\x1b", bytes[i]) != NULL;
        controls += !is_text || bytes[i] == 0 || bytes[i] == 0x7f;
    }
    return controls * CONTROL_SHARE > length;
}

static gboolean has_extension(const Reader *reader, const char *name)
{
    const char *dot = strrchr(name, '.');
    if (dot == NULL || strchr(dot, '/') != NULL || dot[1] == '\0')
        return FALSE;
    g_auto(GStrv) extensions = g_strsplit(reader->extensions, " ", -1);
    g_autofree char *ending = g_ascii_strdown(dot + 1, -1);
    return g_strv_contains((const char *const *)extensions, ending);
}

/* The reader with the strongest evidence; the ending of the name decides between equals. */
static const Reader *ask_readers(const guint8 *bytes, gsize length, const char *name,
                                 Evidence *strongest)
{
    const Reader *best = NULL;
    gboolean best_fits = FALSE;
    *strongest = EVIDENCE_NONE;
    for (gsize i = 0; readers[i] != NULL; i++) {
        Evidence evidence = readers[i]->sniff(bytes, length);
        if (evidence == EVIDENCE_NONE || evidence < *strongest)
            continue;
        gboolean fits = has_extension(readers[i], name);
        if (evidence > *strongest || (fits && !best_fits)) {
            best = readers[i];
            best_fits = fits;
            *strongest = evidence;
        }
    }
    return best;
}

const Reader *reader_recognise(Source *source, GError **error)
{
    gsize available;
    const guint8 *bytes = source_peek(source, READER_SNIFF_LENGTH, &available, NULL);
    if (bytes == NULL) /* damaged further on: the beginning may still tell what it is */
        bytes = source_peek(source, 1, &available, error);
    if (bytes == NULL)
        return NULL;
    gsize length = MIN(available, (gsize)READER_SNIFF_LENGTH);
    const char *wide = charset_detect_wide(bytes, length);
    g_autoptr(GString) decoded =
        wide == NULL ? NULL : charset_decode(bytes, length, wide, NULL, NULL);
    gsize start = 0;
    if (decoded != NULL) {
        bytes = (const guint8 *)decoded->str;
        length = decoded->len;
    } else if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        start = 3;
    }
    while (start < length && g_ascii_isspace(bytes[start]))
        start++;
    Evidence evidence;
    const Reader *reader =
        ask_readers(bytes + start, length - start, source_name(source), &evidence);
    if (evidence < EVIDENCE_CERTAIN && is_binary(bytes, length))
        return NULL;
    return reader;
}
