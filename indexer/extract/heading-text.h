/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * heading-text.h: the text of a heading without what stands beside the headline in it.
 *
 * A heading may be in two parts, each with markup of its own: a kicker and the headline, or the
 * headline and a date. What the titles of the page say decides which of them is the headline.
 */
#ifndef INDEXER_EXTRACT_HEADING_TEXT_H
#define INDEXER_EXTRACT_HEADING_TEXT_H

#include "indexer/extract/outline.h"

/*
 * The text of the element `heading` on one line: without what is hidden from readers, without a
 * part that none of `titles` has where one has the other part, and without a kicker: a shorter
 * first part that the titles set apart from the second by punctuation. `titles`: `count` titles of
 * the page, of which any may be NULL. The caller owns the string.
 */
char *heading_text(const Outline *outline, guint32 heading, const char *const *titles, guint count);

#endif
