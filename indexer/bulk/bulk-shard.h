/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bulk-shard.h: a shard whose tables are written directly, without libxapian.
 *
 * Data and term lists go into their tables as documents come; what is in the order of terms is
 * sorted in batches and merged at the end. The database is the one that libxapian would have
 * written in a single commit, and may be read, updated and merged by it. Only for libraries that
 * version-guard.h admits.
 */
#ifndef BULK_BULK_SHARD_H
#define BULK_BULK_SHARD_H

#include "indexer/document.h"

typedef struct BulkShard BulkShard;

/*
 * Begins the database `path`, which must not exist; `directory` is there and takes what is needed
 * until it is complete. `memory`: what may be used in bytes, near enough. Errors of this and of all
 * that follows: MORGUE_ERROR_FAILED naming the file.
 */
BulkShard *bulk_shard_new(const char *directory, const char *path, guint64 memory, GError **error);
void bulk_shard_free(BulkShard *shard);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BulkShard, bulk_shard_free)

/* Adds a document; its number is one more than the last one's. */
gboolean bulk_shard_add(BulkShard *shard, const Document *document, GError **error);

/* Sets a metadata key; an empty value removes it. */
gboolean bulk_shard_set(BulkShard *shard, const char *key, const char *value, GError **error);

/* Completes the database. It is not synced. */
gboolean bulk_shard_finish(BulkShard *shard, GError **error);

#endif
