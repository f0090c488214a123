/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small steps from XML to an article. */
#include "indexer/extract/xml-fields.h"

#include <string.h>

#include "indexer/extract/dateline.h"
#include "indexer/extract/fragment.h"

gboolean xml_set_line(Article *article, ArticleField field, const XmlNode *node, Provenance from)
{
    g_autofree char *line = node == NULL ? NULL : xml_line(node);
    return article_set_string(article, field, line, from);
}

gboolean xml_set_attribute(Article *article, ArticleField field, const XmlNode *node,
                           const char *name, Provenance from)
{
    g_autofree char *value = node == NULL ? NULL : xml_attribute(node, name);
    return article_set_string(article, field, value, from);
}

void xml_add_keyword(Article *article, const XmlNode *node)
{
    g_autofree char *line = node == NULL ? NULL : xml_line(node);
    if (line != NULL)
        article_add_keyword(article, line, strlen(line));
}

void xml_add_keyword_attribute(Article *article, const XmlNode *node, const char *name)
{
    g_autofree char *value = node == NULL ? NULL : xml_attribute(node, name);
    if (value != NULL)
        article_add_keyword(article, value, strlen(value));
}

gboolean xml_read_date(const XmlNode *node, const DateContext *dates, Date *date)
{
    g_autofree char *line = node == NULL ? NULL : xml_line(node);
    return line != NULL && date_parse(line, strlen(line), dates, date, NULL);
}

gboolean xml_read_date_attribute(const XmlNode *node, const char *name, const DateContext *dates,
                                 Date *date)
{
    g_autofree char *value = node == NULL ? NULL : xml_attribute(node, name);
    return value != NULL && date_parse(value, strlen(value), dates, date, NULL);
}

void xml_add_paragraph(Article *article, const XmlNode *node)
{
    g_autofree char *line = node == NULL ? NULL : xml_line(node);
    if (line != NULL)
        article_add_paragraph(article, line, strlen(line));
}

void xml_add_html(Article *article, const XmlNode *node)
{
    if (node == NULL)
        return;
    g_autofree char *markup = xml_inner_markup(node);
    g_autofree char *text = fragment_paragraphs(markup, strlen(markup));
    article_add_paragraph(article, text, strlen(text));
}

/* Where a line that is no dateline as reports begin with has its date: `MARLOW 1996-08-20`. */
static gsize end_of_place(const char *line)
{
    gsize end = strcspn(line, "0123456789(");
    while (end > 0 && strchr(" ,;:-.", line[end - 1]) != NULL)
        end--;
    return end;
}

void xml_set_dateline(Article *article, const char *line, const DateContext *dates)
{
    g_autofree char *opening = g_strconcat(line, " - ", NULL);
    Dateline dateline;
    if (dateline_read(opening, strlen(opening), dates, &dateline) && dateline.place_length > 0)
        article_set(article, ARTICLE_PLACE, dateline.place, dateline.place_length,
                    PROVENANCE_RECORD);
    else
        article_set(article, ARTICLE_PLACE, line, end_of_place(line), PROVENANCE_RECORD);
}

void xml_set_dateline_of(Article *article, const XmlNode *node, const DateContext *dates)
{
    g_autofree char *line = node == NULL ? NULL : xml_line(node);
    if (line != NULL)
        xml_set_dateline(article, line, dates);
}

void xml_set_id(Article *article, const char *kind, const char *id)
{
    if (id == NULL)
        return;
    g_autofree char *prefixed = g_strconcat(kind, id, NULL);
    article_set_string(article, ARTICLE_ID, prefixed, PROVENANCE_RECORD);
}

const XmlNode *xml_child_with(const XmlNode *node, const char *name, const char *attribute,
                              const char *value)
{
    const XmlNode *child = node == NULL ? NULL : xml_child(node, name);
    while (child != NULL && !xml_attribute_is(child, attribute, value))
        child = xml_next(child);
    return child;
}

guint32 xml_number(const char *text)
{
    guint64 number = text == NULL ? 0 : g_ascii_strtoull(text, NULL, 10);
    return (guint32)MIN(number, G_MAXUINT32);
}

gboolean xml_is_withdrawn(const char *status)
{
    static const char *const words[] = {"canceled", "cancelled", "killed", "withheld", NULL};
    g_autofree char *folded = status == NULL ? NULL : g_ascii_strdown(status, -1);
    return folded != NULL && g_strv_contains(words, folded);
}
