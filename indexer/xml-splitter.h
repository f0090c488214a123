/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xml-splitter.h: the items of an XML file, one after the other, each with its byte offset.
 *
 * A feed, a sitemap, a news message, a file of many documents may be of any size; only one item is
 * in memory. The splitter knows tags, comments, CDATA and processing instructions, nothing more:
 * what is ill-formed elsewhere in the file does not keep it from finding the items.
 */
#ifndef INDEXER_XML_SPLITTER_H
#define INDEXER_XML_SPLITTER_H

#include "indexer/source.h"
#include "indexer/xml-document.h"

typedef struct XmlSplitter XmlSplitter;

typedef struct XmlItem {
    const guint8
        *bytes; /* from the item's start tag to its end tag; borrowed until the next call */
    gsize length;
    guint64 offset;  /* of the start tag in the source */
    gboolean is_cut; /* the file, or the ceiling, ended it */
} XmlItem;

/*
 * Splits at elements with one of the local names (blank-separated), at any depth, those in
 * others not counted. `source` is borrowed. UTF-16 and UTF-32 are read as a whole (up to the
 * item ceiling) and split as UTF-8; offsets are then those of the decoded text.
 */
XmlSplitter *xml_splitter_new(Source *source, const char *names);
/* The charset that the transport's header names, which is stronger than what the file declares;
 * NULL says nothing. Before the first item. */
void xml_splitter_set_charset(XmlSplitter *splitter, const char *transport);
void xml_splitter_free(XmlSplitter *splitter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(XmlSplitter, xml_splitter_free)

/*
 * The next item. FALSE at the end (`error` not set) and on failure. An item longer than
 * SOURCE_ITEM_CEILING is given cut, and the rest of it passed over.
 */
gboolean xml_splitter_next(XmlSplitter *splitter, XmlItem *item, GError **error);

/*
 * What stood outside the items so far: declaration, start tags, a channel's title, up to 64 KiB.
 * Borrowed until the next call.
 */
const GString *xml_splitter_head(const XmlSplitter *splitter);

/*
 * The item as a document of which it is the root, with the charset, the namespaces and the entities
 * that the file declares. Errors: those of xml_document_parse(). The caller owns it.
 */
XmlDocument *xml_splitter_document(XmlSplitter *splitter, const XmlItem *item, GError **error);

/* The same for what stood outside the items: the file without them. */
XmlDocument *xml_splitter_head_document(const XmlSplitter *splitter, GError **error);

#endif
