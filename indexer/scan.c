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
    const LedgerEntry *before; /* the entry found before this one; NULL: none */
    /* Of an entry before: most have the same reader. */
    const char *reader;
    guint reader_version;
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

static guint current_reader_version(const char *name)
{
    if (*name == '\0')
        return reader_table_version();
    const Reader *reader = reader_find(name);
    return reader == NULL ? 0 : reader_effective_version(reader);
}

/* Names of readers are interned, or static. */
static gboolean is_of_current_reader(const LedgerEntry *entry, ScanWalk *walk)
{
    if (walk->reader != entry->reader) {
        walk->reader = entry->reader;
        walk->reader_version = current_reader_version(entry->reader);
    }
    return entry->reader_version == walk->reader_version;
}

static gboolean is_unchanged(const LedgerEntry *entry, const IngestFile *file, ScanWalk *walk)
{
    return entry->outcome != OUTCOME_UNREADABLE && entry->outcome != OUTCOME_GONE &&
           scan_is_same_file(entry, file) && entry->options == walk->options &&
           is_of_current_reader(entry, walk);
}

static gboolean add_file(const WalkFile *found, gpointer data, GError **error)
{
    (void)error; /* nothing here can fail */
    ScanWalk *walk = data;
    const char *relative;
    guint root = store_root_of(walk->store, found->path, &relative);
    g_assert(root != 0);
    const IngestFile seen_as = {.size = found->size, .mtime = found->mtime, .inode = found->inode};
    LedgerEntry *entry = ledger_find_after(store_ledger(walk->store), walk->before, root, relative);
    if (entry != NULL)
        walk->before = entry;
    if (entry != NULL && entry->seen)
        return TRUE; /* a path that was given twice */
    walk->scan->found++;
    if (entry != NULL)
        entry->seen = TRUE, entry->vanished = FALSE;
    if (entry != NULL && is_unchanged(entry, &seen_as, walk))
        return TRUE;
    IngestFile *file = g_memdup2(&seen_as, sizeof seen_as);
    file->path = g_strdup(found->path);
    file->root = root;
    file->folder = store_root_path(walk->store, root);
    file->relative = g_strdup(relative);
    file->prefix = store_root_prefix(walk->store, root);
    file->may_wait = TRUE;
    g_ptr_array_add(walk->scan->files, file);
    walk->scan->bytes += file->size;
    return TRUE;
}

/*
 * Remembered, so that it is named once: a directory, or a file that cannot even be looked at. What
 * it gave before stays.
 */
static void add_unreadable(const char *path, const char *reason, gpointer data)
{
    ScanWalk *walk = data;
    const char *relative;
    guint root = store_root_of(walk->store, path, &relative);
    g_ptr_array_add(walk->scan->unreadable, g_strdup(path));
    LedgerEntry *entry = ledger_find(store_ledger(walk->store), root, relative);
    gboolean is_known = entry != NULL && entry->outcome == OUTCOME_UNREADABLE &&
                        g_strcmp0(entry->reason, reason) == 0;
    if (!is_known) {
        LedgerEntry *unreadable =
            entry != NULL ? ledger_entry_copy(entry) : ledger_entry_new(root, relative);
        unreadable->outcome = OUTCOME_UNREADABLE;
        g_free(unreadable->reason);
        unreadable->reason = g_strdup(reason);
        report_file(walk->report, path, NULL, NULL, OUTCOME_UNREADABLE, reason, TRUE);
        store_put_entry(walk->store, unreadable);
        entry = unreadable;
        walk->before = entry;
    }
    entry->seen = TRUE;
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

static gboolean has_vanished(const Scan *scan, const Store *store, const LedgerEntry *entry)
{
    if (entry->seen || scan->unreadable->len == 0)
        return !entry->seen;
    g_autofree char *path =
        g_build_filename(store_root_path(store, entry->root), entry->path, NULL);
    return was_readable(scan, path);
}

/* Of one root: what of it lies below the start of a walk. */
typedef enum {
    EXTENT_NONE,
    EXTENT_PART, /* what is below `relative` */
    EXTENT_ALL,
} Extent;

static Extent extent_of(const Store *store, guint root, const char *start, const char **relative)
{
    const char *path = store_root_path(store, root);
    if (is_below(path, start))
        return EXTENT_ALL;
    if (!is_below(start, path))
        return EXTENT_NONE;
    *relative = start + strlen(path);
    *relative += strspn(*relative, "/");
    return EXTENT_PART;
}

/* Entries of the ledger, and how many of them have vanished. */
typedef struct {
    guint64 known, vanished;
} Extinction;

static void mark_root(Scan *scan, const Store *store, const GPtrArray *entries, guint root,
                      const char *start, Extinction *count)
{
    const char *relative = "";
    Extent extent = extent_of(store, root, start, &relative);
    for (guint i = 0; i < entries->len && extent != EXTENT_NONE; i++) {
        LedgerEntry *entry = g_ptr_array_index(entries, i);
        if (entry->root != root || entry->outcome == OUTCOME_GONE ||
            (extent == EXTENT_PART && !is_below(entry->path, relative)))
            continue;
        entry->vanished = has_vanished(scan, store, entry);
        count->known++;
        count->vanished += entry->vanished ? 1 : 0;
    }
}

/* Marks the entries below `start` that the walk did not meet. Returns whether any is known. */
static gboolean mark_vanished(Scan *scan, const Store *store, Ledger *ledger, const char *start)
{
    Extinction count = {0, 0};
    g_autoptr(GPtrArray) entries = ledger_entries_unsorted(ledger);
    for (guint root = 1; root <= store_root_count(store); root++)
        mark_root(scan, store, entries, root, start, &count);
    scan->has_vanished = scan->has_vanished || count.vanished > 0;
    if (count.known > 0 && count.vanished == count.known)
        g_ptr_array_add(scan->gone, g_strdup(start));
    return count.known > 0;
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

/* The root that holds the path, made where there is none: the directory itself, or the file's. */
static gboolean ensure_root(Store *store, const char *path, gboolean is_directory, GError **error)
{
    const char *relative;
    if (store_root_of(store, path, &relative) != 0)
        return TRUE;
    g_autofree char *directory = is_directory ? g_strdup(path) : g_path_get_dirname(path);
    return store_root(store, directory, error) != 0;
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
    gboolean is_directory = g_file_test(real, G_FILE_TEST_IS_DIR);
    if (!ensure_root(store, real, is_directory, error))
        return FALSE;
    ScanWalk state = {
        .scan = scan,
        .store = store,
        .report = report,
        .options = indexer_options_digest(options),
    };
    g_autofree char *index = realpath(store_home(store), NULL);
    const WalkFilter filter = {options->include, options->exclude, index};
    if (!walk(real, &filter, add_file, add_unreadable, &state, error))
        return FALSE;
    if (is_directory) /* a file that is there has not vanished */
        mark_vanished(scan, store, store_ledger(store), real);
    return TRUE;
}

/* The order of a walk: names compare by their bytes, so a slash comes before all else. */
static int by_place(gconstpointer a, gconstpointer b)
{
    const IngestFile *first = *(const IngestFile *const *)a;
    const IngestFile *second = *(const IngestFile *const *)b;
    if (first->root != second->root)
        return first->root < second->root ? -1 : 1;
    const guchar *x = (const guchar *)first->relative, *y = (const guchar *)second->relative;
    while (*x != '\0' && *x == *y)
        x++, y++;
    int left = *x == '/' ? 1 : *x == '\0' ? 0 : *x + 1;
    int right = *y == '/' ? 1 : *y == '\0' ? 0 : *y + 1;
    return left - right;
}

void scan_finish(Scan *scan)
{
    g_ptr_array_sort(scan->files, by_place);
    guint kept = 0;
    for (guint i = 0; i < scan->files->len; i++) {
        gpointer *files = scan->files->pdata;
        if (i > 0 && by_place(&files[i], &files[kept - 1]) == 0) {
            IngestFile *twice = files[i];
            scan->bytes -= twice->size;
            scan->found--;
            ingest_file_free(twice);
        } else {
            files[kept++] = files[i];
        }
    }
    for (guint i = kept; i < scan->files->len; i++)
        scan->files->pdata[i] = NULL;
    g_ptr_array_set_size(scan->files, (int)kept);
}
