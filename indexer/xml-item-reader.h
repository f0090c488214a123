/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xml-item-reader.h: readers of XML files of any size whose items are elements of some names.
 */
#ifndef INDEXER_XML_ITEM_READER_H
#define INDEXER_XML_ITEM_READER_H

#include "indexer/reader.h"
#include "indexer/xml-splitter.h"
#include "morgue/date-parse.h"

/* What a format does with its items. */
typedef struct XmlItemFormat {
    const char *names; /* of elements, blank-separated */
    const char *empty; /* the reason where there is no item */
    /* Fills the article from an item and finishes it; why it is none, a fixed text, or NULL. */
    const char *(*read)(const XmlNode *item, const DateContext *dates, Article *article);
} XmlItemFormat;

typedef struct XmlItemReader XmlItemReader;

/* `format` is static. Open, next and close of a Reader. */
XmlItemReader *xml_item_reader_new(const XmlItemFormat *format, Source *source,
                                   const ReaderContext *context);
ReadStatus xml_item_reader_next(gpointer reader, Article *article, GError **error);
void xml_item_reader_close(gpointer reader);

#endif
