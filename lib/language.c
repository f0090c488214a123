/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Languages: subtags, and the stemmers of Xapian 1.4. */
#include "morgue/language.h"

#include <string.h>

void language_primary_subtag(const char *tag, char primary[LANGUAGE_SUBTAG_MAX])
{
    gsize length = 0;
    for (; length < LANGUAGE_SUBTAG_MAX - 1 && g_ascii_isalpha(tag[length]); length++)
        primary[length] = g_ascii_tolower(tag[length]);
    /* One letter begins a tag of private use, or one of the old irregular ones. */
    gboolean ends = tag[length] == '\0' || tag[length] == '-' || tag[length] == '_';
    primary[ends && length > 1 ? length : 0] = '\0';
}

const char *language_stemmer(const char *primary)
{
    static const struct {
        const char *primary, *stemmer;
    } languages[] = {
        {"ar", "arabic"},     {"ca", "catalan"},  {"da", "danish"},     {"de", "german"},
        {"en", "english"},    {"es", "spanish"},  {"eu", "basque"},     {"fi", "finnish"},
        {"fr", "french"},     {"ga", "irish"},    {"hu", "hungarian"},  {"hy", "armenian"},
        {"id", "indonesian"}, {"it", "italian"},  {"lt", "lithuanian"}, {"nb", "norwegian"},
        {"ne", "nepali"},     {"nl", "dutch"},    {"nn", "norwegian"},  {"no", "norwegian"},
        {"pt", "portuguese"}, {"ro", "romanian"}, {"ru", "russian"},    {"sv", "swedish"},
        {"ta", "tamil"},      {"tr", "turkish"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(languages); i++) {
        if (strcmp(languages[i].primary, primary) == 0)
            return languages[i].stemmer;
    }
    return NULL;
}

gboolean language_keeps_first_letter(const char *primary)
{
    return strcmp(primary, "ga") != 0 && strcmp(primary, "id") != 0 && strcmp(primary, "tr") != 0;
}
