/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shard.h: writing one shard, through libxapian.
 *
 * Documents go into small databases, which are compacted into one when the shard is complete:
 * Xapian's inverter is twice as fast while its tables fit into the processor's cache
 * (performance.md, Building).
 */
#ifndef INDEXER_SHARD_H
#define INDEXER_SHARD_H

#include <glib.h>

#include "indexer/document.h"
#include "xapian-c.h"

typedef struct ShardWriter ShardWriter;

/* Begins the shard in `path`, which must not exist; what is unfinished stands in `path`.parts. */
ShardWriter *shard_writer_new(const char *path);
/* Removes what is unfinished. */
void shard_writer_free(ShardWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ShardWriter, shard_writer_free)

/* Adds a document; `docid` is its number in the shard, from 1 without gaps. */
gboolean shard_writer_add(ShardWriter *writer, const Document *document, guint32 *docid,
                          GError **error);

guint32 shard_writer_count(const ShardWriter *writer);

/* Sets a metadata key. */
gboolean shard_writer_set(ShardWriter *writer, const char *key, const char *value, GError **error);

/* Writes the tables. They are not synced yet: see directory.h. */
gboolean shard_writer_finish(ShardWriter *writer, GError **error);

#endif
