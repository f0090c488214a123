/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text.h: the one form that all text of an article has.
 *
 * Clean text is valid UTF-8 in NFC. It has no control characters other than line feeds, no soft
 * hyphen, U+200B or U+FEFF; every kind of blank (tab, NBSP, ideographic space …) is a space, and
 * there is never more than one in a row, nor one at the beginning or end of a line.
 */
#ifndef MORGUE_TEXT_H
#define MORGUE_TEXT_H

#include <glib.h>

/*
 * Appends `text` as one line: line feeds become spaces. What is not valid UTF-8 becomes U+FFFD.
 * `out` gets nothing where there is nothing but blanks.
 */
void text_clean_line(GString *out, const char *text, gsize length);

/*
 * Appends `text` as paragraphs: a single line feed stays; two or more, with or without blanks
 * between them, become the one empty line that separates paragraphs. U+2028 is a line feed and
 * U+2029 separates paragraphs; form feed and vertical tab are blanks.
 */
void text_clean_paragraphs(GString *out, const char *text, gsize length);

/* Whether there is nothing but blanks, control characters and invisible characters. */
gboolean text_is_blank(const char *text, gsize length);

/* The greatest length, at most `limit`, at which valid UTF-8 can be cut without harm. */
gsize text_cut(const char *text, gsize length, gsize limit);

#endif
