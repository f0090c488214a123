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
 * JSON-LD ▸ microdata ▸ meta elements ▸ rel=author ▸ elements named for the author (formats.md
 * §6.2). A name that is only the site's is the last resort; `admin` is none.
 */
void page_byline_find(const BylineInput *input, Article *article);

/*
 * A line of text as a byline: without `By` and its like, and without the date, the address and
 * the links that follow the names. The caller owns the string, which is empty for no byline.
 */
char *page_byline_clean(const char *text);

#endif
