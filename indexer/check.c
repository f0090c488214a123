/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checking an index: tables, ledger against documents, dead versions. */
#include <string.h>

#include "indexer/store-internal.h"
#include "indexer/supply.h"
#include "indexer/table-check.h"
#include "morgue/error.h"
#include "morgue/field.h"
#include "morgue/glass-files.h"

typedef struct {
    Store *store;
    GPtrArray *findings; /* of char * */
    GHashTable *live;    /* a set of guint64: serials of documents that are not dead */
} Check;

static void find(GPtrArray *findings, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void find(GPtrArray *findings, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_ptr_array_add(findings, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

static gboolean check_tables(const char *path, GPtrArray *findings, GError **error)
{
    g_autoptr(GError) damage = NULL;
    if (!glass_files_verify(path, &damage)) {
        find(findings, "%s", damage->message);
        return TRUE;
    }
    char *finding = NULL;
    if (!table_check(path, &finding, error))
        return FALSE;
    if (finding != NULL)
        g_ptr_array_add(findings, finding);
    return TRUE;
}

/* What lies beside the tables, each file for itself. */
static void check_lists(const Store *store, guint shard, GPtrArray *findings)
{
    g_autoptr(Ledger) ledger = ledger_new();
    g_autoptr(GArray) dead = g_array_new(FALSE, FALSE, sizeof(DeadVersion));
    g_autofree char *path = shard_path(store->directory, shard, "dead");
    GError *damage = NULL;
    if (!store_load_ledger(store, shard, ledger, &damage))
        find(findings, "%s", damage->message);
    g_clear_error(&damage);
    if (!dead_list_read(path, dead, &damage))
        find(findings, "%s", damage->message);
    g_clear_error(&damage);
}

/* The serials that a shard holds, by its terms, and by document for what `dead` names. */
static gboolean collect_serials(Check *check, guint shard, GError **error)
{
    g_autofree char *path = shard_path(check->store->directory, shard, NULL);
    XapianDatabase *database;
    XapianTermIterator *terms = NULL;
    XapianError cause;
    if (!store_open_shard(check->store, shard, &database, error))
        return FALSE;
    gsize prefix = strlen(PREFIX_VERSION);
    XapianStatus status =
        xapian_database_allterms(database, PREFIX_VERSION, prefix, &terms, &cause);
    while (status == XAPIAN_OK &&
           (status = xapian_term_iterator_next(terms, &cause)) == XAPIAN_OK) {
        size_t length;
        const char *term = xapian_term_iterator_get_term(terms, &length);
        g_autofree char *digits = g_strndup(term + prefix, length - prefix);
        guint64 serial = g_ascii_strtoull(digits, NULL, 16);
        if (!g_hash_table_add(check->live, g_memdup2(&serial, sizeof serial)))
            find(check->findings, "%s: version %s is stored twice", path, digits);
    }
    xapian_term_iterator_free(terms);
    xapian_database_free(database);
    return status == XAPIAN_END || store_fail(error, &cause, path);
}

/* A dead list must name the document that has the version: it hides what it names. */
static gboolean remove_dead(Check *check, GError **error)
{
    const Store *store = check->store;
    g_autoptr(GArray) named = g_array_new(FALSE, FALSE, sizeof(DeadVersion));
    if (!store_read_dead(store, named, error))
        return FALSE;
    g_autoptr(GArray) found = g_array_copy(named);
    for (guint i = 0; i < found->len; i++)
        g_array_index(found, DeadVersion, i).shard = 0; /* to be looked for */
    if (!store_locate(store, found, error))
        return FALSE;
    for (guint i = 0; i < named->len; i++) {
        const DeadVersion *version = &g_array_index(named, DeadVersion, i);
        const DeadVersion *place = &g_array_index(found, DeadVersion, i);
        gboolean is_misplaced = store_has_shard(store, version->shard) &&
                                (place->shard != version->shard || place->docid != version->docid);
        if (is_misplaced)
            find(check->findings,
                 "%s: the dead version %016" G_GINT64_MODIFIER "x is not document %u of shard %u",
                 store->directory, version->serial, version->docid, version->shard);
        g_hash_table_remove(check->live, &version->serial);
    }
    return TRUE;
}

/* Every version that the ledger has must be a live document, and every live document one of these.
 */
static void compare_ledger(Check *check)
{
    guint64 lost = 0;
    g_autoptr(GPtrArray) entries = ledger_entries(check->store->ledger);
    for (guint i = 0; i < entries->len; i++) {
        const LedgerEntry *entry = g_ptr_array_index(entries, i);
        for (guint row = 0; row < entry->articles->len; row++) {
            const LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, row);
            gboolean is_stored = article->serial != 0 && !supply_is_withdrawn(article);
            if (is_stored && !g_hash_table_remove(check->live, &article->serial))
                lost++;
        }
    }
    if (lost > 0)
        find(check->findings, "%s: %" G_GUINT64_FORMAT " articles of the ledger are not stored",
             check->store->directory, lost);
    if (g_hash_table_size(check->live) > 0)
        find(check->findings, "%s: %u stored articles are not in the ledger",
             check->store->directory, g_hash_table_size(check->live));
}

static gboolean check_versions(Check *check, GError **error)
{
    const Stub *stub = &check->store->stub;
    for (guint i = 0; i < stub->shards->len; i++) {
        if (!collect_serials(check, g_array_index(stub->shards, guint, i), error))
            return FALSE;
    }
    if (!remove_dead(check, error))
        return FALSE;
    compare_ledger(check);
    return TRUE;
}

/* Only parts that are sound can be compared with one another. */
static gboolean check_whole(Check *check, GError **error)
{
    Store *store = check->store;
    for (guint i = 0; i < store->stub.shards->len; i++) {
        guint number = g_array_index(store->stub.shards, guint, i);
        g_autofree char *path = shard_path(store->directory, number, NULL);
        if (!check_tables(path, check->findings, error))
            return FALSE;
        check_lists(store, number, check->findings);
    }
    if (check->findings->len > 0)
        return TRUE;
    return store_load(store, error) && check_versions(check, error);
}

gboolean store_check(const char *directory, guint wait_seconds, GPtrArray *findings, GError **error)
{
    Stub stub;
    if (!stub_read(directory, &stub, error)) /* before there is a lock file where no index is */
        return FALSE;
    stub_clear(&stub);
    g_autoptr(Store) store = store_lock_to_look(directory, wait_seconds, error);
    if (store == NULL)
        return FALSE;
    Check check = {
        .store = store,
        .findings = findings,
        .live = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
    };
    gboolean checked = check_whole(&check, error);
    g_hash_table_unref(check.live);
    return checked;
}
