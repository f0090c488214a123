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

/* The text behind `By` and its like. */
const char *byline_names_start(const char *text);

/* Whether it is no name: `admin`, `Posted on`, an address. */
gboolean byline_names_are_none(const char *names);

/* Whether it is rather what somebody logs in with: one word in small letters, `ida.berg`. */
gboolean byline_names_are_account(const char *names);

#endif
