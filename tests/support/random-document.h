/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * random-document.h: documents with what is hard to write into tables.
 */
#ifndef TESTS_RANDOM_DOCUMENT_H
#define TESTS_RANDOM_DOCUMENT_H

#include <glib.h>

/*
 * The same documents for the same seed, of at most so many different terms; one in twenty has
 * nothing in it. The caller frees the array, and with it the documents.
 */
GPtrArray *made_documents_random(guint32 seed, guint count, guint terms);

#endif
