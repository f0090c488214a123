/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages, one after the other, and the articles of each. */
#include "indexer/page-reader.h"

#include "indexer/xml-splitter.h"
#include "morgue/date-parse.h"
#include "morgue/error.h"

#define PATH_CONFIDENCE 0.8

struct PageReader {
    const PageFormat *format;
    Source *source;
    const ReaderContext *context;
    XmlSplitter *splitter;
    DateContext dates;
    Date path_date;

    PrintedPage *page;     /* in hand, or NULL */
    XmlDocument *document; /* that it is from */
    guint64 offset, length;
    gboolean is_cut;
};

PageReader *page_reader_new(const PageFormat *format, Source *source, const ReaderContext *context)
{
    PageReader *reader = g_new0(PageReader, 1);
    reader->format = format;
    reader->source = source;
    reader->context = context;
    reader->splitter = xml_splitter_new(source, format->name);
    date_context_init(&reader->dates, &context->today);
    date_from_path(context->path, &reader->dates, &reader->path_date);
    reader->dates.reference = (Date){0};
    if (reader->path_date.precision >= DATE_PRECISION_DAY)
        reader->dates.reference = reader->path_date;
    return reader;
}

static void forget_page(PageReader *reader)
{
    g_clear_pointer(&reader->page, printed_page_free);
    g_clear_pointer(&reader->document, xml_document_free);
}

void page_reader_close(gpointer state)
{
    PageReader *reader = state;
    forget_page(reader);
    xml_splitter_free(reader->splitter);
    g_free(reader);
}

static gboolean next_of_page(PageReader *reader, Article *article)
{
    if (!printed_page_next(reader->page, article, &reader->dates))
        return FALSE;
    if (reader->context->language != NULL)
        article_set_language(article, reader->context->language, PROVENANCE_OPTION);
    reader->format->describe(xml_document_root(reader->document), article);
    if (reader->path_date.precision >= DATE_PRECISION_DAY)
        article_set_published(article, &reader->path_date, PROVENANCE_PATH, PATH_CONFIDENCE);
    article->offset = reader->offset;
    article->length = reader->length;
    article->flags |= reader->is_cut ? ARTICLE_TRUNCATED : 0;
    article->flags |= xml_document_is_repaired(reader->document) ? ARTICLE_REPAIRED : 0;
    article_finish(article);
    return TRUE;
}

static ReadStatus next_item(PageReader *reader, Article *article, GError **error)
{
    XmlItem item;
    GError *failure = NULL;
    if (!xml_splitter_next(reader->splitter, &item, &failure)) {
        article->offset = source_offset(reader->source);
        if (failure == NULL)
            return READ_END;
        g_propagate_error(error, failure);
        return READ_FAILED;
    }
    reader->offset = article->offset = item.offset;
    reader->length = article->length = item.length;
    reader->is_cut = item.is_cut;
    reader->document = xml_splitter_document(reader->splitter, &item, error);
    if (reader->document == NULL)
        return READ_SKIPPED;
    reader->page = reader->format->read(xml_document_root(reader->document));
    if (reader->page != NULL && next_of_page(reader, article))
        return READ_ARTICLE;
    forget_page(reader);
    article_clear(article);
    article->offset = reader->offset;
    article->length = reader->length;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, "page has no text");
    return READ_SKIPPED;
}

ReadStatus page_reader_next(gpointer state, Article *article, GError **error)
{
    PageReader *reader = state;
    if (reader->page != NULL && next_of_page(reader, article))
        return READ_ARTICLE;
    forget_page(reader);
    return next_item(reader, article, error);
}
