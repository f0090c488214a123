/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page-layout.h: what a PAGE XML document (PcGts) shows of a printed page.
 */
#ifndef INDEXER_EXTRACT_PAGE_LAYOUT_H
#define INDEXER_EXTRACT_PAGE_LAYOUT_H

#include "indexer/extract/printed-page.h"
#include "indexer/xml-document.h"

/*
 * The text regions under `page` in reading order, those that the order does not name last. Headers,
 * footers, page numbers and the like are left out. The caller owns the page.
 */
PrintedPage *page_layout_read(const XmlNode *page);

#endif
