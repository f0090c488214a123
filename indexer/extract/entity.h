/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * entity.h: character references (`&amp;`, `&#8217;`) in text that is not parsed as HTML.
 */
#ifndef INDEXER_EXTRACT_ENTITY_H
#define INDEXER_EXTRACT_ENTITY_H

#include <glib.h>

/*
 * Appends the character that a reference at `text` (which begins with `&` and ends in NUL) stands
 * for, and returns what is after it; NULL, and nothing appended, where it is none. References
 * to C1 controls mean windows-1252, as in browsers.
 */
const char *entity_append(GString *out, const char *text);

#endif
