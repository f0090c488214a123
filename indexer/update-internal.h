/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * update-internal.h: the state of a run, shared by update.c (reading) and settle.c (reading again).
 */
#ifndef INDEXER_UPDATE_INTERNAL_H
#define INDEXER_UPDATE_INTERNAL_H

#include "indexer/claims.h"
#include "indexer/supply.h"
#include "indexer/update.h"

struct Update {
    Store *store;
    const IndexerOptions *options;
    Report *report;
    const Scan *scan;
    Date today;
    guint32 options_digest;
    Supply *supply;
    Claims *claims;
    guint32 ordinal;  /* of the last version stored in this run */
    gint64 committed; /* monotonic time of the last commit, us */
    UpdateCounts counts;

    GPtrArray *put_off; /* of IngestFile *, borrowed: to be read after all units */

    /* What has to be settled before the next commit. */
    GHashTable *unsettled; /* ids (guint64) that another file might supply now, or better */
    GHashTable *undated;   /* ids whose earliest date may have changed */
    GHashTable *released;  /* names of files that were part of a unit */
    GHashTable *stale;     /* names of units of which a part has changed */
    GHashTable *fresh;     /* names of units read in this run */
    GHashTable *earliest;  /* id → guint64 *, while articles are dated anew; else NULL */

    /* The file at hand. */
    LedgerEntry *entry;    /* being made */
    LedgerEntry *previous; /* what the ledger holds of it, or NULL */
    char *owner;           /* of the unit that it is part of, or NULL; owned */
    gboolean known;        /* the same file as then: its defects have been named */
};

/* Takes what comes out of a file; does not own the item. */
gboolean update_take_item(Update *update, IngestFile *file, IngestItem *item, GError **error);

/* Reads files again until every article has its best supplier and its earliest date. */
gboolean update_settle(Update *update, GError **error);

/* Adds an id to one of the sets. */
void update_unsettle(GHashTable *ids, guint64 id);

/* The earlier of two dates as numbers (LedgerArticle.published), where 0 is none. */
guint64 update_earlier(guint64 one, guint64 other);

#endif
