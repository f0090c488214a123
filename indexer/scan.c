/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparing the archive with the ledger. */
#include "indexer/scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/walk.h"
#include "morgue/error.h"

/* What the callbacks of a walk need. */
typedef struct {
    Scan *scan;
    Store *store;
    Report *report;
    guint32 options;
} ScanWalk;

Scan *scan_new(void)
{
    Scan *scan = g_new0(Scan, 1);
    scan->files = g_ptr_array_new_with_free_func((GDestroyNotify)ingest_file_free);
    scan->unreadable = g_ptr_array_new_with_free_func(g_free);
    scan->gone = g_ptr_array_new_with_free_func(g_free);
    return scan;
}

void scan_free(Scan *scan)
{
    if (scan == NULL)
        return;
    g_ptr_array_unref(scan->files);
    g_ptr_array_unref(scan->unreadable);
    g_ptr_array_unref(scan->gone);
    g_free(scan);
}

gboolean scan_is_same_file(const LedgerEntry *entry, const IngestFile *file)
{
    return entry->size == file->size && entry->mtime == file->mtime && entry->inode == file->inode;
}

static guint expected_reader_version(const LedgerEntry *entry)
{
    if (entry->reader[0] == '\0')
        return reader_table_version();
    const Reader *reader = reader_find(entry->reader);
    return reader == NULL ? 0 : reader->version;
}

static gboolean is_unchanged(const LedgerEntry *entry, const IngestFile *file, guint32 options)
{
    return entry->outcome != OUTCOME_UNREADABLE && entry->outcome != OUTCOME_GONE &&
           scan_is_same_file(entry, file) && entry->options == options &&
           entry->reader_version == expected_reader_version(entry);
}

static gboolean add_file(const WalkFile *found, gpointer data, GError **error)
{
    (void)error; /* nothing here can fail */
    ScanWalk *walk = data;
    const char *relative;
    guint root = store_root_of(walk->store, found->path, &relative);
    g_assert(root != 0);
    const IngestFile seen_as = {.size = found->size, .mtime = found->mtime, .inode = found->inode};
    LedgerEntry *entry = ledger_find(store_ledger(walk->store), root, relative);
    if (entry != NULL && entry->seen)
        return TRUE; /* a path that was given twice */
    walk->scan->found++;
    if (entry != NULL)
        entry->seen = TRUE;
    if (entry != NULL && is_unchanged(entry, &seen_as, walk->options))
        return TRUE;
    IngestFile *file = g_memdup2(&seen_as, sizeof seen_as);
    file->path = g_strdup(found->path);
    file->root = root;
    file->relative = g_strdup(relative);
    file->prefix = store_root_prefix(walk->store, root);
    g_ptr_array_add(walk->scan->files, file);
    walk->scan->bytes += file->size;
    return TRUE;
}

static void add_unreadable(const char *path, const char *reason, gpointer data)
{
    ScanWalk *walk = data;
    g_ptr_array_add(walk->scan->unreadable, g_strdup(path));
    report_file(walk->report, path, OUTCOME_UNREADABLE, reason);
}

/* Whether `path` is `directory` or something below it. */
static gboolean is_below(const char *path, const char *directory)
{
    gsize length = strlen(directory);
    while (length > 0 && directory[length - 1] == '/')
        length--;
    return strncmp(path, directory, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static gboolean was_readable(const Scan *scan, const char *path)
{
    for (guint i = 0; i < scan->unreadable->len; i++) {
        if (is_below(path, g_ptr_array_index(scan->unreadable, i)))
            return FALSE;
    }
    return TRUE;
}

/* Marks the entries below `start` that the walk did not meet. Returns whether any is known. */
static gboolean mark_vanished(Scan *scan, const Store *store, Ledger *ledger, const char *start)
{
    g_autoptr(GPtrArray) entries = ledger_entries(ledger);
    guint64 known = 0, vanished = 0;
    for (guint i = 0; i < entries->len; i++) {
        LedgerEntry *entry = g_ptr_array_index(entries, i);
        if (entry->root == 0 || entry->outcome == OUTCOME_GONE)
            continue;
        g_autofree char *path =
            g_build_filename(store_root_path(store, entry->root), entry->path, NULL);
        if (!is_below(path, start))
            continue;
        known++;
        entry->vanished = !entry->seen && was_readable(scan, path);
        vanished += entry->vanished ? 1 : 0;
    }
    if (known > 0 && vanished == known)
        g_ptr_array_add(scan->gone, g_strdup(start));
    return known > 0;
}

static void add_standard_input(Scan *scan, const Store *store)
{
    IngestFile *file = g_new0(IngestFile, 1);
    file->relative = g_strdup_printf("-%u", store_run(store));
    file->prefix = "";
    g_ptr_array_add(scan->files, file);
    scan->found++;
}

/* A path that is not there: all of it has vanished, if it ever was. */
static gboolean scan_missing(Scan *scan, Store *store, const char *path, int reason, GError **error)
{
    g_autofree char *absolute = g_canonicalize_filename(path, NULL);
    if (reason == ENOENT && mark_vanished(scan, store, store_ledger(store), absolute))
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path, g_strerror(reason));
    return FALSE;
}

gboolean scan_path(Scan *scan, Store *store, const IndexerOptions *options, Report *report,
                   const char *path, GError **error)
{
    if (strcmp(path, "-") == 0) {
        add_standard_input(scan, store);
        return TRUE;
    }
    g_autofree char *real = realpath(path, NULL);
    if (real == NULL)
        return scan_missing(scan, store, path, errno, error);
    const char *relative;
    if (store_root_of(store, real, &relative) == 0) {
        gboolean is_directory = g_file_test(real, G_FILE_TEST_IS_DIR);
        g_autofree char *root = is_directory ? g_strdup(real) : g_path_get_dirname(real);
        if (store_root(store, root, error) == 0)
            return FALSE;
    }
    ScanWalk state = {scan, store, report, indexer_options_digest(options)};
    const WalkFilter filter = {options->include, options->exclude};
    if (!walk(real, &filter, add_file, add_unreadable, &state, error))
        return FALSE;
    mark_vanished(scan, store, store_ledger(store), real);
    return TRUE;
}
