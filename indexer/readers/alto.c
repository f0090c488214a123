/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ALTO (formats.md §8): a page of print out of OCR. On its own it is one article, as it does not
 * say where its articles begin and end; a METS or DIDL file beside it may, and then reads it.
 */
#include "indexer/readers/table.h"

#include "indexer/extract/alto-page.h"
#include "indexer/page-reader.h"

static Evidence alto_sniff(const guint8 *bytes, gsize length)
{
    return xml_root_is_one_of(bytes, length, "alto ALTO") ? EVIDENCE_CERTAIN : EVIDENCE_NONE;
}

static PrintedPage *read_page(const XmlNode *element)
{
    g_autoptr(AltoPage) words = alto_page_new();
    alto_page_add(words, element);
    PrintedPage *page = printed_page_new();
    alto_page_print_blocks(words, NULL, page);
    return page;
}

/* The number printed on the page, else that of its image. */
static void describe_page(const XmlNode *element, Article *article)
{
    g_autofree char *printed = xml_attribute(element, "PRINTED_IMG_NR");
    g_autofree char *image = xml_attribute(element, "PHYSICAL_IMG_NR");
    article_set_string(article, ARTICLE_PAGE, printed != NULL ? printed : image, PROVENANCE_RECORD);
    for (const XmlNode *node = element; node != NULL; node = xml_following(element, node)) {
        g_autofree char *language = xml_attribute(node, "LANG");
        if (language == NULL)
            language = xml_attribute(node, "language");
        if (language != NULL && article_set_language(article, language, PROVENANCE_RECORD))
            return;
    }
}

static const PageFormat alto_format = {"Page", read_page, describe_page};

static gpointer alto_open(Source *source, const ReaderContext *context,
                          G_GNUC_UNUSED GError **error)
{
    return page_reader_new(&alto_format, source, context);
}

const Reader alto_reader = {
    .name = "alto",
    .summary = "ALTO, pages of OCR",
    .extensions = "xml",
    .version = 1,
    .is_part = TRUE,
    .sniff = alto_sniff,
    .open = alto_open,
    .next = page_reader_next,
    .close = page_reader_close,
};
