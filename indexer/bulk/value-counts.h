/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * value-counts.h: how many documents have a value in each slot, and the lowest and the highest.
 */
#ifndef BULK_VALUE_COUNTS_H
#define BULK_VALUE_COUNTS_H

#include "indexer/bulk/postlist-table.h"

typedef struct ValueCounts {
    GArray *statistics; /* of ValueStatistics, one for each slot */
    GHashTable *slots;  /* slot → index in it */
} ValueCounts;

void value_counts_init(ValueCounts *counts);
void value_counts_clear(ValueCounts *counts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ValueCounts, value_counts_clear)

/* Counts one more value, which is not empty. */
void value_counts_add(ValueCounts *counts, guint32 slot, const guint8 *value, gsize length);

#endif
