/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Merged shards against shards that are built of the same documents at once: the same bytes,
 * whoever has written the parts and whatever is dead in them; and parts that are damaged.
 */
#include "indexer/bulk/shard-merge.h"

#include <glib/gstdio.h>
#include <string.h>

#include "indexer/bulk/bulk-shard.h"
#include "indexer/bulk/chunk-reader.h"
#include "indexer/directory.h"
#include "morgue/error.h"
#include "tests/support/binding.h"
#include "tests/support/glass-dump.h"
#include "tests/support/library-writer.h"
#include "tests/support/made-document.h"
#include "tests/support/random-document.h"
#include "tests/support/scratch.h"

#define MEMORY ((guint64)1024 * 1024)

enum { PARTS = 3, LONG_LIST = 3000 };

/* The parts of a merge and what must come of it, below one directory. */
typedef struct {
    char *directory, *merged, *expected;
    char *paths[PARTS];
    ShardPart parts[PARTS];
    GPtrArray *documents[PARTS];
    GPtrArray *living; /* borrowed from them */
    GRand *random;
} Fixture;

static void write_bulk(const Fixture *fixture, const GPtrArray *documents, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(BulkShard) shard = bulk_shard_new(fixture->directory, path, MEMORY, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < documents->len; i++)
        g_assert_true(bulk_shard_add(shard, g_ptr_array_index(documents, i), &error));
    g_assert_true(bulk_shard_set(shard, "key", "value", &error));
    bulk_shard_finish(shard, &error);
    g_assert_no_error(error);
}

/* With the documents from `kept` on deleted again, so that leaves are no longer in one order. */
static void write_library(const GPtrArray *documents, guint kept, const char *path)
{
    XapianWritableDatabase *database = library_open(path, XAPIAN_DB_CREATE);
    for (guint i = 0; i < documents->len; i++)
        library_add(database, g_ptr_array_index(documents, i));
    library_commit(database);
    database = library_open(path, XAPIAN_DB_OPEN);
    for (guint i = kept; i < documents->len; i++)
        assert_ok(xapian_writable_database_delete_document(database, i + 1, &binding_error));
    library_commit(database);
    g_assert_true(glass_files_extend(path, NULL));
}

static void fixture_init(Fixture *fixture, guint32 seed)
{
    fixture->directory = scratch_new();
    fixture->merged = g_build_filename(fixture->directory, "merged", NULL);
    fixture->expected = g_build_filename(fixture->directory, "expected", NULL);
    fixture->living = g_ptr_array_new();
    fixture->random = g_rand_new_with_seed(seed);
    for (guint i = 0; i < PARTS; i++) {
        fixture->paths[i] = g_strdup_printf("%s/part.%u", fixture->directory, i);
        fixture->documents[i] = made_documents_random(seed * PARTS + i, 200, 150);
        fixture->parts[i] =
            (ShardPart){fixture->paths[i], g_array_new(FALSE, FALSE, sizeof(guint32))};
    }
}

static void fixture_clear(Fixture *fixture)
{
    for (guint i = 0; i < PARTS; i++) {
        g_array_unref((GArray *)(void *)fixture->parts[i].dead);
        g_ptr_array_unref(fixture->documents[i]);
        g_free(fixture->paths[i]);
    }
    g_rand_free(fixture->random);
    g_ptr_array_unref(fixture->living);
    g_free(fixture->merged);
    g_free(fixture->expected);
    scratch_remove(fixture->directory);
}

/* Lets some of the first `count` documents of a part die, by chance; the others live. */
static void let_die(Fixture *fixture, guint part, guint count, double share)
{
    for (guint32 i = 1; i <= count; i++) {
        if (g_rand_double(fixture->random) < share)
            g_array_append_val((GArray *)(void *)fixture->parts[part].dead, i);
        else
            g_ptr_array_add(fixture->living, g_ptr_array_index(fixture->documents[part], i - 1));
    }
}

static gboolean merge(const Fixture *fixture, GError **error)
{
    g_autoptr(GTree) metadata = g_tree_new((GCompareFunc)strcmp);
    g_tree_insert(metadata, (gpointer) "key", (gpointer) "value");
    return shard_merge(fixture->parts, PARTS, metadata, fixture->merged, error);
}

/* Without lines of synonyms, whose words may outlive their documents. */
static GString *drop_synonyms(GString *dump)
{
    GString *kept = g_string_new(NULL);
    g_auto(GStrv) lines = g_strsplit(dump->str, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        if (!g_str_has_prefix(lines[i], "synonym"))
            g_string_append_printf(kept, "%s\n", lines[i]);
    }
    g_string_free(dump, TRUE);
    return kept;
}

static void assert_same(GString *merged, GString *expected, gboolean with_synonyms)
{
    GString *first = with_synonyms ? merged : drop_synonyms(merged);
    GString *second = with_synonyms ? expected : drop_synonyms(expected);
    glass_dump_assert_equal(first, second);
    g_string_free(first, TRUE);
    g_string_free(second, TRUE);
}

/* Parts that we have written are copied as they are compressed: then all is the same, byte by byte.
 */
static void assert_same_files(const Fixture *fixture)
{
    static const char *const tables[] = {"postlist", "docdata", "termlist", "position"};
    for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
        g_autofree char *merged = g_strdup_printf("%s/%s.glass", fixture->merged, tables[i]);
        g_autofree char *expected = g_strdup_printf("%s/%s.glass", fixture->expected, tables[i]);
        g_autofree char *one = NULL, *other = NULL;
        gsize length = 0, other_length = 0;
        g_assert_cmpint(g_file_get_contents(merged, &one, &length, NULL), ==,
                        g_file_get_contents(expected, &other, &other_length, NULL));
        g_assert_cmpuint(length, ==, other_length);
        g_assert_true(length == 0 || memcmp(one, other, length) == 0);
    }
}

/* Keys and tags, what the library reads, and that it finds nothing wrong. */
static void assert_merge(const Fixture *fixture, gboolean with_synonyms)
{
    g_autoptr(GError) error = NULL;
    write_bulk(fixture, fixture->living, fixture->expected);
    merge(fixture, &error);
    g_assert_no_error(error);
    assert_same(glass_dump_tables(fixture->merged, TRUE),
                glass_dump_tables(fixture->expected, TRUE), with_synonyms);
    assert_same(glass_dump_contents(fixture->merged), glass_dump_contents(fixture->expected),
                with_synonyms);
    glass_dump_assert_sound(fixture->merged);
}

static void all_live(void)
{
    Fixture fixture;
    fixture_init(&fixture, 21);
    for (guint i = 0; i < PARTS; i++) {
        write_bulk(&fixture, fixture.documents[i], fixture.paths[i]);
        let_die(&fixture, i, fixture.documents[i]->len, 0);
    }
    assert_merge(&fixture, TRUE);
    assert_same_files(&fixture);
    fixture_clear(&fixture);
}

static void some_are_dead(void)
{
    for (guint32 seed = 22; seed < 26; seed++) {
        Fixture fixture;
        fixture_init(&fixture, seed);
        for (guint i = 0; i < PARTS; i++) {
            write_bulk(&fixture, fixture.documents[i], fixture.paths[i]);
            let_die(&fixture, i, fixture.documents[i]->len, seed == 25 ? 0.98 : 0.3 * i);
        }
        assert_merge(&fixture, FALSE);
        assert_same_files(&fixture);
        fixture_clear(&fixture);
    }
}

/* Numbers with gaps, free blocks, leaves in any order. */
static void the_library_has_written_the_parts(void)
{
    Fixture fixture;
    fixture_init(&fixture, 27);
    for (guint i = 0; i < PARTS; i++) {
        write_library(fixture.documents[i], 120, fixture.paths[i]);
        let_die(&fixture, i, 120, 0.25);
    }
    assert_merge(&fixture, FALSE);
    fixture_clear(&fixture);
}

static void nothing_lives(void)
{
    Fixture fixture;
    fixture_init(&fixture, 28);
    g_ptr_array_set_size(fixture.documents[0], 0);
    for (guint i = 0; i < PARTS; i++) {
        write_bulk(&fixture, fixture.documents[i], fixture.paths[i]);
        let_die(&fixture, i, fixture.documents[i]->len, 1);
    }
    assert_merge(&fixture, FALSE);
    assert_same_files(&fixture);
    fixture_clear(&fixture);
}

/* Documents in place of those of a part: lists in chunks behind chunks, tables of several levels.
 */
static void write_long_lists(Fixture *fixture, guint part)
{
    GPtrArray *documents = fixture->documents[part];
    g_ptr_array_set_size(documents, 0);
    for (guint number = 0; number < LONG_LIST; number++) {
        Document *document = document_new();
        made_document_add(document, "common", 6, 1 + number % 9, 1 + number % 200);
        made_document_add(document, "rare", 4, 1, number % 700 == 0 ? 7 : 0);
        made_document_add_value(document, number % 5 == 0 ? 1 : 200, &number, sizeof number);
        g_string_append_printf(document->data, "document %u", number);
        g_ptr_array_add(documents, document);
    }
    write_bulk(fixture, documents, fixture->paths[part]);
}

static void long_lists(void)
{
    Fixture fixture;
    fixture_init(&fixture, 29);
    for (guint i = 0; i < PARTS; i++) {
        GPtrArray *documents = fixture.documents[i];
        write_long_lists(&fixture, i);
        let_die(&fixture, i, documents->len, 0.4);
    }
    assert_merge(&fixture, TRUE);
    assert_same_files(&fixture);
    fixture_clear(&fixture);
}

/* Damage */

static void flip(const char *path, GRand *random)
{
    g_autofree char *contents = NULL;
    gsize length;
    g_assert_true(g_file_get_contents(path, &contents, &length, NULL));
    for (guint flips = (guint)g_rand_int_range(random, 1, 4); flips > 0; flips--) {
        gsize place = (gsize)g_rand_int_range(random, 0, (gint32)length);
        contents[place] = (char)g_rand_int_range(random, 0, 256);
    }
    g_assert_true(g_file_set_contents(path, contents, (gssize)length, NULL));
}

/* Whatever is in the tables, the merge ends, and what fails names a file. */
static void damaged_tables(void)
{
    static const char *const files[] = {"postlist.glass", "docdata.glass", "termlist.glass",
                                        "position.glass", "synonym.glass", "iamglass"};
    Fixture fixture;
    guint failures = 0;
    fixture_init(&fixture, 30);
    g_ptr_array_set_size(fixture.documents[0], 25);
    for (guint i = 0; i < PARTS; i++) {
        write_bulk(&fixture, fixture.documents[0], fixture.paths[i]);
        let_die(&fixture, i, fixture.documents[0]->len, 0.2);
    }
    for (guint round = 0; round < 600; round++) {
        g_autofree char *path =
            g_build_filename(fixture.paths[1], files[round % G_N_ELEMENTS(files)], NULL);
        g_autofree char *whole = NULL;
        gsize length;
        g_autoptr(GError) error = NULL;
        g_assert_true(g_file_get_contents(path, &whole, &length, NULL));
        flip(path, fixture.random);
        if (!merge(&fixture, &error)) {
            failures++;
            g_assert_nonnull(strstr(error->message, fixture.paths[1]));
        }
        directory_remove(fixture.merged);
        g_assert_true(g_file_set_contents(path, whole, (gssize)length, NULL));
    }
    g_assert_cmpuint(failures, >, 100);
    fixture_clear(&fixture);
}

/* Blocks of a table, and where in them is what. */
enum { BLOCK = 8192, LEVEL = 4, DIRECTORY_END = 9 };

/* Takes the last item out of the directory of the last leaf of a table: nothing else is wrong then.
 */
static void lose_last_entry(const char *path)
{
    g_autofree char *contents = NULL;
    gsize length, leaf = 0;
    g_assert_true(g_file_get_contents(path, &contents, &length, NULL));
    for (gsize block = 0; block < length; block += BLOCK)
        leaf = contents[block + LEVEL] == 0 ? block : leaf;
    guint8 *end = (guint8 *)contents + leaf + DIRECTORY_END;
    guint directory_end = (guint)end[0] << 8 | end[1];
    g_assert_cmpuint(directory_end, >, 13);
    end[0] = (guint8)((directory_end - 2) >> 8);
    end[1] = (guint8)(directory_end - 2);
    g_assert_true(g_file_set_contents(path, contents, (gssize)length, NULL));
}

static void assert_fails(const Fixture *fixture, const char *file, int code)
{
    g_autoptr(GError) error = NULL;
    g_assert_false(merge(fixture, &error));
    g_assert_error(error, MORGUE_ERROR, code);
    g_assert_nonnull(strstr(error->message, file));
    directory_remove(fixture->merged);
}

/* A merge that did not see it would lose what it stands for, for good. */
static void entries_that_are_missing(void)
{
    static const char *const files[] = {"postlist.glass", "docdata.glass", "termlist.glass",
                                        "position.glass", "synonym.glass"};
    Fixture fixture;
    fixture_init(&fixture, 32);
    for (guint i = 0; i < PARTS; i++)
        write_bulk(&fixture, fixture.documents[i], fixture.paths[i]);
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(fixture.paths[1], files[i], NULL);
        g_autofree char *whole = NULL;
        gsize length;
        g_assert_true(g_file_get_contents(path, &whole, &length, NULL));
        lose_last_entry(path);
        assert_fails(&fixture, path, MORGUE_ERROR_DAMAGED);
        g_assert_true(g_file_set_contents(path, whole, (gssize)length, NULL));
    }
    fixture_clear(&fixture);
}

/* What follows a key, given with its length before it, in a leaf. */
static guint8 *find_behind_key(char *contents, gsize length, const char *key, gsize key_length)
{
    const char *end = contents + length;
    for (char *at = contents; (at = memmem(at, (gsize)(end - at), key, key_length)) != NULL; at++) {
        gsize block = (gsize)(at - contents) / BLOCK * BLOCK;
        if (contents[block + LEVEL] == 0)
            return (guint8 *)at + key_length;
    }
    g_assert_not_reached();
}

/* Each is all that is wrong, and would go into the merged shard if nobody counted. */
static void lists_that_do_not_fit(void)
{
    static const struct {
        const char *key;
        gsize length;
        guint at; /* the byte behind the key that changes */
        gint change;
    } cases[] = {
        {"\x06"
         "common",
         7, 0, 1}, /* it has one posting more, says its first chunk */
        {"\x09"
         "common\0",
         8, 1, -1}, /* its second chunk begins where the first one ends, says its key */
    };
    Fixture fixture;
    fixture_init(&fixture, 33);
    for (guint i = 0; i < PARTS; i++)
        write_long_lists(&fixture, i);
    g_autofree char *path = g_build_filename(fixture.paths[1], "postlist.glass", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *contents = NULL;
        gsize length;
        g_assert_true(g_file_get_contents(path, &contents, &length, NULL));
        guint8 *behind = find_behind_key(contents, length, cases[i].key, cases[i].length);
        guint8 whole = behind[cases[i].at];
        behind[cases[i].at] = (guint8)(whole + cases[i].change);
        g_assert_true(g_file_set_contents(path, contents, (gssize)length, NULL));
        assert_fails(&fixture, path, MORGUE_ERROR_DAMAGED);
        behind[cases[i].at] = whole;
        g_assert_true(g_file_set_contents(path, contents, (gssize)length, NULL));
    }
    g_autoptr(GError) error = NULL;
    merge(&fixture, &error); /* nothing else was wrong */
    g_assert_no_error(error);
    fixture_clear(&fixture);
}

static void files_that_are_missing_or_in_the_way(void)
{
    Fixture fixture;
    fixture_init(&fixture, 31);
    for (guint i = 0; i < PARTS; i++)
        write_bulk(&fixture, fixture.documents[i], fixture.paths[i]);
    g_autofree char *positions = g_build_filename(fixture.paths[2], "position.glass", NULL);
    g_autofree char *aside = g_build_filename(fixture.directory, "aside", NULL);
    g_assert_cmpint(g_rename(positions, aside), ==, 0);
    assert_fails(&fixture, positions, MORGUE_ERROR_DAMAGED);
    g_assert_cmpint(g_rename(aside, positions), ==, 0);
    g_assert_cmpint(g_mkdir(fixture.merged, 0777), ==, 0);
    assert_fails(&fixture, fixture.merged, MORGUE_ERROR_FAILED);
    fixture_clear(&fixture);
}

/* Chunks */

static void chunks_are_not_believed(void)
{
    static const struct {
        const char *tag;
        gsize length;
        gboolean is_whole;
    } cases[] = {
        {"\x02\x04\x00"
         "1\x01\x03\x00\x01",
         8, TRUE},
        {"\x02\x04\x00"
         "1\x01\x03\x00",
         7, FALSE}, /* ends within */
        {"\x02\x04\x00"
         "2\x01\x03\x00\x01",
         8, FALSE}, /* neither the last nor not */
        {"\x02\x04\x00"
         "1\x00\x03\x00\x01",
         8, FALSE}, /* goes on behind its last document */
        {"\x02\x04\x00"
         "1\x05\x03\x00\x01",
         8, FALSE}, /* ends before it */
        {"\x02\x04\xff\xff\xff\xff\x0f"
         "1\x01\x03\x00\x01",
         12, FALSE}, /* documents past the end */
        {"\x02\x04", 2, FALSE},
        {"", 0, FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        ChunkReader chunk;
        guint32 wdf;
        gboolean is_whole =
            chunk_reader_begin(&chunk, (const guint8 *)cases[i].tag, cases[i].length);
        while (is_whole && !chunk_reader_is_at_end(&chunk))
            is_whole = chunk_reader_next(&chunk, &wdf);
        is_whole = is_whole && chunk.document == chunk.last;
        g_assert_cmpint(is_whole, ==, cases[i].is_whole);
    }
}

static void numbers_in_their_order_are_read_one_way(void)
{
    static const guint32 numbers[] = {0,        1,        0x7fff,     0x8000,     0x3fffff,
                                      0x400000, 0xffffff, 0x1fffffff, 0x20000000, G_MAXUINT32};
    guint8 bytes[PACK_SORTABLE_MAX];
    guint32 taken = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        const guint8 *end = pack_sortable(bytes, numbers[i]);
        PackedBytes packed = {bytes, end}, cut = {bytes, end - 1};
        g_assert_true(packed_take_sortable(&packed, &taken));
        g_assert_cmpuint(taken, ==, numbers[i]);
        g_assert_true(packed.at == end);
        g_assert_false(packed_take_sortable(&cut, &taken));
    }
    const guint8 longer[] = {0x80, 0x00, 0x01};
    PackedBytes other_way = {longer, longer + sizeof longer};
    g_assert_false(packed_take_sortable(&other_way, &taken));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/shard-merge/all live", all_live);
    g_test_add_func("/shard-merge/some are dead", some_are_dead);
    g_test_add_func("/shard-merge/the library has written the parts",
                    the_library_has_written_the_parts);
    g_test_add_func("/shard-merge/nothing lives", nothing_lives);
    g_test_add_func("/shard-merge/long lists", long_lists);
    g_test_add_func("/shard-merge/lists that do not fit", lists_that_do_not_fit);
    g_test_add_func("/shard-merge/damaged tables", damaged_tables);
    g_test_add_func("/shard-merge/entries that are missing", entries_that_are_missing);
    g_test_add_func("/shard-merge/files that are missing or in the way",
                    files_that_are_missing_or_in_the_way);
    g_test_add_func("/shard-merge/chunks are not believed", chunks_are_not_believed);
    g_test_add_func("/shard-merge/numbers in their order are read one way",
                    numbers_in_their_order_are_read_one_way);
    return g_test_run();
}
