/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of a merged shard, both ways. */
#include "indexer/merge-tables.h"

#include <string.h>

#include "indexer/bulk/shard-merge.h"
#include "indexer/bulk/version-guard.h"
#include "indexer/gaps.h"
#include "morgue/error.h"
#include "morgue/field.h"
#include "morgue/glass-files.h"

gboolean merge_has(const Merge *merge, guint shard)
{
    for (guint i = merge->first; i < merge->first + merge->count; i++) {
        if (g_array_index(merge->store->stub.shards, guint, i) == shard)
            return TRUE;
    }
    return FALSE;
}

/* The term that names a version. */
typedef struct {
    char bytes[24];
    gsize length;
} VersionTerm;

static VersionTerm version_term(const DeadVersion *version)
{
    VersionTerm term;
    term.length = (gsize)g_snprintf(term.bytes, sizeof term.bytes,
                                    PREFIX_VERSION "%016" G_GINT64_MODIFIER "x", version->serial);
    return term;
}

/* Directly */

/* Parts and what they borrow. */
typedef struct {
    GArray *parts; /* of ShardPart */
    GPtrArray *paths;
    GPtrArray *dead; /* of GArray */
} Parts;

static void parts_init(Parts *parts)
{
    parts->parts = g_array_new(FALSE, FALSE, sizeof(ShardPart));
    parts->paths = g_ptr_array_new_with_free_func(g_free);
    parts->dead = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
}

static void parts_clear(Parts *parts)
{
    g_array_unref(parts->parts);
    g_ptr_array_unref(parts->paths);
    g_ptr_array_unref(parts->dead);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Parts, parts_clear)

static int compare_docids(gconstpointer a, gconstpointer b)
{
    guint32 one = *(const guint32 *)a, other = *(const guint32 *)b;
    return (one > other) - (one < other);
}

/* The document that has a term, if there is one. */
static XapianStatus append_docid(const XapianDatabase *database, const VersionTerm *term,
                                 GArray *docids, XapianError *cause)
{
    XapianPostingIterator *postings = NULL;
    XapianStatus status =
        xapian_database_postlist(database, term->bytes, term->length, &postings, cause);
    if (status == XAPIAN_OK)
        status = xapian_posting_iterator_next(postings, cause);
    if (status == XAPIAN_OK) {
        guint32 docid = xapian_posting_iterator_get_docid(postings);
        g_array_append_val(docids, docid);
    }
    xapian_posting_iterator_free(postings);
    return status == XAPIAN_END ? XAPIAN_OK : status;
}

/* Which documents of a shard are dead, ascending. */
static gboolean find_dead(const Merge *merge, guint number, GArray *docids, GError **error)
{
    XapianDatabase *database;
    XapianError cause;
    XapianStatus status = XAPIAN_OK;
    if (!store_open_shard(merge->store, number, &database, error))
        return FALSE;
    for (guint i = 0; i < merge->dead->len && status == XAPIAN_OK; i++) {
        const DeadVersion *version = &g_array_index(merge->dead, DeadVersion, i);
        const VersionTerm term = version_term(version);
        if (version->shard == number)
            status = append_docid(database, &term, docids, &cause);
    }
    xapian_database_free(database);
    g_array_sort(docids, compare_docids);
    g_autofree char *path = shard_path(merge->store->directory, number, NULL);
    return status == XAPIAN_OK || store_fail(error, &cause, path);
}

static gboolean add_part(const Merge *merge, guint number, Parts *parts, GError **error)
{
    GArray *dead = g_array_new(FALSE, FALSE, sizeof(guint32));
    char *path = shard_path(merge->store->directory, number, NULL);
    const ShardPart part = {path, dead};
    g_ptr_array_add(parts->dead, dead);
    g_ptr_array_add(parts->paths, path);
    g_array_append_val(parts->parts, part);
    return find_dead(merge, number, dead, error);
}

static int by_bytes(gconstpointer a, gconstpointer b, gpointer data)
{
    (void)data;
    return strcmp(a, b);
}

/* An empty value means none. */
static gboolean set_in_tree(gpointer target, const char *key, const char *value, GError **error)
{
    (void)error;
    if (*value == '\0')
        g_tree_remove(target, key);
    else
        g_tree_replace(target, g_strdup(key), g_strdup(value));
    return TRUE;
}

static gboolean write_directly(const Merge *merge, const char *path, GError **error)
{
    const Store *store = merge->store;
    g_auto(Parts) parts;
    parts_init(&parts);
    for (guint i = merge->first + merge->count; i > merge->first; i--) {
        guint number = g_array_index(store->stub.shards, guint, i - 1);
        if (!add_part(merge, number, &parts, error))
            return FALSE;
    }
    g_autoptr(GTree) settings = g_tree_new_full(by_bytes, NULL, g_free, g_free);
    return store_write_settings(store, store->run, set_in_tree, settings, error) &&
           shard_merge((const ShardPart *)(void *)parts.parts->data, parts.parts->len, settings,
                       path, error);
}

/* Through libxapian */

/* Whether nothing of a shard lives. A version that is named twice is dead only once. */
static XapianStatus is_all_dead(const Merge *merge, guint number, const XapianDatabase *shard,
                                gboolean *all_dead, XapianError *cause)
{
    g_autoptr(GHashTable) serials = g_hash_table_new(g_int64_hash, g_int64_equal);
    XapianDocumentCount count = 0;
    XapianStatus status = xapian_database_get_doccount(shard, &count, cause);
    for (guint i = 0; i < merge->dead->len; i++) {
        DeadVersion *version = &g_array_index(merge->dead, DeadVersion, i);
        if (version->shard == number)
            g_hash_table_add(serials, &version->serial);
    }
    *all_dead = g_hash_table_size(serials) >= count;
    return status;
}

/* Adds a shard to what is merged, unless all of it would be removed again. The newest one always,
 * so that there is something to merge. */
static gboolean add_shard(const Merge *merge, guint index, XapianDatabase *all, GError **error)
{
    guint number = g_array_index(merge->store->stub.shards, guint, index);
    XapianDatabase *shard;
    gboolean all_dead = FALSE;
    XapianError cause;
    if (!store_open_shard(merge->store, number, &shard, error))
        return FALSE;
    XapianStatus status = is_all_dead(merge, number, shard, &all_dead, &cause);
    if (status == XAPIAN_OK && (!all_dead || index == merge->first))
        status = xapian_database_add_database(all, shard, &cause);
    xapian_database_free(shard);
    g_autofree char *path = shard_path(merge->store->directory, number, NULL);
    return status == XAPIAN_OK || store_fail(error, &cause, path);
}

/* Oldest first: most documents stay in the order of addition. */
static gboolean compact_shards(const Merge *merge, const char *path, GError **error)
{
    XapianError cause;
    XapianDatabase *all;
    if (xapian_database_new(&all, &cause) != XAPIAN_OK)
        return morgue_error_from_xapian_writing(error, &cause, path);
    gboolean done = TRUE;
    for (guint i = merge->first + merge->count; i > merge->first && done; i--)
        done = add_shard(merge, i - 1, all, error);
    if (done && xapian_database_compact(all, path, XAPIAN_DBCOMPACT_MULTIPASS, 0, NULL, &cause) !=
                    XAPIAN_OK)
        done = morgue_error_from_xapian_writing(error, &cause, path);
    xapian_database_free(all);
    return done;
}

static gboolean set_in_database(gpointer target, const char *key, const char *value, GError **error)
{
    XapianError cause;
    return xapian_writable_database_set_metadata(target, key, strlen(key), value, strlen(value),
                                                 &cause) == XAPIAN_OK ||
           morgue_error_from_xapian_writing(error, &cause, key);
}

static gboolean drop_dead(const Merge *merge, XapianWritableDatabase *database, const char *path,
                          GError **error)
{
    for (guint i = 0; i < merge->dead->len; i++) {
        const DeadVersion *version = &g_array_index(merge->dead, DeadVersion, i);
        if (!merge_has(merge, version->shard))
            continue;
        const VersionTerm term = version_term(version);
        XapianError cause;
        if (xapian_writable_database_delete_document_by_term(database, term.bytes, term.length,
                                                             &cause) != XAPIAN_OK)
            return morgue_error_from_xapian_writing(error, &cause, path);
    }
    return TRUE;
}

/* The dead go, without gaps, and the settings are those of today. */
static gboolean finish_tables(const Merge *merge, const char *path, GError **error)
{
    XapianError cause;
    XapianWritableDatabase *database;
    if (xapian_writable_database_open(path, XAPIAN_DB_OPEN | XAPIAN_DB_NO_SYNC, 0, &database,
                                      &cause) != XAPIAN_OK)
        return morgue_error_from_xapian_writing(error, &cause, path);
    gboolean done = drop_dead(merge, database, path, error) && gaps_fill(database, path, error);
    if (done &&
        !store_write_settings(merge->store, merge->store->run, set_in_database, database, error)) {
        g_prefix_error(error, "%s: ", path);
        done = FALSE;
    }
    if (done && xapian_writable_database_commit(database, &cause) != XAPIAN_OK)
        done = morgue_error_from_xapian_writing(error, &cause, path);
    xapian_writable_database_free(database);
    return done && glass_files_close_gaps(path, error) && glass_files_extend(path, error);
}

gboolean merge_write_tables(const Merge *merge, const char *path, GError **error)
{
    gboolean is_known = version_guard_knows(xapian_major_version(), xapian_minor_version());
    if (is_known && !merge->store->shard_options.through_library)
        return write_directly(merge, path, error);
    return compact_shards(merge, path, error) && finish_tables(merge, path, error);
}
