/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page-reader.h: readers of XML files that hold scanned pages of print and nothing about them.
 *
 * A page is one article, or as many as are marked in it. When it was printed only the path says:
 * the dates in such files are those of the scan (formats.md §5.1).
 */
#ifndef INDEXER_PAGE_READER_H
#define INDEXER_PAGE_READER_H

#include "indexer/extract/printed-page.h"
#include "indexer/reader.h"
#include "indexer/xml-document.h"

/* What a format does with its pages. */
typedef struct PageFormat {
    const char *name; /* of the elements that are pages */
    /* The page, owned by the caller; NULL where the element holds none. */
    PrintedPage *(*read)(const XmlNode *element);
    /* Sets the language or the number of the page, for each article of it. */
    void (*describe)(const XmlNode *element, Article *article);
} PageFormat;

typedef struct PageReader PageReader;

/* `format` is static. Open, next and close of a Reader. */
PageReader *page_reader_new(const PageFormat *format, Source *source, const ReaderContext *context);
ReadStatus page_reader_next(gpointer reader, Article *article, GError **error);
void page_reader_close(gpointer reader);

#endif
