/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stop-words.h: the words of a language that say nothing of a text (Snowball's lists).
 */
#ifndef MORGUE_STOP_WORDS_H
#define MORGUE_STOP_WORDS_H

#include <glib.h>

/* Whether there is a list for a primary subtag. */
gboolean stop_words_known(const char *language);

/* Whether a word, in lower case and with straight apostrophes, is a stop word of the language. */
gboolean stop_words_contain(const char *language, const char *word, gsize length);

/*
 * Whether a word is one in every language that has a list, and one of them has. Languages without
 * a list are passed over: what is no stop word there would be none anywhere.
 */
gboolean stop_words_contain_all(const char *const *languages, const char *word, gsize length);

#endif
