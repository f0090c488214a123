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
 * JSON-LD ▸ microdata ▸ og:title and the like ▸ the only h1 ▸ title (formats.md §6.2). Where the
 * h1 is the greater part of what the markup says, the h1 is what readers saw, and stays.
 */
void headline_find(const HeadlineInput *input, Article *article);

/*
 * `title` without the part before or after a ` | `, ` - `, ` – `, ` — `, ` :: `, ` · ` or ` « `
 * that names the site: the whole of `source` or of the host's name. The caller owns the string.
 */
char *headline_strip_source(const char *title, const char *source, const char *url);

#endif
