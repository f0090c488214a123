/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * printed-page.h: a page of print as blocks in reading order, put together into articles.
 *
 * Blocks may say which article they are of; what says nothing belongs to the rest of the page,
 * which is one article of its own (formats.md §8).
 */
#ifndef INDEXER_EXTRACT_PRINTED_PAGE_H
#define INDEXER_EXTRACT_PRINTED_PAGE_H

#include "morgue/article.h"
#include "morgue/date-parse.h"

typedef enum {
    BLOCK_TEXT,
    BLOCK_HEADING,
    BLOCK_BYLINE,
    BLOCK_CAPTION,
} BlockRole;

typedef struct PrintedPage PrintedPage;

PrintedPage *printed_page_new(void);
void printed_page_free(PrintedPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PrintedPage, printed_page_free)

/* Begins a block; `article` is the name of its article, or NULL. */
void printed_page_add_block(PrintedPage *page, BlockRole role, const char *article);

/* Adds a line of print (valid UTF-8) to the last block; a word divided at its end becomes whole. */
void printed_page_add_line(PrintedPage *page, const char *text);

/* Notes how sure the OCR is of a word or a line, 0 to 1. */
void printed_page_add_confidence(PrintedPage *page, double confidence);

/*
 * The next article, with headline, byline, body and flags; FALSE where none with text is left.
 * Captions come last. Without a heading the text shows what is its headline.
 */
gboolean printed_page_next(PrintedPage *page, Article *article, const DateContext *dates);

#endif
