/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rebuild.h: the archive read anew into a fresh index, which takes the place of the old one when it
 * is whole.
 *
 * The fresh index grows in INDEX/rebuild. Its shards have numbers that the old one never used, so
 * that they can be moved beside the old shards, where nobody sees them before the stub names them:
 * as always, renaming the stub is the only commit. Old shards are retired by it, as by a merge.
 */
#ifndef INDEXER_REBUILD_H
#define INDEXER_REBUILD_H

#include <glib.h>

#include "indexer/options.h"
#include "indexer/store.h"

/* The fresh index while it is not whole, in the directory of the old one. */
#define REBUILD_DIRECTORY "rebuild"

typedef struct Rebuild Rebuild;

/*
 * Takes the lock of the index, and in what can be kept of it: roots, settings, and from its ledger
 * the order of addition. `has_paths`: whether the caller knows what to read, if morgue.ini does not
 * say. Errors: MORGUE_ERROR_NO_INDEX, MORGUE_ERROR_LOCKED, MORGUE_ERROR_FAILED;
 * MORGUE_ERROR_DAMAGED where morgue.ini names no root, and there are no paths.
 */
Rebuild *rebuild_begin(const char *directory, guint wait_seconds, gboolean has_paths,
                       GError **error);
/* Removes what has not taken the old index's place, and releases the lock. */
void rebuild_free(Rebuild *rebuild);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rebuild, rebuild_free)

/* The fresh index, borrowed. Nobody but the caller of rebuild_finish() sees it. */
Store *rebuild_store(const Rebuild *rebuild);

/* The roots that morgue.ini names: char *, borrowed. */
GPtrArray *rebuild_roots(const Rebuild *rebuild);

/* Why the order of addition begins anew, with a new uuid; NULL where both are kept. Borrowed. */
const char *rebuild_loss_of_order(const Rebuild *rebuild);

/*
 * Puts the fresh index in the place of the old one. Error: MORGUE_ERROR_PRUNE where it lacks more
 * articles of the old one than `prune` allows, all of one root for example, or any that came by
 * standard input. On an error the old index is as it was, unless what fails comes after the rename
 * of the stub: then the fresh one is in its place, and the next run tidies up.
 */
gboolean rebuild_finish(Rebuild *rebuild, PruneMode prune, GError **error);

#endif
