/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One row for each slot, found by its number. */
#include "indexer/bulk/value-counts.h"

#include <string.h>

static void clear_statistics(gpointer data)
{
    ValueStatistics *statistics = data;
    g_byte_array_unref(statistics->lowest);
    g_byte_array_unref(statistics->highest);
}

void value_counts_init(ValueCounts *counts)
{
    counts->statistics = g_array_new(FALSE, FALSE, sizeof(ValueStatistics));
    g_array_set_clear_func(counts->statistics, clear_statistics);
    counts->slots = g_hash_table_new(NULL, NULL);
}

void value_counts_clear(ValueCounts *counts)
{
    g_array_unref(counts->statistics);
    g_hash_table_unref(counts->slots);
}

static int compare_bytes(const GByteArray *bound, const guint8 *value, gsize length)
{
    int order = memcmp(bound->data, value, MIN(bound->len, length));
    return order != 0 ? order : (bound->len > length) - (bound->len < length);
}

static void set_bytes(GByteArray *bound, const guint8 *value, gsize length)
{
    g_byte_array_set_size(bound, 0);
    g_byte_array_append(bound, value, (guint)length);
}

static ValueStatistics *slot_statistics(ValueCounts *counts, guint32 slot)
{
    gpointer index;
    gpointer key = GUINT_TO_POINTER(slot);
    if (!g_hash_table_lookup_extended(counts->slots, key, NULL, &index)) {
        index = GUINT_TO_POINTER(counts->statistics->len);
        const ValueStatistics added = {slot, 0, g_byte_array_new(), g_byte_array_new()};
        g_array_append_val(counts->statistics, added);
        g_hash_table_insert(counts->slots, key, index);
    }
    return &g_array_index(counts->statistics, ValueStatistics, GPOINTER_TO_UINT(index));
}

void value_counts_add(ValueCounts *counts, guint32 slot, const guint8 *value, gsize length)
{
    ValueStatistics *statistics = slot_statistics(counts, slot);
    if (statistics->count == 0 || compare_bytes(statistics->lowest, value, length) > 0)
        set_bytes(statistics->lowest, value, length);
    if (statistics->count == 0 || compare_bytes(statistics->highest, value, length) < 0)
        set_bytes(statistics->highest, value, length);
    statistics->count++;
}
