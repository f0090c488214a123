/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The old ledger against the new one. */
#include "indexer/losses.h"

#include "indexer/supply.h"
#include "morgue/error.h"

/* The share of the articles that may be gone: one in so many, as with vanished files. */
#define LOSS_SHARE 5

#define FORCE_HINT "if they are really gone, run again with --prune=force"

typedef struct {
    guint64 articles, lost;
} RootLoss;

static gboolean is_stored(const LedgerArticle *article)
{
    return article->serial != 0 && !supply_is_withdrawn(article);
}

/* Ids (guint64, borrowed) of all that a ledger knows, also of what is withdrawn now. */
static GHashTable *known_ids(const Ledger *ledger)
{
    GHashTable *ids = g_hash_table_new(g_int64_hash, g_int64_equal);
    g_autoptr(GPtrArray) entries = ledger_entries_unsorted(ledger);
    for (guint i = 0; i < entries->len; i++) {
        const LedgerEntry *entry = g_ptr_array_index(entries, i);
        for (guint row = 0; row < entry->articles->len; row++)
            g_hash_table_add(ids, &g_array_index(entry->articles, LedgerArticle, row).id);
    }
    return ids;
}

/* By root; the last one's number is `losses->len` − 1. */
static GArray *count_losses(const Ledger *old, const Ledger *fresh)
{
    GArray *losses = g_array_new(FALSE, TRUE, sizeof(RootLoss));
    g_autoptr(GHashTable) known = known_ids(fresh);
    g_autoptr(GPtrArray) entries = ledger_entries_unsorted(old);
    for (guint i = 0; i < entries->len; i++) {
        const LedgerEntry *entry = g_ptr_array_index(entries, i);
        if (entry->root >= losses->len)
            g_array_set_size(losses, entry->root + 1);
        RootLoss *loss = &g_array_index(losses, RootLoss, entry->root);
        for (guint row = 0; row < entry->articles->len; row++) {
            const LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, row);
            if (!is_stored(article))
                continue;
            loss->articles++;
            loss->lost += g_hash_table_contains(known, &article->id) ? 0 : 1;
        }
    }
    return losses;
}

static RootLoss sum_losses(const GArray *losses)
{
    RootLoss sum = {0, 0};
    for (guint root = 0; root < losses->len; root++) {
        sum.articles += g_array_index(losses, RootLoss, root).articles;
        sum.lost += g_array_index(losses, RootLoss, root).lost;
    }
    return sum;
}

static gboolean refuse(GError **error, const char *where, guint64 lost, guint64 articles,
                       const char *hint)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_PRUNE,
                "%s: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                " articles are not found any more; the index is as it was\nhint: %s",
                where, lost, articles, hint);
    return FALSE;
}

static gboolean check_root(const GArray *losses, guint root, const Store *fresh, GError **error)
{
    const RootLoss *loss = &g_array_index(losses, RootLoss, root);
    if (root == 0 && loss->lost > 0)
        return refuse(error, "standard input", loss->lost, loss->articles,
                      "they cannot be read again; to do without them, run again with "
                      "--prune=force");
    if (loss->lost == 0 || loss->lost < loss->articles)
        return TRUE;
    const char *path = root <= store_root_count(fresh) ? store_root_path(fresh, root) : "a root";
    return refuse(error, path, loss->lost, loss->articles,
                  FORCE_HINT "; if a disk is not mounted, mount it");
}

gboolean losses_allow(const Ledger *old, Store *fresh, PruneMode prune, GError **error)
{
    if (prune == PRUNE_FORCE)
        return TRUE;
    g_autoptr(GArray) losses = count_losses(old, store_ledger(fresh));
    RootLoss all = sum_losses(losses);
    for (guint root = 0; root < losses->len; root++) {
        if (!check_root(losses, root, fresh, error))
            return FALSE;
    }
    if (all.lost * LOSS_SHARE > all.articles || (prune == PRUNE_NEVER && all.lost > 0))
        return refuse(error, "the archive", all.lost, all.articles, FORCE_HINT);
    return TRUE;
}
