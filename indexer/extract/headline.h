/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * headline.h: the headline of a page, without the name of its site.
 */
#ifndef INDEXER_EXTRACT_HEADLINE_H
#define INDEXER_EXTRACT_HEADLINE_H

#include "indexer/extract/outline.h"
#include "indexer/extract/page-values.h"
#include "morgue/article.h"

typedef struct HeadlineInput {
    const Outline *outline;
    const PageValues *linked_data, *microdata, *meta;
    const char *source; /* the site's name; NULL where it is not known */
    const char *url;    /* the page's; NULL where it is not known */
} HeadlineInput;

/*
 * An h1 that the titles confirm ▸ an h2 that og:title repeats, where no record has a headline ▸
 * JSON-LD ▸ microdata ▸ Dublin Core and the like ▸ the only h1 ▸ og:title and the like ▸ an h2 in
 * the title ▸ title (formats.md §6.2). Where the h1 is the greater part of what the markup says,
 * the h1 is what readers saw, and stays; a kicker before it goes if the markup has the headline
 * without it.
 */
void headline_find(const HeadlineInput *input, Article *article);

#endif
