/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --stats: counts over the ledger, of which --audit has more to say. */
#include "indexer/statistics.h"

#include <stdio.h>

#include "indexer/ledger-counts.h"
#include "morgue/terminal.h"

static void print_reasons(GHashTable *table)
{
    g_autoptr(GPtrArray) reasons = ledger_counts_reasons(table);
    for (guint i = 0; i < reasons->len; i++) {
        const char *reason = g_ptr_array_index(reasons, i);
        g_autofree char *safe = terminal_safe(reason);
        printf("  %10" G_GUINT64_FORMAT "  %s\n", ledger_counts_of(table, reason), safe);
    }
}

void statistics_print_count(const char *name, guint64 count)
{
    printf("%-24s %10" G_GUINT64_FORMAT "\n", name, count);
}

void statistics_print_counts(const char *directory, const LedgerCounts *counts)
{
    g_autofree char *name = terminal_safe(directory);
    printf("index                    %s\n", name);
    statistics_print_count("articles", counts->articles);
    statistics_print_count("copies", counts->copies);
    statistics_print_count("texts taken back", counts->taken_back);
    statistics_print_count("files", counts->files);
    statistics_print_count("  read", counts->outcomes[OUTCOME_READ]);
    statistics_print_count("  read in part", counts->outcomes[OUTCOME_PARTLY]);
    statistics_print_count("  unreadable", counts->outcomes[OUTCOME_UNREADABLE]);
    statistics_print_count("  read with another", counts->outcomes[OUTCOME_PART]);
    statistics_print_count("  skipped", counts->outcomes[OUTCOME_SKIPPED]);
    print_reasons(counts->reasons);
    statistics_print_count("records passed over", counts->passed);
    print_reasons(counts->passed_reasons);
}

void statistics_print(Store *store)
{
    g_auto(LedgerCounts) counts;
    ledger_counts_init(&counts, store_ledger(store));
    statistics_print_counts(store_directory(store), &counts);
}
