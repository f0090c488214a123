/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words before names, where names end, and names that are none. */
#include "indexer/extract/byline-names.h"

#include <string.h>

#include "morgue/date-parse.h"

/* Longer names, in bytes, are a biography. */
#define NAME_LENGTH 100

/* Of more parts none are turned. */
#define NAMES_MOST 40

#define NO_BREAK_SPACE "\u00a0"

/* What stands before names, in lower case. */
static const char *const prefixes[] = {
    "af",
    "alle artikel von",
    "artikel von",
    "auteur",
    "author",
    "authors",
    "autor",
    "autoren",
    "autorin",
    "av",
    "beitrag von",
    "by",
    "byline",
    "di",
    "door",
    "ein artikel von",
    "ein beitrag von",
    "eingestellt von",
    "erstellt von",
    "escribe",
    "escrito por",
    "gastbeitrag von",
    "geschreven door",
    "geschrieben von",
    "par",
    "por",
    "post author",
    "posted by",
    "posts by",
    "przez",
    "publicado por",
    "published by",
    "reported by",
    "scritto da",
    "story by",
    "tekst",
    "text by",
    "text von",
    "text",
    "texte",
    "verfasst von",
    "veröffentlicht von",
    "view all posts by",
    "vom",
    "von",
    "words by",
    "words:",
    "written by",
    "écrit par",
    "автор",
};

/* Prefixes are shorter, in bytes. */
#define PREFIX_ROOM 40

/* The length of the longest prefix that is a whole word at the beginning; 0 for none. */
static gsize prefix_length(const char *text)
{
    const char *end = text + strnlen(text, PREFIX_ROOM);
    while ((*end & 0xc0) == 0x80)
        end++;
    g_autofree char *lower = g_utf8_strdown(text, (gssize)(end - text));
    gsize longest = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        gsize length = strlen(prefixes[i]);
        if (length > longest && g_str_has_prefix(lower, prefixes[i]) && lower[length] != '\0' &&
            strchr(" :", lower[length]) != NULL)
            longest = length;
    }
    return longest;
}

const char *byline_names_start(const char *text)
{
    for (gsize length; (length = prefix_length(text)) > 0;) {
        const char *rest = text + length + strspn(text + length, " :");
        if (*rest == '\0')
            break;
        text = rest;
    }
    return text;
}

gboolean byline_sign_is_of_word(char sign)
{
    return g_ascii_isalnum(sign) || (guchar)sign >= 0x80;
}

gboolean byline_names_hold(const char *list, const char *names)
{
    gsize length = strlen(names);
    for (const char *at = list; (at = strstr(at, names)) != NULL; at++) {
        gboolean begins = at == list || !byline_sign_is_of_word(at[-1]);
        if (length == 0 || (begins && !byline_sign_is_of_word(at[length])))
            return TRUE;
    }
    return FALSE;
}

/* Where the names end: at a date, an address, a sign, or what links to other pages say. */
static gsize names_length(const char *text)
{
    static const char *const ends[] = {
        "|",      "·",       "•",         "@",     "(",      "http",   " on ",         " am ",
        " le ",   " el ",    " in ",      " vor ", " hace ", " Hace ", " il y a ",     " - ",
        " – ",    "Updated", "Published", "View ", "More ",  "Follow", "Alle Artikel", "Posted",
        "Stand:", ", Datum", ", Date",    "/",
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

/* The length without the signs at the end, and without what stood before a date. */
static gsize trimmed_length(const char *names, gsize length)
{
    static const char *const tails[] = {" on", " am", " le", " el", " vom"};
    gsize before;
    do {
        before = length;
        while (length > 0 && strchr(" ,;:-\t\r\n", names[length - 1]) != NULL)
            length--;
        for (gsize i = 0; i < G_N_ELEMENTS(tails); i++)
            if (length > strlen(tails[i]) &&
                g_str_has_prefix(names + length - strlen(tails[i]), tails[i]))
                length -= strlen(tails[i]);
    } while (length < before);
    return length;
}

char *byline_names_clean(const char *text)
{
    g_autoptr(GString) line = g_string_new(text);
    g_string_replace(line, NO_BREAK_SPACE, " ", 0);
    const char *names = byline_names_start(line->str + strspn(line->str, " \t\r\n|-"));
    gsize length = trimmed_length(names, names_length(names));
    return length > NAME_LENGTH ? g_strdup("") : g_strndup(names, length);
}

static gboolean are_source(const char *names, const char *source)
{
    g_autofree char *a = g_utf8_casefold(names, -1);
    g_autofree char *b = g_utf8_casefold(source, -1);
    return strcmp(g_strstrip(a), g_strstrip(b)) == 0;
}

char *byline_names_without_source(const char *names, const char *source)
{
    static const char *const separators[] = {", ", " - ", " – ", " | ", " / "};
    for (gsize i = 0; source != NULL && i < G_N_ELEMENTS(separators); i++) {
        const char *last = g_strrstr(names, separators[i]);
        if (last == NULL || last == names)
            continue;
        if (are_source(last + strlen(separators[i]), source))
            return g_strndup(names, (gsize)(last - names));
    }
    return g_strdup(names);
}

char *byline_names_as_shown(const char *names, const char *page)
{
    g_auto(GStrv) parts = g_strsplit(names, ", ", -1);
    guint count = g_strv_length(parts);
    g_autoptr(GString) turned = g_string_new(NULL);
    if (count % 2 != 0 || count > NAMES_MOST)
        return g_strdup(names);
    for (guint i = 0; i < count; i += 2) {
        g_autofree char *name = g_strjoin(" ", parts[i + 1], parts[i], NULL);
        gboolean are_two = strchr(parts[i], ' ') != NULL && strchr(parts[i + 1], ' ') != NULL;
        if (are_two || *parts[i] == '\0' || strstr(page, name) == NULL)
            return g_strdup(names);
        g_string_append_printf(turned, "%s%s", i > 0 ? ", " : "", name);
    }
    return g_strdup(turned->str);
}

/* Whether it says who made the pictures, or worked on the text of others. */
static gboolean is_other_work(const char *lower)
{
    static const char *const works[] = {
        "edited by ",       "foto: ",         "fotos: ",           "illustrated by ",
        "illustration by ", "illustration: ", "illustrations by ", "photo by ",
        "photo: ",          "photograph by ", "photographs by ",   "photography by ",
        "photos by ",       "photos: ",       "translated by ",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(works); i++)
        if (g_str_has_prefix(lower, works[i]))
            return TRUE;
    return FALSE;
}

gboolean byline_names_are_none(const char *names)
{
    static const char *const others[] = {"admin",     "administrator", "editor",         "posted",
                                         "posted on", "webmaster",     "veröffentlicht", "guest"};
    g_autofree char *lower = g_utf8_strdown(names, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        if (strcmp(lower, others[i]) == 0)
            return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (strcmp(lower, prefixes[i]) == 0)
            return TRUE;
    return is_other_work(lower) || strlen(names) < 3 || strstr(names, "://") != NULL ||
           strchr(names, '@') != NULL;
}

gboolean byline_names_are_account(const char *names)
{
    for (; *names != '\0'; names++)
        if (*names == ' ' || (guchar)*names >= 0x80 || g_ascii_isupper(*names))
            return FALSE;
    return TRUE;
}

gboolean byline_names_are_like_source(const char *names, const char *source)
{
    if (source == NULL)
        return FALSE;
    g_autofree char *a = g_utf8_casefold(names, -1);
    g_autofree char *b = g_utf8_casefold(source, -1);
    return strstr(a, b) != NULL || strstr(b, a) != NULL;
}

gboolean name_filter_passes(const NameFilter *filter, const char *names)
{
    if (byline_names_are_none(names))
        return FALSE;
    gboolean passes = (filter->accounts || !byline_names_are_account(names)) &&
                      (filter->source == NULL || !are_source(names, filter->source));
    if (!passes && filter->refuses != NULL)
        *filter->refuses = TRUE;
    return passes;
}
