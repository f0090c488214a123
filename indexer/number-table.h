/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * number-table.h: the numbers of strings by their hashes, where the strings themselves are the
 * caller's.
 *
 * Open addressing with steps of one, at most half full. The hash stands beside the number, so that
 * most other strings are seen without a look at them, and the table grows without one.
 */
#ifndef INDEXER_NUMBER_TABLE_H
#define INDEXER_NUMBER_TABLE_H

#include <glib.h>

/* What is no number. */
#define NO_NUMBER G_MAXUINT32

typedef struct NumberSlot {
    guint32 hash;
    guint32 number; /* NO_NUMBER: the slot is free */
} NumberSlot;

typedef struct NumberTable {
    NumberSlot *slots;
    guint32 slot_count; /* a power of two */
    guint32 count;      /* of numbers */
} NumberTable;

void number_table_init(NumberTable *table);
void number_table_free(NumberTable *table);
/* Forgets all numbers; the room for them stays. */
void number_table_clear(NumberTable *table);
/* The same, and the room goes, too. */
void number_table_reset(NumberTable *table);

/* Whether the owner's string with a number is this one. */
typedef gboolean (*NumberTableMatch)(gconstpointer owner, guint32 number, const guint8 *string,
                                     gsize length);

/*
 * The number of a string; else NO_NUMBER, and `slot` is where number_table_put() puts it, if
 * nothing else is put before.
 */
static inline guint32 number_table_find(const NumberTable *table, guint32 hash,
                                        NumberTableMatch is_same, gconstpointer owner,
                                        const guint8 *string, gsize length, guint32 *slot)
{
    guint32 mask = table->slot_count - 1, at = hash & mask;
    while (
        table->slots[at].number != NO_NUMBER &&
        (table->slots[at].hash != hash || !is_same(owner, table->slots[at].number, string, length)))
        at = (at + 1) & mask;
    *slot = at;
    return table->slots[at].number;
}

void number_table_put(NumberTable *table, guint32 slot, guint32 hash, guint32 number);

/* Bytes in memory. */
gsize number_table_size(const NumberTable *table);

#endif
