/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walking: the order, what is left out, what cannot be read. */
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/walk.h"
#include "morgue/error.h"
#include "tests/support/scratch.h"

static gboolean collect(const WalkFile *file, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s ", file->relative);
    return TRUE;
}

static void collect_unreadable(const char *path, const char *reason, gpointer data)
{
    g_autofree char *name = g_path_get_basename(path);
    g_string_append_printf(data, "!%s:%s ", name, reason);
}

/* What a walk finds, blank-separated. */
static char *found(const char *start, const char *include, const char *exclude)
{
    g_autoptr(GPtrArray) includes = g_ptr_array_new();
    g_autoptr(GPtrArray) excludes = g_ptr_array_new();
    if (include != NULL)
        g_ptr_array_add(includes, (gpointer)include);
    if (exclude != NULL)
        g_ptr_array_add(excludes, (gpointer)exclude);
    const WalkFilter filter = {.include = includes, .exclude = excludes};
    GString *files = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    g_assert_true(walk(start, &filter, collect, collect_unreadable, files, &error));
    g_assert_no_error(error);
    return g_strchomp(g_string_free(files, FALSE));
}

static char *make_archive(void)
{
    static const char *const files[] = {
        "b/2.txt", "b/10.txt", "B.txt", "a.html", ".hidden", ".git/config", "b/c/d.txt", "é.txt",
    };
    char *archive = scratch_new();
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++)
        g_free(scratch_write(archive, files[i], "x"));
    g_autofree char *link = g_build_filename(archive, "link.txt", NULL);
    g_autofree char *loop = g_build_filename(archive, "b", "loop", NULL);
    g_assert_cmpint(symlink("a.html", link), ==, 0);
    g_assert_cmpint(symlink("..", loop), ==, 0);
    return archive;
}

static void files_come_in_the_order_of_bytes(void)
{
    char *archive = make_archive();
    g_autofree char *files = found(archive, NULL, NULL);
    g_assert_cmpstr(files, ==, "B.txt a.html b/10.txt b/2.txt b/c/d.txt é.txt");
    scratch_remove(archive);
}

static void filters_look_at_names_and_at_paths(void)
{
    static const struct {
        const char *include, *exclude, *files;
    } cases[] = {
        {"*.html", NULL, "a.html"},
        {"b/*", NULL, "b/10.txt b/2.txt b/c/d.txt"},
        {NULL, "b", "B.txt a.html é.txt"},
        {NULL, "b/c", "B.txt a.html b/10.txt b/2.txt é.txt"},
        {"*.txt", "1*", "B.txt b/2.txt b/c/d.txt é.txt"},
        {"none", NULL, ""},
    };
    char *archive = make_archive();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *files = found(archive, cases[i].include, cases[i].exclude);
        g_assert_cmpstr(files, ==, cases[i].files);
    }
    scratch_remove(archive);
}

static void a_file_given_by_name_is_found_whatever_the_filter(void)
{
    char *archive = make_archive();
    g_autofree char *hidden = g_build_filename(archive, ".hidden", NULL);
    g_autofree char *files = found(hidden, "*.txt", NULL);
    g_assert_cmpstr(files, ==, ".hidden");
    scratch_remove(archive);
}

static void what_cannot_be_read_is_named_and_the_rest_is_found(void)
{
    if (geteuid() == 0) {
        g_test_skip("root reads everything");
        return;
    }
    char *archive = make_archive();
    g_autofree char *closed = g_build_filename(archive, "b", NULL);
    g_assert_cmpint(chmod(closed, 0), ==, 0);
    g_autofree char *files = found(archive, NULL, NULL);
    g_assert_cmpstr(files, ==, "B.txt a.html !b:Permission denied é.txt");
    scratch_remove(archive);
}

/* Deeper than a process may have files open. */
static void a_deep_tree_takes_one_descriptor(void)
{
    char *archive = scratch_new();
    GString *path = g_string_new(NULL);
    for (guint i = 0; i < 200; i++)
        g_string_append(path, "d/");
    g_string_append(path, "f.txt");
    g_free(scratch_write(archive, path->str, "x"));
    struct rlimit before;
    g_assert_cmpint(getrlimit(RLIMIT_NOFILE, &before), ==, 0);
    const struct rlimit few = {.rlim_cur = 20, .rlim_max = before.rlim_max};
    g_assert_cmpint(setrlimit(RLIMIT_NOFILE, &few), ==, 0);
    g_autofree char *files = found(archive, NULL, NULL);
    g_assert_cmpint(setrlimit(RLIMIT_NOFILE, &before), ==, 0);
    g_assert_cmpstr(files, ==, path->str);
    g_string_free(path, TRUE);
    scratch_remove(archive);
}

static gboolean sum_up(const WalkFile *file, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT,
                           file->path, file->size, file->mtime, file->inode);
    return TRUE;
}

static void a_file_comes_with_its_path_size_time_and_inode(void)
{
    char *archive = scratch_new();
    g_autofree char *path = scratch_write(archive, "b/2.txt", "four");
    scratch_touch(archive, "b/2.txt", 86400);
    struct stat status;
    g_assert_cmpint(stat(path, &status), ==, 0);
    g_autofree char *expected =
        g_strdup_printf("%s 4 86400000000000 %" G_GUINT64_FORMAT, path, (guint64)status.st_ino);
    const char *const starts[] = {archive, path};
    for (gsize i = 0; i < G_N_ELEMENTS(starts); i++) {
        g_autoptr(GString) files = g_string_new(NULL);
        g_autoptr(GError) error = NULL;
        const WalkFilter filter = {.skip = NULL};
        g_assert_true(walk(starts[i], &filter, sum_up, collect_unreadable, files, &error));
        g_assert_cmpstr(files->str, ==, expected);
    }
    scratch_remove(archive);
}

static void a_start_that_is_not_there_is_named(void)
{
    char *archive = scratch_new();
    g_autofree char *missing = g_build_filename(archive, "missing", NULL);
    g_autofree char *files = found(missing, NULL, NULL);
    g_assert_cmpstr(files, ==, "!missing:No such file or directory");
    scratch_remove(archive);
}

static gboolean refuse(const WalkFile *file, gpointer data, GError **error)
{
    ++*(int *)data;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "not %s", file->relative);
    return FALSE;
}

static void a_callback_ends_the_walk(void)
{
    char *archive = make_archive();
    int calls = 0;
    g_autoptr(GError) error = NULL;
    const WalkFilter filter = {.skip = NULL};
    g_assert_false(walk(archive, &filter, refuse, collect_unreadable, &calls, &error));
    g_assert_cmpint(calls, ==, 1);
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED);
    scratch_remove(archive);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/walk/files come in the order of bytes", files_come_in_the_order_of_bytes);
    g_test_add_func("/walk/filters look at names and at paths", filters_look_at_names_and_at_paths);
    g_test_add_func("/walk/a file given by name is found whatever the filter",
                    a_file_given_by_name_is_found_whatever_the_filter);
    g_test_add_func("/walk/what cannot be read is named and the rest is found",
                    what_cannot_be_read_is_named_and_the_rest_is_found);
    g_test_add_func("/walk/a deep tree takes one descriptor", a_deep_tree_takes_one_descriptor);
    g_test_add_func("/walk/a file comes with its path, size, time and inode",
                    a_file_comes_with_its_path_size_time_and_inode);
    g_test_add_func("/walk/a start that is not there is named", a_start_that_is_not_there_is_named);
    g_test_add_func("/walk/a callback ends the walk", a_callback_ends_the_walk);
    return g_test_run();
}
