/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts over the ledger. */
#include "indexer/ledger-counts.h"

#include <string.h>

#include "indexer/supply.h"

/* A reason without what is of one file only: the place, the bytes there. The caller owns it. */
static char *kind_of_reason(const char *reason)
{
    static GRegex *own;
    if (g_once_init_enter(&own)) {
        GRegex *compiled = g_regex_new("^at byte [0-9]+: | at byte [0-9]+| near '.*'$",
                                       G_REGEX_OPTIMIZE | G_REGEX_RAW, 0, NULL);
        g_once_init_leave(&own, compiled);
    }
    return g_regex_replace_literal(own, reason, -1, 0, "", 0, NULL);
}

static void count_reason(GHashTable *reasons, const char *reason, guint64 count)
{
    g_autofree char *kind = kind_of_reason(reason);
    const guint64 *before = g_hash_table_lookup(reasons, kind);
    guint64 sum = count + (before != NULL ? *before : 0);
    g_hash_table_replace(reasons, g_strdup(kind), g_memdup2(&sum, sizeof sum));
}

static void note_withdrawals(LedgerCounts *counts, const LedgerEntry *entry)
{
    for (guint i = 0; i < entry->articles->len; i++) {
        LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, i);
        if (supply_is_withdrawn(article) && article->serial != 0)
            g_hash_table_add(counts->withdrawals, &article->id);
    }
}

static void count_articles(LedgerCounts *counts, const LedgerEntry *entry)
{
    guint copies = 0;
    for (guint i = 0; i < entry->articles->len; i++) {
        const LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, i);
        if (supply_is_withdrawn(article))
            continue;
        if (article->serial != 0)
            counts->articles++;
        else if (g_hash_table_contains(counts->withdrawals, &article->id))
            counts->taken_back++;
        else
            copies++;
    }
    counts->copies += copies;
    counts->copy_files += copies > 0 && copies == entry->articles->len ? 1 : 0;
}

static void count_entry(LedgerCounts *counts, const LedgerEntry *entry)
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
    count_articles(counts, entry);
}

void ledger_counts_init(LedgerCounts *counts, const Ledger *ledger)
{
    *counts = (LedgerCounts){
        .reasons = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
        .passed_reasons = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
        .withdrawals = g_hash_table_new(g_int64_hash, g_int64_equal),
    };
    g_autoptr(GPtrArray) entries = ledger_entries_unsorted(ledger);
    for (guint i = 0; i < entries->len; i++)
        note_withdrawals(counts, g_ptr_array_index(entries, i));
    for (guint i = 0; i < entries->len; i++)
        count_entry(counts, g_ptr_array_index(entries, i));
}

void ledger_counts_clear(LedgerCounts *counts)
{
    g_clear_pointer(&counts->reasons, g_hash_table_unref);
    g_clear_pointer(&counts->passed_reasons, g_hash_table_unref);
    g_clear_pointer(&counts->withdrawals, g_hash_table_unref);
}

static int by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *ledger_counts_reasons(GHashTable *reasons)
{
    GPtrArray *names = g_ptr_array_new();
    GHashTableIter iterator;
    gpointer reason;
    g_hash_table_iter_init(&iterator, reasons);
    while (g_hash_table_iter_next(&iterator, &reason, NULL))
        g_ptr_array_add(names, reason);
    g_ptr_array_sort(names, by_name);
    return names;
}

guint64 ledger_counts_of(GHashTable *reasons, const char *reason)
{
    const guint64 *count = g_hash_table_lookup(reasons, reason);
    return count != NULL ? *count : 0;
}
