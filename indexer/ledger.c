/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ledger in memory: a hash of entries, and a list of them in the order in which they came.
 * Those of a file lie one behind the other, so that going through the list is much faster than
 * going through the hash. The file: ledger-file.c.
 */
#include "indexer/ledger.h"

#include <string.h>
struct Ledger {
    GHashTable *entries; /* a set of LedgerEntry *, by root and path */
    GPtrArray *list;     /* the same; NULL in the place of one that was removed */
    GPtrArray *memory;   /* what loaded entries lie in */
    GPtrArray *files;    /* of GMappedFile *: what their texts lie in */
    guint last_root;     /* that an entry has named */
};

static guint entry_hash(gconstpointer key)
{
    const LedgerEntry *entry = key;
    return g_str_hash(entry->path) ^ entry->root * 2654435761U;
}

static gboolean entry_equal(gconstpointer a, gconstpointer b)
{
    const LedgerEntry *first = a, *second = b;
    return first->root == second->root && strcmp(first->path, second->path) == 0;
}

Ledger *ledger_new(void)
{
    Ledger *ledger = g_new0(Ledger, 1);
    ledger->entries = g_hash_table_new(entry_hash, entry_equal);
    ledger->list = g_ptr_array_new_with_free_func((GDestroyNotify)ledger_entry_free);
    ledger->memory = g_ptr_array_new_with_free_func(g_free);
    ledger->files = g_ptr_array_new_with_free_func((GDestroyNotify)g_mapped_file_unref);
    return ledger;
}

void ledger_free(Ledger *ledger)
{
    if (ledger == NULL)
        return;
    g_hash_table_unref(ledger->entries);
    g_ptr_array_unref(ledger->list);
    g_ptr_array_unref(ledger->memory);
    g_ptr_array_unref(ledger->files);
    g_free(ledger);
}

void ledger_keep(Ledger *ledger, gpointer memory)
{
    g_ptr_array_add(ledger->memory, memory);
}

void ledger_keep_file(Ledger *ledger, GMappedFile *file)
{
    g_ptr_array_add(ledger->files, file);
}

LedgerEntry *ledger_entry_new(guint root, const char *path)
{
    LedgerEntry *entry = g_new0(LedgerEntry, 1);
    entry->root = root;
    entry->path = g_strdup(path);
    entry->reader = "";
    entry->articles = g_array_new(FALSE, FALSE, sizeof(LedgerArticle));
    return entry;
}

void ledger_entry_free(LedgerEntry *entry)
{
    if (entry == NULL)
        return;
    if (entry->parts != NULL)
        g_ptr_array_unref(entry->parts);
    if (entry->passed != NULL)
        g_array_unref(entry->passed);
    if (entry->is_loaded)
        return; /* the rest is the ledger's */
    g_array_unref(entry->articles);
    g_free(entry->path);
    g_free(entry->reason);
    g_free(entry);
}

void ledger_entry_add_part(LedgerEntry *entry, const char *path)
{
    if (entry->parts == NULL)
        entry->parts = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(entry->parts, g_strdup(path));
}

void ledger_entry_pass(LedgerEntry *entry, const char *reason, guint64 count)
{
    if (entry->passed == NULL)
        entry->passed = g_array_new(FALSE, FALSE, sizeof(LedgerPassed));
    const LedgerPassed passed = {g_intern_string(reason), count};
    g_array_append_val(entry->passed, passed);
}

LedgerEntry *ledger_entry_copy(const LedgerEntry *entry)
{
    LedgerEntry *copy = g_memdup2(entry, sizeof *entry);
    copy->path = g_strdup(entry->path);
    copy->reason = g_strdup(entry->reason);
    copy->is_loaded = FALSE;
    copy->articles = g_array_new(FALSE, FALSE, sizeof(LedgerArticle));
    g_array_append_vals(copy->articles, entry->articles->data, entry->articles->len);
    copy->parts = NULL;
    for (guint i = 0; entry->parts != NULL && i < entry->parts->len; i++)
        ledger_entry_add_part(copy, g_ptr_array_index(entry->parts, i));
    copy->passed = entry->passed == NULL ? NULL : g_array_copy(entry->passed);
    return copy;
}

LedgerEntry *ledger_find(const Ledger *ledger, guint root, const char *path)
{
    const LedgerEntry key = {.root = root, .path = (char *)path};
    gpointer entry;
    return g_hash_table_lookup_extended(ledger->entries, &key, &entry, NULL) ? entry : NULL;
}

LedgerEntry *ledger_find_after(const Ledger *ledger, const LedgerEntry *before, guint root,
                               const char *path)
{
    guint place = before == NULL ? 0 : before->place + 1;
    LedgerEntry *next = place < ledger->list->len ? ledger->list->pdata[place] : NULL;
    if (next != NULL && next->root == root && strcmp(next->path, path) == 0)
        return next;
    return ledger_find(ledger, root, path);
}

/* Takes the entry out of the hash and frees it; its place in the list is left empty. */
static void drop(Ledger *ledger, LedgerEntry *entry)
{
    g_hash_table_remove(ledger->entries, entry);
    ledger->list->pdata[entry->place] = NULL;
    ledger_entry_free(entry);
}

void ledger_put(Ledger *ledger, LedgerEntry *entry)
{
    LedgerEntry *before = ledger_find(ledger, entry->root, entry->path);
    if (before != NULL) {
        entry->place = before->place;
        drop(ledger, before);
        ledger->list->pdata[entry->place] = entry;
        g_hash_table_add(ledger->entries, entry);
    } else {
        ledger_add(ledger, entry);
    }
}

void ledger_add(Ledger *ledger, LedgerEntry *entry)
{
    entry->place = ledger->list->len;
    ledger->last_root = MAX(ledger->last_root, entry->root);
    g_ptr_array_add(ledger->list, entry);
    g_hash_table_add(ledger->entries, entry);
}

void ledger_remove(Ledger *ledger, guint root, const char *path)
{
    LedgerEntry *entry = ledger_find(ledger, root, path);
    if (entry != NULL)
        drop(ledger, entry);
}

static int by_path(gconstpointer a, gconstpointer b)
{
    const LedgerEntry *first = *(const LedgerEntry *const *)a;
    const LedgerEntry *second = *(const LedgerEntry *const *)b;
    if (first->root != second->root)
        return first->root < second->root ? -1 : 1;
    return strcmp(first->path, second->path);
}

GPtrArray *ledger_entries_unsorted(const Ledger *ledger)
{
    GPtrArray *entries = g_ptr_array_sized_new(ledger->list->len);
    for (guint i = 0; i < ledger->list->len; i++) {
        gpointer entry = ledger->list->pdata[i];
        if (entry != NULL)
            g_ptr_array_add(entries, entry);
    }
    return entries;
}

GPtrArray *ledger_entries(const Ledger *ledger)
{
    GPtrArray *entries = ledger_entries_unsorted(ledger);
    g_ptr_array_sort(entries, by_path);
    return entries;
}

guint ledger_last_root(const Ledger *ledger)
{
    return ledger->last_root;
}

gsize ledger_size(const Ledger *ledger)
{
    return g_hash_table_size(ledger->entries);
}
