/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Item after item, each a small document. */
#include "indexer/xml-item-reader.h"

#include "morgue/error.h"

struct XmlItemReader {
    const XmlItemFormat *format;
    XmlSplitter *splitter;
    DateContext dates;
    gboolean has_items; /* or it has been said that there are none */
};

XmlItemReader *xml_item_reader_new(const XmlItemFormat *format, Source *source,
                                   const ReaderContext *context)
{
    XmlItemReader *self = g_new0(XmlItemReader, 1);
    self->format = format;
    self->splitter = xml_splitter_new(source, format->names);
    const Date *bound = date_is_set(&context->captured) ? &context->captured : &context->today;
    date_context_init(&self->dates, bound);
    self->dates.reference = (Date){0};
    self->dates.always_midnight = TRUE;
    return self;
}

void xml_item_reader_close(gpointer reader)
{
    XmlItemReader *self = reader;
    xml_splitter_free(self->splitter);
    g_free(self);
}

static ReadStatus pass(GError **error, const char *reason)
{
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, reason);
    return READ_SKIPPED;
}

static ReadStatus end(XmlItemReader *self, GError *failure, GError **error)
{
    if (failure != NULL) {
        g_propagate_error(error, failure);
        return READ_FAILED;
    }
    if (self->has_items)
        return READ_END;
    self->has_items = TRUE;
    return pass(error, self->format->empty);
}

ReadStatus xml_item_reader_next(gpointer reader, Article *article, GError **error)
{
    XmlItemReader *self = reader;
    XmlItem item;
    GError *failure = NULL;
    if (!xml_splitter_next(self->splitter, &item, &failure))
        return end(self, failure, error);
    self->has_items = TRUE;
    article->offset = item.offset;
    article->length = item.length;
    g_autoptr(XmlDocument) document = xml_splitter_document(self->splitter, &item, error);
    if (document == NULL)
        return READ_SKIPPED;
    const char *reason = self->format->read(xml_document_root(document), &self->dates, article);
    if (reason != NULL)
        return pass(error, reason);
    article->flags |= item.is_cut ? ARTICLE_TRUNCATED : 0;
    return READ_ARTICLE;
}
