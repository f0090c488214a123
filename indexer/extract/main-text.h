/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * main-text.h: the article's own text out of a page: no menus, related stories, comments or
 * notices (formats.md §6.3).
 *
 * The rules rest on structure, text density, link density and schema.org; class names only help,
 * and no class name alone removes most of a page's text. A page that has text always yields text.
 */
#ifndef INDEXER_EXTRACT_MAIN_TEXT_H
#define INDEXER_EXTRACT_MAIN_TEXT_H

#include "indexer/extract/outline.h"

typedef struct MainText {
    GPtrArray *paragraphs; /* of char *; captions not among them */
    GPtrArray *captions;   /* of char *, in document order */
    guint32 container;     /* the node that holds the text; 0 where the whole page had to do */
    guint32 first;       /* the node where the text begins; the number of nodes if there is none */
    gboolean is_outside; /* it is in regions that the outline skips, such as comments */
} MainText;

/*
 * Fills `text`, to be cleared with main_text_clear(). `headline` (may be NULL) is not repeated in
 * the paragraphs.
 */
void main_text_find(const Outline *outline, const char *headline, MainText *text);
void main_text_clear(MainText *text);

/* Of the paragraphs together, and of the captions, in bytes. */
gsize main_text_length(const MainText *text);
gsize main_text_captions_length(const MainText *text);

#endif
