/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every file that fuzzing found worth keeping is fed to its target again: no crash, no leak, no
 * hang. The golden cases of readers are fed to libFuzzer as seeds, and need no replay here.
 */
#include <string.h>

#include "tests/fuzz/targets.h"

/* Some inputs were kept because they took minutes. */
#define SECONDS_MAX 10.0

static void replay(gconstpointer data)
{
    const char *name = data;
    g_autofree char *folder =
        g_test_build_filename(G_TEST_DIST, "tests", "fuzz", "corpus", name, NULL);
    FuzzTarget target;
    g_assert_true(fuzz_target_find(name, &target));
    g_autoptr(GDir) directory = g_dir_open(folder, 0, NULL);
    const char *file;
    while (directory != NULL && (file = g_dir_read_name(directory)) != NULL) {
        g_autofree char *path = g_build_filename(folder, file, NULL);
        g_autofree char *bytes = NULL;
        gsize length;
        g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
        g_autofree guint8 *exact = g_memdup2(bytes, length); /* for the address sanitizer */
        g_test_message("%s", file);
        g_test_timer_start();
        fuzz_target_run(&target, exact, length);
        g_assert_cmpfloat(g_test_timer_elapsed(), <, SECONDS_MAX);
    }
}

/* A folder that belongs to no target is replayed by nobody. */
static void test_every_folder_has_a_target(void)
{
    g_autofree char *corpus = g_test_build_filename(G_TEST_DIST, "tests", "fuzz", "corpus", NULL);
    g_autoptr(GDir) directory = g_dir_open(corpus, 0, NULL);
    g_assert_nonnull(directory);
    const char *name;
    while ((name = g_dir_read_name(directory)) != NULL) {
        g_test_message("%s", name);
        FuzzTarget target;
        g_assert_true(fuzz_target_find(name, &target));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autofree const char **names = fuzz_target_names();
    for (const char **name = names; *name != NULL; name++) {
        g_autofree char *test = g_strconcat("/fuzz-corpus/", *name, NULL);
        g_test_add_data_func(test, *name, replay);
    }
    g_test_add_func("/fuzz-corpus/every folder has a target", test_every_folder_has_a_target);
    return g_test_run();
}
