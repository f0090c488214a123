/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash from ids of articles to the rows of the ledger that supply them. */
#include "indexer/supply.h"

#include <string.h>

/* Key and value in one, as there is one for each article of the archive. */
typedef struct {
    guint64 id; /* first: what the hash looks at */
    SupplyRow row;
} Supplier;

struct Supply {
    GHashTable *suppliers; /* a set of Supplier */
};

Supply *supply_new(const Ledger *ledger)
{
    Supply *supply = g_new(Supply, 1);
    supply->suppliers = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    g_autoptr(GPtrArray) entries = ledger_entries_unsorted(ledger);
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
    g_hash_table_unref(supply->suppliers);
    g_free(supply);
}

gboolean supply_find(const Supply *supply, guint64 id, SupplyRow *row)
{
    const Supplier *found = g_hash_table_lookup(supply->suppliers, &id);
    if (found == NULL)
        return FALSE;
    *row = found->row;
    return TRUE;
}

LedgerArticle *supply_row(const SupplyRow *row)
{
    return &g_array_index(row->entry->articles, LedgerArticle, row->index);
}

void supply_set(Supply *supply, guint64 id, LedgerEntry *entry, guint index)
{
    const Supplier supplier = {.id = id, .row = {.entry = entry, .index = index}};
    Supplier *found = g_hash_table_lookup(supply->suppliers, &id);
    if (found != NULL)
        *found = supplier;
    else
        g_hash_table_add(supply->suppliers, g_memdup2(&supplier, sizeof supplier));
}

void supply_remove(Supply *supply, guint64 id)
{
    g_hash_table_remove(supply->suppliers, &id);
}

/* What came by standard input: entries are `-RUN`. */
static gboolean is_later_delivery(const char *path, const char *other)
{
    gsize length = strlen(path), other_length = strlen(other);
    return length != other_length ? length > other_length : strcmp(path, other) > 0;
}

gboolean supply_is_withdrawn(const LedgerArticle *article)
{
    return (article->quality & SUPPLY_WITHDRAWN) != 0;
}

gboolean supply_is_as_good(const LedgerArticle *article, const LedgerArticle *other)
{
    guint32 usable = article->quality & SUPPLY_USABLE,
            other_usable = other->quality & SUPPLY_USABLE;
    if (usable != other_usable)
        return usable > other_usable;
    if (article->revision != other->revision)
        return article->revision > other->revision;
    return article->quality >= other->quality;
}

gboolean supply_is_better(const LedgerEntry *entry, const LedgerArticle *article,
                          const SupplyRow *row)
{
    const LedgerArticle *rival = supply_row(row);
    const guint32 not_words = ~SUPPLY_WORDS_MAX;

    if (entry->root == 0 && row->entry->root == 0 && strcmp(entry->path, row->entry->path) != 0 &&
        article->revision == rival->revision &&
        (article->quality & not_words) == (rival->quality & not_words))
        return is_later_delivery(entry->path, row->entry->path);
    if (!supply_is_as_good(article, rival))
        return FALSE;
    if (!supply_is_as_good(rival, article))
        return TRUE;
    if (entry->root != row->entry->root)
        return entry->root < row->entry->root;
    int order = strcmp(entry->path, row->entry->path);
    return order != 0 ? order < 0 : article->ordinal < rival->ordinal;
}
