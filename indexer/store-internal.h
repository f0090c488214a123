/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * store-internal.h: the store's own parts (store.c, merge.c, check.c, rebuild.c); nobody else
 * includes it.
 */
#ifndef INDEXER_STORE_INTERNAL_H
#define INDEXER_STORE_INTERNAL_H

#include <glib.h>

#include "indexer/settings.h"
#include "indexer/shard.h"
#include "indexer/store.h"

struct Store {
    char *directory; /* absolute */
    char *home;      /* of the whole index: of one that is rebuilt, `directory` is below it */
    int lock;        /* descriptor */
    Stub stub;       /* of the last commit */
    Settings *settings;
    Ledger *ledger;
    guint32 run;
    guint64 articles;
    guint next_shard; /* number of the shard that is written next */
    ShardOptions shard_options;
    ShardWriter *writer;      /* NULL while nothing has been added */
    GHashTable *changed;      /* a set of LedgerEntry *, borrowed: put since the last commit */
    GArray *kills;            /* of DeadVersion, since the last commit */
    gboolean dirty;           /* a setting has changed */
    gboolean looks_only;      /* nothing may be written */
    GHashTable *added_before; /* id → guint64 *: LedgerArticle.added in the index before; or NULL */
};

/* Takes the lock and reads the stub, and nothing else. `directory` must be there. */
Store *store_lock(const char *directory, guint wait_seconds, GError **error);
/* The same for a run that only looks, also where nothing can be written. */
Store *store_lock_to_look(const char *directory, guint wait_seconds, GError **error);

/*
 * Says what is wrong with a published shard, as morgue_error_from_xapian() does. But under the lock
 * nothing is replaced by others: what the stub names and cannot be opened is damage.
 */
gboolean store_fail(GError **error, const XapianError *cause, const char *what);

/* Opens a shard. The caller frees it. */
gboolean store_open_shard(const Store *store, guint number, XapianDatabase **shard, GError **error);

/* Reads settings, counts and ledger of what the stub names. */
gboolean store_load(Store *store, GError **error);

/* Sets a metadata key in whatever `target` is. */
typedef gboolean (*StoreSet)(gpointer target, const char *key, const char *value, GError **error);

gboolean store_write_settings(const Store *store, guint32 run, StoreSet set, gpointer target,
                              GError **error);

gboolean store_load_ledger(const Store *store, guint number, Ledger *ledger, GError **error);

/* Whether the stub names it as live. */
gboolean store_has_shard(const Store *store, guint shard);

/* Appends the dead versions that all shards name. */
gboolean store_read_dead(const Store *store, GArray *dead, GError **error);

/* Writes the list of dead versions that a shard brings. */
gboolean store_write_dead(const Store *store, guint shard, const GArray *dead, GError **error);

/*
 * Syncs the complete shard and publishes it in the place of `count` shards from the `first` on
 * in the stub's order (0 shards: before it), which are retired. Removes the shard where it could
 * not be published.
 */
gboolean store_publish(Store *store, guint shard, guint first, guint count, GError **error);

/* The commit: the stub of the directory is replaced by one rename. It is synced, its name not yet.
 */
gboolean store_write_stub(const char *directory, const Stub *stub, GError **error);

/* Corrects the places of versions whose shard was merged away. */
gboolean store_locate(const Store *store, GArray *versions, GError **error);

#endif
