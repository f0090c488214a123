/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counting what is found. */
#include "indexer/fold.h"

#include <string.h>

guint32 entry_counter_next(EntryCounter *counter, const char *entry)
{
    if (g_strcmp0(counter->entry, entry) != 0) {
        g_free(counter->entry);
        counter->entry = g_strdup(entry);
        counter->articles = 0;
    }
    return ++counter->articles;
}

void entry_counter_clear(EntryCounter *counter)
{
    g_clear_pointer(&counter->entry, g_free);
    counter->articles = 0;
}

void fold_init(Fold *fold, const FindingContext *context, DocumentBuilder *builder)
{
    *fold = (Fold){.context = *context, .builder = builder};
}

void fold_clear(Fold *fold)
{
    finding_free(fold->finding);
    g_clear_pointer(&fold->passed, g_hash_table_unref);
    entry_counter_clear(&fold->counter);
    g_free(fold->first_reason);
    *fold = (Fold){.articles = 0};
}

void fold_push(Fold *fold, Finding *finding)
{
    g_assert(fold->finding == NULL);
    fold->finding = finding;
    fold->next = 0;
}

static void count_passed(Fold *fold, const char *reason)
{
    if (fold->passed == NULL)
        fold->passed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gpointer count = g_hash_table_lookup(fold->passed, reason);
    g_hash_table_insert(fold->passed, g_strdup(reason),
                        GUINT_TO_POINTER(GPOINTER_TO_UINT(count) + 1));
}

/* The reason of most records that were passed over; of equals the first by its letters. */
static const char *main_passed_reason(const Fold *fold)
{
    const char *best = NULL;
    guint most = 0;
    GHashTableIter iterator;
    gpointer reason, count;
    g_hash_table_iter_init(&iterator, fold->passed);
    while (g_hash_table_iter_next(&iterator, &reason, &count)) {
        guint number = GPOINTER_TO_UINT(count);
        if (best == NULL || number > most || (number == most && strcmp(reason, best) < 0)) {
            best = reason;
            most = number;
        }
    }
    return best;
}

static IngestItem *take_skipped(Fold *fold, Finding *finding)
{
    if (fold->skipped++ == 0)
        fold->first_reason = g_strdup(finding->item->reason);
    return g_steal_pointer(&finding->item);
}

static IngestItem *take_article(Fold *fold, Finding *finding)
{
    finding->place = entry_counter_next(&fold->counter, finding->entry);
    if (finding->article != NULL)
        finding_build(finding, &fold->context, fold->builder);
    if (finding->kind == FINDING_SKIPPED)
        return take_skipped(fold, finding);
    finding->item->ordinal = ++fold->articles;
    finding->item->lacks_part = finding->lacks_part;
    return g_steal_pointer(&finding->item);
}

/* NULL where it is only counted. */
static IngestItem *take_passed(Fold *fold, Finding *finding)
{
    count_passed(fold, finding->reason);
    if (finding->item != NULL)
        finding->item->ordinal = ++fold->articles;
    return g_steal_pointer(&finding->item);
}

static void set_outcome(IngestItem *item, Outcome outcome, const char *reason, gboolean is_defect)
{
    item->outcome = outcome;
    item->reason = g_strdup(reason);
    item->is_defect = is_defect;
}

/* `failure`: what broke the file off, or NULL. */
static void tell_outcome(const Fold *fold, const char *failure, IngestItem *end)
{
    Outcome damaged = fold->articles > 0 ? OUTCOME_PARTLY : OUTCOME_SKIPPED;
    if (failure != NULL)
        set_outcome(end, damaged, failure, TRUE);
    else if (fold->skipped > 0)
        set_outcome(end, damaged, fold->first_reason, TRUE);
    else if (fold->articles > 0)
        set_outcome(end, OUTCOME_READ, NULL, FALSE);
    else if (fold->passed != NULL)
        set_outcome(end, OUTCOME_SKIPPED, main_passed_reason(fold), FALSE);
    else
        set_outcome(end, OUTCOME_SKIPPED, "no article in it", FALSE);
    end->named = failure == NULL && fold->skipped > 0;
}

static IngestItem *take_end(Fold *fold, Finding *finding)
{
    if (finding->is_open)
        tell_outcome(fold, finding->reason, finding->item);
    finding->item->passed = g_steal_pointer(&fold->passed);
    return g_steal_pointer(&finding->item);
}

/* The item of a finding that is no record, or NULL. */
static IngestItem *take(Fold *fold, Finding *finding)
{
    switch (finding->kind) {
    case FINDING_ARTICLE:
        return take_article(fold, finding);
    case FINDING_SKIPPED:
        return take_skipped(fold, finding);
    case FINDING_PASSED:
        return take_passed(fold, finding);
    case FINDING_END:
        return take_end(fold, finding);
    case FINDING_RECORD: /* records hold none */
        break;
    }
    g_assert_not_reached();
}

IngestItem *fold_next(Fold *fold)
{
    Finding *finding = fold->finding;
    if (finding == NULL)
        return NULL;
    IngestItem *item = NULL;
    if (finding->kind != FINDING_RECORD)
        item = take(fold, finding);
    while (finding->kind == FINDING_RECORD && item == NULL && fold->next < finding->findings->len)
        item = take(fold, g_ptr_array_index(finding->findings, fold->next++));
    if (finding->kind != FINDING_RECORD || fold->next == finding->findings->len)
        g_clear_pointer(&fold->finding, finding_free);
    return item;
}
