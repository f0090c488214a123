/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Articles of every dialect indexed both ways: the tables that are written directly hold what
 * libxapian's hold, are sound, and stay so when libxapian compacts them, adds, replaces and
 * deletes.
 *
 * MORGUE_BOTH_WAYS="FOLDER…" takes the articles from there instead of from samples/ and
 * tests/readers/
 * (`make check-both-ways DATA="FOLDER…"`).
 */
#include <string.h>

#include "indexer/ingest.h"
#include "indexer/walk.h"
#include "morgue/error.h"
#include "tests/support/both-ways.h"
#include "tests/support/glass-dump.h"
#include "tests/support/library-writer.h"

/* So many articles are compared at a time: what is compared is held in memory. */
#define BATCH 1000

/* Of a batch, so many are written again as changes. */
#define CHANGES 40

/* Little, so that a shard is merged of several runs. */
#define SHARD_MEMORY ((guint64)4 * 1024 * 1024)

typedef struct {
    IndexerOptions options;
    Date today;
    DocumentBuilder *builder;
    GPtrArray *documents; /* of Document: the batch at hand */
    guint64 serial;       /* of the last article */
    guint files;
} Comparison;

static GPtrArray *some_of(const GPtrArray *documents)
{
    GPtrArray *some = g_ptr_array_new();
    for (guint i = 0; i < documents->len; i += documents->len / CHANGES + 1)
        g_ptr_array_add(some, g_ptr_array_index(documents, i));
    return some;
}

static void compare_batch(const GPtrArray *documents)
{
    BothWays ways;
    both_ways_init(&ways, documents, SHARD_MEMORY);
    g_autofree char *compact_bulk = g_build_filename(ways.directory, "bulk.compact", NULL);
    g_autofree char *compact_library = g_build_filename(ways.directory, "library.compact", NULL);
    library_compact(ways.bulk, compact_bulk);
    library_compact(ways.library, compact_library);
    glass_dump_assert_same(compact_bulk, compact_library);
    g_autoptr(GPtrArray) changes = some_of(documents);
    library_change(ways.bulk, changes);
    library_change(ways.library, changes);
    glass_dump_assert_same(ways.bulk, ways.library);
    both_ways_clear(&ways);
}

static void end_batch(Comparison *comparison)
{
    if (comparison->documents->len > 0)
        compare_batch(comparison->documents);
    g_ptr_array_set_size(comparison->documents, 0);
}

static gboolean take_item(IngestItem *taken, gpointer data)
{
    g_autoptr(IngestItem) item = taken;
    Comparison *comparison = data;
    if (item->document == NULL)
        return TRUE;
    comparison->serial++;
    document_set_version(item->document, comparison->serial, comparison->serial);
    g_ptr_array_add(comparison->documents, g_steal_pointer(&item->document));
    if (comparison->documents->len == BATCH)
        end_batch(comparison);
    return TRUE;
}

static gboolean read_file(const WalkFile *found, gpointer data, GError **error)
{
    (void)error; /* what cannot be read gives no article */
    Comparison *comparison = data;
    g_autofree char *folder = g_path_get_dirname(found->path);
    IngestFile *file = g_new0(IngestFile, 1);
    file->path = g_strdup(found->path);
    file->root = 1;
    file->folder = folder;
    file->relative = g_path_get_basename(found->path);
    file->prefix = "";
    file->size = found->size;
    file->mtime = found->mtime;
    file->inode = found->inode;
    ingest(file, &comparison->options, &comparison->today, comparison->builder, take_item,
           comparison);
    ingest_file_free(file);
    comparison->files++;
    return TRUE;
}

static void no_folder(const char *path, const char *reason, gpointer data)
{
    (void)data;
    g_error("%s: %s", path, reason);
}

/* What stands after a blank of the list, or in the sources of the project. */
static char **folders(void)
{
    const char *list = g_getenv("MORGUE_BOTH_WAYS");
    if (list != NULL)
        return g_strsplit(list, " ", -1);
    char **own = g_new0(char *, 3);
    own[0] = g_test_build_filename(G_TEST_DIST, "samples", "archive", NULL);
    own[1] = g_test_build_filename(G_TEST_DIST, "tests", "readers", NULL);
    return own;
}

static void articles_of_every_dialect_are_the_same(void)
{
    Comparison comparison = {
        .options = {.memory = 64 << 20, .jobs = 1},
        .today = date_today(NULL),
        .builder = document_builder_new(),
        .documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free),
    };
    const WalkFilter filter = {.skip = NULL};
    g_auto(GStrv) all = folders();
    for (char **folder = all; *folder != NULL; folder++) {
        g_autofree char *path = g_canonicalize_filename(*folder, NULL);
        g_autoptr(GError) error = NULL;
        g_assert_true(walk(path, &filter, read_file, no_folder, &comparison, &error));
    }
    end_batch(&comparison);
    g_test_message("%" G_GUINT64_FORMAT " articles of %u files", comparison.serial,
                   comparison.files);
    g_assert_cmpuint(comparison.serial, >, 0);
    document_builder_free(comparison.builder);
    g_ptr_array_unref(comparison.documents);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/both-ways/articles of every dialect are the same",
                    articles_of_every_dialect_are_the_same);
    return g_test_run();
}
