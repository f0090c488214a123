/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shard.h: writing one shard: its tables directly (bulk/), or through libxapian.
 */
#ifndef INDEXER_SHARD_H
#define INDEXER_SHARD_H

#include <glib.h>

#include "indexer/document.h"

#define SHARD_MEMORY_DEFAULT ((guint64)64 * 1024 * 1024)

typedef struct ShardOptions {
    guint64 memory;           /* bytes, near enough */
    gboolean through_library; /* even where tables could be written directly */
} ShardOptions;

typedef struct ShardWriter ShardWriter;

/* Begins the shard in `path`, which must not exist; what is unfinished stands in `path`.parts. */
ShardWriter *shard_writer_new(const char *path, const ShardOptions *options);
/* Removes what is unfinished. */
void shard_writer_free(ShardWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ShardWriter, shard_writer_free)

/*
 * Adds a document; `docid` is its number in the shard, from 1 without gaps. Errors of this and of
 * all that follows: MORGUE_ERROR_FAILED naming what could not be written.
 */
gboolean shard_writer_add(ShardWriter *writer, const Document *document, guint32 *docid,
                          GError **error);

guint32 shard_writer_count(const ShardWriter *writer);

/* Sets a metadata key. */
gboolean shard_writer_set(ShardWriter *writer, const char *key, const char *value, GError **error);

/* Completes the shard. It is not synced yet: directory_sync_files(). */
gboolean shard_writer_finish(ShardWriter *writer, GError **error);

#endif
