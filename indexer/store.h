/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * store.h: the index directory as its one writer sees it.
 *
 * A published shard is never written to. New and replaced articles go into a new shard, which
 * is complete and synced before the stub names it; the versions that it replaces, and those that
 * have vanished, are named in its `dead` list. Renaming the stub publishes both together and is
 * the only commit: whatever happens to a run, the index is as it was at one commit.
 */
#ifndef INDEXER_STORE_H
#define INDEXER_STORE_H

#include <glib.h>

#include "indexer/document.h"
#include "indexer/ledger.h"
#include "indexer/shard.h"
#include "morgue/index.h"

typedef struct Store Store;

/*
 * Takes the lock (waiting at most `wait_seconds` for it) and reads what is there; an index that
 * is not there is created (a directory with morgue.ini; there is a stub only after the first
 * commit). Removes what a killed run left behind. Errors: MORGUE_ERROR_LOCKED naming the
 * holder's pid; MORGUE_ERROR_DAMAGED, MORGUE_ERROR_SCHEMA, MORGUE_ERROR_FAILED.
 */
Store *store_open(const char *directory, guint wait_seconds, GError **error);
void store_close(Store *store); /* what is not committed is dropped */

/*
 * The same without the lock, to look: nothing is created, and nothing may be written, not even what
 * store_root() and store_put_entry() take in. An index that is not there is an empty one.
 */
Store *store_look(const char *directory, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)

const char *store_directory(const Store *store);
/* The directory of the whole index, which a walk must leave out: see rebuild.h. */
const char *store_home(const Store *store);

/* Roots of the archive: found by the absolute path, or added to morgue.ini. Numbers from 1. */
guint store_root(Store *store, const char *absolute_path, GError **error);
/* The deepest known root that holds the absolute path, or 0; its path through `path` (borrowed). */
guint store_root_of(const Store *store, const char *absolute_path, const char **path);
guint store_root_count(const Store *store);
const char *store_root_path(const Store *store, guint root);
/* What stands before the path in ids: "" for the first root, `name:` for others. */
const char *store_root_prefix(const Store *store, guint root);

/* Settings kept in morgue.ini and written into each shard's metadata. */
void store_set_timezone(Store *store, const char *zone);

/* How shards are written from the next one on. */
void store_set_shard_options(Store *store, const ShardOptions *options);

/* The ledger of the last commit and of what has been added since. Borrowed. */
Ledger *store_ledger(Store *store);
/* The number of this run: one more than the last that committed anything. */
guint32 store_run(const Store *store);
/* When an index that this one is to replace first had the article (LedgerArticle.added), or 0. */
guint64 store_added_before(const Store *store, guint64 id);
/* Live articles, what has been added since the last commit included. */
guint64 store_article_count(const Store *store);

/*
 * Adds a document to the shard that is being written (beginning one where there is none) and
 * says where it went. `language` is the primary subtag of its language, or "".
 */
gboolean store_add(Store *store, const Document *document, const char *language, guint *shard,
                   guint32 *docid, GError **error);
/* Names a stored version dead as of the next commit. */
void store_kill(Store *store, const LedgerArticle *version);
/* Puts an entry into the ledger as of the next commit. */
void store_put_entry(Store *store, LedgerEntry *entry);

/* Whether anything has been added, killed or entered since the last commit, and how many documents.
 */
gboolean store_is_dirty(const Store *store);
guint32 store_pending(const Store *store);

/*
 * Completes and syncs the shard, its ledger and its dead list, and publishes them by one
 * rename. Nothing to publish: does nothing.
 */
gboolean store_commit(Store *store, GError **error);

/*
 * Merges shards: with `all` every one into a single shard without dead versions; else only what
 * the policy of merge.c asks for (bounded work). Commits; what is pending first.
 */
gboolean store_merge(Store *store, gboolean all, GError **error);

/*
 * Checks the whole index under its lock: the stub, each table (xapian-check), ledgers, dead lists,
 * and these against the documents. What is wrong is appended to `findings` (char *), as much
 * as there is. Error: where it could not be checked, MORGUE_ERROR_NO_INDEX for one.
 */
gboolean store_check(const char *directory, guint wait_seconds, GPtrArray *findings,
                     GError **error);

#endif
