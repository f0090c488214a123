/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plain-english.h: English that shows at a glance.
 *
 * Most news archives are in English, and to ask cld2 of each article takes a tenth of the time that
 * it takes to index it. Running English text is full of words that no other language has.
 */
#ifndef INDEXER_PLAIN_ENGLISH_H
#define INDEXER_PLAIN_ENGLISH_H

#include <glib.h>

/*
 * Whether text in UTF-8 is English beyond doubt: at least 100 words, and in each stretch of 50 so
 * many of those words that there is no room for another language. FALSE says nothing.
 */
gboolean plain_english(const char *text, gsize length);

#endif
