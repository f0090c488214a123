/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words before names, where names end, and names that are none. */
#include "indexer/extract/byline-names.h"

#include <string.h>

#include "morgue/date-parse.h"

/* Longer names, in bytes, are a biography. */
#define NAME_LENGTH 100

#define NO_BREAK_SPACE "\u00a0"

/* What stands before names, in lower case. */
static const char *const prefixes[] = {
    "alle artikel von",
    "author",
    "auteur",
    "autor",
    "autorin",
    "av",
    "af",
    "by",
    "di",
    "door",
    "ein artikel von",
    "eingestellt von",
    "erstellt von",
    "escrito por",
    "geschrieben von",
    "par",
    "por",
    "posted by",
    "posts by",
    "przez",
    "published by",
    "publicado por",
    "scritto da",
    "text",
    "text by",
    "text von",
    "veröffentlicht von",
    "verfasst von",
    "view all posts by",
    "vom",
    "von",
    "words by",
    "written by",
    "écrit par",
    "автор",
};

/* The text after the longest prefix that is a whole word, and after those that follow it. */
const char *byline_names_start(const char *text)
{
    g_autofree char *lower = g_utf8_strdown(text, -1);
    gsize longest = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        gsize length = strlen(prefixes[i]);
        if (length > longest && g_str_has_prefix(lower, prefixes[i]) &&
            strchr(" :", lower[length]) != NULL)
            longest = length;
    }
    const char *rest = text + longest + strspn(text + longest, " :");
    return longest == 0 || *rest == '\0' ? text : byline_names_start(rest);
}

/* Where the names end: at a date, an address, a sign, or what links to other pages say. */
static gsize names_length(const char *text)
{
    static const char *const ends[] = {
        "|",
        "·",
        "•",
        "@",
        "(",
        "http",
        " on ",
        " am ",
        " le ",
        " el ",
        " in ",
        " - ",
        " – ",
        "Updated",
        "Published",
        "View ",
        "More ",
        "Follow",
        "Alle Artikel",
        "Posted",
        "Stand:",
        "/",
    };
    gsize length = strlen(text);
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        const char *found = strstr(text + MIN(1, length), ends[i]);
        if (found != NULL)
            length = MIN(length, (gsize)(found - text));
    }
    Date date;
    gsize start;
    if (date_find(text, strlen(text), NULL, &date, &start, NULL))
        length = MIN(length, start);
    for (gsize i = 0; i < length; i++)
        if (g_ascii_isdigit(text[i]))
            length = i;
    return length;
}

char *byline_names_clean(const char *text)
{
    g_autoptr(GString) line = g_string_new(text);
    g_string_replace(line, NO_BREAK_SPACE, " ", 0);
    const char *names = byline_names_start(line->str + strspn(line->str, " \t\r\n|-"));
    gsize length = names_length(names);
    while (length > 0 && strchr(" ,;:-\t\r\n", names[length - 1]) != NULL)
        length--;
    return length > NAME_LENGTH ? g_strdup("") : g_strndup(names, length);
}

gboolean byline_names_are_none(const char *names)
{
    static const char *const others[] = {"admin",     "administrator",  "author",
                                         "editor",    "posted",         "posted on",
                                         "webmaster", "veröffentlicht", "guest"};
    g_autofree char *lower = g_utf8_strdown(names, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        if (strcmp(lower, others[i]) == 0)
            return TRUE;
    return strlen(names) < 3 || strstr(names, "://") != NULL || strchr(names, '@') != NULL;
}

gboolean byline_names_are_account(const char *names)
{
    for (; *names != '\0'; names++)
        if (*names == ' ' || (guchar)*names >= 0x80 || g_ascii_isupper(*names))
            return FALSE;
    return TRUE;
}
