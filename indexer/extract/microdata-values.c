/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Microdata of the page's article. */
#include <string.h>

#include "indexer/extract/article-type.h"
#include "indexer/extract/byline-names.h"
#include "indexer/extract/page-values.h"

/* More authors than fit are left out. */
#define BYLINE_CEILING 500
/* A longer text, in bytes, is about the author. */
#define AUTHOR_LENGTH 120
/* The authors of one article stand so near to each other, in bytes of text. */
#define AUTHORS_APART 200

#define FREE_ACCESS "isAccessibleForFree"

typedef struct {
    const char *property;
    ValueSlot slot;
} PropertyRow;

static const PropertyRow property_table[] = {
    {"alternativeHeadline", VALUE_SUBTITLE},
    {"articleSection", VALUE_SECTION},
    {"author", VALUE_BYLINE},
    {"contentLocation", VALUE_PLACE},
    {"creator", VALUE_BYLINE},
    {"dateline", VALUE_PLACE},
    {"dateModified", VALUE_MODIFIED},
    {"datePublished", VALUE_PUBLISHED},
    {"description", VALUE_SUMMARY},
    {"headline", VALUE_HEADLINE},
    {"inLanguage", VALUE_LANGUAGE},
    {"printEdition", VALUE_EDITION},
    {"printPage", VALUE_PAGE},
};

/* The item that a property belongs to; 0 where there is none. */
static guint32 item_of(const HtmlDocument *document, guint32 node)
{
    do
        node = html_node(document, node)->parent;
    while (node != 0 && html_attribute(document, node, HTML_ATTRIBUTE_ITEMSCOPE) == NULL);
    return node;
}

/* What is said about a comment, a picture or another story is not said about the article. */
static gboolean is_about_article(const HtmlDocument *document, guint32 item)
{
    if (item == 0)
        return TRUE;
    const char *type = html_attribute(document, item, HTML_ATTRIBUTE_ITEMTYPE);
    if (type == NULL)
        return TRUE;
    return article_type_is_article(type) || article_type_is_page(type);
}

static const PropertyRow *find_property(const char *name, gsize length)
{
    for (guint i = 0; i < G_N_ELEMENTS(property_table); i++) {
        const char *property = property_table[i].property;
        if (strlen(property) == length && strncmp(property, name, length) == 0)
            return &property_table[i];
    }
    return NULL;
}

/* The name within an item (a person, an organisation, a place), or the text of the property. */
static char *property_text(const HtmlDocument *document, guint32 node)
{
    if (html_attribute(document, node, HTML_ATTRIBUTE_ITEMSCOPE) != NULL) {
        guint32 end = html_node(document, node)->end;
        for (guint32 inner = node + 1; inner < end; inner++) {
            const char *property = html_attribute(document, inner, HTML_ATTRIBUTE_ITEMPROP);
            if (property != NULL && strcmp(property, "name") == 0)
                return property_text(document, inner);
        }
    }
    const char *value = html_attribute(document, node, HTML_ATTRIBUTE_CONTENT);
    if (value == NULL)
        value = html_attribute(document, node, HTML_ATTRIBUTE_DATETIME);
    return value != NULL ? g_strdup(value) : html_subtree_text(document, node);
}

typedef struct {
    PageValues *values;
    const HtmlDocument *document;
    guint32 author_end; /* where the last author ends, in bytes of text */
} Reader;

/* One more author, unless it is farther away: the cards of other stories have authors, too. */
static void join_author(Reader *reader, guint32 node, const char *text)
{
    char **byline = &reader->values->text[VALUE_BYLINE];
    guint32 place = html_node(reader->document, node)->text;
    if (byline_names_are_none(text) || strlen(text) > AUTHOR_LENGTH ||
        (*byline != NULL && place > reader->author_end + AUTHORS_APART))
        return;
    reader->author_end = html_node(reader->document, html_node(reader->document, node)->end)->text;
    if (*byline == NULL || strlen(*byline) > BYLINE_CEILING || strstr(*byline, text) != NULL) {
        page_values_set(reader->values, VALUE_BYLINE, text);
        return;
    }
    char *joined = g_strjoin(", ", *byline, text, NULL);
    g_free(*byline);
    *byline = joined;
}

static void read_property(Reader *reader, guint32 node, const PropertyRow *row)
{
    g_autofree char *text = g_strstrip(property_text(reader->document, node));
    if (*text == '\0')
        return;
    if (row->slot == VALUE_BYLINE)
        join_author(reader, node, text);
    else
        page_values_set(reader->values, row->slot, text);
}

static gboolean is_false(const HtmlDocument *document, guint32 node)
{
    g_autofree char *text = g_strstrip(property_text(document, node));
    return g_ascii_strcasecmp(text, "false") == 0;
}

static void read_type(PageValues *values, const HtmlDocument *document, guint32 node)
{
    const char *type = html_node(document, node)->attribute_count == 0
                           ? NULL
                           : html_attribute(document, node, HTML_ATTRIBUTE_ITEMTYPE);
    if (type == NULL)
        return;
    values->is_gallery = values->is_gallery || article_type_is_gallery(type);
    values->is_live_blog = values->is_live_blog || article_type_is_live_blog(type);
}

void page_values_read_microdata(PageValues *values, const HtmlDocument *document)
{
    Reader reader = {.values = values, .document = document};
    for (guint32 node = 1; node < document->count; node++) {
        read_type(values, document, node);
        const char *name = html_node(document, node)->attribute_count == 0
                               ? NULL
                               : html_attribute(document, node, HTML_ATTRIBUTE_ITEMPROP);
        if (name == NULL || !is_about_article(document, item_of(document, node)))
            continue;
        while (*name != '\0') {
            gsize length = strcspn(name, " ");
            const PropertyRow *row = find_property(name, length);
            if (row != NULL)
                read_property(&reader, node, row);
            else if (length == strlen(FREE_ACCESS) && strncmp(name, FREE_ACCESS, length) == 0)
                values->paywalled = is_false(document, node);
            else if (length == 8 && strncmp(name, "keywords", 8) == 0)
                page_values_add_keywords(values,
                                         html_attribute(document, node, HTML_ATTRIBUTE_CONTENT));
            name += length + strspn(name + length, " ");
        }
    }
}
