/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * merge-tables.h: the tables of a shard that is made of several.
 *
 * They are written directly (bulk/shard-merge.h), or through libxapian where its format is not
 * known to us: then what is dead goes one document after the other.
 */
#ifndef INDEXER_MERGE_TABLES_H
#define INDEXER_MERGE_TABLES_H

#include "indexer/store-internal.h"

typedef struct Merge {
    Store *store;
    guint first, count; /* which shards of the stub */
    guint number;       /* of the new shard */
    GArray *dead;       /* of DeadVersion: all that live shards name */
} Merge;

/* Whether a shard is one of those that are merged. */
gboolean merge_has(const Merge *merge, guint shard);

/*
 * Writes the database `path`, which must not exist: what lives of the merged shards, oldest first,
 * without gaps among the numbers of documents, and the settings of today. The caller removes what
 * is unfinished. Errors: MORGUE_ERROR_FAILED or MORGUE_ERROR_DAMAGED, naming the file.
 */
gboolean merge_write_tables(const Merge *merge, const char *path, GError **error);

#endif
