/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * byline-element.h: bylines that a page shows in elements made for them.
 */
#ifndef INDEXER_EXTRACT_BYLINE_ELEMENT_H
#define INDEXER_EXTRACT_BYLINE_ELEMENT_H

#include "indexer/extract/byline-names.h"
#include "indexer/extract/outline.h"

typedef enum {
    BYLINE_ELEMENT_RELATION, /* rel=author */
    BYLINE_ELEMENT_NAMED,    /* named for the author: class, id */
    BYLINE_ELEMENT_LINK,     /* a link to what somebody has written: /author/ida-berg */
} BylineElement;

/*
 * The names of the first such element among nodes [from, end), and of those that follow it in the
 * same line, as a list with commas. NULL where there is none. The caller owns the string.
 */
char *byline_element_find(const Outline *outline, BylineElement kind, guint32 from, guint32 end,
                          const NameFilter *filter);

#endif
