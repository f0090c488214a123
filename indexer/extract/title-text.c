/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Letters and digits, separators, and the names of sites. */
#include "indexer/extract/title-text.h"

#include <string.h>

/* A longer title, in bytes, has no parts: hostile ones could have a million. */
#define TITLE_LENGTH 2000
/* A shorter title, in bytes of letters, may be the end of any heading. */
#define ENDING_LENGTH 15
/* Titles with fewer words in common may be of two stories. */
#define RESEMBLING_WORDS 3
/* Shorter words, in characters, tell nothing of a story. */
#define WORD_LENGTH 4

/* A heading that is so many times as long as the site's name says more than that. */
#define SOURCE_SHARE 3

#define WORD_ENDS " .,:;!?|-"

/* What title_letters() makes of a text in ASCII; NULL where it is not. */
static char *plain_letters(const char *text)
{
    char *out = g_malloc(strlen(text) + 1), *end = out;
    for (; *text != '\0' && (guchar)*text < 0x80; text++) {
        if (g_ascii_isalnum(*text))
            *end++ = g_ascii_tolower(*text);
    }
    *end = '\0';
    if (*text != '\0')
        g_clear_pointer(&out, g_free);
    return out;
}

char *title_letters(const char *text)
{
    char *plain = plain_letters(text);
    if (plain != NULL)
        return plain;
    g_autofree char *composed = g_utf8_normalize(text, -1, G_NORMALIZE_ALL_COMPOSE);
    g_autofree char *folded = g_utf8_casefold(composed, -1);
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
    /* The address of a record may hold any bytes. */
    g_autofree char *whole = g_utf8_make_valid(host, (gssize)strcspn(host, "/:?#"));
    return title_letters(whole);
}

/* Whether a part of a title is the name of the site, or little more. */
static gboolean names_site(const char *part, const char *source, const char *host)
{
    g_autofree char *name = title_letters(part);
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

char *title_plain_blanks(const char *title)
{
    GString *plain = g_string_new(NULL);
    for (const char *at = title; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        if (!g_unichar_isspace(character))
            g_string_append_unichar(plain, character);
        else if (plain->len > 0 && plain->str[plain->len - 1] != ' ')
            g_string_append_c(plain, ' ');
    }
    return g_strchomp(g_string_free(plain, FALSE));
}

char *title_strip_source(const char *title, const char *source, const char *url)
{
    g_autofree char *name = source != NULL ? title_letters(source) : NULL;
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
    g_autofree char *name = source != NULL ? title_letters(source) : NULL;
    g_autofree char *host = host_name(url);
    g_autofree char *letters = title_letters(title);
    gsize longest = MAX(name != NULL ? strlen(name) : 0, host != NULL ? strlen(host) : 0);
    return names_site(title, name, host) && strlen(letters) <= SOURCE_SHARE * longest;
}

gboolean title_is_same(const char *a, const char *b)
{
    g_autofree char *x = title_letters(a);
    g_autofree char *y = title_letters(b);
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
    g_autofree char *letters = title_letters(part);
    if (*letters == '\0' || strlen(title) > TITLE_LENGTH)
        return FALSE;
    if (title_is_same(title, part))
        return TRUE;
    for (gsize i = 0; separators[i] != NULL; i++)
        if (has_part_at(title, separators[i], part))
            return TRUE;
    return FALSE;
}

gboolean title_begins_with(const char *title, const char *part)
{
    g_autofree char *said = title_letters(title);
    g_autofree char *letters = title_letters(part);
    return g_str_has_prefix(said, letters);
}

gboolean title_contains(const char *title, const char *part)
{
    g_autofree char *said = title_letters(title);
    g_autofree char *letters = title_letters(part);
    return *letters != '\0' && strstr(said, letters) != NULL;
}

gboolean title_is_shown(const char *part, const char *title)
{
    g_autofree char *shown = title_letters(part);
    g_autofree char *said = title_letters(title);
    return *shown != '\0' && strstr(said, shown) != NULL && strlen(shown) * 5 >= strlen(said) * 2;
}

gboolean title_ends_heading(const char *title, const char *heading)
{
    g_autofree char *said = title_letters(title);
    g_autofree char *shown = title_letters(heading);
    return strlen(said) >= ENDING_LENGTH && strlen(shown) > strlen(said) &&
           g_str_has_suffix(shown, said);
}

/* The different words of a title, in lower case, without the short ones, which are in all titles.
 */
static GHashTable *word_set(const char *title)
{
    GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *folded = g_utf8_casefold(title, -1);
    g_auto(GStrv) words = g_strsplit_set(folded, WORD_ENDS, -1);
    for (char **word = words; *word != NULL; word++) {
        g_autofree char *letters = title_letters(*word);
        if (g_utf8_strlen(letters, -1) >= WORD_LENGTH)
            g_hash_table_add(set, g_steal_pointer(&letters));
    }
    return set;
}

gboolean title_resembles(const char *a, const char *b)
{
    g_autoptr(GHashTable) words = word_set(a);
    g_autoptr(GHashTable) others = word_set(b);
    guint shorter = MIN(g_hash_table_size(words), g_hash_table_size(others)), common = 0;
    GHashTableIter iter;
    gpointer word;
    g_hash_table_iter_init(&iter, words);
    while (g_hash_table_iter_next(&iter, &word, NULL))
        common += g_hash_table_contains(others, word) ? 1 : 0;
    return common >= RESEMBLING_WORDS && common * 2 >= shorter;
}

gboolean title_shares_word(const char *a, const char *b)
{
    g_autofree char *folded = g_utf8_casefold(a, -1);
    g_autofree char *other = g_utf8_casefold(b, -1);
    g_auto(GStrv) words = g_strsplit_set(folded, WORD_ENDS, -1);
    for (char **word = words; *word != NULL; word++)
        if (strlen(*word) >= 3 && strstr(other, *word) != NULL)
            return TRUE;
    return FALSE;
}
