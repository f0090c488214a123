/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page.h: a web page to an article.
 *
 * One page is one article, whether it comes from a file, a web archive or a field of a record.
 */
#ifndef INDEXER_EXTRACT_PAGE_H
#define INDEXER_EXTRACT_PAGE_H

#include <glib.h>

#include "morgue/article.h"

/* What is known about a page besides its bytes. All zeros is a good context. */
typedef struct PageContext {
    const char *url;     /* where it was fetched; NULL where that is not known */
    const char *charset; /* the HTTP header's; NULL where there is none */
    const char *path; /* of the file, relative to its root: its date is the last resort; or NULL */
    Date captured;    /* when it was fetched: no date is later; unset: today */
    Date today;       /* unset: asked from the clock */
} PageContext;

/*
 * Fills a cleared article from a page of any charset, and finishes it. Fields that are already
 * set stay where their provenance is stronger. Returns whether it has a headline or a body.
 */
gboolean page_extract(const guint8 *bytes, gsize length, const PageContext *context,
                      Article *article);

#endif
