/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * language-detect.h: the language of a text, by the text itself (cld2).
 */
#ifndef INDEXER_LANGUAGE_DETECT_H
#define INDEXER_LANGUAGE_DETECT_H

#include <glib.h>

#include "morgue/language.h"

typedef struct LanguageGuess {
    char tag[LANGUAGE_SUBTAG_MAX]; /* primary subtag; "" where nothing can be said */
    gboolean reliable;
} LanguageGuess;

/* `text` is valid UTF-8. Usable from any thread. */
LanguageGuess language_detect(const char *text, gsize length);

#endif
