/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines, and the pieces of lines, that are bylines. */
#include "indexer/extract/byline-line.h"

#include <string.h>

#include "indexer/extract/block.h"
#include "indexer/extract/byline.h"
#include "morgue/date-parse.h"

/* A line that is longer, in bytes, is prose. */
#define LINE_LENGTH 240
/* So much, in bytes, stands before a date that begins a line: `Posted on Tuesday`. */
#define BEFORE_DATE 20
/* So much follows a date with a byline. */
#define AFTER_DATE 80

#define NO_BREAK_SPACE "\u00a0"

typedef struct {
    BylineLines lines;
    const NameFilter *filter;
} Search;

static char *take_names(const char *text, gsize length, const NameFilter *filter)
{
    g_autofree char *copy = g_strndup(text, length);
    g_autofree char *names = byline_names_clean(copy);
    return name_filter_passes(filter, names) ? g_steal_pointer(&names) : NULL;
}

/* The names after a date and a word such as `by`: `5 March 2019, by Ida Berg`. */
static char *names_after_date(const char *text, const NameFilter *filter)
{
    Date date;
    gsize end;
    if (!date_find_near_start(text, strlen(text), BEFORE_DATE, NULL, &date, NULL, &end))
        return NULL;
    const char *rest = text + end;
    while (*rest != '\0' && !g_unichar_isalpha(g_utf8_get_char(rest)))
        rest = g_utf8_next_char(rest);
    const char *names = byline_names_start(rest);
    if (names == rest || strlen(rest) > AFTER_DATE || !g_unichar_isupper(g_utf8_get_char(names)))
        return NULL;
    return take_names(rest, strlen(rest), filter);
}

/* Whether what is before the first colon is only the opening of a byline. */
static gboolean is_labelled(const char *text)
{
    gsize length = strcspn(text, ":");
    if (text[length] == '\0')
        return FALSE;
    g_autofree char *label = g_strndup(text, length);
    return byline_is_opening(label);
}

static char *names_of_line(const char *text, const Search *search)
{
    Byline byline;
    if (search->lines == BYLINE_LINES_LABELLED && !is_labelled(text))
        return NULL;
    if (byline_read_names(text, strlen(text), NULL, &byline))
        return take_names(byline.names, byline.length, search->filter);
    return search->lines == BYLINE_LINES_ALL ? names_after_date(text, search->filter) : NULL;
}

/* The names in the line after one that is only `Author`. One word might be that of a button. */
static char *names_after_label(const char *label, const char *line, const Search *search)
{
    g_autofree char *joined = g_strdup_printf("%.*s: %s", (int)strcspn(label, ":"), label, line);
    g_autofree char *names = names_of_line(joined, search);
    gboolean is_full = names != NULL && (strchr(names, ' ') != NULL || (guchar)*names >= 0x80);
    return is_full ? g_steal_pointer(&names) : NULL;
}

static gboolean ends_with_comma(const GString *text)
{
    gsize length = text->len;
    while (length > 0 && text->str[length - 1] == ' ')
        length--;
    return length > 0 && text->str[length - 1] == ',';
}

/* The text of a block, with a bar for each line break that does not follow a comma. */
static char *block_text(const HtmlDocument *document, const guint8 *skipped, const Block *block)
{
    GString *text = g_string_new(NULL);
    for (guint32 node = block->first; node < block->end; node++) {
        HtmlTag tag = html_tag(document, node);
        if (skipped[node] != 0)
            node = html_node(document, node)->end - 1;
        else if (tag == HTML_TEXT)
            html_append_text(document, node, node + 1, text);
        else if (tag == HTML_BR)
            g_string_append_c(text, ends_with_comma(text) ? ' ' : '|');
    }
    return g_string_free(text, FALSE);
}

/* Adds the lines of a block, cut at bars and dots. */
static void add_lines(GPtrArray *lines, const char *text)
{
    g_autoptr(GString) bars = g_string_new(text);
    g_string_replace(bars, NO_BREAK_SPACE, " ", 0);
    g_string_replace(bars, "·", "|", 0);
    g_string_replace(bars, "•", "|", 0);
    g_auto(GStrv) pieces = g_strsplit(bars->str, "|", -1);
    for (char **piece = pieces; *piece != NULL; piece++)
        if (*g_strstrip(*piece) != '\0')
            g_ptr_array_add(lines, g_strdup(*piece));
}

static GPtrArray *list_lines(const HtmlDocument *document, const guint8 *skipped, guint32 from,
                             guint32 end)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) blocks = block_list(document, skipped, from, end);
    for (guint i = 0; i < blocks->len; i++) {
        const Block *block = &g_array_index(blocks, Block, i);
        if (block->length > LINE_LENGTH) {
            g_ptr_array_add(lines, g_strdup("")); /* no line follows the label before it */
            continue;
        }
        g_autofree char *text = block_text(document, skipped, block);
        add_lines(lines, text);
    }
    return lines;
}

char *byline_line_find(const HtmlDocument *document, const guint8 *skipped, guint32 from,
                       guint32 end, BylineLines lines, const NameFilter *filter)
{
    const Search search = {lines, filter};
    g_autoptr(GPtrArray) all = list_lines(document, skipped, from, end);
    for (guint i = 0; i < all->len; i++) {
        const char *line = g_ptr_array_index(all, i);
        char *names = names_of_line(line, &search);
        if (names == NULL && i + 1 < all->len && byline_is_opening(line))
            names = names_after_label(line, g_ptr_array_index(all, i + 1), &search);
        if (names != NULL)
            return names;
    }
    return NULL;
}
