/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * alto-page.h: the words of ALTO pages, found by the ids of their elements.
 *
 * An issue's articles name blocks, lines or single words of its pages. A page of a newspaper is a
 * megabyte of ALTO and thirty kilobytes of words: those are kept, the tree is not.
 */
#ifndef INDEXER_EXTRACT_ALTO_PAGE_H
#define INDEXER_EXTRACT_ALTO_PAGE_H

#include "indexer/extract/printed-page.h"
#include "indexer/source.h"
#include "indexer/xml-document.h"

typedef struct AltoPage AltoPage;

AltoPage *alto_page_new(void);
void alto_page_free(AltoPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AltoPage, alto_page_free)

/* Adds the words of a `Page` element (ALTO schema 2.0, any namespace). */
void alto_page_add(AltoPage *page, const XmlNode *element);

/* All pages of an ALTO file. Errors: those of reading and of parsing. The caller owns the page. */
AltoPage *alto_page_read(Source *source, GError **error);

/* Whether the file that was read ends within a page. */
gboolean alto_page_is_cut(const AltoPage *page);

/*
 * Adds to the last block of `print` the lines from the element `begin` to the element `end` (NULL:
 * `begin` alone), ids of words, lines or blocks. How many bytes these were; 0 where no element has
 * the id.
 */
gsize alto_page_print(const AltoPage *page, const char *begin, const char *end, PrintedPage *print);

/* Adds each text block to `print`, as a block of the article. How many bytes these were. */
gsize alto_page_print_blocks(const AltoPage *page, const char *article, PrintedPage *print);

#endif
