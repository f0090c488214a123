/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A table from ids of articles to the rows of the ledger that supply them, with open addressing:
 * there is a row for each article of the archive, and every run that adds something fills it.
 */
#include "indexer/supply.h"

#include <string.h>

/* The table is twice as large as it needs to be, and so much at least. */
#define SLOTS_MIN 1024

/* `entry` is NULL in a free slot. */
typedef struct {
    guint64 id;
    SupplyRow row;
} Slot;

struct Supply {
    Slot *slots;
    gsize mask; /* their number, a power of two, less one */
    gsize used;
};

/* The slot of an id, or the free one where it would be. Ids are digests: any of their bits will do
 * for a place. */
static Slot *find_slot(const Supply *supply, guint64 id)
{
    gsize at = id & supply->mask;
    while (supply->slots[at].row.entry != NULL && supply->slots[at].id != id)
        at = (at + 1) & supply->mask;
    return &supply->slots[at];
}

static void allocate(Supply *supply, gsize rows)
{
    gsize slots = SLOTS_MIN;
    while (slots < 2 * rows)
        slots *= 2;
    supply->slots = g_new0(Slot, slots);
    supply->mask = slots - 1;
}

static void grow(Supply *supply)
{
    Slot *before = supply->slots;
    gsize count = supply->mask + 1;
    allocate(supply, count);
    for (gsize i = 0; i < count; i++) {
        if (before[i].row.entry != NULL)
            *find_slot(supply, before[i].id) = before[i];
    }
    g_free(before);
}

static gsize count_rows(const GPtrArray *entries)
{
    gsize rows = 0;
    for (guint i = 0; i < entries->len; i++)
        rows += ((const LedgerEntry *)g_ptr_array_index(entries, i))->articles->len;
    return rows;
}

Supply *supply_new(const Ledger *ledger)
{
    Supply *supply = g_new0(Supply, 1);
    g_autoptr(GPtrArray) entries = ledger_entries_unsorted(ledger);
    allocate(supply, count_rows(entries));
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
    g_free(supply->slots);
    g_free(supply);
}

gboolean supply_find(const Supply *supply, guint64 id, SupplyRow *row)
{
    const Slot *slot = find_slot(supply, id);
    if (slot->row.entry == NULL)
        return FALSE;
    *row = slot->row;
    return TRUE;
}

LedgerArticle *supply_row(const SupplyRow *row)
{
    return &g_array_index(row->entry->articles, LedgerArticle, row->index);
}

void supply_set(Supply *supply, guint64 id, LedgerEntry *entry, guint index)
{
    Slot *slot = find_slot(supply, id);
    supply->used += slot->row.entry == NULL ? 1 : 0;
    *slot = (Slot){.id = id, .row = {.entry = entry, .index = index}};
    if (2 * supply->used > supply->mask + 1)
        grow(supply);
}

/* What stands behind the slot moves up, until a free one ends the chain: no gap may cut it. */
void supply_remove(Supply *supply, guint64 id)
{
    Slot *gap = find_slot(supply, id);
    if (gap->row.entry == NULL)
        return;
    supply->used--;
    gsize at = (gsize)(gap - supply->slots), free = at;
    for (;;) {
        supply->slots[free].row.entry = NULL;
        do {
            at = (at + 1) & supply->mask;
            if (supply->slots[at].row.entry == NULL)
                return;
        } while (((at - supply->slots[at].id) & supply->mask) < ((at - free) & supply->mask));
        supply->slots[free] = supply->slots[at];
        free = at;
    }
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
