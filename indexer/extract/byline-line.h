/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * byline-line.h: bylines that a page shows as lines of text: `By Ida Berg`.
 */
#ifndef INDEXER_EXTRACT_BYLINE_LINE_H
#define INDEXER_EXTRACT_BYLINE_LINE_H

#include "indexer/extract/byline-names.h"
#include "indexer/html-document.h"

typedef enum {
    BYLINE_LINES_ALL,      /* any that byline_read() takes, also after a date */
    BYLINE_LINES_LABELLED, /* only with a colon, as `Author: Ida Berg`: elsewhere `By` means much */
} BylineLines;

/*
 * The names of the first byline among nodes [from, end): in a line, in one of its pieces between
 * bars or dots, or in the line after one that is only `Author` or `By`. `skipped` has a byte for
 * each node, not 0 for those that count as absent. NULL where there is none. The caller owns the
 * string.
 */
char *byline_line_find(const HtmlDocument *document, const guint8 *skipped, guint32 from,
                       guint32 end, BylineLines lines, const NameFilter *filter);

#endif
