/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PAGE XML (formats.md §8): one page of print, as OCR and transcription tools write it. Its
 * articles where they are marked, else the page as one.
 */
#include "indexer/readers/table.h"

#include "indexer/extract/page-layout.h"
#include "indexer/page-reader.h"

static Evidence page_sniff(const guint8 *bytes, gsize length)
{
    return xml_root_is_one_of(bytes, length, "PcGts") ? EVIDENCE_CERTAIN : EVIDENCE_NONE;
}

static PrintedPage *read_page(const XmlNode *root)
{
    const XmlNode *page = xml_child(root, "Page");
    return page == NULL ? NULL : page_layout_read(page);
}

/* The language that most of the page is in, as the page or its first region says. */
static void describe_page(const XmlNode *root, Article *article)
{
    for (const XmlNode *node = root; node != NULL; node = xml_following(root, node)) {
        g_autofree char *language = xml_attribute(node, "primaryLanguage");
        if (language != NULL && article_set_language(article, language, PROVENANCE_RECORD))
            return;
    }
}

static const PageFormat page_format = {"PcGts", read_page, describe_page};

static gpointer page_open(Source *source, const ReaderContext *context,
                          G_GNUC_UNUSED GError **error)
{
    return page_reader_new(&page_format, source, context);
}

const Reader page_reader = {
    .name = "page",
    .summary = "PAGE XML, pages of OCR or transcription",
    .extensions = "xml",
    .version = 1,
    .sniff = page_sniff,
    .open = page_open,
    .next = page_reader_next,
    .close = page_reader_close,
};
