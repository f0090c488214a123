/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Settling: reading files again before a commit, as what they give depends on what others do.
 *
 * An article whose supplier has gone or become worse is taken from the next best one; a file that
 * is no longer part of a unit is read on its own, a unit of which a part has changed is read again;
 * and articles are stored with the earliest date of all their versions.
 */
#include <string.h>

#include "indexer/update-internal.h"

typedef struct {
    Update *update;
    DocumentBuilder *builder;
    GHashTable *tried;    /* names of the files that were read for the sake of their articles */
    gboolean is_counting; /* what they give has not been counted as read */
    GError *error;
} Settling;

typedef struct {
    Settling *settling;
    IngestFile *file;
} Reread;

static gboolean take_reread(IngestItem *item, gpointer data)
{
    const Reread *reread = data;
    Settling *settling = reread->settling;
    g_autoptr(IngestItem) owned = item;
    return update_take_item(settling->update, reread->file, owned, &settling->error);
}

static gboolean reread_file(Settling *settling, const LedgerEntry *entry)
{
    Update *update = settling->update;
    IngestFile *file = g_new0(IngestFile, 1);
    file->root = entry->root;
    file->folder = store_root_path(update->store, entry->root);
    file->relative = g_strdup(entry->path);
    file->path = g_build_filename(file->folder, entry->path, NULL);
    file->prefix = store_root_prefix(update->store, entry->root);
    file->size = entry->size;
    file->mtime = entry->mtime;
    file->inode = entry->inode;
    const UpdateCounts before = update->counts;
    Reread reread = {settling, file};
    ingest(file, update->options, &update->today, settling->builder, take_reread, &reread);
    ingest_file_free(file);
    update->counts.files_done = before.files_done;
    update->counts.bytes_done = before.bytes_done;
    if (!settling->is_counting) {
        update->counts.articles = before.articles;
        update->counts.withdrawn = before.withdrawn;
    }
    return settling->error == NULL;
}

static LedgerEntry *find_by_name(const Update *update, const char *name)
{
    guint root = (guint)g_ascii_strtoull(name, NULL, 10);
    return ledger_find(store_ledger(update->store), root, strchr(name, '/') + 1);
}

static int by_name(gconstpointer one, gconstpointer other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* Empties a set of names into a sorted array. */
static GPtrArray *steal_names(GHashTable *set)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    GHashTableIter iterator;
    gpointer name;
    g_hash_table_iter_init(&iterator, set);
    while (g_hash_table_iter_next(&iterator, &name, NULL)) {
        g_hash_table_iter_steal(&iterator);
        g_ptr_array_add(names, name);
    }
    g_ptr_array_sort(names, by_name);
    return names;
}

/* Units */

static gboolean reread_released(Settling *settling)
{
    Update *update = settling->update;
    g_autoptr(GPtrArray) names = steal_names(update->released);
    for (guint i = 0; i < names->len; i++) {
        const LedgerEntry *entry = find_by_name(update, g_ptr_array_index(names, i));
        if (entry == NULL || entry->vanished || entry->outcome != OUTCOME_PART ||
            claims_owner(update->claims, entry->root, entry->path) != NULL)
            continue;
        if (!reread_file(settling, entry))
            return FALSE;
    }
    return TRUE;
}

static gboolean reread_units(Settling *settling)
{
    Update *update = settling->update;
    g_autoptr(GPtrArray) names = steal_names(update->stale);
    for (guint i = 0; i < names->len; i++) {
        const LedgerEntry *entry = find_by_name(update, g_ptr_array_index(names, i));
        if (entry != NULL && !entry->vanished && entry->parts != NULL &&
            !reread_file(settling, entry))
            return FALSE;
    }
    return TRUE;
}

/* Suppliers */

/* Whether the entry could supply one of the unsettled articles, and better than what does now. */
static gboolean could_supply(const Update *update, const LedgerEntry *entry)
{
    if (entry->root == 0 || entry->vanished)
        return FALSE;
    for (guint i = 0; i < entry->articles->len; i++) {
        const LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, i);
        SupplyRow row;
        if (article->serial != 0 || !g_hash_table_contains(update->unsettled, &article->id))
            continue;
        if (!supply_find(update->supply, article->id, &row) ||
            supply_is_better(entry, article, &row))
            return TRUE;
    }
    return FALSE;
}

/* Names of the entries that could supply something, and have not been tried. Borrowed. */
static GPtrArray *possible_suppliers(const Settling *settling)
{
    GPtrArray *names = g_ptr_array_new();
    const Update *update = settling->update;
    g_autoptr(GPtrArray) entries = ledger_entries(store_ledger(update->store));
    for (guint i = 0; i < entries->len; i++) {
        const LedgerEntry *entry = g_ptr_array_index(entries, i);
        if (!could_supply(update, entry))
            continue;
        g_autofree char *name = claims_name(entry->root, entry->path);
        if (g_hash_table_contains(settling->tried, name))
            continue;
        g_ptr_array_add(names, name); /* the set's from now on */
        g_hash_table_add(settling->tried, g_steal_pointer(&name));
    }
    return names;
}

/* Reads the possible suppliers, each once; a file that has changed meanwhile may unsettle more. */
static gboolean reread_suppliers(Settling *settling)
{
    const Update *update = settling->update;
    guint count;
    do {
        g_autoptr(GPtrArray) names = possible_suppliers(settling);
        count = names->len;
        for (guint i = 0; i < count; i++) {
            const LedgerEntry *entry = find_by_name(update, g_ptr_array_index(names, i));
            if (entry != NULL && could_supply(update, entry) && !reread_file(settling, entry))
                return FALSE;
        }
    } while (count > 0);
    return TRUE;
}

/* Dates */

/* The earliest date of each of the undated articles. */
static GHashTable *earliest_dates(const Update *update)
{
    GHashTable *earliest = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    g_autoptr(GPtrArray) entries = ledger_entries_unsorted(store_ledger(update->store));
    for (guint i = 0; i < entries->len; i++) {
        const LedgerEntry *entry = g_ptr_array_index(entries, i);
        for (guint row = 0; !entry->vanished && row < entry->articles->len; row++) {
            const LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, row);
            if (article->published == 0 || !g_hash_table_contains(update->undated, &article->id))
                continue;
            const guint64 *known = g_hash_table_lookup(earliest, &article->id);
            guint64 date = update_earlier(article->published, known != NULL ? *known : 0);
            g_hash_table_replace(earliest, g_memdup2(&article->id, sizeof article->id),
                                 g_memdup2(&date, sizeof date));
        }
    }
    return earliest;
}

/* Names of the files that supply an article with another date than its earliest. */
static GPtrArray *misdated_files(const Update *update)
{
    g_autoptr(GHashTable) set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GHashTableIter iterator;
    gpointer id, date;
    g_hash_table_iter_init(&iterator, update->earliest);
    while (g_hash_table_iter_next(&iterator, &id, &date)) {
        SupplyRow row;
        if (supply_find(update->supply, *(const guint64 *)id, &row) && row.entry->root != 0 &&
            !row.entry->vanished && supply_row(&row)->revision != 0 &&
            supply_row(&row)->dated != *(const guint64 *)date)
            g_hash_table_add(set, claims_name(row.entry->root, row.entry->path));
    }
    return steal_names(set);
}

static gboolean date_anew(Settling *settling)
{
    Update *update = settling->update;
    if (g_hash_table_size(update->undated) == 0)
        return TRUE;
    update->earliest = earliest_dates(update);
    g_autoptr(GPtrArray) names = misdated_files(update);
    gboolean settled = TRUE;
    for (guint i = 0; settled && i < names->len; i++) {
        const LedgerEntry *entry = find_by_name(update, g_ptr_array_index(names, i));
        settled = entry == NULL || reread_file(settling, entry);
    }
    g_clear_pointer(&update->earliest, g_hash_table_unref);
    g_hash_table_remove_all(update->undated);
    return settled;
}

/* Units first: those that are read again may let go of further parts. */
static gboolean settle_units(Settling *settling)
{
    const Update *update = settling->update;
    settling->is_counting = TRUE;
    while (g_hash_table_size(update->stale) + g_hash_table_size(update->released) > 0) {
        if (!reread_units(settling) || !reread_released(settling))
            return FALSE;
    }
    settling->is_counting = FALSE;
    return TRUE;
}

static gboolean is_settled(const Update *update)
{
    return g_hash_table_size(update->unsettled) + g_hash_table_size(update->undated) +
               g_hash_table_size(update->released) + g_hash_table_size(update->stale) ==
           0;
}

gboolean update_settle(Update *update, GError **error)
{
    if (is_settled(update))
        return TRUE;
    Settling settling = {
        .update = update,
        .builder = document_builder_new(),
        .tried = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
    };
    gboolean settled =
        settle_units(&settling) && reread_suppliers(&settling) && date_anew(&settling);
    g_hash_table_remove_all(update->unsettled);
    g_hash_table_unref(settling.tried);
    document_builder_free(settling.builder);
    if (!settled)
        g_propagate_error(error, settling.error);
    return settled;
}
