/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One pass over the text: what is markup is copied, what only looks like it is escaped. */
#include "indexer/xml-clean.h"

#include <string.h>

#include "indexer/extract/entity.h"

#define ENTITY_NAME_MAX 32

typedef struct {
    const char *at, *end;
    GHashTable *declared; /* names of entities in the internal DTD; NULL: none */
    gboolean repaired;
    GString *out;
} Cleaner;

static gboolean is_name_start(guchar c)
{
    return g_ascii_isalpha(c) || c == '_' || c == ':' || c >= 0x80;
}

static gboolean is_name(guchar c)
{
    return is_name_start(c) || g_ascii_isdigit(c) || c == '-' || c == '.';
}

static gboolean looks_at(const Cleaner *cleaner, const char *mark)
{
    gsize length = strlen(mark);
    return (gsize)(cleaner->end - cleaner->at) >= length && memcmp(cleaner->at, mark, length) == 0;
}

/* The end of `mark` from here on, or the end of all. */
static const char *find_end(const Cleaner *cleaner, const char *mark)
{
    gsize length = strlen(mark);
    const char *found = memmem(cleaner->at, (gsize)(cleaner->end - cleaner->at), mark, length);
    return found == NULL ? cleaner->end : found + length;
}

static void copy_to(Cleaner *cleaner, const char *end)
{
    g_string_append_len(cleaner->out, cleaner->at, end - cleaner->at);
    cleaner->at = end;
}

/* The end of a DOCTYPE, whose brackets hold declarations and quoted strings. */
static const char *doctype_end(const Cleaner *cleaner)
{
    char quote = '\0';
    gboolean in_subset = FALSE;
    const char *at = cleaner->at;
    for (; at < cleaner->end; at++) {
        if (quote != '\0') {
            quote = *at == quote ? '\0' : quote;
        } else if (*at == '"' || *at == '\'') {
            quote = *at;
        } else if (*at == '[' || *at == ']') {
            in_subset = *at == '[';
        } else if (*at == '>' && !in_subset) {
            return at + 1;
        }
    }
    return at;
}

/* Notes `<!ENTITY name …` of the DTD. */
static void note_entities(Cleaner *cleaner, const char *end)
{
    static const char mark[] = "<!ENTITY";
    const char *at = cleaner->at;
    while ((at = memmem(at, (gsize)(end - at), mark, strlen(mark))) != NULL) {
        at += strlen(mark);
        while (at < end && g_ascii_isspace(*at))
            at++;
        const char *name = at;
        while (at < end && is_name((guchar)*at))
            at++;
        if (cleaner->declared == NULL)
            cleaner->declared = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        g_hash_table_add(cleaner->declared, g_strndup(name, (gsize)(at - name)));
    }
}

static gboolean is_allowed_character(guint64 code)
{
    return code == 9 || code == 10 || code == 13 || (code >= 0x20 && code < 0xd800) ||
           (code >= 0xe000 && code < 0xfffe) || (code >= 0x10000 && code < 0x110000);
}

/* Appends the character of the reference here, as HTML reads it; NULL where it is none, else what
 * is behind the reference. */
static const char *append_character(Cleaner *cleaner)
{
    g_autoptr(GString) character = g_string_new(NULL);
    const char *behind = entity_append(character, cleaner->at);
    if (behind != NULL) {
        g_autofree char *escaped = g_markup_escape_text(character->str, (gssize)character->len);
        g_string_append(cleaner->out, escaped);
    }
    return behind;
}

/* A numeric reference: copied where XML allows the character, else as HTML reads it, or a blank. */
static gboolean clean_number(Cleaner *cleaner)
{
    char *after;
    const char *digits = cleaner->at + 2;
    gboolean is_hex = *digits == 'x' || *digits == 'X';
    digits += is_hex ? 1 : 0;
    if (!(is_hex ? g_ascii_isxdigit(*digits) : g_ascii_isdigit(*digits)))
        return FALSE;
    guint64 code = g_ascii_strtoull(digits, &after, is_hex ? 16 : 10);
    if (*after != ';')
        return FALSE;
    gboolean is_c1 = code >= 0x80 && code < 0xa0;
    if (is_allowed_character(code) && !is_c1 && digits[-1] != 'X') {
        copy_to(cleaner, after + 1);
        return TRUE;
    }
    cleaner->repaired = TRUE;
    if (!is_allowed_character(code) || append_character(cleaner) == NULL)
        g_string_append_c(cleaner->out, ' ');
    cleaner->at = after + 1;
    return TRUE;
}

static gboolean is_predefined(const char *name)
{
    static const char *const names[] = {"amp", "lt", "gt", "quot", "apos", NULL};
    return g_strv_contains(names, name);
}

static gboolean clean_name(Cleaner *cleaner)
{
    char name[ENTITY_NAME_MAX + 1];
    gsize length = 0;
    const char *at = cleaner->at + 1;
    while (at < cleaner->end && length < ENTITY_NAME_MAX && is_name((guchar)*at))
        name[length++] = *at++;
    name[length] = '\0';
    if (length == 0 || at >= cleaner->end || *at != ';')
        return FALSE;
    if (is_predefined(name) ||
        (cleaner->declared != NULL && g_hash_table_contains(cleaner->declared, name))) {
        copy_to(cleaner, at + 1);
        return TRUE;
    }
    if (append_character(cleaner) == NULL)
        return FALSE;
    cleaner->at = at + 1;
    return TRUE;
}

static void clean_reference(Cleaner *cleaner)
{
    gboolean is_number = cleaner->end - cleaner->at > 2 && cleaner->at[1] == '#';
    if (is_number ? clean_number(cleaner) : clean_name(cleaner))
        return;
    cleaner->repaired = TRUE;
    g_string_append(cleaner->out, "&amp;");
    cleaner->at++;
}

/* Whether a `<` begins a tag, and no `a < b`. */
static gboolean begins_tag(const Cleaner *cleaner)
{
    const char *next = cleaner->at + 1;
    if (next < cleaner->end && *next == '/')
        next++;
    return next < cleaner->end && is_name_start((guchar)*next);
}

static void clean_markup(Cleaner *cleaner)
{
    if (looks_at(cleaner, "<!--")) {
        copy_to(cleaner, find_end(cleaner, "-->"));
    } else if (looks_at(cleaner, "<![CDATA[")) {
        copy_to(cleaner, find_end(cleaner, "]]>"));
    } else if (looks_at(cleaner, "<!DOCTYPE")) {
        const char *end = doctype_end(cleaner);
        note_entities(cleaner, end);
        copy_to(cleaner, end);
    } else if (looks_at(cleaner, "<?xml ") || looks_at(cleaner, "<?xml?")) {
        cleaner->at = find_end(cleaner, "?>"); /* its charset is not that of the text any more */
    } else if (looks_at(cleaner, "<?")) {
        copy_to(cleaner, find_end(cleaner, "?>"));
    } else if (begins_tag(cleaner)) {
        copy_to(cleaner, cleaner->at + 1);
    } else {
        cleaner->repaired = TRUE;
        g_string_append(cleaner->out, "&lt;");
        cleaner->at++;
    }
}

GString *xml_clean(const char *text, gsize length, gboolean *repaired)
{
    Cleaner cleaner = {text, text + length, NULL, FALSE, g_string_sized_new(length + 64)};
    while (cleaner.at < cleaner.end && g_ascii_isspace(*cleaner.at))
        cleaner.at++;
    while (cleaner.at < cleaner.end) {
        const char *next = cleaner.at;
        while (next < cleaner.end && *next != '<' && *next != '&')
            next++;
        copy_to(&cleaner, next);
        if (next == cleaner.end)
            break;
        if (*next == '&')
            clean_reference(&cleaner);
        else
            clean_markup(&cleaner);
    }
    if (cleaner.declared != NULL)
        g_hash_table_unref(cleaner.declared);
    *repaired = cleaner.repaired;
    return cleaner.out;
}
