/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * language-detect.h: the language of a text, by the text itself (cld2).
 */
#ifndef INDEXER_LANGUAGE_DETECT_H
#define INDEXER_LANGUAGE_DETECT_H

#include <glib.h>

#include "morgue/article.h"
#include "morgue/language.h"

typedef struct LanguageGuess {
    char tag[LANGUAGE_SUBTAG_MAX]; /* primary subtag; "" where nothing can be said */
    gboolean reliable;
} LanguageGuess;

/* `text` is valid UTF-8. Usable from any thread. */
LanguageGuess language_detect(const char *text, gsize length);

/*
 * Whether a guess about enough text is worth more than what an article says of its language. Web
 * pages often declare a language that they are not in; options, records and headers are believed.
 * So is a page whose language cld2 cannot tell from the guess (nb, no), or does not know (pcm).
 */
gboolean language_outweighs(const LanguageGuess *guess, const ArticleText *declared);

#endif
