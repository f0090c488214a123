/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * title-text.h: titles of pages as strings: their parts, and which of them says the same.
 *
 * A title may hold more than the headline: the site's name, a section, a kicker, each set apart by
 * a separator such as ` | ` or ` - `. Two titles say the same if their letters and digits are the
 * same: quotes, dashes, blanks and capitals are a matter of style.
 */
#ifndef INDEXER_EXTRACT_TITLE_TEXT_H
#define INDEXER_EXTRACT_TITLE_TEXT_H

#include <glib.h>

/*
 * Letters and digits only, in lower case: what two spellings of a title have in common. The caller
 * owns the string.
 */
char *title_letters(const char *text);

/* `title` with one plain blank for each run of white space of any kind. The caller owns the string.
 */
char *title_plain_blanks(const char *title);

/*
 * `title` without the parts before or after a separator that name the site: the whole of `source`
 * or of the host's name of `url` (both may be NULL). The caller owns the string.
 */
char *title_strip_source(const char *title, const char *source, const char *url);

/* Whether a whole title is the name of the site, or little more. */
gboolean title_is_source(const char *title, const char *source, const char *url);

gboolean title_is_same(const char *a, const char *b);

/*
 * Whether `part` is the title, or what is before one of its separators; or what is after one, if it
 * is the greater part of the title: a short last part is the site's name.
 */
gboolean title_has_part(const char *title, const char *part);

/* Whether the letters of `title` begin with those of `part`. */
gboolean title_begins_with(const char *title, const char *part);

/* Whether the letters of `part` are in the title. */
gboolean title_contains(const char *title, const char *part);

/* Whether `part` is in the title, and the greater part of it. */
gboolean title_is_shown(const char *part, const char *title);

/*
 * Whether `heading` is the title after something more: a kicker, a label, a date. Short titles,
 * which may be anything, end no heading.
 */
gboolean title_ends_heading(const char *title, const char *heading);

/*
 * Whether two titles are versions of one: they have three words and at least half of those of the
 * shorter one in common.
 */
gboolean title_resembles(const char *a, const char *b);

/* Whether some word of three letters or more is in both. */
gboolean title_shares_word(const char *a, const char *b);

#endif
