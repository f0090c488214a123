/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reuters Corpus Volume 1: `newsitem` with an `itemid` (formats.md §6.4). */
#include <string.h>

#include "indexer/extract/xml-fields.h"
#include "indexer/readers/table.h"
#include "indexer/xml-item-reader.h"

#define RCV1_CONFIDENCE 0.99

static void add_codes(const XmlNode *item, Article *article)
{
    for (const XmlNode *node = item; node != NULL; node = xml_following(item, node))
        if (xml_is(node, "code"))
            xml_add_keyword_attribute(article, node, "code");
}

static void read_metadata(const XmlNode *item, const DateContext *dates, Article *article)
{
    const XmlNode *metadata = xml_path(item, "metadata");
    for (const XmlNode *node = metadata == NULL ? NULL : xml_child(metadata, "dc"); node != NULL;
         node = xml_next(node)) {
        Date date;
        if (xml_attribute_is(node, "element", "dc.date.published") &&
            xml_read_date_attribute(node, "value", dates, &date))
            article_set_published(article, &date, PROVENANCE_RECORD, RCV1_CONFIDENCE);
        if (xml_attribute_is(node, "element", "dc.creator.location"))
            xml_set_attribute(article, ARTICLE_PLACE, node, "value", PROVENANCE_RECORD);
        if (xml_attribute_is(node, "element", "dc.source"))
            xml_set_attribute(article, ARTICLE_SOURCE, node, "value", PROVENANCE_RECORD);
    }
}

static const char *read_item(const XmlNode *item, const DateContext *dates, Article *article)
{
    g_autofree char *id = xml_attribute(item, "itemid");
    g_autofree char *language = xml_attribute(item, "lang");
    Date date;
    xml_set_id(article, "rcv1:", id);
    if (xml_read_date_attribute(item, "date", dates, &date))
        article_set_published(article, &date, PROVENANCE_RECORD, RCV1_CONFIDENCE);
    article_set_language(article, language, PROVENANCE_RECORD);
    xml_set_line(article, ARTICLE_HEADLINE, xml_path(item, "headline"), PROVENANCE_RECORD);
    xml_set_line(article, ARTICLE_HEADLINE, xml_path(item, "title"), PROVENANCE_RECORD);
    xml_set_line(article, ARTICLE_BYLINE, xml_path(item, "byline"), PROVENANCE_RECORD);
    read_metadata(item, dates, article);
    xml_set_dateline_of(article, xml_path(item, "dateline"), dates);
    add_codes(item, article);
    for (const XmlNode *node = xml_path(item, "text/p"); node != NULL; node = xml_next(node))
        xml_add_paragraph(article, node);
    article_finish(article);
    return article_has_text(article) ? NULL : "news item without headline and text";
}

static const XmlItemFormat format = {"newsitem", "no news item in it", read_item};

/* Others have a `newsitem` too, but number it otherwise. */
static Evidence rcv1_sniff(const guint8 *bytes, gsize length)
{
    return xml_root_is_one_of(bytes, length, "newsitem") &&
                   xml_root_has_attribute(bytes, length, "itemid")
               ? EVIDENCE_CERTAIN
               : EVIDENCE_NONE;
}

static gpointer rcv1_open(Source *source, const ReaderContext *context,
                          G_GNUC_UNUSED GError **error)
{
    return xml_item_reader_new(&format, source, context);
}

const Reader rcv1_reader = {
    .name = "rcv1",
    .summary = "Reuters Corpus Volume 1",
    .extensions = "xml",
    .version = 1,
    .sniff = rcv1_sniff,
    .open = rcv1_open,
    .next = xml_item_reader_next,
    .close = xml_item_reader_close,
};
