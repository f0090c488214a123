/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date-search.h: the dates that a page shows, and which of them is nearest to the headline.
 *
 * Quotations, boxes, comments and other stories have dates of their own: what is in them is never
 * found. Distances are in bytes of the page's text.
 */
#ifndef INDEXER_EXTRACT_DATE_SEARCH_H
#define INDEXER_EXTRACT_DATE_SEARCH_H

#include "indexer/extract/date-meaning.h"
#include "indexer/extract/main-text.h"
#include "indexer/extract/outline.h"

typedef struct DateSearch {
    const Outline *outline;
    const DateContext *dates;
    guint32 anchor;             /* the node that dates are looked for around */
    gboolean comments_are_text; /* what is named for comments is the article: an opinion, a forum */
} DateSearch;

/* Borrows `outline` and `dates`. */
void date_search_init(DateSearch *search, const Outline *outline, const MainText *text,
                      const DateContext *dates);

/* The nearest `time` element with a date of publication. FALSE, and `date` untouched, for none. */
gboolean date_search_time(const DateSearch *search, Date *date);

/* The same for the elements that are named for dates. */
gboolean date_search_region(const DateSearch *search, Date *date);

/* The nearest date of that meaning in running text outside of `skipped`, within so many bytes. */
gboolean date_search_text(const DateSearch *search, const guint8 *skipped, DateMeaning meaning,
                          guint32 within, Date *date);

#endif
