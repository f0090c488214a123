/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xml-fields.h: elements and attributes of XML records as fields of an article.
 *
 * Nodes may be NULL everywhere: what is not there sets nothing.
 */
#ifndef INDEXER_EXTRACT_XML_FIELDS_H
#define INDEXER_EXTRACT_XML_FIELDS_H

#include "indexer/xml-document.h"
#include "morgue/article.h"
#include "morgue/date-parse.h"

/* The text of an element on one line. Returns whether the field was set. */
gboolean xml_set_line(Article *article, ArticleField field, const XmlNode *node, Provenance from);
gboolean xml_set_attribute(Article *article, ArticleField field, const XmlNode *node,
                           const char *name, Provenance from);

void xml_add_keyword(Article *article, const XmlNode *node);
void xml_add_keyword_attribute(Article *article, const XmlNode *node, const char *name);

/* The text of an element, or an attribute, as a date. */
gboolean xml_read_date(const XmlNode *node, const DateContext *dates, Date *date);
gboolean xml_read_date_attribute(const XmlNode *node, const char *name, const DateContext *dates,
                                 Date *date);

/* The element as a paragraph of the body, on one line. */
void xml_add_paragraph(Article *article, const XmlNode *node);

/* HTML in an element as paragraphs. */
void xml_add_html(Article *article, const XmlNode *node);

/* The place of a dateline that stands in a field of its own, as text or as an element. */
void xml_set_dateline(Article *article, const char *line, const DateContext *dates);
void xml_set_dateline_of(Article *article, const XmlNode *node, const DateContext *dates);

/* `kind` and an id, which is taken for one that means the same everywhere. NULL sets nothing. */
void xml_set_id(Article *article, const char *kind, const char *id);

/* The child with an attribute of this value (in any case), or NULL. */
const XmlNode *xml_child_with(const XmlNode *node, const char *name, const char *attribute,
                              const char *value);

/* A whole number that an attribute or a text begins with; 0 for none. */
guint32 xml_number(const char *text);

/*
 * Whether the status of a story, in any case, says that its agency takes it back: `canceled` or
 * `withheld` by the standards, `killed` as the wires call it. NULL says nothing.
 */
gboolean xml_is_withdrawn(const char *status);
#define XML_WITHDRAWN "withdrawn by its agency"

#endif
