/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * block.h: the running text of a page as a list of blocks.
 *
 * A block is what a reader sees as one paragraph, heading, list item or cell: inline content
 * between the borders of block elements, or between two line breaks in a row. Blocks are in
 * document order and hold no skipped nodes.
 */
#ifndef INDEXER_EXTRACT_BLOCK_H
#define INDEXER_EXTRACT_BLOCK_H

#include "indexer/html-document.h"

typedef struct Block {
    guint32 first, end; /* nodes; skipped ones may be between them */
    guint32 container;  /* the innermost block element around it */
    guint32 length;     /* of its text in bytes, outer blanks aside */
    guint32 linked;     /* of that, within links */
    guint32 strong;     /* of that, in bold type */
    guint16 links;      /* how many there are */
    guint16 commas;     /* in any script */
    guint16 stops;      /* full stops, question and exclamation marks, in any script */
} Block;

/*
 * Blocks of nodes [first, end), an array of Block owned by the caller. `skipped` has a byte for
 * each node, not 0 for those that count as absent.
 */
GArray *block_list(const HtmlDocument *document, const guint8 *skipped, guint32 first, guint32 end);

/* The text of a block on one line. */
void block_append_text(const HtmlDocument *document, const guint8 *skipped, const Block *block,
                       GString *text);

/* The share of its text that is in links, 0 to 1. */
double block_link_density(const Block *block);

#endif
