/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --stats: counts over the ledger. */
#include "indexer/statistics.h"

#include <stdio.h>
#include <string.h>

#include "morgue/terminal.h"

typedef struct {
    guint64 files, articles, copies;
    guint64 outcomes[OUTCOME_GONE + 1];
    GHashTable *reasons; /* of files that gave nothing: reason → count */
} Counts;

static void count_reason(Counts *counts, const char *reason)
{
    gpointer count = g_hash_table_lookup(counts->reasons, reason);
    g_hash_table_insert(counts->reasons, g_strdup(reason),
                        GUINT_TO_POINTER(GPOINTER_TO_UINT(count) + 1));
}

static void count_entry(Counts *counts, const LedgerEntry *entry)
{
    if (entry->outcome == OUTCOME_GONE)
        return;
    counts->files++;
    counts->outcomes[entry->outcome]++;
    if (entry->reason != NULL && entry->outcome != OUTCOME_PARTLY)
        count_reason(counts, entry->reason);
    for (guint i = 0; i < entry->articles->len; i++) {
        if (g_array_index(entry->articles, LedgerArticle, i).serial != 0)
            counts->articles++;
        else
            counts->copies++;
    }
}

static int by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void print_reasons(const Counts *counts)
{
    guint length;
    g_autofree gpointer *reasons = g_hash_table_get_keys_as_array(counts->reasons, &length);
    qsort(reasons, length, sizeof *reasons, by_name);
    for (guint i = 0; i < length; i++) {
        g_autofree char *reason = terminal_safe(reasons[i]);
        printf("  %10u  %s\n", GPOINTER_TO_UINT(g_hash_table_lookup(counts->reasons, reasons[i])),
               reason);
    }
}

static void print_count(const char *name, guint64 count)
{
    printf("%-24s %10" G_GUINT64_FORMAT "\n", name, count);
}

void statistics_print(Store *store)
{
    Counts counts = {.reasons = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    g_autoptr(GPtrArray) entries = ledger_entries(store_ledger(store));
    for (guint i = 0; i < entries->len; i++)
        count_entry(&counts, g_ptr_array_index(entries, i));
    g_autofree char *name = terminal_safe(store_directory(store));
    printf("index                    %s\n", name);
    print_count("articles", counts.articles);
    print_count("copies in other files", counts.copies);
    print_count("files", counts.files);
    print_count("  read", counts.outcomes[OUTCOME_READ]);
    print_count("  read in part", counts.outcomes[OUTCOME_PARTLY]);
    print_count("  unreadable", counts.outcomes[OUTCOME_UNREADABLE]);
    print_count("  skipped", counts.outcomes[OUTCOME_SKIPPED]);
    print_reasons(&counts);
    g_hash_table_unref(counts.reasons);
}
