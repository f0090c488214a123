/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hint.h: what the class, id and role of an element say about its content.
 *
 * Names are cut into words at signs, digits and capitals, and only whole words count: `adhesive`
 * is no `ad`. Two words in a row count joined, so `article-body`, `articleBody` and `articlebody`
 * say the same.
 */
#ifndef INDEXER_EXTRACT_HINT_H
#define INDEXER_EXTRACT_HINT_H

#include "indexer/html-document.h"

typedef enum {
    HINT_BODY = 1 << 0,       /* surely the text of an article: article-body, story-text */
    HINT_GOOD = 1 << 1,       /* rather content: article, content, post */
    HINT_BAD = 1 << 2,        /* rather not: sidebar, related, share */
    HINT_COMMENT = 1 << 3,    /* readers' comments */
    HINT_DATE = 1 << 4,       /* a date may be in it */
    HINT_BYLINE = 1 << 5,     /* who wrote it */
    HINT_CAPTION = 1 << 6,    /* under a picture */
    HINT_STANDFIRST = 1 << 7, /* a subtitle or lead */
    HINT_PAYWALL = 1 << 8,
    HINT_RELATED = 1 << 9,    /* other stories */
    HINT_FURNITURE = 1 << 10, /* what surrounds any text: date line, tags, share buttons */
    HINT_HIDDEN = 1 << 11,    /* not shown */
    HINT_UNSEEN = 1 << 12,    /* for screen readers only */
} Hint;

/* The Hints of an element, 0 for text. */
guint hint_of_node(const HtmlDocument *document, guint32 node);

/* The Hints of a string of names. */
guint hint_of_names(const char *names);

#endif
