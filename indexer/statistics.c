/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --stats: counts over the ledger. */
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

static void print_count(const char *name, guint64 count)
{
    printf("%-24s %10" G_GUINT64_FORMAT "\n", name, count);
}

void statistics_print(Store *store)
{
    g_auto(LedgerCounts) counts;
    ledger_counts_init(&counts, store_ledger(store));
    g_autofree char *name = terminal_safe(store_directory(store));
    printf("index                    %s\n", name);
    print_count("articles", counts.articles);
    print_count("copies in other files", counts.copies);
    print_count("withdrawn by an agency", counts.withdrawn);
    print_count("files", counts.files);
    print_count("  read", counts.outcomes[OUTCOME_READ]);
    print_count("  read in part", counts.outcomes[OUTCOME_PARTLY]);
    print_count("  unreadable", counts.outcomes[OUTCOME_UNREADABLE]);
    print_count("  read with another", counts.outcomes[OUTCOME_PART]);
    print_count("  skipped", counts.outcomes[OUTCOME_SKIPPED]);
    print_reasons(counts.reasons);
    print_count("records passed over", counts.passed);
    print_reasons(counts.passed_reasons);
}
