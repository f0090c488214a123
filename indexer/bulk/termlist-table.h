/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * termlist-table.h: the terms of each document, and the slots that it has values in.
 *
 * Without them the library can neither replace nor delete a document. Every document has an entry,
 * also one without terms.
 */
#ifndef BULK_TERMLIST_TABLE_H
#define BULK_TERMLIST_TABLE_H

#include "indexer/bulk/btree-writer.h"

/* Terms are given by their rank among many: sorting ranks is sorting terms. */
typedef struct TermlistEntry {
    guint32 rank, wdf;
} TermlistEntry;

typedef struct TermlistTerm {
    const guint8 *bytes; /* more may be read: SHORT_COPY_ROOM, wherever in them one begins */
    guint length;        /* 1 to 245 */
} TermlistTerm;

typedef struct TermlistDocument {
    guint32 number;
    guint64 length;               /* the sum of all wdf */
    const TermlistTerm *terms;    /* by rank */
    const TermlistEntry *entries; /* in the order of ranks */
    gsize entry_count;
    const guint8 *slots; /* numbers: how many slots lie between one and the next */
    guint64 slots_length;
} TermlistDocument;

typedef struct TermlistTable TermlistTable;

/* Errors of this and of all that follows: MORGUE_ERROR_FAILED naming the file. */
TermlistTable *termlist_table_open(const char *directory, GError **error);
void termlist_table_close(TermlistTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TermlistTable, termlist_table_close)

/* Adds a document; numbers ascend. */
gboolean termlist_table_add(TermlistTable *table, const TermlistDocument *document, GError **error);
gboolean termlist_table_finish(TermlistTable *table, BTreeRoot *root, GError **error);

#endif
