/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Language detection over the shim of cld2. */
#include "indexer/language-detect.h"

#include <limits.h>
#include <string.h>

#include "indexer/cld2-shim.h"

/* Codes of cld2 that are not those of BCP 47. */
static const char *modern_tag(const char *code)
{
    static const struct {
        const char *old, *tag;
    } codes[] = {{"iw", "he"}, {"in", "id"}, {"ji", "yi"}, {"jw", "jv"}, {"mo", "ro"}};
    for (gsize i = 0; i < G_N_ELEMENTS(codes); i++) {
        if (strcmp(codes[i].old, code) == 0)
            return codes[i].tag;
    }
    return code;
}

LanguageGuess language_detect(const char *text, gsize length)
{
    LanguageGuess guess = {.reliable = FALSE};
    int reliable = 0;
    const char *code = cld2_detect(text, (int)MIN(length, INT_MAX), &reliable);
    if (code == NULL)
        return guess;
    language_primary_subtag(modern_tag(code), guess.tag);
    guess.reliable = reliable != 0;
    return guess;
}
