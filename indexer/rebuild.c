/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is kept of the old index, and the swap. */
#include "indexer/rebuild.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "indexer/directory.h"
#include "indexer/lock.h"
#include "indexer/losses.h"
#include "indexer/store-internal.h"
#include "morgue/error.h"
#include "morgue/field.h"

struct Rebuild {
    char *directory; /* absolute */
    char *work;      /* where the fresh index grows */
    int lock;        /* descriptor */
    Stub old;        /* without shards where it cannot be read */
    gboolean has_stub;
    GArray *numbers; /* of guint: directories in INDEX/shards */
    Ledger *ledger;  /* of the old index; empty where it cannot be read */
    char *loss_of_order;
    Store *fresh;
};

/* Reading the old index */

static gboolean set_failed(GError **error, const char *path, int reason)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path, g_strerror(reason));
    return FALSE;
}

static gboolean holds(const char *directory, const char *name)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    return g_file_test(path, G_FILE_TEST_EXISTS);
}

/* The reason why there is no order to keep, without its hint; the first one stays. */
static void lose_order(Rebuild *rebuild, const GError *cause)
{
    if (rebuild->loss_of_order == NULL)
        rebuild->loss_of_order = g_strndup(cause->message, strcspn(cause->message, "\n"));
}

/* Damage is what a rebuild is for; what may not be read at all is another matter. */
static gboolean read_old_stub(Rebuild *rebuild, GError **error)
{
    g_autoptr(GError) cause = NULL;
    rebuild->has_stub = stub_read(rebuild->directory, &rebuild->old, &cause);
    if (rebuild->has_stub)
        return TRUE;
    gboolean is_other =
        g_error_matches(cause, MORGUE_ERROR, MORGUE_ERROR_FAILED) ||
        (g_error_matches(cause, MORGUE_ERROR, MORGUE_ERROR_NO_INDEX) &&
         !holds(rebuild->directory, "shards") && !holds(rebuild->directory, "morgue.ini"));
    if (is_other) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return FALSE;
    }
    lose_order(rebuild, cause);
    return TRUE;
}

static void list_numbers(Rebuild *rebuild)
{
    g_autofree char *path = g_build_filename(rebuild->directory, "shards", NULL);
    g_autoptr(GDir) names = g_dir_open(path, 0, NULL);
    if (names == NULL)
        return; /* they are lost */
    for (const char *name; (name = g_dir_read_name(names)) != NULL;) {
        guint64 number;
        if (g_ascii_string_to_unsigned(name, 10, 1, G_MAXUINT - 1, &number, NULL)) {
            guint shard = (guint)number;
            g_array_append_val(rebuild->numbers, shard);
        }
    }
}

/* Only a whole ledger says in which order all articles were added. */
static void read_old_ledger(Rebuild *rebuild)
{
    for (guint i = 0; rebuild->has_stub && i < rebuild->old.shards->len; i++) {
        guint number = g_array_index(rebuild->old.shards, guint, i);
        g_autofree char *path = shard_path(rebuild->directory, number, "ledger");
        g_autoptr(GError) cause = NULL;
        if (ledger_load(rebuild->ledger, path, &cause))
            continue;
        lose_order(rebuild, cause);
        g_clear_pointer(&rebuild->ledger, ledger_free);
        rebuild->ledger = ledger_new();
        return;
    }
}

/* The copy is the fresh index's own. Without one that can be read, it gets new settings. */
static gboolean copy_settings(Rebuild *rebuild, gboolean has_paths, GError **error)
{
    g_autoptr(GError) cause = NULL;
    guint64 commit = rebuild->has_stub ? rebuild->old.commit : 0;
    g_autoptr(Settings) settings = settings_load(rebuild->directory, commit, &cause);
    if (settings != NULL && settings_root_count(settings) > 0)
        return settings_save_in(settings, rebuild->work, error);
    if (cause == NULL)
        g_set_error(&cause, MORGUE_ERROR, MORGUE_ERROR_DAMAGED, "%s/morgue.ini: it names no root",
                    rebuild->directory);
    if (has_paths) {
        lose_order(rebuild, cause);
        return TRUE;
    }
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED,
                "%s; nothing says where the archive is\nhint: name it: "
                "morgue-index --index=%s --rebuild PATH…",
                cause->message, rebuild->directory);
    return FALSE;
}

/* The fresh index */

static guint next_number(const Rebuild *rebuild)
{
    guint last = 0;
    for (guint i = 0; i < rebuild->numbers->len; i++)
        last = MAX(last, g_array_index(rebuild->numbers, guint, i));
    for (guint i = 0; rebuild->has_stub && i < rebuild->old.shards->len; i++)
        last = MAX(last, g_array_index(rebuild->old.shards, guint, i));
    for (guint i = 0; rebuild->has_stub && i < rebuild->old.retired->len; i++)
        last = MAX(last, g_array_index(rebuild->old.retired, StubRetired, i).number);
    return last + 1;
}

/* What the old ledger says of the order, and the number of a run that is later than all its own. */
static void keep_order(Rebuild *rebuild)
{
    Store *fresh = rebuild->fresh;
    guint64 last = 0;
    fresh->added_before = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    g_autoptr(GPtrArray) entries = ledger_entries_unsorted(rebuild->ledger);
    for (guint i = 0; i < entries->len; i++) {
        const LedgerEntry *entry = g_ptr_array_index(entries, i);
        for (guint row = 0; row < entry->articles->len; row++) {
            const LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, row);
            last = MAX(last, MAX(article->serial, article->added));
            if (article->serial != 0)
                g_hash_table_replace(fresh->added_before,
                                     g_memdup2(&article->id, sizeof article->id),
                                     g_memdup2(&article->added, sizeof article->added));
        }
    }
    fresh->run = (guint32)(last >> 32) + 1;
}

static gboolean open_fresh(Rebuild *rebuild, GError **error)
{
    rebuild->fresh = store_open(rebuild->work, 0, error);
    if (rebuild->fresh == NULL)
        return FALSE;
    g_free(rebuild->fresh->home);
    rebuild->fresh->home = g_strdup(rebuild->directory);
    rebuild->fresh->next_shard = next_number(rebuild);
    rebuild->fresh->dirty = TRUE; /* an empty archive needs a shard, too */
    if (rebuild->loss_of_order != NULL)
        settings_renew_uuid(rebuild->fresh->settings);
    else
        keep_order(rebuild);
    return TRUE;
}

static gboolean prepare(Rebuild *rebuild, guint wait_seconds, gboolean has_paths, GError **error)
{
    if (!read_old_stub(rebuild, error)) /* before there is a lock file where no index is */
        return FALSE;
    if (rebuild->has_stub)
        stub_clear(&rebuild->old);
    g_clear_pointer(&rebuild->loss_of_order, g_free);
    g_autofree char *lock = g_build_filename(rebuild->directory, "lock", NULL);
    rebuild->lock = lock_take(lock, wait_seconds, error);
    if (rebuild->lock < 0 || !read_old_stub(rebuild, error))
        return FALSE;
    if (rebuild->has_stub && !settings_settle(rebuild->directory, rebuild->old.commit, error))
        return FALSE; /* of a rebuild that was killed after its commit */
    list_numbers(rebuild);
    read_old_ledger(rebuild);
    directory_remove(rebuild->work); /* of a killed run */
    if (g_mkdir_with_parents(rebuild->work, 0777) != 0)
        return set_failed(error, rebuild->work, errno);
    return copy_settings(rebuild, has_paths, error) && open_fresh(rebuild, error);
}

Rebuild *rebuild_begin(const char *directory, guint wait_seconds, gboolean has_paths,
                       GError **error)
{
    g_autoptr(Rebuild) rebuild = g_new0(Rebuild, 1);
    rebuild->directory = g_canonicalize_filename(directory, NULL);
    rebuild->work = g_build_filename(rebuild->directory, REBUILD_DIRECTORY, NULL);
    rebuild->lock = -1;
    rebuild->numbers = g_array_new(FALSE, FALSE, sizeof(guint));
    rebuild->ledger = ledger_new();
    if (!prepare(rebuild, wait_seconds, has_paths, error))
        return NULL;
    return g_steal_pointer(&rebuild);
}

void rebuild_free(Rebuild *rebuild)
{
    if (rebuild == NULL)
        return;
    store_close(rebuild->fresh);
    if (rebuild->lock >= 0)
        directory_remove(rebuild->work);
    lock_release(rebuild->lock);
    stub_clear(&rebuild->old);
    ledger_free(rebuild->ledger);
    g_array_unref(rebuild->numbers);
    g_free(rebuild->loss_of_order);
    g_free(rebuild->directory);
    g_free(rebuild->work);
    g_free(rebuild);
}

Store *rebuild_store(const Rebuild *rebuild)
{
    return rebuild->fresh;
}

GPtrArray *rebuild_roots(const Rebuild *rebuild)
{
    GPtrArray *roots = g_ptr_array_new();
    for (guint root = 1; root <= store_root_count(rebuild->fresh); root++)
        g_ptr_array_add(roots, (char *)store_root_path(rebuild->fresh, root));
    return roots;
}

const char *rebuild_loss_of_order(const Rebuild *rebuild)
{
    return rebuild->loss_of_order;
}

/* The swap */

static gboolean move(const char *from, const char *to, GError **error)
{
    return rename(from, to) == 0 || set_failed(error, to, errno);
}

static gboolean move_shards(const Rebuild *rebuild, GError **error)
{
    const GArray *shards = rebuild->fresh->stub.shards;
    g_autofree char *directory = g_build_filename(rebuild->directory, "shards", NULL);
    if (g_mkdir_with_parents(directory, 0777) != 0)
        return set_failed(error, directory, errno);
    for (guint i = 0; i < shards->len; i++) {
        guint number = g_array_index(shards, guint, i);
        g_autofree char *from = shard_path(rebuild->work, number, NULL);
        g_autofree char *to = shard_path(rebuild->directory, number, NULL);
        if (!move(from, to, error))
            return FALSE;
    }
    return directory_sync(directory, error);
}

/* After a failure: no stub names them. */
static void remove_moved(const Rebuild *rebuild)
{
    const GArray *shards = rebuild->fresh->stub.shards;
    for (guint i = 0; i < shards->len; i++) {
        g_autofree char *path =
            shard_path(rebuild->directory, g_array_index(shards, guint, i), NULL);
        directory_remove(path);
    }
}

/* When the shard was retired: by this commit, unless by an earlier one. */
static guint64 retired_by(const Rebuild *rebuild, guint number, guint64 commit)
{
    for (guint i = 0; rebuild->has_stub && i < rebuild->old.retired->len; i++) {
        const StubRetired *retired = &g_array_index(rebuild->old.retired, StubRetired, i);
        if (retired->number == number)
            return retired->commit;
    }
    return commit;
}

/*
 * Open readers tell commits apart by their number. Where the old one cannot be read, the time is
 * one that was never used: nobody commits every second.
 */
static Stub next_stub(const Rebuild *rebuild)
{
    Stub next = {
        .schema = SCHEMA_VERSION,
        .commit = rebuild->has_stub ? rebuild->old.commit + 1
                                    : (guint64)(g_get_real_time() / G_USEC_PER_SEC),
        .shards = g_array_copy(rebuild->fresh->stub.shards),
        .retired = g_array_new(FALSE, FALSE, sizeof(StubRetired)),
    };
    for (guint i = 0; i < rebuild->numbers->len; i++) {
        guint number = g_array_index(rebuild->numbers, guint, i);
        const StubRetired retired = {number, retired_by(rebuild, number, next.commit)};
        g_array_append_val(next.retired, retired);
    }
    return next;
}

/* All is in its place, and on the disk, before the rename of the stub puts it in force at once. */
static gboolean swap(const Rebuild *rebuild, GError **error)
{
    Stub next = next_stub(rebuild);
    guint64 commit = next.commit;
    g_autofree char *from = g_build_filename(rebuild->work, "morgue.ini", NULL);
    g_autofree char *waiting = settings_waiting_path(rebuild->directory, commit);
    gboolean swapped = move_shards(rebuild, error) && move(from, waiting, error) &&
                       directory_sync(rebuild->directory, error) &&
                       store_write_stub(rebuild->directory, &next, error);
    stub_clear(&next);
    if (!swapped) {
        remove_moved(rebuild);
        unlink(waiting);
        return FALSE;
    }
    return directory_sync(rebuild->directory, error) &&
           settings_settle(rebuild->directory, commit, error);
}

gboolean rebuild_finish(Rebuild *rebuild, PruneMode prune, GError **error)
{
    /* What cannot be counted may have been anything. */
    gboolean is_suspect =
        rebuild->loss_of_order != NULL && store_article_count(rebuild->fresh) == 0;
    if (is_suspect && prune != PRUNE_FORCE) {
        g_set_error(
            error, MORGUE_ERROR, MORGUE_ERROR_PRUNE,
            "there is no article in the archive; the index is as it was\nhint: if a disk is "
            "not mounted, mount it; if that is right, run again with --prune=force");
        return FALSE;
    }
    return losses_allow(rebuild->ledger, rebuild->fresh, prune, error) &&
           settings_save(rebuild->fresh->settings, error) && swap(rebuild, error);
}
