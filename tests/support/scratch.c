/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scratch directories for tests. */
#include "tests/support/scratch.h"

#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *scratch_new(void)
{
    g_autofree char *made = g_dir_make_tmp("morgue-test-XXXXXX", NULL);
    g_assert_nonnull(made);
    char *real = realpath(made, NULL); /* the indexer sees real paths, too */
    g_assert_nonnull(real);
    return real;
}

void scratch_remove(char *directory)
{
    char *const paths[] = {directory, NULL};
    FTS *tree = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    for (FTSENT *entry; (entry = fts_read(tree)) != NULL;) {
        if (entry->fts_info == FTS_D)
            chmod(entry->fts_path, 0700);
        else
            remove(entry->fts_path);
    }
    fts_close(tree);
    free(directory);
}

char *scratch_write(const char *directory, const char *path, const char *text)
{
    char *file = g_build_filename(directory, path, NULL);
    g_autofree char *folder = g_path_get_dirname(file);
    g_assert_cmpint(g_mkdir_with_parents(folder, 0777), ==, 0);
    g_assert_true(g_file_set_contents(file, text, -1, NULL));
    return file;
}

void scratch_touch(const char *directory, const char *path, gint64 seconds)
{
    g_autofree char *file = g_build_filename(directory, path, NULL);
    const struct timespec times[2] = {{.tv_sec = seconds}, {.tv_sec = seconds}};
    g_assert_cmpint(utimensat(AT_FDCWD, file, times, 0), ==, 0);
}
