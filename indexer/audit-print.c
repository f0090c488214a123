/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --audit: the counts of documents and of files, of the same commit. */
#include "indexer/audit-print.h"

#include "indexer/audit-view.h"
#include "indexer/store.h"
#include "morgue/error.h"

/* How often to begin again where a run commits meanwhile; each commit takes a run far longer. */
#define ATTEMPTS 5

static gboolean read_commit(const char *directory, guint64 *commit, GError **error)
{
    Stub stub;
    if (!stub_read(directory, &stub, error))
        return FALSE;
    *commit = stub.commit;
    stub_clear(&stub);
    return TRUE;
}

/* Opens the index and its ledger. `same`: whether both are of one commit. */
static gboolean open_once(const char *directory, Index **index, Store **store, gboolean *same,
                          GError **error)
{
    guint64 before, after;
    if (!read_commit(directory, &before, error))
        return FALSE;
    *index = index_open(directory, error);
    *store = *index == NULL ? NULL : store_look(directory, error);
    if (*store == NULL || !read_commit(directory, &after, error))
        return FALSE;
    *same = before == after;
    return TRUE;
}

static gboolean open_both(const char *directory, Index **index, Store **store, GError **error)
{
    for (guint attempt = 1;; attempt++) {
        g_autoptr(GError) cause = NULL;
        gboolean same = FALSE;
        gboolean opened = open_once(directory, index, store, &same, &cause);
        if (opened && same)
            return TRUE;
        gboolean has_moved = opened || g_error_matches(cause, MORGUE_ERROR, MORGUE_ERROR_MOVED);
        if (has_moved && attempt < ATTEMPTS) {
            g_clear_pointer(index, index_close);
            g_clear_pointer(store, store_close);
            continue;
        }
        if (opened)
            g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_MOVED,
                        "%s: the index changes all the time\nhint: run this again when the run "
                        "that writes is done",
                        directory);
        else
            g_propagate_error(error, g_steal_pointer(&cause));
        return FALSE;
    }
}

gboolean audit_print(const char *directory, gboolean as_json, GError **error)
{
    g_autoptr(Index) index = NULL;
    g_autoptr(Store) store = NULL;
    if (!open_both(directory, &index, &store, error))
        return FALSE;
    g_autoptr(Audit) audit = audit_new(index, error);
    if (audit == NULL)
        return FALSE;
    g_auto(LedgerCounts) files;
    ledger_counts_init(&files, store_ledger(store));
    const AuditView view = {store_directory(store), index_uuid(index), audit, &files};
    if (as_json)
        audit_view_json(&view);
    else
        audit_view_text(&view);
    return TRUE;
}
