/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * charset.h: bytes of any charset to clean UTF-8 (formats.md §4).
 */
#ifndef INDEXER_CHARSET_H
#define INDEXER_CHARSET_H

#include <glib.h>

typedef enum {
    CHARSET_FROM_BOM,
    CHARSET_FROM_HEADER,   /* the HTTP header, or another transport's */
    CHARSET_FROM_DOCUMENT, /* <meta> or the XML declaration */
    CHARSET_FROM_UTF8,     /* valid UTF-8 with multibyte sequences, or plain ASCII */
    CHARSET_FROM_DETECTION,
    CHARSET_FROM_DEFAULT, /* windows-1252 */
} CharsetEvidence;

typedef struct CharsetResult {
    const char *name; /* the charset that was used, as a label; static storage */
    CharsetEvidence evidence;
    guint replaced;    /* bad sequences that became U+FFFD */
    gboolean repaired; /* UTF-8 that had been taken for windows-1252 was undone */
} CharsetResult;

/*
 * The text in UTF-8: the charset by BOM ▸ `transport` (a charset label or NULL) ▸ `declared` (the
 * same) ▸ valid UTF-8 ▸ detection ▸ windows-1252; labels as browsers understand them. Whatever
 * the labels say, valid UTF-8 with multibyte sequences is UTF-8. NUL and other C0 controls (but
 * tab, LF, CR, FF) become blanks, C1 controls their windows-1252 characters, CRLF and CR become
 * LF; a BOM goes. UTF-8 that was once taken for windows-1252 (`Ã©`) is undone. Never fails: what
 * cannot be decoded is replaced and counted. The caller owns the string; `result` may be NULL.
 */
GString *charset_decode(const guint8 *bytes, gsize length, const char *transport,
                        const char *declared, CharsetResult *result);

/*
 * The charset of bytes by the same rules, without decoding them: to decide once for a file that is
 * decoded in pieces. A label in static storage; NULL where every byte is ASCII, so that nothing
 * can be said yet.
 */
const char *charset_detect(const guint8 *bytes, gsize length);

/* Whether its characters have more than one byte each, ASCII's too: UTF-16 and UTF-32. */
gboolean charset_is_wide(const char *name);

/* The wide charset that bytes are in, by mark or by their NULs; NULL where it is another. Fast. */
const char *charset_detect_wide(const guint8 *bytes, gsize length);

/*
 * The charset that an HTML page or an XML document declares in its first 4 KiB, or NULL. The
 * caller owns the string.
 */
char *charset_declared(const guint8 *bytes, gsize length);

#endif
