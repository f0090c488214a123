/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text of an article of the Koninklijke Bibliotheek (formats.md §8), where the DIDL file of its
 * issue is not beside it: only the path may say when it was printed.
 */
#include "indexer/readers/table.h"

#include "indexer/extract/kb-text.h"
#include "indexer/xml-item-reader.h"

/* `text` is a name for anything: only with a title or a paragraph at once is it this one. */
static Evidence kb_text_sniff(const guint8 *bytes, gsize length)
{
    if (!xml_root_is_one_of(bytes, length, "text"))
        return EVIDENCE_NONE;
    const char *start = g_strstr_len((const char *)bytes, (gssize)length, "<text>");
    if (start == NULL)
        return EVIDENCE_NONE;
    start += sizeof "<text>" - 1;
    const char *end = (const char *)bytes + length;
    while (start < end && g_ascii_isspace(*start))
        start++;
    gsize left = (gsize)(end - start);
    gboolean is_known =
        g_strstr_len(start, (gssize)MIN(left, sizeof "<title" - 1), "<title") == start ||
        g_strstr_len(start, (gssize)MIN(left, sizeof "<p>" - 1), "<p>") == start;
    return is_known ? EVIDENCE_STRONG : EVIDENCE_NONE;
}

static const char *read_text(const XmlNode *item, G_GNUC_UNUSED const DateContext *dates,
                             Article *article)
{
    kb_text_read(item, article);
    if (!article_has_text(article))
        return "article without text";
    article_finish(article);
    return NULL;
}

static const XmlItemFormat kb_text_format = {"text", "no article in it", read_text};

static gpointer kb_text_open(Source *source, const ReaderContext *context,
                             G_GNUC_UNUSED GError **error)
{
    return xml_item_reader_new(&kb_text_format, source, context);
}

const Reader kb_text_reader = {
    .name = "kb-text",
    .summary = "article texts of the Koninklijke Bibliotheek",
    .extensions = "xml",
    .version = 1,
    .is_part = TRUE,
    .sniff = kb_text_sniff,
    .open = kb_text_open,
    .next = xml_item_reader_next,
    .close = xml_item_reader_close,
};
