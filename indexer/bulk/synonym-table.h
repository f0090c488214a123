/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * synonym-table.h: the words that each stem stands for.
 */
#ifndef BULK_SYNONYM_TABLE_H
#define BULK_SYNONYM_TABLE_H

#include "indexer/bulk/btree-writer.h"

typedef struct SynonymTable SynonymTable;

/* Errors of this and of all that follows: MORGUE_ERROR_FAILED naming the file. */
SynonymTable *synonym_table_open(const char *directory, GError **error);
void synonym_table_close(SynonymTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SynonymTable, synonym_table_close)

/* Begins a stem; stems ascend. Then its words, in any order and as often as they come. */
void synonym_table_begin(SynonymTable *table, const guint8 *stem, gsize length);
void synonym_table_add(SynonymTable *table, const guint8 *word, gsize length);
gboolean synonym_table_end(SynonymTable *table, GError **error);

gboolean synonym_table_finish(SynonymTable *table, BTreeRoot *root, GError **error);

#endif
