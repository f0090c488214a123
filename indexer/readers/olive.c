/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Digitised newspapers of Olive (formats.md §8): in the Document.zip of an issue an `XMD-entity`
 * for each article of a page, its words one by one in `Primitive` blocks. The pages (`XMD-PAGE`)
 * and the issue's contents (`Xmd_toc`, TOC.xml beside the zip) name the same articles again.
 */
#include <string.h>

#include "indexer/extract/printed-page.h"
#include "indexer/extract/xml-fields.h"
#include "indexer/readers/table.h"
#include "indexer/xml-item-reader.h"

#define ISSUE_CONFIDENCE 0.95

/* An attribute of the entity, else of its Meta. The caller owns it. */
static char *entity_attribute(const XmlNode *entity, const char *name)
{
    char *value = xml_attribute(entity, name);
    const XmlNode *meta = xml_child(entity, "Meta");
    return value != NULL || meta == NULL ? value : xml_attribute(meta, name);
}

static void set_field(const XmlNode *entity, const char *name, Article *article, ArticleField field)
{
    g_autofree char *value = entity_attribute(entity, name);
    article_set_string(article, field, value, PROVENANCE_RECORD);
}

/* Words and marks are elements of their own: whether a blank stands between two. */
static gboolean is_apart(const char *before, const char *word)
{
    static const char *const closing[] = {".", ",", ";", ":", "!", "?", ")", "]", "%", "’", "”"};
    static const char *const opening[] = {"(", "[", "'", "’", "“", "„"};
    for (gsize i = 0; i < G_N_ELEMENTS(closing); i++)
        if (strcmp(word, closing[i]) == 0)
            return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(opening); i++)
        if (g_str_has_suffix(before, opening[i]))
            return FALSE;
    return before[0] != '\0';
}

static void add_word(GString *line, const char *word)
{
    if (word == NULL)
        return;
    if (is_apart(line->str, word))
        g_string_append_c(line, ' ');
    g_string_append(line, word);
}

static void add_line(PrintedPage *page, GString *line)
{
    if (line->len > 0)
        printed_page_add_line(page, line->str);
    g_string_truncate(line, 0);
}

/* The whole words that are divided in the block: QID → QW. Keys owned, values borrowed. */
static GHashTable *whole_words(const XmlNode *primitive)
{
    GHashTable *whole = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (const XmlNode *node = xml_child(primitive, "QW"); node != NULL; node = xml_next(node)) {
        char *id = xml_attribute(node, "QID");
        if (id != NULL)
            g_hash_table_insert(whole, id, (gpointer)node);
    }
    return whole;
}

/* `Q` is a part of a divided word: the first stands for the whole, the others for nothing. */
static void add_part(const XmlNode *part, GHashTable *whole, GString *line)
{
    g_autofree char *id = xml_attribute(part, "QID");
    gpointer word = NULL;
    gboolean is_known = id != NULL && g_hash_table_lookup_extended(whole, id, NULL, &word);
    g_autofree char *text = is_known ? (word == NULL ? NULL : xml_line(word)) : xml_line(part);
    add_word(line, text);
    if (is_known)
        g_hash_table_insert(whole, g_strdup(id), NULL);
}

/* A paragraph begins at a line (`L`) that is marked S or SA. */
static void read_primitive(const XmlNode *primitive, PrintedPage *page)
{
    g_autoptr(GString) line = g_string_new(NULL);
    g_autoptr(GHashTable) whole = whole_words(primitive);
    printed_page_add_block(page, BLOCK_TEXT, "article");
    for (const XmlNode *node = xml_first_child(primitive); node != NULL;
         node = xml_next_sibling(node)) {
        if (xml_is(node, "L")) {
            add_line(page, line);
            if (xml_attribute_is(node, "P", "S") || xml_attribute_is(node, "P", "SA"))
                printed_page_add_block(page, BLOCK_TEXT, "article");
        } else if (xml_is(node, "Q")) {
            add_part(node, whole, line);
        } else if (xml_is(node, "W") || xml_is(node, "S")) {
            g_autofree char *word = xml_line(node);
            add_word(line, word);
        }
    }
    add_line(page, line);
}

/* Days are written 23/06/1807; `id` is that of the entity in its issue. */
static void read_issue(const XmlNode *entity, const DateContext *dates, Article *article)
{
    g_autofree char *day = entity_attribute(entity, "ISSUE_DATE");
    g_autofree char *paper = entity_attribute(entity, "PUBLICATION");
    g_autofree char *id = xml_attribute(entity, "ID");
    Date date;
    if (day != NULL && date_parse(day, strlen(day), dates, &date, NULL)) {
        date.ambiguous_order = FALSE;
        article_set_published(article, &date, PROVENANCE_CONTAINER, ISSUE_CONFIDENCE);
    }
    if (day != NULL && paper != NULL && id != NULL) {
        g_autofree char *whole = g_strdup_printf("%s/%s#%s", paper, day, id);
        xml_set_id(article, "olive:", whole);
    }
}

static void read_headline(const XmlNode *entity, Article *article)
{
    g_autofree char *name = entity_attribute(entity, "NAME");
    if (name != NULL && g_ascii_strcasecmp(name, "Untitled Article") != 0)
        article_set_string(article, ARTICLE_HEADLINE, name, PROVENANCE_ELEMENT);
}

static const char *read_entity(const XmlNode *entity, const DateContext *dates, Article *article)
{
    if (xml_is(entity, "Xmd_toc") || xml_is(entity, "XMD-PAGE"))
        return "contents of an issue or a page, without text";
    const XmlNode *content = xml_child(entity, "Content");
    const XmlNode *block = content == NULL ? NULL : xml_child(content, "Primitive");
    g_autoptr(PrintedPage) page = printed_page_new();
    for (; block != NULL; block = xml_next(block))
        read_primitive(block, page);
    g_autofree char *language = entity_attribute(entity, "LANGUAGE");
    article_set_language(article, language, PROVENANCE_RECORD);
    read_headline(entity, article);
    set_field(entity, "PUBLICATION_DESCRIPTION", article, ARTICLE_SOURCE);
    set_field(entity, "PUBLICATION", article, ARTICLE_SOURCE);
    set_field(entity, "PAGE_LABEL", article, ARTICLE_PAGE);
    set_field(entity, "PAGE_NO", article, ARTICLE_PAGE);
    read_issue(entity, dates, article);
    if (!printed_page_next(page, article, dates) || article->body->len == 0)
        return "picture or other entity without text";
    article_finish(article);
    return NULL;
}

static const XmlItemFormat format = {"XMD-entity XMD-PAGE Xmd_toc", "no entity in it", read_entity};

static Evidence olive_sniff(const guint8 *bytes, gsize length)
{
    return xml_root_is_one_of(bytes, length, format.names) ? EVIDENCE_CERTAIN : EVIDENCE_NONE;
}

static gpointer olive_open(Source *source, const ReaderContext *context,
                           G_GNUC_UNUSED GError **error)
{
    return xml_item_reader_new(&format, source, context);
}

const Reader olive_reader = {
    .name = "olive",
    .summary = "digitised newspapers of Olive (XMD)",
    .extensions = "xml",
    .version = 1,
    .sniff = olive_sniff,
    .open = olive_open,
    .next = xml_item_reader_next,
    .close = xml_item_reader_close,
};
