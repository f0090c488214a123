/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stop-words.h: the words of a language that say nothing of a text (Snowball's lists).
 */
#ifndef MORGUE_STOP_WORDS_H
#define MORGUE_STOP_WORDS_H

#include <glib.h>

/* The list of a language. */
typedef struct StopWords StopWords;

/* The list for a primary subtag, or NULL where there is none; never freed. */
const StopWords *stop_words_find(const char *language);

/* Whether a word, in lower case and with straight apostrophes, is in the list. */
gboolean stop_words_contain(const StopWords *stop_words, const char *word, gsize length);

/*
 * Whether a word is one in every language that has a list, and one of them has. Languages without
 * a list are passed over: what is no stop word there would be none anywhere. `languages` are
 * primary subtags and end with NULL.
 */
gboolean stop_words_contain_all(const char *const *languages, const char *word, gsize length);

#endif
