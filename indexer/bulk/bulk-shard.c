/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Documents into tables and batches, batches into runs, runs into tables. While one batch is
 * filled, the one before it is written by a thread of its own, which alone has the termlist table.
 */
#include "indexer/bulk/bulk-shard.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "indexer/bulk/batch.h"
#include "indexer/bulk/docdata-table.h"
#include "indexer/bulk/run.h"
#include "indexer/bulk/table-merge.h"
#include "indexer/bulk/value-counts.h"
#include "morgue/error.h"

/* A term's key in the position table has one closing byte and a document behind it. */
#define TERM_LENGTH_MAX 245
#define TERM_KEY_MAX    (BTREE_KEY_MAX - 6)

/* One is filled, one is written. */
#define BATCHES 2

struct BulkShard {
    char *directory;   /* of runs */
    char *path;        /* of the database */
    gsize batch_limit; /* bytes */
    DocdataTable *docdata;
    TermlistTable *termlists;
    Batch *batch; /* being filled */
    Batch *full;  /* being written, or empty */
    gboolean is_writing;
    pthread_t writer;
    GError *failure; /* of the writer */
    GPtrArray *runs; /* of char *: paths of those that are written */
    GArray *lengths; /* of guint32: of all documents */
    ValueCounts values;
    GTree *metadata; /* char * → char * */
    VersionFile version;
};

static int by_bytes(gconstpointer a, gconstpointer b, gpointer data)
{
    (void)data;
    return strcmp(a, b);
}

static gboolean make_directory(const char *path, GError **error)
{
    if (g_mkdir(path, 0777) == 0)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
    return FALSE;
}

BulkShard *bulk_shard_new(const char *directory, const char *path, guint64 memory, GError **error)
{
    g_autoptr(BulkShard) shard = g_new0(BulkShard, 1);
    shard->directory = g_strdup(directory);
    shard->path = g_strdup(path);
    shard->batch_limit = (gsize)MIN(memory / BATCHES, G_MAXINT32);
    shard->batch = batch_new();
    shard->full = batch_new();
    shard->runs = g_ptr_array_new_with_free_func(g_free);
    shard->lengths = g_array_new(FALSE, FALSE, sizeof(guint32));
    value_counts_init(&shard->values);
    shard->metadata = g_tree_new_full(by_bytes, NULL, g_free, g_free);
    gboolean opened = make_directory(path, error) &&
                      (shard->docdata = docdata_table_open(path, error)) != NULL &&
                      (shard->termlists = termlist_table_open(path, error)) != NULL;
    return opened ? g_steal_pointer(&shard) : NULL;
}

/* Waits for the batch that is being written. */
static gboolean join_writer(BulkShard *shard, GError **error)
{
    if (shard->is_writing)
        pthread_join(shard->writer, NULL);
    shard->is_writing = FALSE;
    if (shard->failure == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&shard->failure));
    return FALSE;
}

void bulk_shard_free(BulkShard *shard)
{
    if (shard == NULL)
        return;
    join_writer(shard, NULL);
    docdata_table_close(shard->docdata);
    termlist_table_close(shard->termlists);
    batch_free(shard->batch);
    batch_free(shard->full);
    g_ptr_array_unref(shard->runs);
    g_array_unref(shard->lengths);
    value_counts_clear(&shard->values);
    g_tree_unref(shard->metadata);
    g_free(shard->directory);
    g_free(shard->path);
    g_free(shard);
}

/* Adding */

static gboolean refuse(const BulkShard *shard, GError **error, const char *reason)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: document %u: %s", shard->path,
                shard->lengths->len + 1, reason);
    return FALSE;
}

/* Zero bytes take two bytes each in a key; a short term has room for any number of them. */
static gboolean fits(const Document *document, const DocumentTerm *term)
{
    if (term->length <= TERM_KEY_MAX / 2)
        return TRUE;
    guint length = term->length;
    for (guint i = 0; i < term->length; i++)
        length += document->bytes->data[term->start + i] == 0 ? 1 : 0;
    return term->length <= TERM_LENGTH_MAX && length <= TERM_KEY_MAX;
}

/* What the tables cannot hold, the library refuses, too. */
static gboolean check_limits(const BulkShard *shard, const Document *document, GError **error)
{
    if (shard->lengths->len == G_MAXUINT32)
        return refuse(shard, error, "a database holds no more documents");
    if (document->length > G_MAXUINT32)
        return refuse(shard, error, "too long");
    for (guint i = 0; i < document->terms->len; i++) {
        if (!fits(document, &g_array_index(document->terms, DocumentTerm, i)))
            return refuse(shard, error, "a term is too long");
    }
    return TRUE;
}

static void count_document(BulkShard *shard, const Document *document)
{
    VersionFile *version = &shard->version;
    guint32 length = (guint32)document->length;
    g_array_append_val(shard->lengths, length);
    version_file_count(version, length);
    for (guint i = 0; i < document->terms->len; i++)
        version->wdf_max =
            MAX(version->wdf_max, g_array_index(document->terms, DocumentTerm, i).wdf);
    for (guint i = 0; i < document->values->len; i++) {
        const DocumentValue *value = &g_array_index(document->values, DocumentValue, i);
        value_counts_add(&shard->values, value->slot, document->bytes->data + value->start,
                         value->length);
    }
}

static void *write_full_batch(void *data)
{
    BulkShard *shard = data;
    const char *path = g_ptr_array_index(shard->runs, shard->runs->len - 1);
    batch_write(shard->full, path, shard->termlists, &shard->failure);
    return NULL;
}

/* Begins to write the batch, as soon as the one before it is written. */
static gboolean write_batch(BulkShard *shard, GError **error)
{
    if (!join_writer(shard, error))
        return FALSE;
    if (batch_is_empty(shard->batch))
        return TRUE;
    Batch *full = shard->batch;
    shard->batch = shard->full;
    shard->full = full;
    g_ptr_array_add(shard->runs, g_strdup_printf("%s/run.%u", shard->directory, shard->runs->len));
    shard->is_writing = pthread_create(&shard->writer, NULL, write_full_batch, shard) == 0;
    if (!shard->is_writing)
        write_full_batch(shard); /* no thread to be had: it is written here and now */
    return TRUE;
}

gboolean bulk_shard_add(BulkShard *shard, const Document *document, GError **error)
{
    if (!check_limits(shard, document, error))
        return FALSE;
    guint32 number = shard->lengths->len + 1;
    if (!docdata_table_add(shard->docdata, number, document->data->str, document->data->len, error))
        return FALSE;
    count_document(shard, document);
    batch_add(shard->batch, number, document);
    return batch_size(shard->batch) < shard->batch_limit || write_batch(shard, error);
}

gboolean bulk_shard_set(BulkShard *shard, const char *key, const char *value, GError **error)
{
    gsize length = strlen(key);
    if (length == 0 || length > METADATA_KEY_MAX) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED,
                    "%s: a metadata key of %" G_GSIZE_FORMAT " bytes", shard->path, length);
        return FALSE;
    }
    if (*value == '\0')
        g_tree_remove(shard->metadata, key);
    else
        g_tree_replace(shard->metadata, g_strdup(key), g_strdup(value));
    return TRUE;
}

/* Finishing */

/* The runs, to be read. They are named in the order of documents. */
static GPtrArray *open_runs(const BulkShard *shard, GError **error)
{
    g_autoptr(GPtrArray) readers = g_ptr_array_new_with_free_func((GDestroyNotify)run_reader_close);
    for (guint i = 0; i < shard->runs->len; i++) {
        RunReader *reader = run_file_open(g_ptr_array_index(shard->runs, i), error);
        if (reader == NULL)
            return NULL;
        g_ptr_array_add(readers, reader);
    }
    return g_steal_pointer(&readers);
}

static gboolean merge_runs(BulkShard *shard, GError **error)
{
    g_autoptr(GPtrArray) runs = open_runs(shard, error);
    const TableMerge merge = {
        .directory = shard->path,
        .runs = runs,
        .metadata = shard->metadata,
        .statistics = shard->values.statistics,
        .lengths = shard->lengths,
    };
    if (runs == NULL || !table_merge(&merge, &shard->version, error))
        return FALSE;
    for (guint i = 0; i < shard->runs->len; i++)
        remove(g_ptr_array_index(shard->runs, i));
    return TRUE;
}

gboolean bulk_shard_finish(BulkShard *shard, GError **error)
{
    return write_batch(shard, error) && join_writer(shard, error) &&
           docdata_table_finish(shard->docdata, &shard->version.docdata, error) &&
           termlist_table_finish(shard->termlists, &shard->version.termlist, error) &&
           merge_runs(shard, error) && version_file_write(&shard->version, shard->path, error);
}
