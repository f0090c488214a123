/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Letters and digits, separators, and the names of sites. */
#include "indexer/extract/title-text.h"

#include <string.h>

/* A longer title, in bytes, has no parts: hostile ones could have a million. */
#define TITLE_LENGTH 2000
/* A shorter title, in bytes of letters, may be the end of any heading. */
#define ENDING_LENGTH 15

/* Letters and digits only, in lower case: what two spellings of a title have in common. */
static char *skeleton(const char *text)
{
    g_autofree char *folded = g_utf8_casefold(text, -1);
    GString *out = g_string_new(NULL);
    for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        if (g_unichar_isalnum(character) || g_unichar_ismark(character))
            g_string_append_unichar(out, character);
    }
    return g_string_free(out, FALSE);
}

/* The host without `www.` and what follows the last stop: `spiegel` of `www.spiegel.de`. */
static char *host_name(const char *url)
{
    const char *host = url != NULL ? strstr(url, "://") : NULL;
    if (host == NULL)
        return NULL;
    host += 3;
    if (g_str_has_prefix(host, "www."))
        host += 4;
    g_autofree char *whole = g_strndup(host, strcspn(host, "/:?#"));
    return skeleton(whole);
}

/* Whether a part of a title is the name of the site, or little more. */
static gboolean names_site(const char *part, const char *source, const char *host)
{
    g_autofree char *name = skeleton(part);
    gsize length = strlen(name);
    if (length < 2)
        return length == 0;
    if (source != NULL && strlen(source) >= 3 &&
        (strstr(name, source) != NULL || (length >= 4 && strstr(source, name) != NULL)))
        return TRUE;
    return host != NULL && length >= 3 &&
           (g_str_has_prefix(host, name) || (strlen(host) >= 6 && strstr(name, host) != NULL));
}

static const char *const separators[] = {" | ", " - ", " – ", " — ", " :: ", " · ", " « ",
                                         " » ", " • ", " ● ", "｜",  "_",    NULL};

/* The first or last separator in `title`; its length goes to `length`. NULL for none. */
static const char *find_separator(const char *title, gboolean last, gsize *length)
{
    const char *best = NULL;
    for (gsize i = 0; separators[i] != NULL; i++) {
        const char *found = last ? g_strrstr(title, separators[i]) : strstr(title, separators[i]);
        if (found == NULL || (best != NULL && (last ? found < best : found > best)))
            continue;
        best = found;
        *length = strlen(separators[i]);
    }
    return best;
}

char *title_strip_source(const char *title, const char *source, const char *url)
{
    g_autofree char *name = source != NULL ? skeleton(source) : NULL;
    g_autofree char *host = host_name(url);
    char *rest = g_strdup(title);
    gsize length = 0;
    for (const char *at; (at = find_separator(rest, TRUE, &length)) != NULL && at > rest;) {
        if (!names_site(at + length, name, host))
            break;
        rest[at - rest] = '\0';
        g_strchomp(rest);
    }
    const char *at = find_separator(rest, FALSE, &length);
    if (at != NULL && at > rest && at[length] != '\0') {
        g_autofree char *part = g_strndup(rest, (gsize)(at - rest));
        if (names_site(part, name, host))
            memmove(rest, at + length, strlen(at + length) + 1);
    }
    return g_strstrip(rest);
}

gboolean title_is_source(const char *title, const char *source, const char *url)
{
    g_autofree char *name = source != NULL ? skeleton(source) : NULL;
    g_autofree char *host = host_name(url);
    return names_site(title, name, host);
}

gboolean title_is_same(const char *a, const char *b)
{
    g_autofree char *x = skeleton(a);
    g_autofree char *y = skeleton(b);
    return strcmp(x, y) == 0;
}

/* Whether a title has the letters of `part` before or after a separator. */
static gboolean has_part_at(const char *title, const char *separator, const char *part)
{
    gboolean is_greater = title_is_shown(part, title);
    for (const char *at = strstr(title, separator); at != NULL; at = strstr(at + 1, separator)) {
        g_autofree char *before = g_strndup(title, (gsize)(at - title));
        if (title_is_same(before, part) ||
            (is_greater && title_is_same(at + strlen(separator), part)))
            return TRUE;
    }
    return FALSE;
}

gboolean title_has_part(const char *title, const char *part)
{
    g_autofree char *letters = skeleton(part);
    if (*letters == '\0' || strlen(title) > TITLE_LENGTH)
        return FALSE;
    if (title_is_same(title, part))
        return TRUE;
    for (gsize i = 0; separators[i] != NULL; i++)
        if (has_part_at(title, separators[i], part))
            return TRUE;
    return FALSE;
}

gboolean title_is_shown(const char *part, const char *title)
{
    g_autofree char *shown = skeleton(part);
    g_autofree char *said = skeleton(title);
    return *shown != '\0' && strstr(said, shown) != NULL && strlen(shown) * 5 >= strlen(said) * 2;
}

gboolean title_ends_heading(const char *title, const char *heading)
{
    g_autofree char *said = skeleton(title);
    g_autofree char *shown = skeleton(heading);
    return strlen(said) >= ENDING_LENGTH && strlen(shown) > strlen(said) &&
           g_str_has_suffix(shown, said);
}

gboolean title_shares_word(const char *a, const char *b)
{
    g_autofree char *folded = g_utf8_casefold(a, -1);
    g_autofree char *other = g_utf8_casefold(b, -1);
    g_auto(GStrv) words = g_strsplit_set(folded, " .,:;!?|-", -1);
    for (char **word = words; *word != NULL; word++)
        if (strlen(*word) >= 3 && strstr(other, *word) != NULL)
            return TRUE;
    return FALSE;
}
