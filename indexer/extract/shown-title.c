/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of a title, and the lines of a page that are one of them. */
#include "indexer/extract/shown-title.h"

#include <string.h>

#include "indexer/extract/block.h"
#include "indexer/extract/title-text.h"

/* A shorter part, in bytes of letters, may be anything. */
#define PART_LENGTH 15
/* The least part of the letters of a title that is the headline. */
#define PART_SHARE 3
/* A longer title, in bytes, has no parts: hostile ones could have a million. */
#define TITLE_LENGTH 500
/* So many bytes of a line may be signs that the title does not have. */
#define MORE_SIGNS 20

/* Letters of parts of a title. */
typedef struct {
    GHashTable *before, *after; /* its signs; the whole of it is before its end */
    gsize whole;
} TitleParts;

static void add_part(const TitleParts *title, GHashTable *parts, const char *part)
{
    char *letters = title_letters(part);
    gsize length = strlen(letters);
    if (length >= PART_LENGTH && length * PART_SHARE >= title->whole)
        g_hash_table_add(parts, letters);
    else
        g_free(letters);
}

static void title_parts_init(TitleParts *parts, const char *title)
{
    g_autofree char *letters = title_letters(title);
    parts->whole = strlen(letters);
    parts->before = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    parts->after = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    add_part(parts, parts->before, title);
    for (const char *at = title; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar sign = g_utf8_get_char(at);
        if (g_unichar_isalnum(sign) || g_unichar_ismark(sign) || g_unichar_isspace(sign))
            continue;
        g_autofree char *before = g_strndup(title, (gsize)(at - title));
        add_part(parts, parts->before, before);
        add_part(parts, parts->after, at);
    }
}

static void title_parts_clear(TitleParts *parts)
{
    g_hash_table_unref(parts->before);
    g_hash_table_unref(parts->after);
}

/* Keeps a line in `longest` if it is one of the parts, and longer. */
static void keep_longer(GHashTable *parts, const char *letters, const char *line, char **longest)
{
    if ((*longest != NULL && strlen(line) <= strlen(*longest)) ||
        !g_hash_table_contains(parts, letters))
        return;
    g_free(*longest);
    *longest = g_strstrip(g_strdup(line));
}

char *shown_title_find(const Outline *outline, const char *title)
{
    gsize ceiling = strlen(title) + MORE_SIGNS;
    if (ceiling > TITLE_LENGTH)
        return NULL;
    const HtmlDocument *document = outline->document;
    TitleParts parts;
    title_parts_init(&parts, title);
    g_autoptr(GArray) blocks = block_list(document, outline->skipped, 1, document->count);
    g_autofree char *before = NULL, *after = NULL;
    for (guint i = 0; i < blocks->len; i++) {
        const Block *block = &g_array_index(blocks, Block, i);
        if (block->length < PART_LENGTH || block->length > ceiling)
            continue;
        g_autoptr(GString) line = g_string_new(NULL);
        block_append_text(document, outline->skipped, block, line);
        g_autofree char *letters = title_letters(line->str);
        keep_longer(parts.before, letters, line->str, &before);
        keep_longer(parts.after, letters, line->str, &after);
    }
    title_parts_clear(&parts);
    gboolean is_after = before != NULL && after != NULL && strlen(after) > strlen(before);
    return is_after ? g_steal_pointer(&after) : g_steal_pointer(&before);
}
