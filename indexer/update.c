/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run: scanning, reading, choosing suppliers, pruning, committing. */
#include "indexer/update.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "indexer/pipeline.h"
#include "indexer/update-internal.h"
#include "morgue/error.h"

/* A run that is killed loses no more than this. */
#define COMMIT_DOCUMENTS 50000
#define COMMIT_SECONDS   300

/* Vanished files may take this share of the articles with them before it needs --prune=force. */
#define PRUNE_SHARE 5

Update *update_new(Store *store, const IndexerOptions *options, const Scan *scan, Report *report)
{
    Update *update = g_new0(Update, 1);
    update->store = store;
    update->options = options;
    update->report = report;
    update->scan = scan;
    update->today = date_today(options->timezone);
    update->options_digest = indexer_options_digest(options);
    update->unsettled = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    update->undated = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    update->released = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    update->stale = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    update->fresh = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    update->put_off = g_ptr_array_new();
    update->committed = g_get_monotonic_time();
    return update;
}

void update_free(Update *update)
{
    if (update == NULL)
        return;
    ledger_entry_free(update->entry);
    supply_free(update->supply);
    claims_free(update->claims);
    g_hash_table_unref(update->unsettled);
    g_hash_table_unref(update->undated);
    g_hash_table_unref(update->released);
    g_hash_table_unref(update->stale);
    g_hash_table_unref(update->fresh);
    g_ptr_array_unref(update->put_off);
    g_free(update->owner);
    g_free(update);
}

const UpdateCounts *update_counts(const Update *update)
{
    return &update->counts;
}

/* Choosing suppliers */

void update_unsettle(GHashTable *ids, guint64 id)
{
    g_hash_table_add(ids, g_memdup2(&id, sizeof id));
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

/* Marks the row's document as dead; a withdrawal has none. */
static void kill_version(Update *update, const LedgerArticle *row)
{
    if (!supply_is_withdrawn(row))
        store_kill(update->store, row);
}

/* Stores the document as a new version of its article; fills in the row. A withdrawal only gets a
 * serial, by which it holds the article's place. */
static gboolean store_version(Update *update, IngestItem *item, guint64 added, LedgerArticle *row,
                              GError **error)
{
    row->serial = (guint64)store_run(update->store) << 32 | ++update->ordinal;
    guint64 before = added != 0 ? added : store_added_before(update->store, row->id);
    row->added = before != 0 ? before : row->serial;
    if (item->document == NULL)
        return TRUE;
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
    kill_version(update, supply_row(rival));
    if (rival->entry == update->entry) {
        supply_row(rival)->serial = 0;
        return;
    }
    LedgerEntry *copy = ledger_entry_copy(rival->entry);
    g_array_index(copy->articles, LedgerArticle, rival->index).serial = 0;
    put_entry(update, copy);
}

/*
 * Dates. Of the versions and captures of an article the best is stored, with the earliest day that
 * any of them gives: pages are touched up, and dated anew, long after they were published.
 */

/* A date known to the day as a number that sorts like it; 0 for others. */
static guint64 date_number(const Date *date)
{
    char key[DATE_KEY_SIZE];
    if (!date_is_set(date) || date->precision < DATE_PRECISION_DAY)
        return 0;
    date_key(date, key);
    return g_ascii_strtoull(key, NULL, 10);
}

static Date date_of_number(guint64 number)
{
    char key[32];
    Date date = {0};
    int length = g_snprintf(key, sizeof key, "%" G_GUINT64_FORMAT, number);
    date_from_key(key, (gsize)length, &date);
    return date;
}

guint64 update_earlier(guint64 one, guint64 other)
{
    if (one == 0 || other == 0)
        return MAX(one, other);
    Date first = date_of_number(one), second = date_of_number(other);
    return date_compare(&first, &second) <= 0 ? one : other;
}

/*
 * Gives the document the earliest date known of the article. `known`: of other suppliers, or 0. A
 * withdrawal keeps it for the version that may come after it.
 */
static void date_document(const Update *update, Document *document, guint64 known,
                          LedgerArticle *row)
{
    const guint64 *settled =
        update->earliest == NULL ? NULL : g_hash_table_lookup(update->earliest, &row->id);
    gboolean is_version = document != NULL && row->revision != 0;
    row->published = is_version ? date_number(&document->published.date) : 0;
    row->dated = settled != NULL ? *settled : update_earlier(row->published, known);
    if (document == NULL)
        return;
    if (row->dated != row->published) {
        const ArticleDate published = {.date = date_of_number(row->dated),
                                       .from = PROVENANCE_EARLIER,
                                       .confidence = document->published.confidence};
        document_set_published(document, &published);
    }
    row->content = document->content;
}

/* An article that its file gave before, too, and no other file better. */
static gboolean take_known(Update *update, IngestItem *item, const LedgerArticle *before,
                           LedgerArticle *row, GError **error)
{
    date_document(update, item->document, before->dated != before->published ? before->dated : 0,
                  row);
    if (!supply_is_as_good(row, before))
        update_unsettle(update->unsettled, row->id);
    if (before->content != row->content ||
        supply_is_withdrawn(before) != supply_is_withdrawn(row)) {
        kill_version(update, before);
        return store_version(update, item, before->added, row, error);
    }
    row->serial = before->serial;
    row->added = before->added;
    row->shard = before->shard;
    row->docid = before->docid;
    return TRUE;
}

/* An article that another file supplies, or this one at another place. */
static gboolean take_rival(Update *update, IngestItem *item, const SupplyRow *rival,
                           LedgerArticle *row, GError **error)
{
    const LedgerArticle before = *supply_row(rival);
    gboolean is_better = supply_is_better(update->entry, row, rival);
    date_document(update, item->document, is_better && row->revision != 0 ? before.dated : 0, row);
    if (!is_better) {
        if (row->published != 0 && update_earlier(row->published, before.dated) != before.dated)
            update_unsettle(update->undated, row->id);
        return TRUE;
    }
    displace(update, rival);
    return store_version(update, item, before.added, row, error);
}

static gboolean take_document(Update *update, IngestItem *item, GError **error)
{
    update->counts.articles += item->document != NULL ? 1 : 0;
    update->counts.withdrawn += item->document == NULL ? 1 : 0;
    LedgerArticle row = {
        .id = item->id,
        .revision = item->revision,
        .quality = item->quality,
        .ordinal = item->ordinal,
    };
    SupplyRow rival;
    gboolean taken, is_supplied = supply_find(update->supply, row.id, &rival);
    if (item->lacks_part && is_supplied && rival.entry == update->previous)
        return TRUE; /* it keeps what it has: see keep_articles() */
    if (!is_supplied) {
        date_document(update, item->document, 0, &row);
        taken = store_version(update, item, 0, &row, error);
    } else if (rival.entry == update->previous) {
        const LedgerArticle before = *supply_row(&rival);
        taken = take_known(update, item, &before, &row, error);
    } else {
        taken = take_rival(update, item, &rival, &row, error);
    }
    if (!taken)
        return FALSE;
    g_array_append_val(update->entry->articles, row);
    if (row.serial != 0)
        supply_set(update->supply, row.id, update->entry, update->entry->articles->len - 1);
    return TRUE;
}

/* Removes the versions of an entry that nothing has taken over. */
static void drop_versions(Update *update, const LedgerEntry *entry)
{
    for (guint i = 0; i < entry->articles->len; i++) {
        const LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, i);
        SupplyRow row;
        gboolean is_supplied = supply_find(update->supply, article->id, &row);
        if (is_supplied && article->published != 0 && row.entry != entry)
            update_unsettle(update->undated, article->id);
        if (article->serial == 0 || !is_supplied || row.entry != entry || row.index != i)
            continue;
        kill_version(update, article);
        supply_remove(update->supply, article->id);
        update_unsettle(update->unsettled, article->id);
    }
}

/* Units: files that are read as part of another one */

/* An entry for a file that `owner` has read. */
static LedgerEntry *part_entry(const LedgerEntry *entry, const char *owner)
{
    LedgerEntry *part = ledger_entry_new(entry->root, entry->path);
    part->size = entry->size;
    part->mtime = entry->mtime;
    part->inode = entry->inode;
    part->options = entry->options;
    part->reader = entry->reader;
    part->reader_version = entry->reader_version;
    part->outcome = OUTCOME_PART;
    part->reason = g_strdup(owner);
    part->seen = entry->seen;
    part->vanished = entry->vanished;
    return part;
}

/* Takes away what the parts of a unit gave on their own. */
static void take_parts(Update *update, const LedgerEntry *unit)
{
    for (guint i = 0; i < unit->parts->len; i++) {
        const char *path = g_ptr_array_index(unit->parts, i);
        const LedgerEntry *entry = ledger_find(store_ledger(update->store), unit->root, path);
        if (entry == NULL || entry->outcome == OUTCOME_PART || entry->outcome == OUTCOME_GONE)
            continue;
        drop_versions(update, entry);
        put_entry(update, part_entry(entry, unit->path));
    }
}

/* A unit has been read: its parts are no files of their own. */
static void claim_parts(Update *update, const LedgerEntry *unit)
{
    if (unit->parts == NULL)
        return;
    claims_add(update->claims, unit);
    take_parts(update, unit);
    char *name = claims_name(unit->root, unit->path);
    g_hash_table_remove(update->stale, name);
    g_hash_table_add(update->fresh, name);
}

/* Lets go of the parts of a unit that is no more, or another one. */
static void release_parts(Update *update, const LedgerEntry *unit)
{
    for (guint i = 0; unit->parts != NULL && i < unit->parts->len; i++)
        g_hash_table_add(update->released,
                         claims_name(unit->root, g_ptr_array_index(unit->parts, i)));
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
    g_free(update->owner);
    update->owner = g_strdup(claims_owner(update->claims, file->root, file->relative));
    update->known = update->previous != NULL && scan_is_same_file(update->previous, file);
}

static void name_defect(Update *update, const IngestFile *file, const IngestItem *item)
{
    const char *name = file->path != NULL ? file->path : "-";
    /* A unit is read to its end, also where a part of it is unreadable. */
    gboolean was_read = update->known && (update->previous->outcome != OUTCOME_UNREADABLE ||
                                          update->previous->parts != NULL);
    gboolean is_known =
        item->kind == INGEST_SKIPPED
            ? was_read
            : update->known && g_strcmp0(update->previous->reason, item->reason) == 0;
    if (is_known)
        return;
    update->counts.skipped++;
    if (item->kind == INGEST_SKIPPED)
        report_record(update->report, name, item->entry, item->offset, item->reason);
    else
        report_file(update->report, name, item->entry, item->has_place ? &item->offset : NULL,
                    item->outcome, item->reason, item->is_defect);
}

/* What the file gave before, and has not given now. */
static void keep_articles(LedgerEntry *entry, const LedgerEntry *previous)
{
    g_autoptr(GHashTable) given = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (guint i = 0; i < entry->articles->len; i++) {
        const LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, i);
        g_hash_table_add(given, g_memdup2(&article->id, sizeof article->id));
    }
    for (guint i = 0; i < previous->articles->len; i++) {
        const LedgerArticle *article = &g_array_index(previous->articles, LedgerArticle, i);
        if (!g_hash_table_contains(given, &article->id))
            g_array_append_val(entry->articles, *article);
    }
    for (guint i = 0; previous->parts != NULL && i < previous->parts->len; i++) {
        const char *part = g_ptr_array_index(previous->parts, i);
        if (entry->parts == NULL ||
            !g_ptr_array_find_with_equal_func(entry->parts, part, g_str_equal, NULL))
            ledger_entry_add_part(entry, part);
    }
}

/* What could not be opened, or not be read to its end, keeps what it gave before, and is tried
 * again by every run. */
static void keep_unreadable(Update *update, const IngestFile *file, const IngestItem *item)
{
    gboolean is_gone = file->path != NULL && access(file->path, F_OK) != 0 && errno == ENOENT;
    if (is_gone && update->entry->articles->len == 0) {
        g_clear_pointer(&update->entry, ledger_entry_free); /* the next run finds it gone */
        return;
    }
    LedgerEntry *entry = g_steal_pointer(&update->entry);
    for (guint i = 0; item->parts != NULL && i < item->parts->len; i++)
        ledger_entry_add_part(entry, g_ptr_array_index(item->parts, i));
    if (update->previous != NULL)
        keep_articles(entry, update->previous);
    entry->outcome = OUTCOME_UNREADABLE;
    entry->reason = g_strdup(item->reason);
    put_entry(update, entry);
    claim_parts(update, entry);
}

static void add_passed(LedgerEntry *entry, GHashTable *passed)
{
    g_autoptr(GList) reasons = g_hash_table_get_keys(passed);
    reasons = g_list_sort(reasons, (GCompareFunc)strcmp);
    for (const GList *reason = reasons; reason != NULL; reason = reason->next)
        ledger_entry_pass(entry, reason->data,
                          GPOINTER_TO_UINT(g_hash_table_lookup(passed, reason->data)));
}

/* Puts the finished entry in the place of the one before. */
static void replace_entry(Update *update)
{
    LedgerEntry *entry = g_steal_pointer(&update->entry);
    gboolean had_parts = update->previous != NULL && update->previous->parts != NULL;
    if (update->previous != NULL) {
        drop_versions(update, update->previous);
        release_parts(update, update->previous);
    }
    update->previous = NULL;
    put_entry(update, entry);
    if (had_parts)
        claims_renew(update->claims, store_ledger(update->store));
    claim_parts(update, entry);
}

static void describe_outcome(LedgerEntry *entry, const IngestItem *item)
{
    entry->reader = item->reader != NULL ? item->reader->name : "";
    entry->reader_version =
        item->reader != NULL ? reader_effective_version(item->reader) : reader_table_version();
    entry->outcome = item->outcome;
    entry->reason = g_strdup(item->reason);
    for (guint i = 0; item->parts != NULL && i < item->parts->len; i++)
        ledger_entry_add_part(entry, g_ptr_array_index(item->parts, i));
    if (item->passed != NULL)
        add_passed(entry, item->passed);
}

/* A part of a unit: the unit has read it, or has to read it again. */
static void end_part(Update *update, const IngestItem *item)
{
    describe_outcome(update->entry, item);
    LedgerEntry *part = part_entry(update->entry, update->owner);
    char *name = claims_name(part->root, update->owner);
    if (g_hash_table_contains(update->fresh, name))
        g_free(name);
    else
        g_hash_table_add(update->stale, name);
    ledger_entry_free(update->entry);
    update->entry = part;
    replace_entry(update);
}

static void end_file(Update *update, IngestFile *file, const IngestItem *item)
{
    if (item->is_put_off && update->owner == NULL) {
        g_clear_pointer(&update->entry, ledger_entry_free);
        g_ptr_array_add(update->put_off, file);
        return;
    }
    update->counts.files_done++;
    update->counts.bytes_done += file->size;
    if (item->reason != NULL && !item->named && update->owner == NULL)
        name_defect(update, file, item);
    if (item->outcome == OUTCOME_UNREADABLE) {
        keep_unreadable(update, file, item);
    } else if (update->owner != NULL) {
        end_part(update, item);
    } else {
        describe_outcome(update->entry, item);
        replace_entry(update);
    }
}

gboolean update_take_item(Update *update, IngestFile *file, IngestItem *item, GError **error)
{
    if (update->entry == NULL)
        begin_file(update, file);
    switch (item->kind) {
    case INGEST_DOCUMENT:
        return update->owner != NULL || take_document(update, item, error);
    case INGEST_SKIPPED:
        if (update->owner == NULL)
            name_defect(update, file, item);
        return TRUE;
    case INGEST_END:
        end_file(update, file, item);
        return TRUE;
    }
    g_assert_not_reached();
}

static gboolean commit(Update *update, GError **error)
{
    update->committed = g_get_monotonic_time();
    return update_settle(update, error) && store_commit(update->store, error);
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
                if (supply_is_withdrawn(article))
                    continue;
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
        release_parts(update, entry);
        if (entry->outcome == OUTCOME_PART)
            g_hash_table_add(update->stale, claims_name(entry->root, entry->reason));
        LedgerEntry *gone = ledger_entry_new(entry->root, entry->path);
        gone->outcome = OUTCOME_GONE;
        gone->seen = TRUE;
        store_put_entry(update->store, gone);
    }
    claims_renew(update->claims, store_ledger(update->store));
    return TRUE;
}

/* The run */

static gboolean commit_is_due(const Update *update)
{
    gint64 elapsed = g_get_monotonic_time() - update->committed;
    return store_pending(update->store) >= COMMIT_DOCUMENTS ||
           (elapsed > COMMIT_SECONDS * G_USEC_PER_SEC && store_is_dirty(update->store));
}

/* Reads files. `stopped` where `tick` asked for it. */
static gboolean read_files(Update *update, const GPtrArray *files, UpdateTick tick, gpointer data,
                           gboolean *stopped, GError **error)
{
    g_autoptr(Pipeline) pipeline = pipeline_new(files, update->options, &update->today, error);
    if (pipeline == NULL)
        return FALSE;
    if (update->supply == NULL) /* while the workers begin */
        update->supply = supply_new(store_ledger(update->store));
    IngestItem *next;
    guint index;
    while (!*stopped && (next = pipeline_next(pipeline, &index)) != NULL) {
        g_autoptr(IngestItem) item = next;
        IngestFile *file = g_ptr_array_index(files, index);
        if (!update_take_item(update, file, item, error))
            return FALSE;
        gboolean between = item->kind == INGEST_END;
        if (between && commit_is_due(update) && !commit(update, error))
            return FALSE;
        *stopped = !tick(&update->counts, file->relative, data) && between;
    }
    return TRUE;
}

/*
 * What may be part of a unit comes after all units. What one of them has claimed is only looked at
 * again; what it has let go of meanwhile comes in the next round.
 */
static gboolean read_put_off(Update *update, UpdateTick tick, gpointer data, gboolean *stopped,
                             GError **error)
{
    gboolean done = TRUE;
    while (done && !*stopped && update->put_off->len > 0) {
        g_autoptr(GPtrArray) files = g_steal_pointer(&update->put_off);
        update->put_off = g_ptr_array_new();
        for (guint i = 0; i < files->len; i++) {
            IngestFile *file = g_ptr_array_index(files, i);
            file->may_wait = claims_owner(update->claims, file->root, file->relative) != NULL;
        }
        done = read_files(update, files, tick, data, stopped, error);
    }
    return done;
}

gboolean update_run(Update *update, UpdateTick tick, gpointer data, GError **error)
{
    gboolean stopped = FALSE;
    if (update->scan->files->len == 0 && !update->scan->has_vanished)
        return store_commit(update->store, error); /* roots or settings may be new */
    update->claims = claims_new(store_ledger(update->store));
    if (update->scan->files->len == 0)
        update->supply = supply_new(store_ledger(update->store));
    else if (!read_files(update, update->scan->files, tick, data, &stopped, error))
        return FALSE;
    if (!read_put_off(update, tick, data, &stopped, error))
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
