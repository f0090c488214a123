/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names in markup, and names on the page. */
#include "indexer/extract/page-byline.h"

#include <string.h>

#include "indexer/extract/hint.h"
#include "morgue/date-parse.h"

/* An element with more text is no byline (formats.md §6.2). */
#define ELEMENT_LENGTH 120
#define NAME_LENGTH    100

static const char *skip_prefix(const char *text)
{
    static const char *const prefixes[] = {
        "by",
        "von",
        "par",
        "por",
        "di",
        "door",
        "av",
        "af",
        "author",
        "autor",
        "autorin",
        "auteur",
        "written by",
        "posted by",
        "published by",
        "text",
        "text von",
        "автор",
        "geschrieben von",
        "ein artikel von",
        "przez",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        gsize length = strlen(prefixes[i]);
        if (g_ascii_strncasecmp(text, prefixes[i], length) != 0)
            continue;
        const char *rest = text + length + strspn(text + length, " :");
        if (rest > text + length && *rest != '\0')
            return skip_prefix(rest);
    }
    return text;
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

char *page_byline_clean(const char *text)
{
    const char *names = skip_prefix(text + strspn(text, " \t\r\n"));
    gsize length = names_length(names);
    while (length > 0 && strchr(" ,;:-\t\r\n", names[length - 1]) != NULL)
        length--;
    return length > NAME_LENGTH ? g_strdup("") : g_strndup(names, length);
}

static gboolean is_account(const char *name)
{
    static const char *const accounts[] = {"admin",     "administrator", "author",    "editor",
                                           "webmaster", "redaktion",     "redaction", "guest"};
    for (gsize i = 0; i < G_N_ELEMENTS(accounts); i++)
        if (g_ascii_strcasecmp(name, accounts[i]) == 0)
            return TRUE;
    return strstr(name, "://") != NULL || strchr(name, '@') != NULL;
}

static gboolean is_source(const char *name, const char *source)
{
    if (source == NULL)
        return FALSE;
    g_autofree char *a = g_utf8_casefold(name, -1);
    g_autofree char *b = g_utf8_casefold(source, -1);
    return strstr(a, b) != NULL || strstr(b, a) != NULL;
}

static void set_element_byline(Article *article, const HtmlDocument *document, guint32 node)
{
    g_autofree char *text = html_subtree_text(document, node);
    g_autofree char *names = page_byline_clean(text);
    if (strlen(names) >= 3 && !is_account(names))
        article_set_string(article, ARTICLE_BYLINE, names, PROVENANCE_ELEMENT);
}

/* The first element that says, or is named so, that it has the author. */
static void find_element(const Outline *outline, Article *article)
{
    const HtmlDocument *document = outline->document;
    for (guint pass = 0; pass < 2; pass++) {
        for (guint32 node = 1; node < document->count; node++) {
            if (article_get(article, ARTICLE_BYLINE) != NULL)
                return;
            if ((outline->hints[node] & (HINT_COMMENT | HINT_RELATED)) != 0) {
                node = html_node(document, node)->end - 1;
                continue;
            }
            const char *rel = html_attribute(document, node, HTML_ATTRIBUTE_REL);
            gboolean named = pass == 0 ? rel != NULL && strcmp(rel, "author") == 0
                                       : (outline->hints[node] & HINT_BYLINE) != 0;
            guint32 length = html_text_length(document, node);
            if (named && length >= 3 && length <= ELEMENT_LENGTH)
                set_element_byline(article, document, node);
        }
    }
}

void page_byline_find(const BylineInput *input, Article *article)
{
    const struct {
        const char *text;
        Provenance from;
    } rows[] = {{input->linked_data->text[VALUE_BYLINE], PROVENANCE_JSON_LD},
                {input->microdata->text[VALUE_BYLINE], PROVENANCE_MICRODATA},
                {input->meta->text[VALUE_BYLINE], PROVENANCE_META}};
    for (guint pass = 0; pass < 2; pass++) {
        for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
            const char *text = rows[i].text;
            if (text == NULL || is_account(text) || (pass == 0 && is_source(text, input->source)))
                continue;
            const char *names = skip_prefix(text);
            article_set_string(article, ARTICLE_BYLINE, names, rows[i].from);
        }
        if (pass == 0 && article_get(article, ARTICLE_BYLINE) == NULL)
            find_element(input->outline, article);
        if (article_get(article, ARTICLE_BYLINE) != NULL)
            return;
    }
}
