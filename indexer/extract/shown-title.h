/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shown-title.h: the line of a page that shows what its title has besides the name of the site.
 *
 * A title may join headline and site by any sign: `Bath closed: The Post`. Where nothing in the
 * markup names the site, the page tells: it shows the headline in a line of its own.
 */
#ifndef INDEXER_EXTRACT_SHOWN_TITLE_H
#define INDEXER_EXTRACT_SHOWN_TITLE_H

#include "indexer/extract/outline.h"

/*
 * The longest line outside of skipped regions that is the whole of `title`, or what is before one
 * of its signs and at least a third of its letters. If another line is what is after a sign, and
 * longer, it is that one: `The Post: bath closed after four hours`. NULL where there is none. The
 * caller owns the string.
 */
char *shown_title_find(const Outline *outline, const char *title);

#endif
