/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * statistics.h: what an index holds, for --stats and the first lines of --audit.
 */
#ifndef INDEXER_STATISTICS_H
#define INDEXER_STATISTICS_H

#include <glib.h>

#include "indexer/ledger-counts.h"
#include "indexer/store.h"

/*
 * Prints to standard output: articles, files by outcome, skipped files and records that were
 * passed over by reason.
 */
void statistics_print(Store *store);
void statistics_print_counts(const char *directory, const LedgerCounts *counts);

/* One line of it. */
void statistics_print_count(const char *name, guint64 count);

#endif
