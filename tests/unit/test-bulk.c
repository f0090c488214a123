/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables written directly against those that libxapian writes of the same documents: the same keys
 * and tags, the same contents, sound, and still so after merges and updates by libxapian.
 */
#include "indexer/bulk/bulk-shard.h"

#include <string.h>

#include "indexer/bulk/pack.h"
#include "indexer/bulk/position-list.h"
#include "indexer/bulk/version-guard.h"
#include "indexer/directory.h"
#include "tests/support/binding.h"
#include "tests/support/both-ways.h"
#include "tests/support/glass-dump.h"
#include "tests/support/library-writer.h"
#include "tests/support/made-document.h"
#include "tests/support/random-document.h"
#include "tests/support/scratch.h"

/* A batch for each document, and one for all. */
#define LITTLE_MEMORY 1
#define MUCH_MEMORY   ((guint64)256 * 1024 * 1024)

/* Packings */

static char *hexadecimal(const guint8 *bytes, const guint8 *end)
{
    GString *text = g_string_new(NULL);
    for (; bytes < end; bytes++)
        g_string_append_printf(text, "%02x", *bytes);
    return g_string_free(text, FALSE);
}

static void numbers_are_packed_as_in_glass(void)
{
    static const struct {
        guint32 number;
        const char *packed, *last, *sortable;
    } cases[] = {
        {0, "00", "", "0000"},
        {1, "01", "01", "0001"},
        {127, "7f", "7f", "007f"},
        {128, "8001", "80", "0080"},
        {300, "ac02", "2c01", "012c"},
        {0x7fff, "ffff01", "ff7f", "7fff"},
        {0x8000, "808002", "0080", "808000"},
        {40000, "c0b802", "409c", "809c40"},
        {0x3fffff, "ffffff01", "ffff3f", "bfffff"},
        {0x400000, "80808002", "000040", "c0400000"},
        {0x1fffffff, "ffffffff01", "ffffff1f", "dfffffff"},
        {0x20000000, "8080808002", "00000020", "e020000000"},
        {G_MAXUINT32, "ffffffff0f", "ffffffff", "e0ffffffff"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint8 bytes[PACK_NUMBER_MAX] = {0};
        guint64 number;
        g_autofree char *packed = hexadecimal(bytes, pack_number(bytes, cases[i].number));
        g_assert_cmpstr(packed, ==, cases[i].packed);
        g_assert_cmpuint(pack_number_length(cases[i].number), ==, strlen(packed) / 2);
        g_assert_true(unpack_number(bytes, &number) == bytes + strlen(packed) / 2);
        g_assert_cmpuint(number, ==, cases[i].number);
        g_autofree char *last = hexadecimal(bytes, pack_last_number(bytes, cases[i].number));
        g_assert_cmpstr(last, ==, cases[i].last);
        g_autofree char *sortable = hexadecimal(bytes, pack_sortable(bytes, cases[i].number));
        g_assert_cmpstr(sortable, ==, cases[i].sortable);
    }
}

static void positions_are_coded_as_in_glass(void)
{
    static const struct {
        guint32 positions[7];
        const char *list;
    } cases[] = {
        {{7}, "07"},
        {{1, 2}, "0201"},
        {{1, 5, 6}, "0669"},
        {{3, 4, 5, 6}, "060b"},
        {{10, 20, 30, 40, 50, 60, 70}, "464ab153a604"},
        {{2, 300, 301, 5000, 70000}, "f0a20402000600a40448a92501"},
        {{1, G_MAXUINT32}, "ffffffff0f0100000000000000"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gsize count = 0;
        while (count < G_N_ELEMENTS(cases[i].positions) && cases[i].positions[count] != 0)
            count++;
        guint8 bytes[64] = {0};
        g_assert_cmpuint(position_list_bound(count), <=, sizeof bytes);
        g_autofree char *list =
            hexadecimal(bytes, position_list_encode(bytes, cases[i].positions, count));
        g_assert_cmpstr(list, ==, cases[i].list);
    }
}

/* Documents */

static void add_word(Document *document, const char *word, guint wdf, guint32 position)
{
    made_document_add(document, word, strlen(word), wdf, position);
}

/* Writing both ways */

static void assert_documents(GPtrArray *documents, guint64 memory)
{
    BothWays ways;
    both_ways_init(&ways, documents, memory);
    both_ways_clear(&ways);
    g_ptr_array_unref(documents);
}

/* What is written */

static void random_documents_are_the_same(void)
{
    static const struct {
        guint32 seed;
        guint documents, terms;
        guint64 memory;
    } cases[] = {
        {1, 0, 1, MUCH_MEMORY},    {2, 1, 100, MUCH_MEMORY},   {3, 50, 100, LITTLE_MEMORY},
        {4, 400, 50, 1024 * 1024}, {5, 700, 2000, 700 * 1024}, {6, 300, 30, MUCH_MEMORY},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_documents(made_documents_random(cases[i].seed, cases[i].documents, cases[i].terms),
                         cases[i].memory);
}

static GPtrArray *one_document(Document *document)
{
    GPtrArray *documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
    g_ptr_array_add(documents, document);
    return documents;
}

static void a_million_positions(void)
{
    Document *document = document_new();
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    guint32 position = 0;
    for (guint i = 0; i < 1000000; i++) {
        position += (guint32)g_rand_int_range(random, 1, 4000);
        add_word(document, i % 1000 == 0 ? "rare" : "common", 1, position);
    }
    assert_documents(one_document(document), LITTLE_MEMORY);
}

static void hundreds_of_values(void)
{
    GPtrArray *documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
    for (guint i = 0; i < 20; i++) {
        Document *document = document_new();
        for (guint32 slot = 600; slot > 0; slot--)
            made_document_add_value(document, slot * (i + 1), &slot, 1 + slot % 3);
        g_ptr_array_add(documents, document);
    }
    assert_documents(documents, LITTLE_MEMORY);
}

/* Incompressible and repetitive, in many components. */
static void long_data(void)
{
    GPtrArray *documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
    g_autoptr(GRand) random = g_rand_new_with_seed(8);
    for (guint i = 0; i < 6; i++) {
        Document *document = document_new();
        for (guint byte = 0; byte < 400000 + i; byte++)
            g_string_append_c(document->data, i % 2 == 0 ? (char)g_rand_int(random) : 'a');
        g_ptr_array_add(documents, document);
    }
    assert_documents(documents, MUCH_MEMORY);
}

/* Ends of streams that the library's reader stumbles over, unless they are written with care. */
static void add_data(GPtrArray *documents, const char *pattern, gsize length)
{
    Document *document = document_new();
    gsize period = strlen(pattern);
    for (gsize byte = 0; byte < length; byte++)
        g_string_append_c(document->data, pattern[byte % period]);
    g_ptr_array_add(documents, document);
}

static void repetitive_data_can_be_read(void)
{
    static const char *const patterns[] = {"a", "ab", "abc", "a line of text\n"};
    GPtrArray *documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
    for (gsize pattern = 0; pattern < G_N_ELEMENTS(patterns); pattern++) {
        for (gsize length = 8000; length < 8192 + 1200; length += pattern < 2 ? 1 : 7)
            add_data(documents, patterns[pattern], length);
        for (gsize length = 3 * 8192 - 20; length < 3 * 8192 + 1200; length += 11)
            add_data(documents, patterns[pattern], length);
        /* In several parts: pieces are counted from the last of them. */
        for (gsize length = 4000000; length < 4000000 + 8192; length += 257)
            add_data(documents, patterns[pattern], length);
    }
    char *directory = scratch_new();
    g_autofree char *path = g_build_filename(directory, "bulk", NULL);
    both_ways_write_bulk(documents, directory, path, MUCH_MEMORY);
    glass_dump_assert_sound(path);
    XapianDatabase *database = binding_open(directory, "bulk");
    for (guint i = 0; i < documents->len; i++) {
        const Document *expected = g_ptr_array_index(documents, i);
        XapianDocument *document = NULL;
        XapianString data = XAPIAN_STRING_INIT;
        assert_ok(xapian_database_get_document(database, i + 1, 0, &document, &binding_error));
        assert_ok(xapian_document_get_data(document, &data, &binding_error));
        g_assert_cmpuint(data.length, ==, expected->data->len);
        g_assert_cmpint(memcmp(data.bytes, expected->data->str, data.length), ==, 0);
        xapian_string_clear(&data);
        xapian_document_free(document);
    }
    xapian_database_free(database);
    scratch_remove(directory);
    g_ptr_array_unref(documents);
}

/* Branches above branches, and chunks behind chunks. */
static void tables_of_several_levels(void)
{
    GPtrArray *documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
    for (guint i = 0; i < 150; i++) {
        Document *document = document_new();
        char term[246];
        memset(term, 'x', sizeof term);
        for (guint word = 0; word < 60; word++) {
            g_snprintf(term + 236, 10, "%04u%05u", word, i);
            made_document_add(document, term, 245, 1, word + 1);
        }
        add_word(document, "shared", 1, 100);
        g_ptr_array_add(documents, document);
    }
    assert_documents(documents, 256 * 1024);
}

/* What libxapian makes of it */

/* Two shards into one. */
static void merge(const char *first, const char *second, const char *to)
{
    XapianDatabase *all, *part;
    assert_ok(xapian_database_new(&all, &binding_error));
    const char *const paths[] = {first, second};
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        assert_ok(xapian_database_open(paths[i], XAPIAN_DB_BACKEND_GLASS, &part, &binding_error));
        assert_ok(xapian_database_add_database(all, part, &binding_error));
        xapian_database_free(part);
    }
    assert_ok(
        xapian_database_compact(all, to, XAPIAN_DBCOMPACT_MULTIPASS, 0, NULL, &binding_error));
    xapian_database_free(all);
}

static void it_merges_as_any_other(void)
{
    g_autoptr(GPtrArray) documents = made_documents_random(11, 300, 200);
    g_autoptr(GPtrArray) more = made_documents_random(12, 200, 200);
    BothWays ways, other;
    both_ways_init(&ways, documents, 300 * 1024);
    both_ways_init(&other, more, MUCH_MEMORY);
    g_autofree char *bulk = g_build_filename(ways.directory, "bulk.compact", NULL);
    g_autofree char *library = g_build_filename(ways.directory, "library.compact", NULL);
    library_compact(ways.bulk, bulk);
    library_compact(ways.library, library);
    glass_dump_assert_same(bulk, library);
    directory_remove(bulk);
    directory_remove(library);
    merge(ways.bulk, other.bulk, bulk);
    merge(ways.library, other.library, library);
    glass_dump_assert_same(bulk, library);
    both_ways_clear(&ways);
    both_ways_clear(&other);
}

static void it_can_be_updated_as_any_other(void)
{
    g_autoptr(GPtrArray) documents = made_documents_random(13, 400, 150);
    g_autoptr(GPtrArray) changes = made_documents_random(14, 60, 250);
    BothWays ways;
    both_ways_init(&ways, documents, 400 * 1024);
    library_change(ways.bulk, changes);
    library_change(ways.library, changes);
    glass_dump_assert_same(ways.bulk, ways.library);
    both_ways_clear(&ways);
}

/* Limits */

static void assert_refused(Document *document)
{
    char *directory = scratch_new();
    g_autofree char *path = g_build_filename(directory, "bulk", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(BulkShard) shard = bulk_shard_new(directory, path, MUCH_MEMORY, &error);
    g_assert_no_error(error);
    g_assert_false(bulk_shard_add(shard, document, &error));
    g_assert_nonnull(strstr(error->message, path));
    document_free(document);
    scratch_remove(directory);
}

static void what_the_tables_cannot_hold_is_refused(void)
{
    char term[246] = {0};
    Document *document = document_new();
    memset(term, 'x', sizeof term);
    made_document_add(document, term, 246, 1, 1);
    assert_refused(document);
    document = document_new();
    memset(term, 0, 10);
    made_document_add(document, term, 245, 1, 1);
    assert_refused(document);
    document = document_new();
    for (guint i = 0; i < 65540; i++)
        add_word(document, "word", 65535, 1);
    assert_refused(document);
}

static void only_the_known_format_is_admitted(void)
{
    static const struct {
        int major, minor;
        gboolean known;
    } versions[] = {{1, 4, TRUE}, {1, 3, FALSE}, {1, 5, FALSE}, {2, 0, FALSE}, {2, 4, FALSE}};
    for (gsize i = 0; i < G_N_ELEMENTS(versions); i++)
        g_assert_cmpint(version_guard_knows(versions[i].major, versions[i].minor), ==,
                        versions[i].known);
    char *directory = scratch_new();
    g_assert_cmpint(version_guard_admits(directory), ==,
                    version_guard_knows(xapian_major_version(), xapian_minor_version()));
    g_autofree char *absent = g_build_filename(directory, "absent", NULL);
    g_assert_false(version_guard_admits(absent)); /* no probe, no admission */
    scratch_remove(directory);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/bulk/numbers are packed as in glass", numbers_are_packed_as_in_glass);
    g_test_add_func("/bulk/positions are coded as in glass", positions_are_coded_as_in_glass);
    g_test_add_func("/bulk/random documents are the same", random_documents_are_the_same);
    g_test_add_func("/bulk/a million positions", a_million_positions);
    g_test_add_func("/bulk/hundreds of values", hundreds_of_values);
    g_test_add_func("/bulk/long data", long_data);
    g_test_add_func("/bulk/repetitive data can be read", repetitive_data_can_be_read);
    g_test_add_func("/bulk/tables of several levels", tables_of_several_levels);
    g_test_add_func("/bulk/it merges as any other", it_merges_as_any_other);
    g_test_add_func("/bulk/it can be updated as any other", it_can_be_updated_as_any_other);
    g_test_add_func("/bulk/what the tables cannot hold is refused",
                    what_the_tables_cannot_hold_is_refused);
    g_test_add_func("/bulk/only the known format is admitted", only_the_known_format_is_admitted);
    return g_test_run();
}
