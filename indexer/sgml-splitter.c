/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/sgml-splitter.h"

#include <string.h>

#include "morgue/error.h"

#define FIRST_PEEK ((gsize)64 * 1024)

gsize sgml_tag_begins(const guint8 *bytes, gsize length, const char *name)
{
    gsize size = strlen(name);
    if (length < size + 2 || bytes[0] != '<' ||
        g_ascii_strncasecmp((const char *)bytes + 1, name, size) != 0)
        return 0;
    guint8 next = bytes[size + 1];
    return next == '>' || g_ascii_isspace(next) ? size : 0;
}

/* The length of the end tag at `bytes`, or 0. */
static gsize end_tag(const guint8 *bytes, gsize length, const char *name)
{
    gsize size = strlen(name) + 2;
    if (length < size || bytes[1] != '/' ||
        g_ascii_strncasecmp((const char *)bytes + 2, name, size - 2) != 0)
        return 0;
    while (size < length && g_ascii_isspace(bytes[size]))
        size++;
    return size < length && bytes[size] == '>' ? size + 1 : 0;
}

/* The place of the next start tag, or how many bytes surely hold none. */
static gsize find_start(const guint8 *bytes, gsize length, const char *name, gboolean *found)
{
    const guint8 *end = bytes + length;
    const guint8 *place = bytes;
    while ((place = memchr(place, '<', (gsize)(end - place))) != NULL) {
        gsize rest = (gsize)(end - place);
        *found = sgml_tag_begins(place, rest, name) > 0;
        if (*found || rest < strlen(name) + 2)
            return (gsize)(place - bytes);
        place++;
    }
    return length;
}

typedef enum { DOCUMENT_WHOLE, DOCUMENT_UNENDED, DOCUMENT_OPEN } DocumentEnd;

/* How the document that begins at `bytes` ends; `length` becomes that of what belongs to it. */
static DocumentEnd find_end(const guint8 *bytes, gsize *length, const char *name)
{
    const guint8 *end = bytes + *length;
    const guint8 *place = bytes + 1;
    while ((place = memchr(place, '<', (gsize)(end - place))) != NULL) {
        gsize rest = (gsize)(end - place);
        gsize size = rest > 1 ? end_tag(place, rest, name) : 0;
        gboolean restarts = place[-1] == '\n' && sgml_tag_begins(place, rest, name) > 0;
        if (size > 0 || restarts) {
            *length = (gsize)(place - bytes) + size;
            return size > 0 ? DOCUMENT_WHOLE : DOCUMENT_UNENDED;
        }
        place++;
    }
    return DOCUMENT_OPEN;
}

/* As many bytes as there are up to `want`, also where the source fails behind them. */
static const guint8 *look(Source *source, gsize want, gsize *available, gboolean *is_all,
                          GError **error)
{
    const guint8 *bytes = source_peek(source, want, available, NULL);
    *is_all = bytes == NULL || *available < want;
    return bytes != NULL ? bytes : source_peek(source, 1, available, error);
}

static ReadStatus pass_to_start(Source *source, const char *name, GError **error)
{
    for (;;) {
        gsize available;
        gboolean is_all, found = FALSE;
        const guint8 *bytes = look(source, FIRST_PEEK, &available, &is_all, error);
        if (bytes == NULL)
            return READ_FAILED;
        if (available == 0)
            return READ_END;
        gsize passed = find_start(bytes, available, name, &found);
        source_consume(source, is_all && !found ? available : passed);
        if (found)
            return READ_ARTICLE;
    }
}

ReadStatus sgml_next_document(Source *source, const char *name, const guint8 **document,
                              gsize *length, guint64 *start, GError **error)
{
    ReadStatus status = pass_to_start(source, name, error);
    *start = source_offset(source);
    if (status != READ_ARTICLE)
        return status;
    gboolean is_all = FALSE;
    DocumentEnd end = DOCUMENT_OPEN;
    for (gsize want = FIRST_PEEK; end == DOCUMENT_OPEN; want *= 2) {
        *document = look(source, want, length, &is_all, error);
        if (*document == NULL)
            return READ_FAILED;
        end = find_end(*document, length, name);
        if (end == DOCUMENT_OPEN && (is_all || *length >= SGML_DOCUMENT_CEILING))
            end = DOCUMENT_UNENDED;
    }
    if (end == DOCUMENT_WHOLE)
        return READ_ARTICLE;
    source_consume(source, *length);
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT, "document without its end tag </%s>",
                name);
    return READ_SKIPPED;
}
