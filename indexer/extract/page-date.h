/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page-date.h: when the article of a page was published.
 *
 * Signals are asked in the order of how often each is right (formats.md §5.4); those that agree
 * make each other surer. No date is better than a wrong one: dates of pictures, of copyright, of
 * comments and of other stories are never asked.
 */
#ifndef INDEXER_EXTRACT_PAGE_DATE_H
#define INDEXER_EXTRACT_PAGE_DATE_H

#include "indexer/extract/main-text.h"
#include "indexer/extract/outline.h"
#include "indexer/extract/page-values.h"
#include "morgue/article.h"

typedef struct PageDateInput {
    const Outline *outline;
    const MainText *main_text;
    const PageValues *linked_data, *microdata, *meta;
    const char *source;   /* of the page, in clean UTF-8 */
    gsize source_length;  /* bytes */
    const char *url;      /* NULL where it is not known */
    const char *language; /* NULL where it is not known */
    Date upper;           /* no date is later */
} PageDateInput;

/* Sets the article's dates of publication and modification, as far as they are found. */
void page_date_find(const PageDateInput *input, Article *article);

#endif
