/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table-merge.h: the tables that are in the order of terms, from the runs of all batches.
 */
#ifndef BULK_TABLE_MERGE_H
#define BULK_TABLE_MERGE_H

#include "indexer/bulk/postlist-table.h"
#include "indexer/bulk/version-file.h"

/* What is in these tables besides the lists of runs. */
typedef struct TableMerge {
    const char *directory;
    const GPtrArray *runs; /* of RunReader, in the order of documents */
    GTree *metadata;       /* of char * to char *, by bytes */
    GArray *statistics;    /* of ValueStatistics: one for each slot; is sorted */
    const GArray *lengths; /* of guint32: of all documents */
} TableMerge;

/*
 * Writes postlist, position and synonym tables, and their roots into `version`. Errors:
 * MORGUE_ERROR_FAILED naming the file, and those of the runs.
 */
gboolean table_merge(const TableMerge *merge, VersionFile *version, GError **error);

#endif
