/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sgml-document.h: one document of an SGML collection as text and tags (formats.md §6.7).
 *
 * There is no tree and no DTD. An element is found by its name, in any case, and ends at the next
 * end tag of that name, or at the next tag where there is none.
 */
#ifndef INDEXER_SGML_DOCUMENT_H
#define INDEXER_SGML_DOCUMENT_H

#include <glib.h>

typedef struct SgmlDocument {
    GString *text; /* in UTF-8, entities not yet decoded */
    GArray *tags;  /* of SgmlTag */
    gboolean repaired;
} SgmlDocument;

typedef struct SgmlTag {
    guint32 start, end; /* from `<` to behind `>` */
    guint32 name;       /* its first letter */
    guint16 name_length;
    gboolean is_end;
} SgmlTag;

/* A part of the text: the content of an element. */
typedef struct SgmlElement {
    guint32 tag;        /* the index of its start tag */
    guint32 start, end; /* bytes of the text */
} SgmlElement;

/* Decodes the bytes: UTF-8 where they are valid with multibyte characters, else windows-1252. */
void sgml_document_init(SgmlDocument *document, const guint8 *bytes, gsize length);
void sgml_document_clear(SgmlDocument *document);

/* The first element of that name at or behind the tag `from`; FALSE where there is none. */
gboolean sgml_find(const SgmlDocument *document, const char *name, guint from,
                   SgmlElement *element);

/* An attribute of a start tag, without its quotes. The caller owns it; NULL where there is none. */
char *sgml_attribute(const SgmlDocument *document, guint tag, const char *name);

/* The text of an element on one line. The caller owns it. */
char *sgml_line(const SgmlDocument *document, const SgmlElement *element);

/* Its text with its line feeds; P and other tags of paragraphs become empty lines. */
GString *sgml_lines(const SgmlDocument *document, const SgmlElement *element);

/* Decodes the entities of news collections and HTML; controls become blanks. */
void sgml_decode(GString *out, const char *text, gsize length);

#endif
