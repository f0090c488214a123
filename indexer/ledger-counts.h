/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ledger-counts.h: how many files, articles and records the ledger knows, and what became of them.
 */
#ifndef INDEXER_LEDGER_COUNTS_H
#define INDEXER_LEDGER_COUNTS_H

#include <glib.h>

#include "indexer/ledger.h"

typedef struct LedgerCounts {
    guint64 files, articles;
    guint64 copies;     /* of articles that another file, or another record, supplies */
    guint64 copy_files; /* that give nothing but copies */
    guint64 taken_back; /* texts that their agencies have withdrawn */
    guint64 passed;     /* records */
    guint64 outcomes[OUTCOME_PART + 1]; /* files */
    GHashTable *reasons;                /* of files that gave nothing: reason → guint64 * */
    GHashTable *passed_reasons;         /* of records without news text: the same */
    GHashTable *withdrawals;            /* ids (guint64) of articles that their agencies withdrew */
} LedgerCounts;

/* Counts all of the ledger, of which `counts` borrows: clear the counts first. */
void ledger_counts_init(LedgerCounts *counts, const Ledger *ledger);
void ledger_counts_clear(LedgerCounts *counts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(LedgerCounts, ledger_counts_clear)

/* The keys of one of the tables of reasons, sorted. The caller frees the array, not the names. */
GPtrArray *ledger_counts_reasons(GHashTable *reasons);
guint64 ledger_counts_of(GHashTable *reasons, const char *reason);

#endif
