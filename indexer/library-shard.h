/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * library-shard.h: a shard that libxapian writes.
 *
 * Documents go into small databases, which are compacted into one when the shard is complete:
 * Xapian's inverter is twice as fast while its tables fit into the processor's cache
 * (performance.md, Building). For versions of the library whose format bulk/ does not know.
 */
#ifndef INDEXER_LIBRARY_SHARD_H
#define INDEXER_LIBRARY_SHARD_H

#include <glib.h>

#include "indexer/document.h"
#include "xapian-c.h"

typedef struct LibraryShard LibraryShard;

/* Begins a shard; what is unfinished stands in `directory`, which is there. */
LibraryShard *library_shard_new(const char *directory);
void library_shard_free(LibraryShard *shard);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LibraryShard, library_shard_free)

/* Adds a document; its number is one more than the last one's. */
gboolean library_shard_add(LibraryShard *shard, const Document *document, GError **error);

/* Sets a metadata key. */
gboolean library_shard_set(LibraryShard *shard, const char *key, const char *value, GError **error);

/* Writes the database `path`. It is not synced. */
gboolean library_shard_finish(LibraryShard *shard, const char *path, GError **error);

#endif
