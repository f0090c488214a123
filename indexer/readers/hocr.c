/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hOCR (formats.md §8): pages of print that OCR wrote as HTML. Each page is one article; when it
 * was printed only the path says. Pages are elements of their own, usually div, and only one such
 * element is in memory.
 */
#include "indexer/readers/table.h"

#include <string.h>

#include "indexer/charset.h"
#include "indexer/extract/hocr-page.h"
#include "indexer/xml-splitter.h"
#include "morgue/date-parse.h"
#include "morgue/error.h"

#define PATH_CONFIDENCE 0.8

typedef struct {
    Source *source;
    const ReaderContext *context;
    XmlSplitter *splitter;
    DateContext dates;
    Date path_date;

    HtmlDocument *document; /* the element in hand, with one page or several; or NULL */
    guint32 next;           /* node in it to look at */
    gboolean is_repaired, is_cut;
    guint64 offset, length;
} HocrReader;

/* Pages begin in the first bytes, or the head promises them (hOCR 1.2 § 9). */
static Evidence hocr_sniff(const guint8 *bytes, gsize length)
{
    static const char *const marks[] = {
        "class=\"ocr_page",        "class='ocr_page",   "class=ocr_page",
        "name=\"ocr-system\"",     "name='ocr-system'", "name=\"ocr-capabilities\"",
        "name='ocr-capabilities'",
    };
    const char *text = (const char *)bytes;
    if (length == 0 || *text != '<')
        return EVIDENCE_NONE;
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (memmem(text, strnlen(text, length), marks[i], strlen(marks[i])) != NULL)
            return EVIDENCE_CERTAIN;
    }
    return EVIDENCE_NONE;
}

static gpointer hocr_open(Source *source, const ReaderContext *context,
                          G_GNUC_UNUSED GError **error)
{
    HocrReader *reader = g_new0(HocrReader, 1);
    reader->source = source;
    reader->context = context;
    reader->splitter = xml_splitter_new(source, "div");
    date_context_init(&reader->dates, &context->today);
    date_from_path(context->path, &reader->dates, &reader->path_date);
    reader->dates.reference = (Date){0};
    if (reader->path_date.precision >= DATE_PRECISION_DAY)
        reader->dates.reference = reader->path_date;
    return reader;
}

static void hocr_close(gpointer state)
{
    HocrReader *reader = state;
    html_document_free(reader->document);
    xml_splitter_free(reader->splitter);
    g_free(reader);
}

/* The number that is printed on the page, or else its place in the scan, if that counts from 1. */
static void apply_page(const HocrReader *reader, guint32 node, Article *article)
{
    g_autofree char *logical = hocr_property(reader->document, node, "lpageno");
    article_set_string(article, ARTICLE_PAGE, logical, PROVENANCE_RECORD);
    g_autofree char *physical = hocr_property(reader->document, node, "ppageno");
    guint64 number = physical == NULL ? 0 : g_ascii_strtoull(physical, NULL, 10);
    if (number == 0 || number > G_MAXUINT) /* a page alone is always the first of its scan */
        return;
    g_autofree char *page = g_strdup_printf("%" G_GUINT64_FORMAT, number + 1);
    article_set_string(article, ARTICLE_PAGE, page, PROVENANCE_RECORD);
}

/* The language of the page or of the first element in it that has one. */
static void apply_language(const HocrReader *reader, guint32 node, Article *article)
{
    if (reader->context->language != NULL)
        article_set_language(article, reader->context->language, PROVENANCE_OPTION);
    guint32 end = html_node(reader->document, node)->end;
    for (guint32 i = node; i < end; i++) {
        const char *language = html_attribute(reader->document, i, HTML_ATTRIBUTE_LANG);
        if (language != NULL && article_set_language(article, language, PROVENANCE_RECORD))
            return;
    }
}

static gboolean read_page(const HocrReader *reader, guint32 node, Article *article)
{
    g_autoptr(PrintedPage) page = hocr_page_read(reader->document, node);
    if (!printed_page_next(page, article, &reader->dates))
        return FALSE;
    apply_page(reader, node, article);
    apply_language(reader, node, article);
    if (reader->path_date.precision >= DATE_PRECISION_DAY)
        article_set_published(article, &reader->path_date, PROVENANCE_PATH, PATH_CONFIDENCE);
    article->flags |= reader->is_cut || reader->document->truncated ? ARTICLE_TRUNCATED : 0;
    article->flags |= reader->is_repaired ? ARTICLE_REPAIRED : 0;
    article_finish(article);
    return TRUE;
}

/* The next page of the element in hand: READ_END where none is left. */
static ReadStatus next_of_element(HocrReader *reader, Article *article, GError **error)
{
    while (reader->next < reader->document->count) {
        guint32 node = reader->next++;
        if (!hocr_is(reader->document, node, "ocr_page"))
            continue;
        reader->next = html_node(reader->document, node)->end;
        gboolean found = read_page(reader, node, article);
        if (!found)
            article_clear(article);
        article->offset = reader->offset;
        article->length = reader->length;
        if (found)
            return READ_ARTICLE;
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, "page has no text");
        return READ_SKIPPED;
    }
    return READ_END;
}

static void parse_element(HocrReader *reader, const XmlItem *item)
{
    const GString *head = xml_splitter_head(reader->splitter);
    g_autofree char *declared = charset_declared((const guint8 *)head->str, head->len);
    CharsetResult charset = {0};
    g_autoptr(GString) text =
        charset_decode(item->bytes, item->length, reader->context->charset, declared, &charset);
    reader->document = html_document_parse(text->str, text->len);
    reader->next = 0;
    reader->is_repaired = charset.replaced > 0;
    reader->is_cut = item->is_cut;
    reader->offset = item->offset;
    reader->length = item->length;
}

static ReadStatus hocr_next(gpointer state, Article *article, GError **error)
{
    HocrReader *reader = state;
    for (;;) {
        if (reader->document != NULL) {
            ReadStatus status = next_of_element(reader, article, error);
            if (status != READ_END)
                return status;
            g_clear_pointer(&reader->document, html_document_free);
        }
        XmlItem item;
        GError *failure = NULL;
        if (!xml_splitter_next(reader->splitter, &item, &failure)) {
            article->offset = source_offset(reader->source);
            if (failure == NULL)
                return READ_END;
            g_propagate_error(error, failure);
            return READ_FAILED;
        }
        parse_element(reader, &item);
    }
}

const Reader hocr_reader = {
    .name = "hocr",
    .summary = "hOCR, pages of OCR as HTML",
    .extensions = "hocr html htm xhtml",
    .version = 1,
    .sniff = hocr_sniff,
    .open = hocr_open,
    .next = hocr_next,
    .close = hocr_close,
};
