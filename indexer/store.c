/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The index directory as its one writer sees it: what is pending, and the commit. */
#include "indexer/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "indexer/directory.h"
#include "indexer/lock.h"
#include "indexer/rebuild.h"
#include "indexer/settings.h"
#include "indexer/shard.h"
#include "indexer/store-internal.h"
#include "morgue/error.h"
#include "morgue/field.h"
#include "morgue/glass-files.h"

/* A replaced shard stays for open readers until this many more commits. */
#define RETIRED_COMMITS 2

/* The stub while it is being written, in the index's directory. */
#define STUB_COPY "XAPIANDB.new"

static gboolean make_directory(const char *path, GError **error)
{
    if (g_mkdir_with_parents(path, 0777) == 0)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
    return FALSE;
}

/* A new index has an empty stub in memory, and none on disk before its first commit. */
static gboolean load_stub(Store *store, GError **error)
{
    g_autoptr(GError) cause = NULL;
    if (stub_read(store->directory, &store->stub, &cause))
        return TRUE;
    if (!g_error_matches(cause, MORGUE_ERROR, MORGUE_ERROR_NO_INDEX)) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return FALSE;
    }
    store->stub.schema = SCHEMA_VERSION;
    store->stub.shards = g_array_new(FALSE, FALSE, sizeof(guint));
    store->stub.retired = g_array_new(FALSE, FALSE, sizeof(StubRetired));
    return TRUE;
}

static gboolean stub_names(const Stub *stub, guint number)
{
    for (guint i = 0; i < stub->shards->len; i++) {
        if (g_array_index(stub->shards, guint, i) == number)
            return TRUE;
    }
    for (guint i = 0; i < stub->retired->len; i++) {
        if (g_array_index(stub->retired, StubRetired, i).number == number)
            return TRUE;
    }
    return FALSE;
}

/* Numbers are never used again: a reader may still remember what had them. */
static guint next_number(const Stub *stub)
{
    guint last = 0;
    for (guint i = 0; i < stub->shards->len; i++)
        last = MAX(last, g_array_index(stub->shards, guint, i));
    for (guint i = 0; i < stub->retired->len; i++)
        last = MAX(last, g_array_index(stub->retired, StubRetired, i).number);
    return last + 1;
}

typedef gboolean (*IsLeftover)(const Store *store, const char *name);

static gboolean is_lost_shard(const Store *store, const char *name)
{
    char *end;
    guint64 number = g_ascii_strtoull(name, &end, 10);
    gboolean is_shard = g_ascii_isdigit(*name) && *end == '\0' && number <= G_MAXUINT;
    return !is_shard || !stub_names(&store->stub, (guint)number);
}

/* What a rename did not come to: of the stub, of morgue.ini, whose copies GLib names, and of a
 * rebuilt index with its settings. */
static gboolean is_lost_copy(const Store *store, const char *name)
{
    (void)store;
    return strcmp(name, STUB_COPY) == 0 || strcmp(name, REBUILD_DIRECTORY) == 0 ||
           g_str_has_prefix(name, SETTINGS_WAITING) ||
           (g_str_has_prefix(name, "morgue.ini.") && strlen(name) == strlen("morgue.ini.XXXXXX"));
}

static gboolean sweep_directory(const Store *store, const char *directory, IsLeftover is_leftover,
                                GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GDir) entries = g_dir_open(directory, 0, &cause);
    if (entries == NULL) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s", cause->message);
        return FALSE;
    }
    for (const char *name; (name = g_dir_read_name(entries)) != NULL;) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        if (is_leftover(store, name))
            directory_remove(path);
    }
    return TRUE;
}

/* Finishes what a killed run has committed, and removes what else it left behind. */
static gboolean sweep(const Store *store, GError **error)
{
    g_autofree char *shards = g_build_filename(store->directory, "shards", NULL);
    return settings_settle(store->directory, store->stub.commit, error) &&
           make_directory(shards, error) && sweep_directory(store, shards, is_lost_shard, error) &&
           sweep_directory(store, store->directory, is_lost_copy, error);
}

/* Whether the newest shard says what morgue.ini says; people may have edited that. */
static gboolean settings_are_published(const Store *store, const Index *index)
{
    guint roots = settings_root_count(store->settings);
    const char *zone = index_timezone(index);
    gboolean same = strcmp(settings_timezone(store->settings), zone != NULL ? zone : "") == 0;
    for (guint root = 1; root <= roots && same; root++)
        same = g_strcmp0(settings_root_path(store->settings, root), index_root(index, root)) == 0;
    return same;
}

/*
 * Cursors know an index by its uuid, files in the ledger are below a root: an edited morgue.ini
 * that has lost these would quietly make another index of it.
 */
static gboolean match_settings(const Store *store, const Index *index, GError **error)
{
    if (strcmp(settings_uuid(store->settings), index_uuid(index)) != 0) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED,
                    "%s/morgue.ini: it has not the uuid of the articles that are stored\n"
                    "hint: restore a copy, or write uuid=%s below [index]",
                    store->directory, index_uuid(index));
        return FALSE;
    }
    guint root = settings_root_count(store->settings) + 1;
    const char *path = index_root(index, root);
    if (path == NULL)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED,
                "%s/morgue.ini: it has lost root %u, below which articles are stored\n"
                "hint: restore a copy, or write [root %u] with path=%s and the prefix of its ids",
                store->directory, root, root, path);
    return FALSE;
}

/* The newest run and the number of live articles, as the shards say. */
static gboolean load_counts(Store *store, GError **error)
{
    store->run = 1;
    if (store->stub.shards->len == 0)
        return TRUE;
    g_autoptr(Index) index = index_open(store->directory, error);
    if (index == NULL || !match_settings(store, index, error))
        return FALSE;
    store->articles = index_article_count(index);
    store->dirty = !settings_are_published(store, index);
    XapianString run = XAPIAN_STRING_INIT;
    XapianError cause;
    XapianStatus status = xapian_database_get_metadata(index_database(index), INDEX_META_RUN,
                                                       strlen(INDEX_META_RUN), &run, &cause);
    if (status == XAPIAN_OK)
        store->run = (guint32)g_ascii_strtoull(run.bytes, NULL, 10) + 1;
    xapian_string_clear(&run);
    return status == XAPIAN_OK || morgue_error_from_xapian(error, &cause, store->directory);
}

gboolean store_load_ledger(const Store *store, guint number, Ledger *ledger, GError **error)
{
    g_autofree char *path = shard_path(store->directory, number, "ledger");
    return ledger_load(ledger, path, error);
}

static gboolean has_roots_of_ledger(const Store *store, GError **error)
{
    guint roots = settings_root_count(store->settings);
    guint last = ledger_last_root(store->ledger);
    if (last <= roots)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED,
                "%s: the ledger has a file below root %u, morgue.ini has %u roots",
                store->directory, last, roots);
    return FALSE;
}

gboolean store_load(Store *store, GError **error)
{
    store->settings = settings_load(store->directory, store->stub.commit, error);
    if (store->settings == NULL || !load_counts(store, error))
        return FALSE;
    for (guint i = 0; i < store->stub.shards->len; i++) {
        guint number = g_array_index(store->stub.shards, guint, i);
        if (!store_load_ledger(store, number, store->ledger, error))
            return FALSE;
    }
    return has_roots_of_ledger(store, error);
}

static Store *store_new(const char *directory)
{
    Store *store = g_new0(Store, 1);
    store->lock = -1;
    store->directory = g_canonicalize_filename(directory, NULL);
    store->home = g_strdup(store->directory);
    store->ledger = ledger_new();
    store->changed = g_hash_table_new(NULL, NULL);
    store->kills = g_array_new(FALSE, FALSE, sizeof(DeadVersion));
    store->shard_options.memory = SHARD_MEMORY_DEFAULT;
    return store;
}

static Store *lock_by(int (*take)(const char *path, guint wait_seconds, GError **error),
                      const char *directory, guint wait_seconds, GError **error)
{
    g_autoptr(Store) store = store_new(directory);
    g_autofree char *lock = g_build_filename(store->directory, "lock", NULL);
    store->lock = take(lock, wait_seconds, error);
    if (store->lock < 0 || !load_stub(store, error))
        return NULL;
    store->next_shard = next_number(&store->stub);
    return g_steal_pointer(&store);
}

Store *store_lock(const char *directory, guint wait_seconds, GError **error)
{
    return lock_by(lock_take, directory, wait_seconds, error);
}

Store *store_lock_to_look(const char *directory, guint wait_seconds, GError **error)
{
    Store *store = lock_by(lock_take_to_look, directory, wait_seconds, error);
    if (store != NULL)
        store->looks_only = TRUE;
    return store;
}

Store *store_open(const char *directory, guint wait_seconds, GError **error)
{
    if (!make_directory(directory, error))
        return NULL;
    g_autoptr(Store) store = store_lock(directory, wait_seconds, error);
    if (store == NULL || !sweep(store, error) || !store_load(store, error))
        return NULL;
    return g_steal_pointer(&store);
}

Store *store_look(const char *directory, GError **error)
{
    g_autoptr(Store) store = store_new(directory);
    store->looks_only = TRUE;
    if (!load_stub(store, error) || !store_load(store, error))
        return NULL;
    return g_steal_pointer(&store);
}

void store_close(Store *store)
{
    if (store == NULL)
        return;
    shard_writer_free(store->writer);
    stub_clear(&store->stub);
    settings_free(store->settings);
    ledger_free(store->ledger);
    g_hash_table_unref(store->changed);
    g_array_unref(store->kills);
    lock_release(store->lock);
    g_clear_pointer(&store->added_before, g_hash_table_unref);
    g_free(store->home);
    g_free(store->directory);
    g_free(store);
}

const char *store_directory(const Store *store)
{
    return store->directory;
}

const char *store_home(const Store *store)
{
    return store->home;
}

guint store_root(Store *store, const char *absolute_path, GError **error)
{
    for (guint root = 1; root <= settings_root_count(store->settings); root++) {
        if (strcmp(settings_root_path(store->settings, root), absolute_path) == 0)
            return root;
    }
    guint root = settings_add_root(store->settings, absolute_path);
    store->dirty = TRUE;
    return store->looks_only || settings_save(store->settings, error) ? root : 0;
}

guint store_root_of(const Store *store, const char *absolute_path, const char **path)
{
    guint deepest = 0;
    gsize longest = 0;
    for (guint root = 1; root <= settings_root_count(store->settings); root++) {
        const char *candidate = settings_root_path(store->settings, root);
        gsize length = strlen(candidate);
        while (length > 0 && candidate[length - 1] == '/')
            length--; /* of the root directory itself nothing stays */
        if (strncmp(absolute_path, candidate, length) != 0 ||
            (absolute_path[length] != '/' && absolute_path[length] != '\0') ||
            (deepest != 0 && length <= longest))
            continue;
        deepest = root;
        longest = length;
    }
    if (deepest != 0)
        *path = absolute_path + longest + (absolute_path[longest] == '/');
    return deepest;
}

guint store_root_count(const Store *store)
{
    return settings_root_count(store->settings);
}

const char *store_root_path(const Store *store, guint root)
{
    return settings_root_path(store->settings, root);
}

const char *store_root_prefix(const Store *store, guint root)
{
    return settings_root_prefix(store->settings, root);
}

void store_set_timezone(Store *store, const char *zone)
{
    store->dirty = store->dirty || strcmp(settings_timezone(store->settings), zone) != 0;
    settings_set_timezone(store->settings, zone);
}

void store_set_shard_options(Store *store, const ShardOptions *options)
{
    store->shard_options = *options;
}

Ledger *store_ledger(Store *store)
{
    return store->ledger;
}

guint32 store_run(const Store *store)
{
    return store->run;
}

guint64 store_added_before(const Store *store, guint64 id)
{
    const guint64 *added =
        store->added_before == NULL ? NULL : g_hash_table_lookup(store->added_before, &id);
    return added != NULL ? *added : 0;
}

guint64 store_article_count(const Store *store)
{
    return store->articles;
}

gboolean store_add(Store *store, const Document *document, const char *language, guint *shard,
                   guint32 *docid, GError **error)
{
    if (store->writer == NULL) {
        g_autofree char *path = shard_path(store->directory, store->next_shard, NULL);
        store->writer = shard_writer_new(path, &store->shard_options);
    }
    if (!shard_writer_add(store->writer, document, docid, error))
        return FALSE;
    settings_add_language(store->settings, language);
    *shard = store->next_shard;
    store->articles++;
    return TRUE;
}

void store_kill(Store *store, const LedgerArticle *version)
{
    const DeadVersion dead = {version->serial, version->shard, version->docid};
    g_array_append_val(store->kills, dead);
    store->articles--;
}

void store_put_entry(Store *store, LedgerEntry *entry)
{
    LedgerEntry *before = ledger_find(store->ledger, entry->root, entry->path);
    if (before != NULL)
        g_hash_table_remove(store->changed, before);
    g_hash_table_add(store->changed, entry);
    ledger_put(store->ledger, entry);
}

gboolean store_is_dirty(const Store *store)
{
    return store->dirty || store->writer != NULL || store->kills->len > 0 ||
           g_hash_table_size(store->changed) > 0;
}

guint32 store_pending(const Store *store)
{
    return store->writer == NULL ? 0 : shard_writer_count(store->writer);
}

/* Committing */

static gboolean set_roots(const Store *store, StoreSet set, gpointer target, GError **error)
{
    for (guint root = 1; root <= settings_root_count(store->settings); root++) {
        g_autofree char *key = g_strdup_printf(INDEX_META_ROOT "%u", root);
        if (!set(target, key, settings_root_path(store->settings, root), error))
            return FALSE;
    }
    return TRUE;
}

gboolean store_write_settings(const Store *store, guint32 run, StoreSet set, gpointer target,
                              GError **error)
{
    g_autofree char *languages = settings_languages(store->settings);
    g_autofree char *schema = g_strdup_printf("%d", SCHEMA_VERSION);
    g_autofree char *run_text = g_strdup_printf("%u", run);
    return set(target, INDEX_META_SCHEMA, schema, error) &&
           set(target, INDEX_META_UUID, settings_uuid(store->settings), error) &&
           set(target, INDEX_META_TIMEZONE, settings_timezone(store->settings), error) &&
           set(target, INDEX_META_LANGUAGES, languages, error) &&
           set(target, INDEX_META_RUN, run_text, error) && set_roots(store, set, target, error);
}

/* Writes and syncs a new text file. */
static gboolean write_file(const char *path, const GString *text, GError **error)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    gboolean written = descriptor >= 0;
    for (gsize done = 0; written && done < text->len;) {
        ssize_t count = write(descriptor, text->str + done, text->len - done);
        written = count >= 0 || errno == EINTR;
        done += count > 0 ? (gsize)count : 0;
    }
    written = written && fsync(descriptor) == 0;
    if (!written)
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
    if (descriptor >= 0)
        close(descriptor);
    return written;
}

gboolean store_write_dead(const Store *store, guint shard, const GArray *dead, GError **error)
{
    g_autofree char *path = shard_path(store->directory, shard, "dead");
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < dead->len; i++) {
        const DeadVersion *version = &g_array_index(dead, DeadVersion, i);
        g_string_append_printf(text, "%016" G_GINT64_MODIFIER "x %u %u\n", version->serial,
                               version->shard, version->docid);
    }
    g_string_append_printf(text, "end %u\n", dead->len);
    return write_file(path, text, error);
}

gboolean store_read_dead(const Store *store, GArray *dead, GError **error)
{
    for (guint i = 0; i < store->stub.shards->len; i++) {
        g_autofree char *path =
            shard_path(store->directory, g_array_index(store->stub.shards, guint, i), "dead");
        if (!dead_list_read(path, dead, error))
            return FALSE;
    }
    return TRUE;
}

static char *stub_text(const Stub *stub)
{
    GString *text = g_string_new(NULL);
    g_string_printf(text, "# morgue %u %" G_GUINT64_FORMAT "\n", stub->schema, stub->commit);
    for (guint i = 0; i < stub->shards->len; i++)
        g_string_append_printf(text, "glass shards/%u\n", g_array_index(stub->shards, guint, i));
    for (guint i = 0; i < stub->retired->len; i++) {
        const StubRetired *retired = &g_array_index(stub->retired, StubRetired, i);
        g_string_append_printf(text, "# retired %u %" G_GUINT64_FORMAT "\n", retired->number,
                               retired->commit);
    }
    return g_string_free(text, FALSE);
}

gboolean store_write_stub(const char *directory, const Stub *stub, GError **error)
{
    g_autofree char *path = g_build_filename(directory, "XAPIANDB", NULL);
    g_autofree char *copy = g_build_filename(directory, STUB_COPY, NULL);
    g_autofree char *contents = stub_text(stub);
    g_autoptr(GString) text = g_string_new(contents);
    if (!write_file(copy, text, error)) {
        unlink(copy);
        return FALSE;
    }
    if (rename(copy, path) == 0)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
    unlink(copy);
    return FALSE;
}

/* Unlinks shards that were replaced long enough ago; they leave the stub at the next commit. */
static void unlink_retired(const Store *store)
{
    for (guint i = 0; i < store->stub.retired->len; i++) {
        const StubRetired *retired = &g_array_index(store->stub.retired, StubRetired, i);
        if (retired->commit + RETIRED_COMMITS <= store->stub.commit) {
            g_autofree char *path = shard_path(store->directory, retired->number, NULL);
            directory_remove(path);
        }
    }
}

static void copy_retired(Stub *next, const Stub *stub)
{
    for (guint i = 0; i < stub->retired->len; i++) {
        const StubRetired *retired = &g_array_index(stub->retired, StubRetired, i);
        if (retired->commit + RETIRED_COMMITS > stub->commit)
            g_array_append_val(next->retired, *retired);
    }
}

/* The stub with the shard in the place of `count` others from the `first` on. */
static Stub next_stub(const Stub *stub, guint shard, guint first, guint count)
{
    Stub next = {
        .schema = SCHEMA_VERSION,
        .commit = stub->commit + 1,
        .shards = g_array_new(FALSE, FALSE, sizeof(guint)),
        .retired = g_array_new(FALSE, FALSE, sizeof(StubRetired)),
    };
    g_array_append_vals(next.shards, stub->shards->data, first);
    g_array_append_val(next.shards, shard);
    for (guint i = first; i < stub->shards->len; i++) {
        guint number = g_array_index(stub->shards, guint, i);
        const StubRetired retired = {number, next.commit};
        if (i < first + count)
            g_array_append_val(next.retired, retired);
        else
            g_array_append_val(next.shards, number);
    }
    copy_retired(&next, stub);
    return next;
}

/* All that the stub is going to name must be on the disk before it does. */
static gboolean sync_shard(const Store *store, guint shard, GError **error)
{
    g_autofree char *path = shard_path(store->directory, shard, NULL);
    g_autofree char *shards = g_build_filename(store->directory, "shards", NULL);
    return directory_sync_files(path, error) && directory_sync(path, error) &&
           directory_sync(shards, error);
}

gboolean store_publish(Store *store, guint shard, guint first, guint count, GError **error)
{
    g_assert(!store->looks_only);
    Stub next = next_stub(&store->stub, shard, first, count);
    gboolean published = sync_shard(store, shard, error) && settings_save(store->settings, error) &&
                         store_write_stub(store->directory, &next, error);
    if (!published) {
        stub_clear(&next);
        g_autofree char *path = shard_path(store->directory, shard, NULL);
        directory_remove(path);
        return FALSE;
    }
    stub_clear(&store->stub);
    store->stub = next;
    store->next_shard = shard + 1;
    if (!directory_sync(store->directory, error))
        return FALSE; /* published all the same, though a loss of power may undo it */
    unlink_retired(store);
    return TRUE;
}

static gboolean set_in_writer(gpointer target, const char *key, const char *value, GError **error)
{
    return shard_writer_set(target, key, value, error);
}

static int by_path(gconstpointer a, gconstpointer b)
{
    const LedgerEntry *first = *(const LedgerEntry *const *)a;
    const LedgerEntry *second = *(const LedgerEntry *const *)b;
    if (first->root != second->root)
        return first->root < second->root ? -1 : 1;
    return strcmp(first->path, second->path);
}

static gboolean write_entries(const Store *store, GError **error)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new();
    GHashTableIter iterator;
    gpointer entry;
    g_hash_table_iter_init(&iterator, store->changed);
    while (g_hash_table_iter_next(&iterator, &entry, NULL))
        g_ptr_array_add(entries, entry);
    g_ptr_array_sort(entries, by_path);
    g_autofree char *path = shard_path(store->directory, store->next_shard, "ledger");
    return ledger_write(entries, path, error);
}

/* Everything of the shard that is being written, up to its publication. */
static gboolean complete_shard(Store *store, GError **error)
{
    return store_locate(store, store->kills, error) &&
           store_write_settings(store, store->run, set_in_writer, store->writer, error) &&
           shard_writer_finish(store->writer, error) && write_entries(store, error) &&
           store_write_dead(store, store->next_shard, store->kills, error);
}

gboolean store_commit(Store *store, GError **error)
{
    if (!store_is_dirty(store))
        return TRUE;
    g_autofree char *path = shard_path(store->directory, store->next_shard, NULL);
    if (store->writer == NULL)
        store->writer = shard_writer_new(path, &store->shard_options);
    if (!complete_shard(store, error)) {
        directory_remove(path);
        return FALSE;
    }
    if (!store_publish(store, store->next_shard, 0, 0, error))
        return FALSE;
    g_clear_pointer(&store->writer, shard_writer_free);
    g_array_set_size(store->kills, 0);
    g_hash_table_remove_all(store->changed);
    store->dirty = FALSE;
    return TRUE;
}

gboolean store_has_shard(const Store *store, guint shard)
{
    for (guint i = 0; i < store->stub.shards->len; i++) {
        if (g_array_index(store->stub.shards, guint, i) == shard)
            return TRUE;
    }
    return FALSE;
}

/* Whether the place that a ledger remembers is still where the version is. */
static gboolean is_live(const Store *store, guint shard)
{
    return (store->writer != NULL && shard == store->next_shard) || store_has_shard(store, shard);
}

/* Finds a version by its XV term in one shard. */
static gboolean find_in_shard(const XapianDatabase *database, guint shard, DeadVersion *version,
                              gboolean *found, XapianError *cause)
{
    char term[24];
    int length =
        g_snprintf(term, sizeof term, PREFIX_VERSION "%016" G_GINT64_MODIFIER "x", version->serial);
    XapianPostingIterator *postings = NULL;
    XapianStatus status =
        xapian_database_postlist(database, term, (size_t)length, &postings, cause);
    if (status == XAPIAN_OK)
        status = xapian_posting_iterator_next(postings, cause);
    if (status == XAPIAN_OK) {
        *found = TRUE;
        version->shard = shard;
        version->docid = xapian_posting_iterator_get_docid(postings);
    }
    xapian_posting_iterator_free(postings);
    return status == XAPIAN_OK || status == XAPIAN_END;
}

static gboolean pass_on(GError **error, GError *reason)
{
    if (reason->code == MORGUE_ERROR_MOVED)
        reason->code = MORGUE_ERROR_DAMAGED;
    g_propagate_error(error, reason);
    return FALSE;
}

gboolean store_fail(GError **error, const XapianError *cause, const char *what)
{
    GError *reason = NULL;
    morgue_error_from_xapian(&reason, cause, what);
    return pass_on(error, reason);
}

gboolean store_open_shard(const Store *store, guint number, XapianDatabase **shard, GError **error)
{
    g_autofree char *path = shard_path(store->directory, number, NULL);
    GError *reason = NULL;
    return glass_files_open(path, shard, &reason) || pass_on(error, reason);
}

static gboolean locate_in_shard(const Store *store, guint shard, GArray *versions, GError **error)
{
    XapianDatabase *database;
    XapianError cause;
    if (!store_open_shard(store, shard, &database, error))
        return FALSE;
    gboolean searched = TRUE;
    for (guint i = 0; i < versions->len && searched; i++) {
        DeadVersion *version = &g_array_index(versions, DeadVersion, i);
        gboolean found = is_live(store, version->shard);
        if (!found)
            searched = find_in_shard(database, shard, version, &found, &cause);
    }
    xapian_database_free(database);
    g_autofree char *path = shard_path(store->directory, shard, NULL);
    return searched || store_fail(error, &cause, path);
}

gboolean store_locate(const Store *store, GArray *versions, GError **error)
{
    gboolean all_live = TRUE;
    for (guint i = 0; i < versions->len && all_live; i++)
        all_live = is_live(store, g_array_index(versions, DeadVersion, i).shard);
    for (guint i = 0; i < store->stub.shards->len && !all_live; i++) {
        if (!locate_in_shard(store, g_array_index(store->stub.shards, guint, i), versions, error))
            return FALSE;
    }
    return TRUE;
}
