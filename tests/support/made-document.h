/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * made-document.h: documents made term by term, for tests of what is written of them.
 */
#ifndef TESTS_MADE_DOCUMENT_H
#define TESTS_MADE_DOCUMENT_H

#include "indexer/document.h"

/*
 * Adds an occurrence of a term; `position` may be 0, for none. Returns the term's place in the
 * document's `terms`.
 */
guint32 made_document_add(Document *document, const void *term, gsize length, guint wdf,
                          guint32 position);

/* Notes that a stem stands for a word; both are such places. */
void made_document_add_synonym(Document *document, guint32 stem, guint32 word);

/* Adds a value, which is not empty. Slots ascend, or not. */
void made_document_add_value(Document *document, guint32 slot, const void *value, gsize length);

#endif
