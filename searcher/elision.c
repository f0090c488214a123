/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Elided articles, prepositions and pronouns of the Romance languages that print them so. */
#include "searcher/elision.h"

#include <string.h>

static const char *const none[] = {NULL};
static const char *const catalan[] = {"l'", "d'", "n'", "s'", "m'", "t'", NULL};
static const char *const french[] = {"l'", "d'", "qu'",    "n'",      "s'",      "j'", "c'",
                                     "m'", "t'", "jusqu'", "lorsqu'", "puisqu'", NULL};
static const char *const italian[] = {"l'",    "d'",    "un'",    "dell'", "all'", "nell'",
                                      "dall'", "sull'", "quell'", "c'",    NULL};

static const char *const *prefixes_of(const char *language)
{
    static const struct {
        const char *language;
        const char *const *prefixes;
    } table[] = {{"ca", catalan}, {"fr", french}, {"it", italian}};
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        if (strcmp(table[i].language, language) == 0)
            return table[i].prefixes;
    }
    return none;
}

/* A vowel, with or without an accent, or an h that may be silent. */
static gboolean takes_elision(const char *word)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    gunichar first = g_utf8_get_char(word);
    if (first == 0xe6 || first == 0x153)
        return TRUE; /* æ, œ */
    g_unichar_fully_decompose(first, FALSE, parts, G_N_ELEMENTS(parts));
    return parts[0] < 0x80 && parts[0] != 0 && strchr("aeiouyh", (int)parts[0]) != NULL;
}

const char *const *elision_prefixes(const char *language, const char *word)
{
    return takes_elision(word) ? prefixes_of(language) : none;
}

const char *elision_strip(const char *language, const char *word)
{
    for (const char *const *prefix = prefixes_of(language); *prefix != NULL; prefix++) {
        if (g_str_has_prefix(word, *prefix) && word[strlen(*prefix)] != '\0')
            return word + strlen(*prefix);
    }
    return NULL;
}
