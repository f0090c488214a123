/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xml-document.h: an XML document as a tree, and the one home of libxml2's XML parser.
 *
 * Names are local names: archives leave namespaces and DTDs out, and bind any prefix to them.
 * Ill-formed documents are read as far as they make sense. Nothing is loaded from anywhere: no
 * DTD, no external entity. Entities that HTML knows and the document does not declare (`&nbsp;`)
 * are what HTML says; those that it declares may expand it no more than 50 times (formats.md §4).
 *
 * A document is immutable; any number of threads may parse and read at the same time.
 */
#ifndef INDEXER_XML_DOCUMENT_H
#define INDEXER_XML_DOCUMENT_H

#include <glib.h>

typedef struct XmlDocument XmlDocument;

/* An element. Borrowed from its document. */
typedef struct _xmlNode XmlNode;

/*
 * The local name of the root element, found in the first bytes of a document without parsing it:
 * behind declaration, comments, processing instructions and DTD. FALSE where there is none in
 * them. `name` is cut at its size. For Reader.sniff().
 */
gboolean xml_sniff_root(const guint8 *bytes, gsize length, char *name, gsize size);

/* Whether an element with one of the names (blank-separated) is the root: see xml_sniff_root(). */
gboolean xml_root_is_one_of(const guint8 *bytes, gsize length, const char *names);

/* Whether the tag of the root has an attribute of this name, by the same look. */
gboolean xml_root_has_attribute(const guint8 *bytes, gsize length, const char *name);

/*
 * Parses a document in any charset: `transport` is the label of the transport's header or NULL.
 * Error: MORGUE_ERROR_INPUT with the line where nothing could be made of it; MORGUE_ERROR_LIMIT
 * for entity bombs. The caller owns the document.
 */
XmlDocument *xml_document_parse(const guint8 *bytes, gsize length, const char *transport,
                                GError **error);
void xml_document_free(XmlDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(XmlDocument, xml_document_free)

/* Whether the document is ill-formed and was repaired, or bytes wrong in its charset replaced. */
gboolean xml_document_is_repaired(const XmlDocument *document);

const XmlNode *xml_document_root(const XmlDocument *document);

/* Makes an element of the document its root: what is around it cannot be reached any more. */
void xml_document_descend(XmlDocument *document, const XmlNode *node);

const char *xml_name(const XmlNode *node); /* local */
/* The prefix as written, "" where there is none, or where it is undeclared and dropped. */
const char *xml_prefix(const XmlNode *node);
/* Whether it is written with the prefix, declared or not. */
gboolean xml_has_prefix(const XmlNode *node, const char *prefix);
gboolean xml_is(const XmlNode *node, const char *name);
const XmlNode *xml_parent(const XmlNode *node);

/* Child elements, in order; NULL at the end. */
const XmlNode *xml_first_child(const XmlNode *node);
const XmlNode *xml_next_sibling(const XmlNode *node);

/* The first child with the name, and the next sibling with the same name. */
const XmlNode *xml_child(const XmlNode *node, const char *name);
const XmlNode *xml_next(const XmlNode *node);

/* Down the first children with these names (`docdata/doc-id`); NULL where one is missing, or
 * where `node` is NULL. */
const XmlNode *xml_path(const XmlNode *node, const char *path);

/*
 * The element after `node` in document order within `top` (which itself comes first: start with
 * `node` = `top`); NULL at the end. Never recursive.
 */
const XmlNode *xml_following(const XmlNode *top, const XmlNode *node);
/* The element after the whole subtree of `node`, within `top`. */
const XmlNode *xml_after(const XmlNode *top, const XmlNode *node);
/* The first descendant of `top` with the name, or NULL. */
const XmlNode *xml_descendant(const XmlNode *top, const char *name);

/*
 * The value of an attribute by its local name, without white space at its ends; NULL where it is
 * absent or empty. The caller owns it.
 */
char *xml_attribute(const XmlNode *node, const char *name);
/* Whether an attribute is there and equals the value, in any case. */
gboolean xml_attribute_is(const XmlNode *node, const char *name, const char *value);

/*
 * All text in the element, entities resolved, as it stands; "" where `node` is NULL. The caller
 * owns it.
 */
char *xml_text(const XmlNode *node);

/* The same on one line: runs of white space are one blank. NULL where nothing is left. */
char *xml_line(const XmlNode *node);

/* What xml_walk() meets. */
typedef enum {
    XML_START, /* of an element */
    XML_END,   /* of an element whose start was let in */
    XML_WORDS, /* a run of text in `node` */
} XmlEvent;

/* `text` is NULL but for XML_WORDS. FALSE for XML_START passes over the element and its end. */
typedef gboolean (*XmlVisit)(gpointer data, XmlEvent event, const XmlNode *node, const char *text);

/* Visits all that is in `top`, in document order, text and elements mixed. Never recursive. */
void xml_walk(const XmlNode *top, XmlVisit visit, gpointer data);

/*
 * The markup in the element (xhtml content of a feed, say), as HTML for
 * morgue's fragment functions. The caller owns it.
 */
char *xml_inner_markup(const XmlNode *node);

#endif
