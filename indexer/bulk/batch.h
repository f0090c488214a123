/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * batch.h: as many documents as memory holds, on their way from their order to that of terms.
 *
 * Documents are kept as flat lists of term numbers; when the batch is written, the terms are sorted
 * once, and one pass over the documents places every posting where its list has room for it (a
 * counting sort) and makes the term list of each document, in the terms' order, without
 * comparing strings.
 */
#ifndef BULK_BATCH_H
#define BULK_BATCH_H

#include <glib.h>

#include "indexer/bulk/termlist-table.h"
#include "indexer/document.h"

typedef struct Batch Batch;

Batch *batch_new(void);
void batch_free(Batch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Batch, batch_free)

/* Adds a document; numbers ascend by one. */
void batch_add(Batch *batch, guint32 number, const Document *document);

gboolean batch_is_empty(const Batch *batch);
/* Bytes of memory that it takes now, and when it is written. */
gsize batch_size(const Batch *batch);

/*
 * Writes the run `path` and the documents' entries in the termlist table, and empties the batch.
 * Errors: MORGUE_ERROR_FAILED naming the file.
 */
gboolean batch_write(Batch *batch, const char *path, TermlistTable *termlists, GError **error);

#endif
