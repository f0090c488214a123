/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * elision.h: words that are printed as one with the little word before them: l'Ukraine, dell'arte.
 *
 * In a text such a run is one word. A query for either part of it should find it, so queries ask
 * for the elided forms as well, in the languages that have them.
 */
#ifndef SEARCHER_ELISION_H
#define SEARCHER_ELISION_H

#include <glib.h>

/*
 * What may stand before a word in the language (a primary subtag), each with its apostrophe;
 * NULL-terminated, empty for languages without elision and for words that begin with a consonant.
 */
const char *const *elision_prefixes(const char *language, const char *word);

/* The word without what is elided before it: a pointer into it, or NULL where there is nothing. */
const char *elision_strip(const char *language, const char *word);

#endif
