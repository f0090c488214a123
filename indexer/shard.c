/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of the two ways a shard is written is decided when there is something to write. */
#include "indexer/shard.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>

#include "indexer/bulk/bulk-shard.h"
#include "indexer/bulk/version-guard.h"
#include "indexer/directory.h"
#include "indexer/library-shard.h"
#include "morgue/error.h"

struct ShardWriter {
    char *path;
    char *parts_path;
    char *whole_path; /* below it: the database, until it is complete */
    ShardOptions options;
    BulkShard *bulk; /* one of these two, once it has begun */
    LibraryShard *library;
    guint32 count;
};

ShardWriter *shard_writer_new(const char *path, const ShardOptions *options)
{
    ShardWriter *writer = g_new0(ShardWriter, 1);
    writer->path = g_strdup(path);
    writer->parts_path = g_strconcat(path, ".parts", NULL);
    writer->whole_path = g_build_filename(writer->parts_path, "whole", NULL);
    writer->options = *options;
    return writer;
}

void shard_writer_free(ShardWriter *writer)
{
    if (writer == NULL)
        return;
    bulk_shard_free(writer->bulk);
    library_shard_free(writer->library);
    directory_remove(writer->parts_path);
    g_free(writer->path);
    g_free(writer->parts_path);
    g_free(writer->whole_path);
    g_free(writer);
}

static gboolean fail(const char *path, GError **error)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
    return FALSE;
}

static gboolean begin(ShardWriter *writer, GError **error)
{
    if (writer->bulk != NULL || writer->library != NULL)
        return TRUE;
    if (g_mkdir_with_parents(writer->parts_path, 0777) != 0)
        return fail(writer->parts_path, error);
    if (writer->options.through_library || !version_guard_admits(writer->parts_path)) {
        writer->library = library_shard_new(writer->parts_path);
        return TRUE;
    }
    writer->bulk =
        bulk_shard_new(writer->parts_path, writer->whole_path, writer->options.memory, error);
    return writer->bulk != NULL;
}

gboolean shard_writer_add(ShardWriter *writer, const Document *document, guint32 *docid,
                          GError **error)
{
    if (!begin(writer, error))
        return FALSE;
    gboolean added = writer->bulk != NULL ? bulk_shard_add(writer->bulk, document, error)
                                          : library_shard_add(writer->library, document, error);
    if (added)
        *docid = ++writer->count;
    return added;
}

guint32 shard_writer_count(const ShardWriter *writer)
{
    return writer->count;
}

gboolean shard_writer_set(ShardWriter *writer, const char *key, const char *value, GError **error)
{
    if (!begin(writer, error))
        return FALSE;
    return writer->bulk != NULL ? bulk_shard_set(writer->bulk, key, value, error)
                                : library_shard_set(writer->library, key, value, error);
}

gboolean shard_writer_finish(ShardWriter *writer, GError **error)
{
    if (!begin(writer, error))
        return FALSE;
    gboolean finished = writer->bulk != NULL
                            ? bulk_shard_finish(writer->bulk, error)
                            : library_shard_finish(writer->library, writer->whole_path, error);
    if (!finished)
        return FALSE;
    if (rename(writer->whole_path, writer->path) != 0)
        return fail(writer->path, error);
    g_clear_pointer(&writer->bulk, bulk_shard_free);
    g_clear_pointer(&writer->library, library_shard_free);
    directory_remove(writer->parts_path);
    return TRUE;
}
