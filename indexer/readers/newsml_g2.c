/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * NewsML-G2 (IPTC 2.x): news items of their own, in messages and beside packages, which only relate
 * them to each other.
 */
#include <string.h>

#include "indexer/extract/nitf.h"
#include "indexer/extract/xml-fields.h"
#include "indexer/readers/table.h"
#include "indexer/xml-item-reader.h"

#define G2_CONFIDENCE 0.97

/* Whether a qcode (`stat:canceled`) has this code, whatever alias its scheme has. */
static gboolean has_code(const XmlNode *node, const char *code)
{
    g_autofree char *value = node == NULL ? NULL : xml_attribute(node, "qcode");
    if (value == NULL && node != NULL)
        value = xml_attribute(node, "uri");
    const char *colon =
        value == NULL ? NULL : strrchr(value, strchr(value, '/') != NULL ? '/' : ':');
    return colon != NULL && g_ascii_strcasecmp(colon + 1, code) == 0;
}

/* The name that the item asserts for a party or concept with this code or address, or NULL. */
static const XmlNode *asserted_name(const XmlNode *item, const XmlNode *node)
{
    static const char *const attributes[] = {"qcode", "uri", "literal"};
    for (gsize i = 0; i < G_N_ELEMENTS(attributes); i++) {
        g_autofree char *value = xml_attribute(node, attributes[i]);
        const XmlNode *known =
            value == NULL ? NULL : xml_child_with(item, "assert", attributes[i], value);
        if (known != NULL && xml_path(known, "name") != NULL)
            return xml_path(known, "name");
    }
    return NULL;
}

/* The name of a party or concept: its name, here or asserted, literal, or code. */
static void set_name(const XmlNode *item, Article *article, ArticleField field, const XmlNode *node)
{
    if (node == NULL)
        return;
    xml_set_line(article, field, xml_child(node, "name"), PROVENANCE_RECORD);
    xml_set_line(article, field, asserted_name(item, node), PROVENANCE_RECORD);
    xml_set_attribute(article, field, node, "literal", PROVENANCE_RECORD);
    g_autofree char *code = xml_attribute(node, "qcode");
    const char *colon = code == NULL ? NULL : strrchr(code, ':');
    article_set_string(article, field, colon != NULL ? colon + 1 : code, PROVENANCE_RECORD);
}

static void set_names(Article *article, ArticleField field, const XmlNode *top, const char *name)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (const XmlNode *node = top == NULL ? NULL : xml_child(top, name); node != NULL;
         node = xml_next(node)) {
        const XmlNode *inner = xml_child(node, "name");
        g_autofree char *line = inner != NULL ? xml_line(inner) : xml_attribute(node, "literal");
        if (line != NULL)
            g_string_append_printf(names, "%s%s", names->len > 0 ? "; " : "", line);
    }
    article_set(article, field, names->str, names->len, PROVENANCE_RECORD);
}

static void set_dates(const XmlNode *item, const DateContext *dates, Article *article)
{
    const XmlNode *about = xml_child(item, "itemMeta"), *content = xml_child(item, "contentMeta");
    Date date;
    if (xml_read_date(xml_path(content, "contentCreated"), dates, &date) ||
        xml_read_date(xml_path(about, "firstCreated"), dates, &date) ||
        xml_read_date(xml_path(about, "versionCreated"), dates, &date))
        article_set_published(article, &date, PROVENANCE_RECORD, G2_CONFIDENCE);
    if (xml_read_date(xml_path(content, "contentModified"), dates, &date) ||
        xml_read_date(xml_path(about, "versionCreated"), dates, &date))
        article_set_modified(article, &date, PROVENANCE_RECORD);
}

static void add_keywords(const XmlNode *content, Article *article)
{
    for (const XmlNode *node = content == NULL ? NULL : xml_first_child(content); node != NULL;
         node = xml_next_sibling(node)) {
        if (xml_is(node, "subject"))
            xml_add_keyword(article, xml_child(node, "name"));
        if (xml_is(node, "slugline") || xml_is(node, "keyword"))
            xml_add_keyword(article, node);
    }
}

/* Subjects may be codes whose names stand in an `assert` of the item. */
static void add_asserted(const XmlNode *item, Article *article)
{
    const XmlNode *content = xml_child(item, "contentMeta");
    for (const XmlNode *node = content == NULL ? NULL : xml_child(content, "subject"); node != NULL;
         node = xml_next(node)) {
        g_autofree char *code = xml_attribute(node, "qcode");
        if (code != NULL && xml_child(node, "name") == NULL)
            xml_add_keyword(article,
                            xml_path(xml_child_with(item, "assert", "qcode", code), "name"));
    }
}

static void set_language(const XmlNode *item, Article *article)
{
    const XmlNode *language = xml_path(item, "contentMeta/language");
    g_autofree char *tag = language == NULL ? NULL : xml_attribute(language, "tag");
    g_autofree char *lang = xml_attribute(item, "lang");
    article_set_language(article, tag, PROVENANCE_RECORD);
    article_set_language(article, lang, PROVENANCE_RECORD);
}

static void add_inline(const XmlNode *inline_xml, const DateContext *dates, Article *article)
{
    const XmlNode *document = xml_first_child(inline_xml);
    if (document == NULL)
        xml_add_html(article, inline_xml);
    else if (xml_is(document, "nitf"))
        nitf_read(document, dates, article);
    else if (xml_is(document, "html"))
        xml_add_html(article, xml_path(document, "body"));
    else
        xml_add_html(article, inline_xml);
}

/* Renditions of one text: the first that has any. */
static void set_body(const XmlNode *item, const DateContext *dates, Article *article)
{
    const XmlNode *set = xml_child(item, "contentSet");
    for (const XmlNode *node = set == NULL ? NULL : xml_first_child(set);
         node != NULL && article->body->len == 0; node = xml_next_sibling(node)) {
        if (xml_is(node, "inlineXML"))
            add_inline(node, dates, article);
        g_autofree char *text = xml_is(node, "inlineData") ? xml_text(node) : NULL;
        if (text != NULL)
            article_add_paragraph(article, text, strlen(text));
    }
    /* A picture's caption is all the text that it has. */
    const XmlNode *caption = xml_path(item, "contentMeta/description");
    if (article->body->len == 0)
        xml_add_paragraph(article, caption);
    else
        xml_set_line(article, ARTICLE_SUMMARY, caption, PROVENANCE_RECORD);
}

static void set_section(const XmlNode *item, Article *article)
{
    const XmlNode *genre = xml_path(item, "contentMeta/genre");
    const XmlNode *service = xml_path(item, "itemMeta/service");
    xml_set_line(article, ARTICLE_SECTION, xml_path(genre, "name"), PROVENANCE_RECORD);
    xml_set_line(article, ARTICLE_SECTION, xml_path(service, "name"), PROVENANCE_RECORD);
}

static void set_address(const XmlNode *item, Article *article)
{
    g_autofree char *guid = xml_attribute(item, "guid");
    g_autofree char *version = xml_attribute(item, "version");
    xml_set_id(article, "g2:", guid);
    article->revision = xml_number(version);
    for (const XmlNode *link = xml_path(item, "itemMeta/link"); link != NULL;
         link = xml_next(link)) {
        g_autofree char *address = xml_attribute(link, "href");
        article_set_url(article, address, PROVENANCE_RECORD);
    }
    article_set_url(article, guid, PROVENANCE_RECORD);
}

static const char *read_news_item(const XmlNode *item, const DateContext *dates, Article *article)
{
    const XmlNode *status = xml_path(item, "itemMeta/pubStatus");
    const XmlNode *content = xml_child(item, "contentMeta");
    set_address(item, article);
    if (has_code(status, "canceled") || has_code(status, "withheld")) {
        article_withdraw(article);
        return XML_WITHDRAWN;
    }
    xml_set_line(article, ARTICLE_HEADLINE, xml_path(content, "headline"), PROVENANCE_RECORD);
    xml_set_line(article, ARTICLE_HEADLINE, xml_path(item, "itemMeta/title"), PROVENANCE_RECORD);
    xml_set_line(article, ARTICLE_BYLINE, xml_path(content, "by"), PROVENANCE_RECORD);
    set_names(article, ARTICLE_BYLINE, content, "creator");
    set_dates(item, dates, article);
    set_section(item, article);
    add_keywords(content, article);
    add_asserted(item, article);
    set_name(item, article, ARTICLE_SOURCE, xml_path(item, "itemMeta/provider"));
    set_name(item, article, ARTICLE_SOURCE, xml_path(content, "infoSource"));
    set_name(item, article, ARTICLE_PLACE, xml_path(content, "located"));
    xml_set_line(article, ARTICLE_PLACE, xml_path(content, "dateline"), PROVENANCE_RECORD);
    set_language(item, article);
    set_body(item, dates, article);
    article_finish(article);
    return article_has_text(article) ? NULL : "news item without headline and text";
}

static const char *read_item(const XmlNode *item, const DateContext *dates, Article *article)
{
    return xml_is(item, "newsItem") ? read_news_item(item, dates, article)
                                    : "package or concept, which only relates items";
}

static const XmlItemFormat format = {
    "newsItem packageItem conceptItem knowledgeItem planningItem catalogItem", "no news item in it",
    read_item};

static Evidence newsml_g2_sniff(const guint8 *bytes, gsize length)
{
    return xml_root_is_one_of(bytes, length,
                              "newsItem packageItem newsMessage conceptItem knowledgeItem "
                              "planningItem catalogItem")
               ? EVIDENCE_CERTAIN
               : EVIDENCE_NONE;
}

static gpointer newsml_g2_open(Source *source, const ReaderContext *context,
                               G_GNUC_UNUSED GError **error)
{
    return xml_item_reader_new(&format, source, context);
}

const Reader newsml_g2_reader = {
    .name = "newsml-g2",
    .summary = "NewsML-G2: news items and messages of them",
    .extensions = "xml",
    .version = 2,
    .sniff = newsml_g2_sniff,
    .open = newsml_g2_open,
    .next = xml_item_reader_next,
    .close = xml_item_reader_close,
};
