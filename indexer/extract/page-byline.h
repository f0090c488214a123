/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page-byline.h: who wrote the article of a page.
 */
#ifndef INDEXER_EXTRACT_PAGE_BYLINE_H
#define INDEXER_EXTRACT_PAGE_BYLINE_H

#include "indexer/extract/outline.h"
#include "indexer/extract/page-values.h"
#include "morgue/article.h"

typedef struct BylineInput {
    const Outline *outline;
    const PageValues *linked_data, *microdata, *meta;
    const char *source; /* the site's name; NULL where it is not known */
} BylineInput;

/*
 * JSON-LD ▸ microdata ▸ meta elements ▸ what the page shows: soon after the headline rel=author, a
 * line such as `By Ida Berg`, an element named for the author, a link to an author; then anywhere
 * rel=author, such an element, a line such as `Author: Ida Berg` (formats.md §6.2). The name of the
 * site or of an account is the last resort; `admin` is none.
 */
void page_byline_find(const BylineInput *input, Article *article);

#endif
