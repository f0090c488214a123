/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * wrapping.h: paragraphs out of lines.
 *
 * Text comes with lines broken at a fixed width, or with one line for each paragraph, or with
 * lines that mean something (poems, tables). Which of these it is shows in the widths of lines.
 */
#ifndef INDEXER_EXTRACT_WRAPPING_H
#define INDEXER_EXTRACT_WRAPPING_H

#include <glib.h>

typedef struct {
    const char *text; /* borrowed, without the line feed and blanks at its end */
    gsize length;
    guint indent;  /* columns before the first visible character */
    guint columns; /* where the line ends; East Asian characters count two */
} TextLine;

typedef enum {
    LAYOUT_WRAPPED,    /* lines are broken at a fixed width */
    LAYOUT_PARAGRAPHS, /* every line is a paragraph */
    LAYOUT_LINES,      /* line breaks belong to the text */
} TextLayout;

/*
 * The lines of valid UTF-8, ended by LF, as an array of TextLine. An empty line has a length of 0,
 * and so has a ruler (`-----`, `* * *`).
 */
GArray *text_lines(const char *text, gsize length);

/*
 * The layout of the lines from `first` on. Wrapped: of the lines that another follows within a
 * paragraph, more than 70 % end within 20 columns of the widest of 40 to 100 (formats.md §6.1 says
 * 55 to 90; columns of newspapers and East Asian text are narrower). `width` is set to that widest.
 */
TextLayout text_layout(const GArray *lines, guint first, guint *width);

/* The line without the blanks before it. */
const char *text_line_start(const TextLine *line, gsize *length);

/*
 * Joins a line to the text before it: with a blank; with none where the script has none; in place
 * of a hyphen that divides a word.
 */
void text_join(GString *text, const TextLine *line);

/*
 * The text of lines from `first` on, with an empty line between paragraphs. Wrapped lines are
 * joined, a word that was hyphenated before a lower-case letter becomes whole; an indented line
 * begins a paragraph. The caller owns the string.
 */
GString *text_join_lines(const GArray *lines, guint first, TextLayout layout, guint width);

#endif
