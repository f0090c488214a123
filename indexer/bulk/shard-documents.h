/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shard-documents.h: which documents of a shard live, and what numbers they get in another.
 */
#ifndef BULK_SHARD_DOCUMENTS_H
#define BULK_SHARD_DOCUMENTS_H

#include "indexer/bulk/btree-reader.h"
#include "indexer/bulk/value-counts.h"

/* A shard whose documents are taken over. */
typedef struct ShardPart {
    const char *path;   /* of the database */
    const GArray *dead; /* of guint32: numbers of documents that are left out, ascending */
} ShardPart;

/* What is learnt of all parts, in their order. */
typedef struct ShardCounts {
    GArray *lengths; /* of guint32: of the documents that live */
    ValueCounts values;
} ShardCounts;

/* Instead of the number of a document that is left out. */
#define DEAD_DOCUMENT G_MAXUINT32

typedef struct ShardDocuments {
    guint32 *numbers; /* by their number here; 0: there is none. Zeroed memory */
    guint32 last;     /* the highest number here */
    guint32 wdf_max;  /* of the lists that have been read (shard-lists.h) */
} ShardDocuments;

/*
 * Gives the living documents of a part the numbers behind those that `counts` has, and counts them
 * and their values. Errors as btree_reader_open().
 */
gboolean shard_documents_read(ShardDocuments *documents, const ShardPart *part,
                              const GlassTable *postlist, ShardCounts *counts, GError **error);
void shard_documents_clear(ShardDocuments *documents);

/* The number of a document in the other shard, or DEAD_DOCUMENT; 0: there is no such document. */
static inline guint32 shard_documents_number(const ShardDocuments *documents, guint32 document)
{
    return document <= documents->last ? documents->numbers[document] : 0;
}

#endif
