/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --stats: counts over the ledger. */
#include "indexer/statistics.h"

#include <stdio.h>
#include <string.h>

#include "indexer/supply.h"
#include "morgue/terminal.h"

typedef struct {
    guint64 files, articles, copies, withdrawn;
    guint64 passed; /* records */
    guint64 outcomes[OUTCOME_PART + 1];
    GHashTable *reasons;        /* of files that gave nothing: reason → guint64 * */
    GHashTable *passed_reasons; /* of records without news text: the same */
    GHashTable *taken_back;     /* ids (guint64) of articles that their agencies withdrew */
} Counts;

static void count_reason(GHashTable *reasons, const char *reason, guint64 count)
{
    const guint64 *before = g_hash_table_lookup(reasons, reason);
    guint64 sum = count + (before != NULL ? *before : 0);
    g_hash_table_replace(reasons, g_strdup(reason), g_memdup2(&sum, sizeof sum));
}

static void note_withdrawals(Counts *counts, const LedgerEntry *entry)
{
    for (guint i = 0; i < entry->articles->len; i++) {
        LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, i);
        if (supply_is_withdrawn(article) && article->serial != 0)
            g_hash_table_add(counts->taken_back, &article->id);
    }
}

static void count_entry(Counts *counts, const LedgerEntry *entry)
{
    if (entry->outcome == OUTCOME_GONE)
        return;
    counts->files++;
    counts->outcomes[entry->outcome]++;
    if (entry->reason != NULL && entry->outcome != OUTCOME_PARTLY && entry->outcome != OUTCOME_PART)
        count_reason(counts->reasons, entry->reason, 1);
    for (guint i = 0; entry->passed != NULL && i < entry->passed->len; i++) {
        const LedgerPassed *passed = &g_array_index(entry->passed, LedgerPassed, i);
        counts->passed += passed->count;
        count_reason(counts->passed_reasons, passed->reason, passed->count);
    }
    for (guint i = 0; i < entry->articles->len; i++) {
        const LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, i);
        if (supply_is_withdrawn(article))
            continue;
        if (article->serial != 0)
            counts->articles++;
        else if (g_hash_table_contains(counts->taken_back, &article->id))
            counts->withdrawn++;
        else
            counts->copies++;
    }
}

static int by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void print_reasons(GHashTable *table)
{
    guint length;
    g_autofree gpointer *reasons = g_hash_table_get_keys_as_array(table, &length);
    qsort(reasons, length, sizeof *reasons, by_name);
    for (guint i = 0; i < length; i++) {
        g_autofree char *reason = terminal_safe(reasons[i]);
        const guint64 *count = g_hash_table_lookup(table, reasons[i]);
        printf("  %10" G_GUINT64_FORMAT "  %s\n", *count, reason);
    }
}

static void print_count(const char *name, guint64 count)
{
    printf("%-24s %10" G_GUINT64_FORMAT "\n", name, count);
}

void statistics_print(Store *store)
{
    Counts counts = {
        .reasons = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
        .passed_reasons = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
        .taken_back = g_hash_table_new(g_int64_hash, g_int64_equal),
    };
    g_autoptr(GPtrArray) entries = ledger_entries(store_ledger(store));
    for (guint i = 0; i < entries->len; i++)
        note_withdrawals(&counts, g_ptr_array_index(entries, i));
    for (guint i = 0; i < entries->len; i++)
        count_entry(&counts, g_ptr_array_index(entries, i));
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
    g_hash_table_unref(counts.reasons);
    g_hash_table_unref(counts.passed_reasons);
    g_hash_table_unref(counts.taken_back);
}
