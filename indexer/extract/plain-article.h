/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plain-article.h: an article out of nothing but its text.
 *
 * Where no field says what is what, the layout does: a headline stands first and is short, then a
 * byline and a date, and the first words of the report may be its dateline (formats.md §6.1).
 * Plain text, printed pages and PDFs are read so.
 */
#ifndef INDEXER_EXTRACT_PLAIN_ARTICLE_H
#define INDEXER_EXTRACT_PLAIN_ARTICLE_H

#include "morgue/article.h"
#include "morgue/date-parse.h"

typedef enum {
    PLAIN_CONTINUED = 1 << 0, /* the text goes on: it has no head of its own */
    PLAIN_BLOCKS = 1 << 1,    /* lines of one block always belong together */
} PlainOptions;

/*
 * Reads clean UTF-8: headline, byline, dates and dateline are set where nothing stronger is there,
 * the rest becomes the body. `options` are PlainOptions.
 */
void plain_article_read(Article *article, const char *text, gsize length, const DateContext *dates,
                        guint options);

#endif
