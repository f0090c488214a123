/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * postlist-table.h: which documents have a term, how often, and all else that is in docid order.
 *
 * In the order of its keys: metadata, statistics of values, values, lengths of documents, terms.
 * The caller writes them in this order. Lists are cut into chunks as the library does it, so
 * that its entries are those that the library would have written in one commit.
 */
#ifndef BULK_POSTLIST_TABLE_H
#define BULK_POSTLIST_TABLE_H

#include "indexer/bulk/btree-writer.h"

/* Of the values in a slot; they sort by their bytes. */
typedef struct ValueStatistics {
    guint32 slot;
    guint32 count;
    GByteArray *lowest, *highest;
} ValueStatistics;

typedef struct PostlistTable PostlistTable;

/* Errors of this and of all that follows: MORGUE_ERROR_FAILED naming the file. */
PostlistTable *postlist_table_open(const char *directory, GError **error);
void postlist_table_close(PostlistTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PostlistTable, postlist_table_close)

/* Keys ascend; none is longer than METADATA_KEY_MAX, and no value is empty. */
#define METADATA_KEY_MAX 253
gboolean postlist_table_add_metadata(PostlistTable *table, const char *key, const char *value,
                                     GError **error);

/* All slots, in any order, which is changed. */
gboolean postlist_table_add_statistics(PostlistTable *table, ValueStatistics *statistics,
                                       gsize count, GError **error);

/* Values of a slot, given by the key of its chunks without document; documents ascend. */
void postlist_table_begin_slot(PostlistTable *table, const guint8 *key, gsize length);
gboolean postlist_table_add_value(PostlistTable *table, guint32 document, const guint8 *value,
                                  gsize length, GError **error);
gboolean postlist_table_end_slot(PostlistTable *table, GError **error);

/* Lengths of all documents, which count from 1. */
gboolean postlist_table_add_lengths(PostlistTable *table, const guint32 *lengths, guint32 count,
                                    GError **error);

/*
 * Postings of a term, given by its bytes with zero bytes escaped: how many follow, and the sum of
 * their wdf. Terms ascend, and documents.
 */
void postlist_table_begin_term(PostlistTable *table, const guint8 *term, gsize length,
                               guint64 documents, guint64 occurrences);
gboolean postlist_table_add_posting(PostlistTable *table, guint32 document, guint32 wdf,
                                    GError **error);
gboolean postlist_table_end_term(PostlistTable *table, GError **error);

gboolean postlist_table_finish(PostlistTable *table, BTreeRoot *root, GError **error);

#endif
