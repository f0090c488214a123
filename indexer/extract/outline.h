/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * outline.h: which parts of a page can hold its article at all.
 */
#ifndef INDEXER_EXTRACT_OUTLINE_H
#define INDEXER_EXTRACT_OUTLINE_H

#include "indexer/html-document.h"

/* Each array has an element for each node and one more. */
typedef struct Outline {
    const HtmlDocument *document; /* borrowed */
    guint *hints;                 /* Hints of the node itself */
    guint8 *skipped;              /* not 0: the node and all below it are not the article's */
} Outline;

/*
 * Leaves out scripts and controls, and regions that their element, role or Hints give away: no
 * such region, comments aside, holds more than 30 % of the page's paragraph text (formats.md
 * §6.3). To be cleared with outline_clear().
 */
void outline_init(Outline *outline, const HtmlDocument *document);
void outline_clear(Outline *outline);

/* Sets `skipped` to 1 for scripts, controls, menus and the like, which never hold text, and to 0
 * for all else. */
void outline_skip_controls(const HtmlDocument *document, guint8 *skipped);

#endif
