/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fragment.h: plain text out of a piece of HTML, such as a field of a record or a feed's item.
 */
#ifndef INDEXER_EXTRACT_FRAGMENT_H
#define INDEXER_EXTRACT_FRAGMENT_H

#include <glib.h>

/*
 * The text of `html` (clean UTF-8) on one line, entities decoded once, markup left out. Text
 * without `&` and `<` comes back as it is. The caller owns the string.
 */
char *fragment_line(const char *html, gsize length);

/*
 * Its blocks as paragraphs, separated by one empty line; line feeds in text without markup stay.
 * No block is judged: there is no article to be found in a fragment. The caller owns the string.
 */
char *fragment_paragraphs(const char *html, gsize length);

/*
 * Text that may hold markup, also escaped twice: in one line, or with `is_text` in paragraphs. Text
 * without signs of markup comes back as it is. The caller owns the string.
 */
char *fragment_plain(const char *text, gboolean is_text);

#endif
