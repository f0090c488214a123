/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables in the order of documents are copied, entry by entry, as they are compressed; those in the
 * order of terms are made anew, as of the runs of a build (table-merge.h).
 */
#include "indexer/bulk/shard-merge.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "indexer/bulk/pack.h"
#include "indexer/bulk/shard-lists.h"
#include "indexer/bulk/table-merge.h"
#include "morgue/error.h"

typedef struct {
    const ShardPart *part;
    GlassTable tables[GLASS_TABLES];
    ShardDocuments documents;
} Source;

typedef struct {
    const char *path;
    GArray *sources; /* of Source */
    ShardCounts counts;
    GPtrArray *runs; /* of RunReader: the lists of the sources */
    VersionFile version;
} ShardMerge;

static void source_clear(gpointer data)
{
    shard_documents_clear(&((Source *)data)->documents);
}

static void merge_init(ShardMerge *merge, const char *path)
{
    *merge = (ShardMerge){.path = path};
    merge->sources = g_array_new(FALSE, TRUE, sizeof(Source));
    g_array_set_clear_func(merge->sources, source_clear);
    merge->counts.lengths = g_array_new(FALSE, FALSE, sizeof(guint32));
    value_counts_init(&merge->counts.values);
    merge->runs = g_ptr_array_new_with_free_func((GDestroyNotify)run_reader_close);
}

static void merge_clear(ShardMerge *merge)
{
    g_ptr_array_unref(merge->runs);
    g_array_unref(merge->sources);
    g_array_unref(merge->counts.lengths);
    value_counts_clear(&merge->counts.values);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ShardMerge, merge_clear)

static gboolean add_source(ShardMerge *merge, const ShardPart *part, GError **error)
{
    g_array_set_size(merge->sources, merge->sources->len + 1);
    Source *source = &g_array_index(merge->sources, Source, merge->sources->len - 1);
    source->part = part;
    return glass_files_verify(part->path, error) &&
           glass_files_read_tables(part->path, source->tables, error) &&
           shard_documents_read(&source->documents, part, &source->tables[GLASS_POSTLIST],
                                &merge->counts, error);
}

/* The place of a source does not change any more. */
static gboolean open_lists(ShardMerge *merge, GError **error)
{
    for (guint i = 0; i < merge->sources->len; i++) {
        Source *source = &g_array_index(merge->sources, Source, i);
        RunReader *lists =
            shard_lists_open(source->part->path, source->tables, &source->documents, error);
        if (lists == NULL)
            return FALSE;
        g_ptr_array_add(merge->runs, lists);
    }
    return TRUE;
}

/* Copies an entry whose key begins with the number of a document, if that lives. */
static gboolean copy_entry(BTreeWriter *writer, const BTreeReader *reader, const Source *source,
                           const BTreeEntry *entry, guint32 *before, GError **error)
{
    PackedBytes rest = {entry->key, entry->key + entry->key_length};
    guint32 document;
    if (!packed_take_sortable(&rest, &document) || document < *before || rest.end - rest.at > 1 ||
        (rest.at < rest.end && *rest.at != 0))
        return btree_reader_damaged(reader, error);
    *before = document;
    guint32 number = shard_documents_number(&source->documents, document);
    if (number == 0)
        return btree_reader_damaged(reader, error);
    if (number == DEAD_DOCUMENT)
        return TRUE;
    guint8 key[PACK_SORTABLE_MAX + 1], *end = pack_sortable(key, number);
    if (rest.at < rest.end) /* slots that the document has values in */
        *end++ = *rest.at;
    return btree_writer_add(writer, key, (gsize)(end - key), entry->tag, entry->tag_length,
                            entry->compressed, error);
}

static gboolean copy_part(BTreeWriter *writer, const Source *source, const char *name,
                          GlassTableName table, GError **error)
{
    g_autoptr(BTreeReader) reader =
        btree_reader_open(source->part->path, name, &source->tables[table], error);
    gboolean copied = reader != NULL, at_end = FALSE;
    guint32 before = 0;
    while (copied && !at_end) {
        BTreeEntry entry;
        copied = btree_reader_next(reader, &entry, &at_end, error) &&
                 (at_end || copy_entry(writer, reader, source, &entry, &before, error));
    }
    return copied;
}

static gboolean copy_table(const ShardMerge *merge, const char *name, GlassTableName table,
                           BTreeRoot *root, GError **error)
{
    g_autoptr(BTreeWriter) writer = btree_writer_open(merge->path, name, error);
    gboolean copied = writer != NULL;
    for (guint i = 0; i < merge->sources->len && copied; i++)
        copied = copy_part(writer, &g_array_index(merge->sources, Source, i), name, table, error);
    return copied && btree_writer_finish(writer, root, error);
}

static gboolean merge_lists(ShardMerge *merge, GTree *metadata, GError **error)
{
    const TableMerge tables = {
        .directory = merge->path,
        .runs = merge->runs,
        .metadata = metadata,
        .statistics = merge->counts.values.statistics,
        .lengths = merge->counts.lengths,
    };
    return open_lists(merge, error) && table_merge(&tables, &merge->version, error);
}

static void count_documents(ShardMerge *merge)
{
    for (guint i = 0; i < merge->counts.lengths->len; i++)
        version_file_count(&merge->version, g_array_index(merge->counts.lengths, guint32, i));
    for (guint i = 0; i < merge->sources->len; i++)
        merge->version.wdf_max =
            MAX(merge->version.wdf_max, g_array_index(merge->sources, Source, i).documents.wdf_max);
}

static gboolean make_directory(const char *path, GError **error)
{
    if (g_mkdir(path, 0777) == 0)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
    return FALSE;
}

gboolean shard_merge(const ShardPart *parts, guint count, GTree *metadata, const char *path,
                     GError **error)
{
    g_auto(ShardMerge) merge;
    merge_init(&merge, path);
    for (guint i = 0; i < count; i++) {
        if (!add_source(&merge, &parts[i], error))
            return FALSE;
    }
    if (!make_directory(path, error) ||
        !copy_table(&merge, "docdata", GLASS_DOCDATA, &merge.version.docdata, error) ||
        !copy_table(&merge, "termlist", GLASS_TERMLIST, &merge.version.termlist, error) ||
        !merge_lists(&merge, metadata, error))
        return FALSE;
    count_documents(&merge);
    return version_file_write(&merge.version, path, error);
}
