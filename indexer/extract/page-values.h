/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page-values.h: what a page says about itself, before anything is believed.
 *
 * Three kinds of markup say the same things: JSON-LD, microdata and meta elements. Each is read
 * into one PageValues; metadata.h and page-date.h decide between them.
 */
#ifndef INDEXER_EXTRACT_PAGE_VALUES_H
#define INDEXER_EXTRACT_PAGE_VALUES_H

#include "indexer/html-document.h"

typedef enum {
    VALUE_URL,
    VALUE_HEADLINE,
    VALUE_TITLE, /* of Dublin Core and the like: records of the publisher, not cards for others */
    VALUE_SUBTITLE,
    VALUE_SUMMARY,
    VALUE_BYLINE,
    VALUE_SECTION,
    VALUE_SOURCE,
    VALUE_PLACE,
    VALUE_LANGUAGE,
    VALUE_EDITION,
    VALUE_PAGE,
    VALUE_PUBLISHED,
    VALUE_MODIFIED,
    VALUE_BODY,
    VALUE_COUNT
} ValueSlot;

typedef struct PageValues {
    char *text[VALUE_COUNT]; /* owned; NULL where absent, never empty */
    GPtrArray *keywords;     /* of char *, owned */
    gboolean paywalled;      /* isAccessibleForFree is false, or the content's tier is locked */
    gboolean is_article;     /* the markup calls the page an article */
    gboolean is_gallery;     /* … or a gallery */
    gboolean is_live_blog;   /* … or a live blog */
    gboolean is_list;        /* the markup calls it a list or a site's front page */
} PageValues;

void page_values_init(PageValues *values);
void page_values_clear(PageValues *values);

/* Sets a slot that is still empty, without white space at the ends of `text`; NULL and blank text
 * set nothing. */
void page_values_set(PageValues *values, ValueSlot slot, const char *text);

/* Adds the parts of a list that is separated by commas or semicolons. */
void page_values_add_keywords(PageValues *values, const char *list);

/* Meta elements: Open Graph, Dublin Core, parsely, sailthru and the like, by the best of each. */
void page_values_read_meta(PageValues *values, const HtmlDocument *document);

/* Microdata: itemprop within the page's article, and outside of any other item. */
void page_values_read_microdata(PageValues *values, const HtmlDocument *document);

/*
 * JSON-LD: of several articles the one that matches `url` or `headline` (both may be NULL), broken
 * blocks repaired (formats.md §6.2).
 */
void page_values_read_linked_data(PageValues *values, const HtmlDocument *document, const char *url,
                                  const char *headline);

#endif
