/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sgml-splitter.h: the documents of collections in SGML, and the elements in them.
 *
 * These files are not XML and were never meant for an HTML parser: `&#5;` is fatal to the one, the
 * other drops `<BODY>` (formats.md §6.7). A scanner of bytes finds `<DOC>` and `</DOC>`; one
 * document is in memory. Names of elements count in any case.
 */
#ifndef INDEXER_SGML_SPLITTER_H
#define INDEXER_SGML_SPLITTER_H

#include "indexer/source.h"

typedef struct SgmlSplitter SgmlSplitter;

typedef struct SgmlItem {
    const char *bytes; /* from the start tag to the end tag; borrowed until the next call */
    gsize length;
    guint64 offset;  /* of the start tag in the source */
    gboolean is_cut; /* it has no end tag before the next document, or is over the ceiling */
} SgmlItem;

/* `name` is that of the element (`doc`), static. `source` is borrowed. */
SgmlSplitter *sgml_splitter_new(Source *source, const char *name);
void sgml_splitter_free(SgmlSplitter *splitter);

/* The next document. FALSE at the end (`error` not set) and on failure. */
gboolean sgml_splitter_next(SgmlSplitter *splitter, SgmlItem *item, GError **error);

/* An element in a document's text; its content ends at its end tag, or where another element that
 * cannot be in it begins. */
typedef struct SgmlElement {
    const char *attributes; /* from behind the name to the `>` */
    gsize attributes_length;
    const char *content;
    gsize length;
    const char *end; /* behind its end tag */
} SgmlElement;

/* The next element with a name at or after `from`, before `end`. */
gboolean sgml_find(const char *from, const char *end, const char *name, SgmlElement *element);

/* The value of an attribute, quoted or not; NULL where it is absent. The caller owns it. */
char *sgml_attribute(const SgmlElement *element, const char *name);

/*
 * The text in a range without tags, references resolved, controls as blanks; `<P>` and empty lines
 * become empty lines. The caller owns it.
 */
char *sgml_text(const char *bytes, gsize length);

/* The same on one line; NULL where nothing is left. */
char *sgml_line(const char *bytes, gsize length);

#endif
