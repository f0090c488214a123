/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Merging shards: live versions only, into a new shard that is published as any other. */
#include <errno.h>
#include <string.h>
#include <sys/statvfs.h>

#include "indexer/directory.h"
#include "indexer/merge-tables.h"
#include "indexer/store-internal.h"
#include "morgue/error.h"

/*
 * The policy. Shards stand newest first. From the newest on, a run of shards is taken together as
 * long as the next one is at most TIER_FACTOR times what is in the run: so an article is copied
 * only when its shard has grown by a third or more, and all copying together is n log n. A run
 * is merged when it has RUN_SHARDS. Where more than a fifth of all versions are dead, and they
 * are more than a handful, everything is merged.
 */
#define TIER_FACTOR  3
#define RUN_SHARDS   5
#define DEAD_SHARE   5
#define DEAD_HANDFUL 100

/*
 * What a merged shard takes on the disk is what its parts take and this share of it (measured: a
 * thirtieth, as numbers of documents grow longer). Its parts stay for two commits.
 */
#define GROWTH_SHARE 16

/* What all merged shards say of files. The caller frees the ledger, where it gets one. */
static const Ledger *ledger_of_shards(const Merge *merge, Ledger **read, GError **error)
{
    const Store *store = merge->store;
    if (merge->count == store->stub.shards->len)
        return store->ledger; /* it is in memory, and a million articles take 80 MB */
    *read = ledger_new();
    for (guint i = merge->first; i < merge->first + merge->count; i++) {
        guint number = g_array_index(store->stub.shards, guint, i);
        if (!store_load_ledger(store, number, *read, error))
            return NULL;
    }
    return *read;
}

/* That a file is gone must be said while older shards stay. */
static gboolean write_ledger(const Merge *merge, GError **error)
{
    const Store *store = merge->store;
    gboolean to_the_end = merge->first + merge->count == store->stub.shards->len;
    g_autoptr(Ledger) read = NULL;
    const Ledger *ledger = ledger_of_shards(merge, &read, error);
    if (ledger == NULL)
        return FALSE;
    g_autoptr(GPtrArray) entries = ledger_entries(ledger);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();
    for (guint i = 0; i < entries->len; i++) {
        const LedgerEntry *entry = g_ptr_array_index(entries, i);
        if (entry->outcome != OUTCOME_GONE || !to_the_end)
            g_ptr_array_add(kept, (gpointer)entry);
    }
    g_autofree char *path = shard_path(store->directory, merge->number, "ledger");
    return ledger_write(kept, path, error);
}

/* Deaths that merged shards named, of versions in shards that stay. */
static gboolean write_dead(const Merge *merge, GError **error)
{
    g_autoptr(GArray) brought = g_array_new(FALSE, FALSE, sizeof(DeadVersion));
    g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof(DeadVersion));
    for (guint i = merge->first; i < merge->first + merge->count; i++) {
        guint number = g_array_index(merge->store->stub.shards, guint, i);
        g_autofree char *path = shard_path(merge->store->directory, number, "dead");
        if (!dead_list_read(path, brought, error))
            return FALSE;
    }
    for (guint i = 0; i < brought->len; i++) {
        const DeadVersion *version = &g_array_index(brought, DeadVersion, i);
        if (!merge_has(merge, version->shard))
            g_array_append_val(kept, *version);
    }
    return store_write_dead(merge->store, merge->number, kept, error);
}

/* Bytes that the merged shard may take. */
static guint64 room_needed(const Merge *merge)
{
    guint64 bytes = 0;
    for (guint i = merge->first; i < merge->first + merge->count; i++) {
        guint number = g_array_index(merge->store->stub.shards, guint, i);
        g_autofree char *path = shard_path(merge->store->directory, number, NULL);
        bytes += directory_size(path);
    }
    return bytes + bytes / GROWTH_SHARE;
}

/* A merge that must fail is not begun: it could take an hour, and the disk from others. */
static gboolean has_room(const Merge *merge, GError **error)
{
    struct statvfs disk;
    g_autofree char *path = g_build_filename(merge->store->directory, "shards", NULL);
    if (statvfs(path, &disk) != 0)
        return TRUE; /* a write will say what is wrong */
    guint64 needed = room_needed(merge), room = (guint64)disk.f_bavail * disk.f_frsize;
    if (needed <= room)
        return TRUE;
    g_autofree char *needed_text = g_format_size(needed);
    g_autofree char *room_text = g_format_size(room);
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED,
                "%s: merging %u shards takes up to %s, and %s are free: %s\n"
                "hint: the index is complete as it is; merge it again when there is room",
                path, merge->count, needed_text, room_text, g_strerror(ENOSPC));
    return FALSE;
}

static gboolean merge_run(Store *store, guint first, guint count, GError **error)
{
    g_autoptr(GArray) dead = g_array_new(FALSE, FALSE, sizeof(DeadVersion));
    const Merge merge = {store, first, count, store->next_shard, dead};
    g_autofree char *path = shard_path(store->directory, merge.number, NULL);
    if (!has_room(&merge, error))
        return FALSE;
    gboolean merged = store_read_dead(store, dead, error) &&
                      merge_write_tables(&merge, path, error) && write_ledger(&merge, error) &&
                      write_dead(&merge, error);
    if (!merged)
        directory_remove(path);
    return merged && store_publish(store, merge.number, first, count, error);
}

/* Documents of each shard, the dead included. */
static gboolean read_sizes(const Store *store, guint64 *sizes, guint64 *total, GError **error)
{
    *total = 0;
    for (guint i = 0; i < store->stub.shards->len; i++) {
        XapianDatabase *shard;
        XapianDocumentCount count;
        XapianError cause;
        if (!store_open_shard(store, g_array_index(store->stub.shards, guint, i), &shard, error))
            return FALSE;
        XapianStatus status = xapian_database_get_doccount(shard, &count, &cause);
        xapian_database_free(shard);
        if (status != XAPIAN_OK)
            return store_fail(error, &cause, store->directory);
        sizes[i] = count;
        *total += count;
    }
    return TRUE;
}

/* How many shards from the newest on belong together. */
static guint run_length(const guint64 *sizes, guint count)
{
    guint64 sum = 0;
    guint length = 0;
    while (length < count && (length == 0 || sizes[length] <= TIER_FACTOR * MAX(sum, 1)))
        sum += sizes[length++];
    return length;
}

gboolean store_merge(Store *store, gboolean all, GError **error)
{
    if (!store_commit(store, error))
        return FALSE;
    guint shards = store->stub.shards->len;
    if (shards == 0)
        return TRUE;
    guint64 total;
    g_autofree guint64 *sizes = g_new0(guint64, shards);
    if (!read_sizes(store, sizes, &total, error))
        return FALSE;
    guint64 dead = total - store->articles;
    if (all && shards == 1 && dead == 0)
        return TRUE;
    if (all || (dead > DEAD_HANDFUL && dead * DEAD_SHARE > total))
        return merge_run(store, 0, shards, error);
    guint length = run_length(sizes, shards);
    return length < RUN_SHARDS || merge_run(store, 0, length, error);
}
