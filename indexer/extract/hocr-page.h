/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hocr-page.h: what hOCR, OCR's results as HTML, shows of a printed page.
 *
 * Rules: hOCR 1.2 (classes §§ 4 to 7, properties § 8); formats.md §8.
 */
#ifndef INDEXER_EXTRACT_HOCR_PAGE_H
#define INDEXER_EXTRACT_HOCR_PAGE_H

#include "indexer/extract/printed-page.h"
#include "indexer/html-document.h"

/* Whether one of the names in an element's class is `name`. */
gboolean hocr_is(const HtmlDocument *document, guint32 node, const char *name);

/* The value of a property of an element's title (`ppageno 3`); NULL without. The caller owns it. */
char *hocr_property(const HtmlDocument *document, guint32 node, const char *name);

/* The text of the page that `node` is, without headers, footers and numbers. The caller owns it. */
PrintedPage *hocr_page_read(const HtmlDocument *document, guint32 node);

#endif
