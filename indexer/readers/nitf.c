/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NITF files: one article each, some several; also the New York Times corpus (formats.md §6.4). */
#include "indexer/extract/nitf.h"
#include "indexer/extract/xml-fields.h"
#include "indexer/readers/table.h"
#include "indexer/xml-item-reader.h"

static const char *read_item(const XmlNode *item, const DateContext *dates, Article *article)
{
    article->revision = nitf_revision(item, dates);
    if (nitf_is_withdrawn(item)) {
        nitf_read_identity(item, article);
        article_withdraw(article);
        return XML_WITHDRAWN;
    }
    nitf_read(item, dates, article);
    article_finish(article);
    return article_has_text(article) ? NULL : "NITF without headline and text";
}

static const XmlItemFormat format = {"nitf", "no NITF document in it", read_item};

static Evidence nitf_sniff(const guint8 *bytes, gsize length)
{
    return xml_root_is_one_of(bytes, length, "nitf") ? EVIDENCE_CERTAIN : EVIDENCE_NONE;
}

static gpointer nitf_open(Source *source, const ReaderContext *context,
                          G_GNUC_UNUSED GError **error)
{
    return xml_item_reader_new(&format, source, context);
}

const Reader nitf_reader = {
    .name = "nitf",
    .summary = "NITF 3.x, also the New York Times corpus",
    .extensions = "xml nitf",
    .version = 2,
    .sniff = nitf_sniff,
    .open = nitf_open,
    .next = xml_item_reader_next,
    .close = xml_item_reader_close,
};
