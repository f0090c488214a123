/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parses a fragment like a page, and takes all of it. */
#include "indexer/extract/fragment.h"

#include <string.h>

#include "indexer/extract/block.h"
#include "indexer/extract/entity.h"

static gboolean has_markup(const char *html, gsize length)
{
    return memchr(html, '<', length) != NULL || memchr(html, '&', length) != NULL;
}

char *fragment_line(const char *html, gsize length)
{
    if (!has_markup(html, length))
        return g_strndup(html, length);
    g_autoptr(HtmlDocument) document = html_document_parse(html, length);
    return html_subtree_text(document, 0);
}

/* Entities in text that has line feeds and no elements. */
static char *decode_lines(const char *text, gsize length)
{
    g_autofree char *copy = g_strndup(text, length);
    g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        char *decoded = fragment_line(*line, strlen(*line));
        g_free(*line);
        *line = decoded;
    }
    return g_strjoinv("\n", lines);
}

char *fragment_paragraphs(const char *html, gsize length)
{
    if (!has_markup(html, length))
        return g_strndup(html, length);
    if (memchr(html, '<', length) == NULL)
        return decode_lines(html, length);
    g_autoptr(HtmlDocument) document = html_document_parse(html, length);
    g_autofree guint8 *skipped = g_new0(guint8, document->count + 1);
    g_autoptr(GArray) blocks = block_list(document, skipped, 0, document->count);
    GString *text = g_string_sized_new(length);
    for (guint i = 0; i < blocks->len; i++) {
        if (text->len > 0)
            g_string_append(text, "\n\n");
        block_append_text(document, skipped, &g_array_index(blocks, Block, i), text);
    }
    return g_string_free(text, FALSE);
}

/* Whether an element or a comment of HTML begins with `open` and its name: `<p>`, `&lt;br /&gt;`.
 */
static gboolean has_tag(const char *text, const char *open)
{
    while ((text = strstr(text, open)) != NULL) {
        text += strlen(open);
        if (g_str_has_prefix(text, "!--"))
            return TRUE;
        text += *text == '/';
        gsize length = 0;
        while (g_ascii_isalnum(text[length]))
            length++;
        if (strchr(" \t\r\n/>&", text[length]) != NULL && html_is_element(text, length))
            return TRUE;
    }
    return FALSE;
}

static gboolean has_reference(const char *text)
{
    text = strchr(text, '&');
    if (text == NULL)
        return FALSE;
    g_autoptr(GString) character = g_string_new(NULL);
    for (; text != NULL; text = strchr(text + 1, '&'))
        if (entity_append(character, text) != NULL)
            return TRUE;
    return FALSE;
}

/* Escaped twice. One element that is named in a text is no sign of it. */
static gboolean is_escaped_again(const char *text)
{
    static const char *const marks[] = {"&lt;p&gt;", "&lt;p ", "&lt;br", "&lt;div", "&lt;a href"};
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
        if (strstr(text, marks[i]) != NULL)
            return TRUE;
    return FALSE;
}

char *fragment_plain(const char *text, gboolean is_text)
{
    gboolean is_markup = has_tag(text, "<");
    if (!is_markup && !has_reference(text))
        return g_strdup(text);
    g_autofree char *once = NULL;
    if (!is_markup && is_escaped_again(text)) {
        once = fragment_line(text, strlen(text));
        text = once;
    }
    return is_text ? fragment_paragraphs(text, strlen(text)) : fragment_line(text, strlen(text));
}
