/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * byline-names.h: the names in what a page shows as its byline.
 */
#ifndef INDEXER_EXTRACT_BYLINE_NAMES_H
#define INDEXER_EXTRACT_BYLINE_NAMES_H

#include <glib.h>

/*
 * A line of text as a byline: without `By` and its like, and without the date, the address and
 * the links that follow the names. The caller owns the string, which is empty for no byline.
 */
char *byline_names_clean(const char *text);

/* Whether a byte is of a word: a letter or digit, or of any character beyond ASCII. */
gboolean byline_sign_is_of_word(char sign);

/* Whether `list` has all of `names` in it, in whole words; all have the empty one. */
gboolean byline_names_hold(const char *list, const char *names);

/* The text behind `By` and its like. */
const char *byline_names_start(const char *text);

/*
 * `names` without the site's name as the last of them: `Ida Berg, The Post`. `source` may be NULL.
 * The caller owns the string.
 */
char *byline_names_without_source(const char *names, const char *source);

/*
 * `names` as readers see them: family names that stand first in the markup (`Berg, Ida`) stand last
 * if `page`, the text of the page, has all of them so. The caller owns the string.
 */
char *byline_names_as_shown(const char *names, const char *page);

/* Whether it is no name of an author: `admin`, `Posted on`, `Photo by …`, an address. */
gboolean byline_names_are_none(const char *names);

/* Whether it is rather what somebody logs in with: one word in small letters, `ida.berg`. */
gboolean byline_names_are_account(const char *names);

/* Whether the name of the site has them in it, or they have that name. `source` may be NULL. */
gboolean byline_names_are_like_source(const char *names, const char *source);

/* Which names count. */
typedef struct NameFilter {
    const char *source; /* the site's name, which is no byline; NULL: any name is */
    gboolean accounts;  /* names of accounts count, too */
    gboolean *refuses;  /* becomes TRUE where another filter might let names pass; may be NULL */
} NameFilter;

gboolean name_filter_passes(const NameFilter *filter, const char *names);

#endif
