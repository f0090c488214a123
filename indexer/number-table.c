/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Slots lie in large pages: they are looked at here and there. */
#include "indexer/number-table.h"

#include <string.h>

#include "morgue/large-memory.h"

/* Slots of an empty table, a power of two. */
#define SLOTS_MIN 4096

static void make_slots(NumberTable *table, guint32 slot_count)
{
    table->slots = large_memory_new(slot_count * sizeof(NumberSlot));
    table->slot_count = slot_count;
    number_table_clear(table);
}

void number_table_init(NumberTable *table)
{
    make_slots(table, SLOTS_MIN);
}

void number_table_free(NumberTable *table)
{
    large_memory_free(table->slots, number_table_size(table));
    table->slots = NULL;
}

void number_table_clear(NumberTable *table)
{
    memset(table->slots, 0xff, number_table_size(table));
    table->count = 0;
}

void number_table_reset(NumberTable *table)
{
    number_table_free(table);
    number_table_init(table);
}

/* Puts a number into the first free slot behind its place. */
static void place(NumberTable *table, const NumberSlot *slot)
{
    guint32 mask = table->slot_count - 1, at = slot->hash & mask;
    while (table->slots[at].number != NO_NUMBER)
        at = (at + 1) & mask;
    table->slots[at] = *slot;
}

static void grow(NumberTable *table)
{
    NumberTable before = *table;
    make_slots(table, before.slot_count * 2);
    for (guint32 at = 0; at < before.slot_count; at++) {
        if (before.slots[at].number != NO_NUMBER)
            place(table, &before.slots[at]);
    }
    table->count = before.count;
    number_table_free(&before);
}

void number_table_put(NumberTable *table, guint32 slot, guint32 hash, guint32 number)
{
    table->slots[slot] = (NumberSlot){hash, number};
    if (++table->count * 2 > table->slot_count)
        grow(table);
}

gsize number_table_size(const NumberTable *table)
{
    return table->slot_count * sizeof(NumberSlot);
}
