/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checking an index: tables, ledger against documents, dead versions. */
#include <string.h>

#include "indexer/store-internal.h"
#include "morgue/error.h"
#include "morgue/field.h"
#include "morgue/glass-files.h"

static void find(GPtrArray *findings, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void find(GPtrArray *findings, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_ptr_array_add(findings, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

static void check_tables(const char *path, GPtrArray *findings)
{
    g_autoptr(GError) damage = NULL;
    if (!glass_files_verify(path, &damage)) {
        find(findings, "%s", damage->message);
        return;
    }
    XapianString report = XAPIAN_STRING_INIT;
    XapianError cause;
    size_t errors = 0;
    XapianStatus status = xapian_database_check(path, 0, &errors, &report, &cause);
    if (status != XAPIAN_OK)
        find(findings, "%s: %s", path, cause.message);
    else if (errors > 0)
        find(findings, "%s: %zu errors: %s", path, errors, report.bytes);
    xapian_string_clear(&report);
}

/* Every version that the ledger has must be a live document, and every live document one of these.
 */
static gboolean check_versions(Store *store, GPtrArray *findings, GError **error)
{
    g_autoptr(GArray) versions = g_array_new(FALSE, FALSE, sizeof(DeadVersion));
    g_autoptr(GPtrArray) entries = ledger_entries(store->ledger);
    for (guint i = 0; i < entries->len; i++) {
        const LedgerEntry *entry = g_ptr_array_index(entries, i);
        for (guint row = 0; row < entry->articles->len; row++) {
            const LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, row);
            const DeadVersion version = {article->serial, 0, 0}; /* 0: to be looked for */
            if (article->serial != 0)
                g_array_append_val(versions, version);
        }
    }
    if (!store_locate(store, versions, error))
        return FALSE;
    guint lost = 0;
    for (guint i = 0; i < versions->len; i++)
        lost += g_array_index(versions, DeadVersion, i).docid == 0;
    if (lost > 0)
        find(findings, "%s: %u articles of the ledger are not in the tables", store->directory,
             lost);
    if (versions->len != store->articles)
        find(findings, "%s: the ledger has %u articles, the tables %" G_GUINT64_FORMAT " live ones",
             store->directory, versions->len, store->articles);
    return TRUE;
}

gboolean store_check(Store *store, GPtrArray *findings, GError **error)
{
    for (guint i = 0; i < store->stub.shards->len; i++) {
        guint number = g_array_index(store->stub.shards, guint, i);
        g_autofree char *path = shard_path(store->directory, number, NULL);
        check_tables(path, findings);
    }
    return check_versions(store, findings, error) && findings->len == 0;
}
