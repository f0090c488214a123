/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing a shard: the documents in their order, however many; and removing directories. */
#include "indexer/shard.h"

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "indexer/directory.h"
#include "morgue/error.h"
#include "tests/support/binding.h"
#include "tests/support/glass-dump.h"
#include "tests/support/made-document.h"
#include "tests/support/scratch.h"

static const ShardOptions direct = {.memory = SHARD_MEMORY_DEFAULT};
static const ShardOptions through_library = {.through_library = TRUE};

/* A document of one term and its number as data. */
static Document *document_of(guint number)
{
    Document *document = document_new();
    g_string_printf(document->data, "%u", number);
    made_document_add(document, "word", 4, 1, 1);
    return document;
}

static void write_shard(const char *path, const ShardOptions *options, guint count)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(ShardWriter) writer = shard_writer_new(path, options);
    for (guint i = 1; i <= count; i++) {
        g_autoptr(Document) document = document_of(i);
        guint32 docid;
        shard_writer_add(writer, document, &docid, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(docid, ==, i);
    }
    g_assert_cmpuint(shard_writer_count(writer), ==, count);
    g_assert_true(shard_writer_set(writer, "key", "value", &error));
    shard_writer_finish(writer, &error);
    g_assert_no_error(error);
}

static void assert_number(XapianDatabase *database, XapianDocid docid)
{
    XapianDocument *document = NULL;
    XapianString data = XAPIAN_STRING_INIT;
    assert_ok(xapian_database_get_document(database, docid, 0, &document, &binding_error));
    assert_ok(xapian_document_get_data(document, &data, &binding_error));
    g_assert_cmpuint(g_ascii_strtoull(data.bytes, NULL, 10), ==, docid);
    xapian_string_clear(&data);
    xapian_document_free(document);
}

static void assert_shard(const char *directory, guint count)
{
    XapianDatabase *database = binding_open(directory, "shard");
    XapianDocumentCount found;
    XapianString value = XAPIAN_STRING_INIT;
    assert_ok(xapian_database_get_doccount(database, &found, &binding_error));
    g_assert_cmpuint(found, ==, count);
    for (guint i = 1; i <= count; i += MAX(count / 97, 1))
        assert_number(database, i);
    if (count > 0)
        assert_number(database, count);
    assert_ok(xapian_database_get_metadata(database, "key", 3, &value, &binding_error));
    g_assert_cmpstr(value.bytes, ==, "value");
    xapian_string_clear(&value);
    xapian_database_free(database);
}

static void assert_order(const ShardOptions *options, guint count)
{
    char *directory = scratch_new();
    g_autofree char *path = g_build_filename(directory, "shard", NULL);
    g_autofree char *parts = g_build_filename(directory, "shard.parts", NULL);
    write_shard(path, options, count);
    assert_shard(directory, count);
    glass_dump_assert_sound(path);
    g_assert_false(g_file_test(parts, G_FILE_TEST_EXISTS));
    scratch_remove(directory);
}

static void documents_keep_their_order(void)
{
    static const guint counts[] = {0, 1, 999, 1000, 1001, 2500};
    for (gsize i = 0; i < G_N_ELEMENTS(counts); i++) {
        assert_order(&direct, counts[i]);
        assert_order(&through_library, counts[i]);
    }
}

static void two_ways_lead_to_the_same_contents(void)
{
    char *directory = scratch_new();
    g_autofree char *one = g_build_filename(directory, "one", NULL);
    g_autofree char *other = g_build_filename(directory, "other", NULL);
    write_shard(one, &direct, 1500);
    write_shard(other, &through_library, 1500);
    g_autoptr(GString) contents = glass_dump_contents(one);
    g_autoptr(GString) expected = glass_dump_contents(other);
    glass_dump_assert_equal(contents, expected);
    scratch_remove(directory);
}

/* A file of very many articles is one commit, and a process may open so many files only. */
static void a_commit_may_be_of_any_size(void)
{
    struct rlimit before, few = {.rlim_cur = 500};
    char *directory = scratch_new();
    g_autofree char *path = g_build_filename(directory, "shard", NULL);
    g_assert_cmpint(getrlimit(RLIMIT_NOFILE, &before), ==, 0);
    few.rlim_max = before.rlim_max;
    g_assert_cmpint(setrlimit(RLIMIT_NOFILE, &few), ==, 0);
    write_shard(path, &through_library, 200500);
    g_assert_cmpint(setrlimit(RLIMIT_NOFILE, &before), ==, 0);
    assert_shard(directory, 200500);
    scratch_remove(directory);
}

static void a_shard_given_up_leaves_nothing(void)
{
    char *directory = scratch_new();
    g_autofree char *path = g_build_filename(directory, "shard", NULL);
    ShardWriter *writer = shard_writer_new(path, &direct);
    g_autoptr(Document) document = document_of(1);
    guint32 docid;
    g_assert_true(shard_writer_add(writer, document, &docid, NULL));
    shard_writer_free(writer);
    g_assert_cmpint(rmdir(directory), ==, 0);
    free(directory);
}

static void what_cannot_be_written_is_named(void)
{
    char *directory = scratch_new();
    g_autofree char *file = scratch_write(directory, "file", "x");
    g_autofree char *path = g_build_filename(file, "shard", NULL);
    g_autoptr(ShardWriter) writer = shard_writer_new(path, &direct);
    g_autoptr(Document) document = document_of(1);
    g_autoptr(GError) error = NULL;
    guint32 docid;
    g_assert_false(shard_writer_add(writer, document, &docid, &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED);
    g_assert_nonnull(strstr(error->message, path));
    scratch_remove(directory);
}

static void removing_takes_all_but_what_links_lead_to(void)
{
    char *directory = scratch_new();
    g_autofree char *kept = scratch_write(directory, "kept/file", "x");
    g_free(scratch_write(directory, "gone/a/b/c", "x"));
    g_autofree char *gone = g_build_filename(directory, "gone", NULL);
    g_autofree char *link = g_build_filename(gone, "a", "link", NULL);
    g_assert_cmpint(symlink("../../kept", link), ==, 0);
    directory_remove(gone);
    g_assert_false(g_file_test(gone, G_FILE_TEST_EXISTS));
    g_assert_true(g_file_test(kept, G_FILE_TEST_EXISTS));
    directory_remove(gone); /* nothing there is no error */
    scratch_remove(directory);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/shard/documents keep their order", documents_keep_their_order);
    g_test_add_func("/shard/two ways lead to the same contents",
                    two_ways_lead_to_the_same_contents);
    g_test_add_func("/shard/a commit may be of any size", a_commit_may_be_of_any_size);
    g_test_add_func("/shard/a shard given up leaves nothing", a_shard_given_up_leaves_nothing);
    g_test_add_func("/shard/what cannot be written is named", what_cannot_be_written_is_named);
    g_test_add_func("/shard/removing takes all but what links lead to",
                    removing_takes_all_but_what_links_lead_to);
    return g_test_run();
}
