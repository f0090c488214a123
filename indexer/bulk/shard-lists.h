/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shard-lists.h: the inverted lists of a shard as a run (run.h), without those that are dead.
 */
#ifndef BULK_SHARD_LISTS_H
#define BULK_SHARD_LISTS_H

#include "indexer/bulk/run.h"
#include "indexer/bulk/shard-documents.h"

/*
 * Reads the lists of the shard in `path`, whose documents get other numbers; both outlive the
 * reader, and `documents` learns the highest wdf. `tables` is what the version file says. Errors of
 * this and of the reader as btree_reader_open().
 */
RunReader *shard_lists_open(const char *path, const GlassTable tables[GLASS_TABLES],
                            ShardDocuments *documents, GError **error);

#endif
