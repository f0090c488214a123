/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each way does the same with the metadata: what is set last counts, an empty text is none. */
#include "tests/support/both-ways.h"

#include "indexer/bulk/bulk-shard.h"
#include "tests/support/glass-dump.h"
#include "tests/support/library-writer.h"
#include "tests/support/scratch.h"

void both_ways_write_bulk(const GPtrArray *documents, const char *directory, const char *path,
                          guint64 memory)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(BulkShard) shard = bulk_shard_new(directory, path, memory, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < documents->len; i++) {
        bulk_shard_add(shard, g_ptr_array_index(documents, i), &error);
        g_assert_no_error(error);
    }
    g_assert_true(bulk_shard_set(shard, "b", "second", &error));
    g_assert_true(bulk_shard_set(shard, "a", "gone", &error));
    g_assert_true(bulk_shard_set(shard, "a.key", "first", &error));
    g_assert_true(bulk_shard_set(shard, "a", "", &error));
    bulk_shard_finish(shard, &error);
    g_assert_no_error(error);
}

static void write_library(const GPtrArray *documents, const char *path)
{
    XapianWritableDatabase *database = library_open(path, XAPIAN_DB_CREATE);
    for (guint i = 0; i < documents->len; i++)
        library_add(database, g_ptr_array_index(documents, i));
    assert_ok(xapian_writable_database_set_metadata(database, BYTES("a.key"), BYTES("first"),
                                                    &binding_error));
    assert_ok(xapian_writable_database_set_metadata(database, BYTES("b"), BYTES("second"),
                                                    &binding_error));
    library_commit(database);
}

void both_ways_init(BothWays *ways, const GPtrArray *documents, guint64 memory)
{
    ways->directory = scratch_new();
    ways->bulk = g_build_filename(ways->directory, "bulk", NULL);
    ways->library = g_build_filename(ways->directory, "library", NULL);
    both_ways_write_bulk(documents, ways->directory, ways->bulk, memory);
    write_library(documents, ways->library);
    glass_dump_assert_same(ways->bulk, ways->library);
    g_string_free(glass_dump_tables(ways->bulk, TRUE), TRUE); /* its leaves ascend */
}

void both_ways_clear(BothWays *ways)
{
    g_free(ways->bulk);
    g_free(ways->library);
    scratch_remove(ways->directory);
}
