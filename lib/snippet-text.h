/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * snippet-text.h: a text measured in columns, and where it may be cut.
 */
#ifndef LIB_SNIPPET_TEXT_H
#define LIB_SNIPPET_TEXT_H

#include <glib.h>

#include "lib/utf8.h"

typedef struct SnippetText {
    const char *bytes;
    gsize length;
} SnippetText;

/* Columns of the character that begins at a byte; 0 inside of a character. */
static inline gsize snippet_text_columns(SnippetText text, gsize at)
{
    guchar byte = (guchar)text.bytes[at];
    if (byte < 0xe0) /* no letter of two bytes is wide */
        return (byte & 0xc0) != 0x80;
    gunichar code = utf8_char_at(text.bytes + at, text.bytes + text.length).code;
    if (g_unichar_iszerowidth(code))
        return 0;
    return g_unichar_iswide(code) ? 2 : 1;
}

static inline gboolean snippet_text_is_space(SnippetText text, gsize at)
{
    char byte = text.bytes[at];
    return byte == ' ' || byte == '\n' || byte == '\t';
}

/* The byte that stands about `columns` columns before or after another; a character's first. */
gsize snippet_text_back(SnippetText text, gsize at, gsize columns);
gsize snippet_text_forward(SnippetText text, gsize at, gsize columns);

/*
 * The best place to cut between two bytes, near `wanted`: at the end of a part of a sentence, else
 * between words, else (in scripts without blanks) between letters that can be parted.
 */
gsize snippet_text_cut(SnippetText text, gsize from, gsize wanted, gsize to);

#endif
