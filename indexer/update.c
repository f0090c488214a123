/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run: scanning, reading, choosing suppliers, pruning, committing. */
#include "indexer/update.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "indexer/pipeline.h"
#include "indexer/supply.h"
#include "morgue/error.h"

/* A run that is killed loses no more than this. */
#define COMMIT_DOCUMENTS 50000
#define COMMIT_SECONDS   300

/* Vanished files may take this share of the articles with them before it needs --prune=force. */
#define PRUNE_SHARE 5

struct Update {
    Store *store;
    const IndexerOptions *options;
    Report *report;
    const Scan *scan;
    Date today;
    guint32 options_digest;
    Supply *supply;
    GHashTable *unsettled; /* ids (guint64) that another file might supply now, or better */
    guint32 ordinal;       /* of the last version stored in this run */
    gint64 committed;      /* monotonic time of the last commit, us */
    UpdateCounts counts;

    /* The file at hand. */
    LedgerEntry *entry;    /* being made */
    LedgerEntry *previous; /* what the ledger holds of it, or NULL */
    gboolean known;        /* the same file as then: its defects have been named */
};

Update *update_new(Store *store, const IndexerOptions *options, const Scan *scan, Report *report)
{
    Update *update = g_new0(Update, 1);
    update->store = store;
    update->options = options;
    update->report = report;
    update->scan = scan;
    update->today = date_today(options->timezone);
    update->options_digest = indexer_options_digest(options);
    update->supply = supply_new(store_ledger(store));
    update->unsettled = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    update->committed = g_get_monotonic_time();
    return update;
}

void update_free(Update *update)
{
    if (update == NULL)
        return;
    ledger_entry_free(update->entry);
    supply_free(update->supply);
    g_hash_table_unref(update->unsettled);
    g_free(update);
}

const UpdateCounts *update_counts(const Update *update)
{
    return &update->counts;
}

/* Choosing suppliers */

static void unsettle(Update *update, guint64 id)
{
    g_hash_table_add(update->unsettled, g_memdup2(&id, sizeof id));
}

/* Puts an entry into the ledger in the place of the one of the same path. */
static void put_entry(Update *update, LedgerEntry *entry)
{
    for (guint row = 0; row < entry->articles->len; row++) {
        const LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, row);
        if (article->serial != 0)
            supply_set(update->supply, article->id, entry, row);
    }
    store_put_entry(update->store, entry);
}

/* Stores the document as a new version of its article; fills in the row. */
static gboolean store_version(Update *update, IngestItem *item, guint64 added, LedgerArticle *row,
                              GError **error)
{
    row->serial = (guint64)store_run(update->store) << 32 | ++update->ordinal;
    row->added = added != 0 ? added : row->serial;
    document_set_version(item->document, row->serial, row->added);
    guint shard;
    guint32 docid;
    if (!store_add(update->store, item->document, item->language, &shard, &docid, error))
        return FALSE;
    row->shard = shard;
    row->docid = docid;
    return TRUE;
}

/* Takes the stored version away from a row that a better supplier has displaced. */
static void displace(Update *update, const SupplyRow *rival)
{
    store_kill(update->store, supply_row(rival));
    if (rival->entry == update->entry) {
        supply_row(rival)->serial = 0;
        return;
    }
    LedgerEntry *copy = ledger_entry_copy(rival->entry);
    g_array_index(copy->articles, LedgerArticle, rival->index).serial = 0;
    put_entry(update, copy);
}

static gboolean take_document(Update *update, IngestItem *item, GError **error)
{
    update->counts.articles++;
    LedgerArticle row = {
        .id = item->document->id,
        .content = item->document->content,
        .quality = item->quality,
        .ordinal = item->ordinal,
    };
    SupplyRow rival;
    gboolean stored = TRUE;
    if (!supply_find(update->supply, row.id, &rival)) {
        if (!store_version(update, item, 0, &row, error))
            return FALSE;
    } else if (rival.entry == update->previous) {
        const LedgerArticle before = *supply_row(&rival);
        if (before.quality > row.quality)
            unsettle(update, row.id);
        if (before.content == row.content) {
            row.serial = before.serial;
            row.added = before.added;
            row.shard = before.shard;
            row.docid = before.docid;
        } else {
            store_kill(update->store, &before);
            if (!store_version(update, item, before.added, &row, error))
                return FALSE;
        }
    } else if (supply_is_better(update->entry, row.ordinal, row.quality, &rival)) {
        guint64 added = supply_row(&rival)->added;
        displace(update, &rival);
        if (!store_version(update, item, added, &row, error))
            return FALSE;
    } else {
        stored = FALSE;
    }
    g_array_append_val(update->entry->articles, row);
    if (stored)
        supply_set(update->supply, row.id, update->entry, update->entry->articles->len - 1);
    return TRUE;
}

/* Removes the versions of an entry that nothing has taken over. */
static void drop_versions(Update *update, const LedgerEntry *entry)
{
    for (guint i = 0; i < entry->articles->len; i++) {
        const LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, i);
        SupplyRow row;
        if (article->serial == 0 || !supply_find(update->supply, article->id, &row) ||
            row.entry != entry || row.index != i)
            continue;
        store_kill(update->store, article);
        supply_remove(update->supply, article->id);
        unsettle(update, article->id);
    }
}

/* Files */

static void begin_file(Update *update, const IngestFile *file)
{
    update->entry = ledger_entry_new(file->root, file->relative);
    update->entry->size = file->size;
    update->entry->mtime = file->mtime;
    update->entry->inode = file->inode;
    update->entry->options = update->options_digest;
    update->entry->seen = TRUE;
    update->previous = ledger_find(store_ledger(update->store), file->root, file->relative);
    update->known = update->previous != NULL && scan_is_same_file(update->previous, file);
}

static void name_defect(Update *update, const IngestFile *file, const IngestItem *item)
{
    const char *name = file->path != NULL ? file->path : "-";
    gboolean was_read = update->known && update->previous->outcome != OUTCOME_UNREADABLE;
    gboolean is_known =
        item->kind == INGEST_SKIPPED
            ? was_read
            : update->known && g_strcmp0(update->previous->reason, item->reason) == 0;
    if (is_known)
        return;
    update->counts.skipped++;
    if (item->kind == INGEST_SKIPPED)
        report_record(update->report, name, item->offset, item->reason);
    else
        report_file(update->report, name, item->outcome, item->reason);
}

/* What could not be opened keeps what it gave before, and is tried again by every run. */
static void keep_unreadable(Update *update, const IngestFile *file, const IngestItem *item)
{
    if (file->path != NULL && access(file->path, F_OK) != 0 && errno == ENOENT) {
        g_clear_pointer(&update->entry, ledger_entry_free); /* the next run finds it gone */
        return;
    }
    if (update->previous != NULL)
        g_array_append_vals(update->entry->articles, update->previous->articles->data,
                            update->previous->articles->len);
    update->entry->outcome = OUTCOME_UNREADABLE;
    update->entry->reason = g_strdup(item->reason);
    put_entry(update, g_steal_pointer(&update->entry));
}

static void end_file(Update *update, const IngestFile *file, const IngestItem *item)
{
    update->counts.files_done++;
    update->counts.bytes_done += file->size;
    if (item->reason != NULL && !item->named)
        name_defect(update, file, item);
    if (item->outcome == OUTCOME_UNREADABLE) {
        keep_unreadable(update, file, item);
        return;
    }
    LedgerEntry *entry = g_steal_pointer(&update->entry);
    entry->reader = item->reader != NULL ? item->reader->name : "";
    entry->reader_version = item->reader != NULL ? item->reader->version : reader_table_version();
    entry->outcome = item->outcome;
    entry->reason = g_strdup(item->reason);
    if (update->previous != NULL)
        drop_versions(update, update->previous);
    update->previous = NULL;
    put_entry(update, entry);
}

static gboolean take_item(Update *update, const IngestFile *file, IngestItem *item, GError **error)
{
    if (update->entry == NULL)
        begin_file(update, file);
    switch (item->kind) {
    case INGEST_DOCUMENT:
        return take_document(update, item, error);
    case INGEST_SKIPPED:
        name_defect(update, file, item);
        return TRUE;
    case INGEST_END:
        end_file(update, file, item);
        return TRUE;
    }
    g_assert_not_reached();
}

/* Settling: articles whose supplier has gone or become worse */

typedef struct {
    Update *update;
    const IngestFile *file;
    GError *error;
} Reread;

static gboolean take_reread(IngestItem *item, gpointer data)
{
    Reread *reread = data;
    g_autoptr(IngestItem) owned = item;
    return take_item(reread->update, reread->file, owned, &reread->error);
}

static gboolean reread_file(Update *update, const LedgerEntry *entry, DocumentBuilder *builder,
                            GError **error)
{
    IngestFile *file = g_new0(IngestFile, 1);
    file->root = entry->root;
    file->relative = g_strdup(entry->path);
    file->path = g_build_filename(store_root_path(update->store, entry->root), entry->path, NULL);
    file->prefix = store_root_prefix(update->store, entry->root);
    file->size = entry->size;
    file->mtime = entry->mtime;
    file->inode = entry->inode;
    Reread reread = {.update = update, .file = file};
    ingest(file, update->options, &update->today, builder, take_reread, &reread);
    ingest_file_free(file);
    if (reread.error == NULL)
        return TRUE;
    g_propagate_error(error, reread.error);
    return FALSE;
}

/* Whether the entry could supply one of the unsettled articles, and better than what does now. */
static gboolean could_supply(const Update *update, const LedgerEntry *entry)
{
    if (entry->root == 0 || entry->vanished)
        return FALSE;
    for (guint i = 0; i < entry->articles->len; i++) {
        const LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, i);
        SupplyRow row;
        if (article->serial != 0 || !g_hash_table_contains(update->unsettled, &article->id))
            continue;
        if (!supply_find(update->supply, article->id, &row) ||
            supply_is_better(entry, article->ordinal, article->quality, &row))
            return TRUE;
    }
    return FALSE;
}

/* Entries as a look-up finds them again: reading a file replaces its entry, and maybe others. */
static char *entry_name(const LedgerEntry *entry)
{
    return g_strdup_printf("%u/%s", entry->root, entry->path);
}

static LedgerEntry *find_by_name(const Update *update, const char *name)
{
    guint root = (guint)g_ascii_strtoull(name, NULL, 10);
    return ledger_find(store_ledger(update->store), root, strchr(name, '/') + 1);
}

/* Names of the entries that could supply something, and have not been `tried`. */
static GPtrArray *possible_suppliers(const Update *update, GHashTable *tried)
{
    GPtrArray *names = g_ptr_array_new();
    g_autoptr(GPtrArray) entries = ledger_entries(store_ledger(update->store));
    for (guint i = 0; i < entries->len; i++) {
        const LedgerEntry *entry = g_ptr_array_index(entries, i);
        if (!could_supply(update, entry))
            continue;
        g_autofree char *name = entry_name(entry);
        if (g_hash_table_contains(tried, name))
            continue;
        g_ptr_array_add(names, name); /* borrowed from the set */
        g_hash_table_add(tried, g_steal_pointer(&name));
    }
    return names;
}

/* Reads the possible suppliers, each once; a file that has changed meanwhile may unsettle more. */
static gboolean reread_suppliers(Update *update, DocumentBuilder *builder, GError **error)
{
    g_autoptr(GHashTable) tried = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gboolean settled = TRUE;
    guint count;
    do {
        g_autoptr(GPtrArray) names = possible_suppliers(update, tried);
        count = names->len;
        for (guint i = 0; i < count && settled; i++) {
            const LedgerEntry *entry = find_by_name(update, g_ptr_array_index(names, i));
            if (entry != NULL && could_supply(update, entry))
                settled = reread_file(update, entry, builder, error);
        }
    } while (count > 0 && settled);
    return settled;
}

static gboolean settle(Update *update, GError **error)
{
    if (g_hash_table_size(update->unsettled) == 0)
        return TRUE;
    DocumentBuilder *builder = document_builder_new();
    gboolean settled = reread_suppliers(update, builder, error);
    document_builder_free(builder);
    g_hash_table_remove_all(update->unsettled);
    return settled;
}

static gboolean commit(Update *update, GError **error)
{
    update->committed = g_get_monotonic_time();
    return settle(update, error) && store_commit(update->store, error);
}

/* Pruning */

/* Articles that would be lost: supplied by vanished files, and held by no other one. */
static guint64 count_losses(const GPtrArray *entries)
{
    g_autoptr(GHashTable) lost = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (guint pass = 0; pass < 2; pass++) {
        for (guint i = 0; i < entries->len; i++) {
            const LedgerEntry *entry = g_ptr_array_index(entries, i);
            if (entry->vanished != (pass == 0))
                continue;
            for (guint row = 0; row < entry->articles->len; row++) {
                LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, row);
                if (pass == 1)
                    g_hash_table_remove(lost, &article->id);
                else if (article->serial != 0)
                    g_hash_table_add(lost, g_memdup2(&article->id, sizeof article->id));
            }
        }
    }
    return g_hash_table_size(lost);
}

static gboolean may_prune(Update *update, const GPtrArray *entries, GError **error)
{
    guint64 losses = count_losses(entries);
    guint64 articles = store_article_count(update->store);
    update->counts.articles_vanished = losses;
    if (update->options->prune == PRUNE_FORCE)
        return TRUE;
    const char *hint = "if they are really gone, run again with --prune=force; if a disk is not "
                       "mounted, mount it";
    if (losses > 0 && update->scan->gone->len > 0) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_PRUNE,
                    "%s: nothing is left of it; its %" G_GUINT64_FORMAT
                    " articles stay in the index\nhint: %s",
                    (char *)g_ptr_array_index(update->scan->gone, 0), losses, hint);
        return FALSE;
    }
    if (losses * PRUNE_SHARE > articles) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_PRUNE,
                    "%" G_GUINT64_FORMAT " files have vanished, and with them %" G_GUINT64_FORMAT
                    " of %" G_GUINT64_FORMAT
                    " articles: over a fifth of the index; they stay in it\nhint: %s",
                    update->counts.files_vanished, losses, articles, hint);
        return FALSE;
    }
    return TRUE;
}

static gboolean prune(Update *update, GError **error)
{
    g_autoptr(GPtrArray) entries = ledger_entries_unsorted(store_ledger(update->store));
    for (guint i = 0; i < entries->len; i++) {
        const LedgerEntry *entry = g_ptr_array_index(entries, i);
        update->counts.files_vanished += entry->vanished ? 1 : 0;
    }
    if (update->counts.files_vanished == 0 || update->options->prune == PRUNE_NEVER)
        return TRUE;
    if (!may_prune(update, entries, error))
        return FALSE;
    for (guint i = 0; i < entries->len; i++) {
        const LedgerEntry *entry = g_ptr_array_index(entries, i);
        if (!entry->vanished)
            continue;
        drop_versions(update, entry);
        LedgerEntry *gone = ledger_entry_new(entry->root, entry->path);
        gone->outcome = OUTCOME_GONE;
        gone->seen = TRUE;
        store_put_entry(update->store, gone);
    }
    return TRUE;
}

/* The run */

static gboolean commit_is_due(const Update *update)
{
    gint64 elapsed = g_get_monotonic_time() - update->committed;
    return store_pending(update->store) >= COMMIT_DOCUMENTS ||
           (elapsed > COMMIT_SECONDS * G_USEC_PER_SEC && store_is_dirty(update->store));
}

/* Reads all files. `stopped` where `tick` asked for it. */
static gboolean read_files(Update *update, UpdateTick tick, gpointer data, gboolean *stopped,
                           GError **error)
{
    g_autoptr(Pipeline) pipeline =
        pipeline_new(update->scan->files, update->options, &update->today, error);
    if (pipeline == NULL)
        return FALSE;
    IngestItem *next;
    guint index;
    while (!*stopped && (next = pipeline_next(pipeline, &index)) != NULL) {
        g_autoptr(IngestItem) item = next;
        const IngestFile *file = g_ptr_array_index(update->scan->files, index);
        if (!take_item(update, file, item, error))
            return FALSE;
        gboolean between = item->kind == INGEST_END;
        if (between && commit_is_due(update) && !commit(update, error))
            return FALSE;
        *stopped = !tick(&update->counts, file->relative, data) && between;
    }
    return TRUE;
}

gboolean update_run(Update *update, UpdateTick tick, gpointer data, GError **error)
{
    gboolean stopped = FALSE;
    if (update->scan->files->len > 0 && !read_files(update, tick, data, &stopped, error))
        return FALSE;
    g_autoptr(GError) refusal = NULL;
    if (!stopped)
        prune(update, &refusal);
    if (!commit(update, error))
        return FALSE;
    if (refusal == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&refusal));
    return FALSE;
}
