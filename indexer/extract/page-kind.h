/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page-kind.h: what a page is, if not a whole article.
 */
#ifndef INDEXER_EXTRACT_PAGE_KIND_H
#define INDEXER_EXTRACT_PAGE_KIND_H

#include "indexer/extract/main-text.h"
#include "indexer/extract/outline.h"
#include "indexer/extract/page-values.h"

typedef struct PageKindInput {
    const Outline *outline;
    const MainText *main_text;
    const PageValues *linked_data, *microdata, *meta;
    const char *url; /* NULL where it is not known */
} PageKindInput;

/* Whether it is a front page, a section or another list of stories, and tells none itself. */
gboolean page_is_index(const PageKindInput *input);

/* Whether its text is cut off by a paywall: the markup says so, or a notice instead of text. */
gboolean page_is_paywalled(const PageKindInput *input);

/* Whether its captions are more text than its paragraphs, or the markup calls it a gallery. */
gboolean page_is_gallery(const PageKindInput *input);

/* Whether the markup calls it a live blog. */
gboolean page_is_live_blog(const PageKindInput *input);

#endif
