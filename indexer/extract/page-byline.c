/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names in markup, and names on the page. */
#include "indexer/extract/page-byline.h"

#include <string.h>

#include "indexer/extract/block.h"
#include "indexer/extract/byline-names.h"
#include "indexer/extract/byline.h"
#include "indexer/extract/hint.h"

/* An element with more text is no byline (formats.md §6.2). */
#define ELEMENT_LENGTH 120
/* A line so far behind the headline, in bytes of text, is of something else. */
#define LINE_DISTANCE 600
/* So many elements are read for names: hostile pages could nest a million. */
#define READINGS 500
/* The next name of a byline begins so soon. */
#define NAMES_APART 20

/* A kind of element with the author. */
typedef struct {
    gboolean (*is_byline)(const Outline *outline, guint32 node);
    gboolean is_name; /* each element has one name, so that there may be more */
} BylineKindRow;

static gboolean is_source(const char *name, const char *source)
{
    if (source == NULL)
        return FALSE;
    g_autofree char *a = g_utf8_casefold(name, -1);
    g_autofree char *b = g_utf8_casefold(source, -1);
    return strstr(a, b) != NULL || strstr(b, a) != NULL;
}

static gboolean is_rel_author(const Outline *outline, guint32 node)
{
    const char *rel = html_attribute(outline->document, node, HTML_ATTRIBUTE_REL);
    return rel != NULL && strcmp(rel, "author") == 0;
}

/* Whether a link leads to what somebody has written: `/author/ida-berg`. */
static gboolean is_author_link(const Outline *outline, guint32 node)
{
    static const char *const folders[] = {
        "/author/",  "/authors/",  "/auteur/",   "/autor/",       "/autoren/", "/autores/",
        "/profile/", "/reporter/", "/redactor/", "/contributor/", "/staff/",
    };
    const char *address = html_attribute(outline->document, node, HTML_ATTRIBUTE_HREF);
    if (html_tag(outline->document, node) != HTML_A || address == NULL)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        const char *found = strstr(address, folders[i]);
        if (found != NULL && found[strlen(folders[i])] != '\0')
            return TRUE;
    }
    return FALSE;
}

static gboolean is_named_byline(const Outline *outline, guint32 node)
{
    return (outline->hints[node] & HINT_BYLINE) != 0;
}

static gboolean is_of_word(char sign)
{
    return g_ascii_isalnum(sign) || (guchar)sign >= 0x80;
}

/* The text of an element, with its pieces set apart: `<b>By</b><b>Ida Berg</b>`. */
static char *element_text(const HtmlDocument *document, guint32 node)
{
    GString *text = g_string_new(NULL);
    for (guint32 at = node; at < html_node(document, node)->end; at++) {
        if (html_tag(document, at) != HTML_TEXT)
            continue;
        gsize before = text->len;
        html_append_text(document, at, at + 1, text);
        if (before > 0 && is_of_word(text->str[before - 1]) && is_of_word(text->str[before]))
            g_string_insert_c(text, (gssize)before, ' ');
    }
    return g_strstrip(g_string_free(text, FALSE));
}

static gboolean are_names(const char *names, gboolean accounts)
{
    return !byline_names_are_none(names) && (accounts || !byline_names_are_account(names));
}

/* The first element in [from, end) that is a byline and has names; `end` for none. */
static guint32 next_names(const Outline *outline, guint32 from, guint32 end,
                          const BylineKindRow *row, gboolean accounts, char **names)
{
    const HtmlDocument *document = outline->document;
    guint readings = 0;
    for (guint32 node = from; node < end && readings < READINGS; node++) {
        if ((outline->hints[node] & (HINT_COMMENT | HINT_RELATED)) != 0) {
            node = html_node(document, node)->end - 1;
            continue;
        }
        guint32 length = html_text_length(document, node);
        if (length < 3 || length > ELEMENT_LENGTH || !row->is_byline(outline, node))
            continue;
        readings++;
        g_autofree char *text = element_text(document, node);
        *names = byline_names_clean(text);
        if (are_names(*names, accounts))
            return node;
        g_clear_pointer(names, g_free);
    }
    return end;
}

/* The first node from `from` on that is so many bytes of text farther. */
static guint32 node_after(const HtmlDocument *document, guint32 from, guint32 bytes)
{
    guint32 limit = html_node(document, from)->text + bytes;
    while (from < document->count && html_node(document, from)->text <= limit)
        from++;
    return from;
}

/* The names of the first such element, and of those that follow it in the same line. */
static gboolean find_element(const Outline *outline, guint32 from, guint32 end,
                             const BylineKindRow *row, gboolean accounts, Article *article)
{
    const HtmlDocument *document = outline->document;
    g_autoptr(GString) byline = g_string_new(NULL);
    for (;;) {
        g_autofree char *names = NULL;
        guint32 node = next_names(outline, from, end, row, accounts, &names);
        if (node >= end)
            break;
        if (strstr(byline->str, names) == NULL)
            g_string_append_printf(byline, "%s%s", byline->len > 0 ? ", " : "", names);
        from = html_node(document, node)->end;
        end = row->is_name ? MIN(end, node_after(document, from, NAMES_APART)) : from;
    }
    return article_set_string(article, ARTICLE_BYLINE, byline->str, PROVENANCE_ELEMENT);
}

/* A line such as `By Ida Berg` among the nodes [from, end). */
static gboolean find_line(const Outline *outline, guint32 from, guint32 end, Article *article)
{
    const HtmlDocument *document = outline->document;
    g_autofree guint8 *skipped = g_new0(guint8, document->count + 1);
    outline_skip_controls(document, skipped);
    for (guint32 node = html_find(document, from, end, HTML_TIME); node < end;
         node = html_find(document, node + 1, end, HTML_TIME))
        skipped[node] = 1; /* "Friday evening" is no name */
    g_autoptr(GArray) blocks = block_list(document, skipped, from, end);
    for (guint i = 0; i < blocks->len; i++) {
        const Block *block = &g_array_index(blocks, Block, i);
        g_autoptr(GString) line = g_string_new(NULL);
        block_append_text(document, skipped, block, line);
        Byline byline;
        if (!byline_read_names(line->str, line->len, NULL, &byline))
            continue;
        g_autofree char *text = g_strndup(byline.names, byline.length);
        g_autofree char *names = byline_names_clean(text);
        if (are_names(names, FALSE))
            return article_set_string(article, ARTICLE_BYLINE, names, PROVENANCE_ELEMENT);
    }
    return FALSE;
}

/* What the page shows, the surest first. */
static void find_shown(const Outline *outline, gboolean accounts, Article *article)
{
    static const BylineKindRow relations = {is_rel_author, TRUE};
    static const BylineKindRow named = {is_named_byline, FALSE};
    static const BylineKindRow links = {is_author_link, TRUE};
    const HtmlDocument *document = outline->document;
    guint32 headline = html_find(document, 0, document->count, HTML_H1);
    if (headline >= document->count)
        headline = MIN(1, document->count);
    guint32 near = node_after(document, headline, LINE_DISTANCE);
    if (find_element(outline, 1, document->count, &relations, accounts, article) ||
        find_line(outline, headline, near, article) ||
        find_element(outline, 1, document->count, &named, accounts, article))
        return;
    find_element(outline, headline, near, &links, accounts, article);
}

void page_byline_find(const BylineInput *input, Article *article)
{
    const struct {
        const char *text;
        Provenance from;
    } rows[] = {{input->linked_data->text[VALUE_BYLINE], PROVENANCE_JSON_LD},
                {input->microdata->text[VALUE_BYLINE], PROVENANCE_MICRODATA},
                {input->meta->text[VALUE_BYLINE], PROVENANCE_META}};
    for (guint pass = 0; pass < 2 && article_get(article, ARTICLE_BYLINE) == NULL; pass++) {
        gboolean any = pass > 0; /* the name of the site, or of an account */
        for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
            const char *text = rows[i].text;
            if (text == NULL || byline_names_are_none(text) ||
                (!any && (is_source(text, input->source) || byline_names_are_account(text))))
                continue;
            article_set_string(article, ARTICLE_BYLINE, byline_names_start(text), rows[i].from);
        }
        if (article_get(article, ARTICLE_BYLINE) == NULL)
            find_shown(input->outline, any, article);
    }
}
