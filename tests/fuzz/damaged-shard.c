/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small shard beside itself, of which one is damaged. */
#include "tests/fuzz/damaged-shard.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/bulk/bulk-shard.h"
#include "indexer/bulk/shard-merge.h"
#include "indexer/directory.h"
#include "tests/support/random-document.h"
#include "tests/support/scratch.h"

enum { CHANGE_LENGTH = 4, SEED = 41, DOCUMENTS = 30, TERMS = 60, DEAD = 7 };

static const char *const names[] = {"postlist.glass", "position.glass", "termlist.glass",
                                    "docdata.glass",  "synonym.glass",  "iamglass"};

typedef struct {
    char *scratch, *sound, *damaged, *merged;
    GBytes *files[G_N_ELEMENTS(names)]; /* as they are when sound */
} Shards;

static Shards *shards; /* made by the first input, and removed at the end */

static void remove_scratch(void)
{
    scratch_remove(shards->scratch);
}

static void write_shard(const char *path)
{
    g_autoptr(GPtrArray) documents = made_documents_random(SEED, DOCUMENTS, TERMS);
    g_autoptr(GError) error = NULL;
    g_autoptr(BulkShard) shard = bulk_shard_new(shards->scratch, path, 1 << 20, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < documents->len; i++)
        g_assert_true(bulk_shard_add(shard, g_ptr_array_index(documents, i), &error));
    g_assert_true(bulk_shard_finish(shard, &error));
}

static void make_shards(void)
{
    shards = g_new0(Shards, 1);
    shards->scratch = scratch_new();
    shards->sound = g_build_filename(shards->scratch, "sound", NULL);
    shards->damaged = g_build_filename(shards->scratch, "damaged", NULL);
    shards->merged = g_build_filename(shards->scratch, "merged", NULL);
    atexit(remove_scratch);
    write_shard(shards->sound);
    write_shard(shards->damaged);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(shards->damaged, names[i], NULL);
        char *contents;
        gsize length;
        g_assert_true(g_file_get_contents(path, &contents, &length, NULL));
        shards->files[i] = g_bytes_new_take(contents, length);
    }
}

static void write_file(gsize file, const guint8 *bytes, gsize length)
{
    g_autofree char *path = g_build_filename(shards->damaged, names[file], NULL);
    g_assert_true(g_file_set_contents_full(path, (const char *)bytes, (gssize)length,
                                           G_FILE_SET_CONTENTS_NONE, 0666, NULL));
}

/* Makes the changes that concern a file; whether there was any. */
static gboolean damage(gsize file, const guint8 *bytes, gsize length)
{
    gsize size;
    const guint8 *sound = g_bytes_get_data(shards->files[file], &size);
    g_autofree guint8 *changed = g_memdup2(sound, size);
    gboolean any = FALSE;
    for (gsize at = 0; at + CHANGE_LENGTH <= length; at += CHANGE_LENGTH) {
        if (bytes[at] % G_N_ELEMENTS(names) != file)
            continue;
        changed[((gsize)bytes[at + 1] << 8 | bytes[at + 2]) % size] = bytes[at + 3];
        any = TRUE;
    }
    if (any)
        write_file(file, changed, size);
    return any;
}

static void merge(void)
{
    g_autoptr(GArray) dead = g_array_new(FALSE, FALSE, sizeof(guint32));
    const guint32 first = DEAD;
    g_array_append_val(dead, first);
    const ShardPart parts[] = {{shards->damaged, dead}, {shards->sound, dead}};
    g_autoptr(GTree) metadata = g_tree_new((GCompareFunc)strcmp);
    g_autoptr(GError) error = NULL;
    if (!shard_merge(parts, G_N_ELEMENTS(parts), metadata, shards->merged, &error))
        g_assert_nonnull(strstr(error->message, shards->damaged));
    directory_remove(shards->merged);
}

void damaged_shard_run(const guint8 *bytes, gsize length)
{
    gboolean is_damaged[G_N_ELEMENTS(names)];
    if (shards == NULL)
        make_shards();
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        is_damaged[i] = damage(i, bytes, length);
    merge();
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        gsize size;
        const guint8 *sound = g_bytes_get_data(shards->files[i], &size);
        if (is_damaged[i])
            write_file(i, sound, size);
    }
}
