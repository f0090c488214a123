/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash from ids of articles to the rows of the ledger that supply them. */
#include "indexer/supply.h"

#include <string.h>

struct Supply {
    GHashTable *rows; /* guint64 → SupplyRow */
};

Supply *supply_new(const Ledger *ledger)
{
    Supply *supply = g_new(Supply, 1);
    supply->rows = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    g_autoptr(GPtrArray) entries = ledger_entries(ledger);
    for (guint i = 0; i < entries->len; i++) {
        LedgerEntry *entry = g_ptr_array_index(entries, i);
        for (guint row = 0; row < entry->articles->len; row++) {
            const LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, row);
            if (article->serial != 0)
                supply_set(supply, article->id, entry, row);
        }
    }
    return supply;
}

void supply_free(Supply *supply)
{
    if (supply == NULL)
        return;
    g_hash_table_unref(supply->rows);
    g_free(supply);
}

gboolean supply_find(const Supply *supply, guint64 id, SupplyRow *row)
{
    const SupplyRow *found = g_hash_table_lookup(supply->rows, &id);
    if (found == NULL)
        return FALSE;
    *row = *found;
    return TRUE;
}

LedgerArticle *supply_row(const SupplyRow *row)
{
    return &g_array_index(row->entry->articles, LedgerArticle, row->index);
}

void supply_set(Supply *supply, guint64 id, LedgerEntry *entry, guint index)
{
    SupplyRow *row = g_hash_table_lookup(supply->rows, &id);
    if (row == NULL) {
        row = g_new(SupplyRow, 1);
        g_hash_table_insert(supply->rows, g_memdup2(&id, sizeof id), row);
    }
    *row = (SupplyRow){.entry = entry, .index = index};
}

void supply_remove(Supply *supply, guint64 id)
{
    g_hash_table_remove(supply->rows, &id);
}

gboolean supply_is_better(const LedgerEntry *entry, guint32 ordinal, guint32 quality,
                          const SupplyRow *row)
{
    const LedgerArticle *rival = supply_row(row);
    if (quality != rival->quality)
        return quality > rival->quality;
    if (entry->root != row->entry->root)
        return entry->root < row->entry->root;
    int order = strcmp(entry->path, row->entry->path);
    return order != 0 ? order < 0 : ordinal < rival->ordinal;
}
