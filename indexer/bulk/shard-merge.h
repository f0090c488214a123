/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shard-merge.h: one shard out of several, without the documents that are dead.
 *
 * What comes of it is what the bulk writer would have written of the living documents: numbers
 * without gaps, full blocks, exact counts and bounds. Only the words of a stem (synonyms) stay as
 * long as one of the parts has them, also where no document has them any more.
 */
#ifndef BULK_SHARD_MERGE_H
#define BULK_SHARD_MERGE_H

#include "indexer/bulk/shard-documents.h"

/*
 * Writes the database `path`, which must not exist, of `count` parts in this order. `metadata` is
 * what it has of that: a tree of strings, of keys and their values, by bytes. Memory: 12 bytes a
 * document. Errors: MORGUE_ERROR_FAILED naming what could not be read or written,
 * MORGUE_ERROR_DAMAGED naming the table that is. The caller removes what is unfinished.
 */
gboolean shard_merge(const ShardPart *parts, guint count, GTree *metadata, const char *path,
                     GError **error);

#endif
