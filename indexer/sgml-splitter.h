/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sgml-splitter.h: the documents of an SGML collection, one after the other (formats.md §6.7).
 *
 * A document goes from `<NAME` to `</NAME>`, in any case. What is between documents is passed over.
 * One that never ends is bounded by the next start at the beginning of a line, by a ceiling or by
 * the end of the input; it is named, and costs no other.
 */
#ifndef INDEXER_SGML_SPLITTER_H
#define INDEXER_SGML_SPLITTER_H

#include "indexer/reader.h"

/* No document of a news collection comes near it. */
#define SGML_DOCUMENT_CEILING ((gsize)8 * 1024 * 1024)

/* The length of the start tag's name at `bytes`, a `<`, where it is `name`; 0 where it is not. */
gsize sgml_tag_begins(const guint8 *bytes, gsize length, const char *name);

/*
 * Moves to the next document called `name` and looks at it: READ_ARTICLE sets `document` to its
 * bytes, which are borrowed until the source is used again, and `length`; the caller consumes them.
 * READ_SKIPPED has consumed a document without an end, from `start` on.
 */
ReadStatus sgml_next_document(Source *source, const char *name, const guint8 **document,
                              gsize *length, guint64 *start, GError **error);

#endif
