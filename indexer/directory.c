/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fsync(2) and fts(3). */
#include "indexer/directory.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "morgue/error.h"

static gboolean sync_path(const char *path, int flags, GError **error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | flags);
    gboolean synced = descriptor >= 0 && fsync(descriptor) == 0;
    if (!synced)
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
    if (descriptor >= 0)
        close(descriptor);
    return synced;
}

gboolean directory_sync(const char *directory, GError **error)
{
    return sync_path(directory, O_DIRECTORY, error);
}

gboolean directory_sync_files(const char *directory, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GDir) entries = g_dir_open(directory, 0, &cause);
    if (entries == NULL) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s", cause->message);
        return FALSE;
    }
    for (const char *name; (name = g_dir_read_name(entries)) != NULL;) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        if (!sync_path(path, 0, error))
            return FALSE;
    }
    return TRUE;
}

guint64 directory_size(const char *directory)
{
    char *const paths[] = {(char *)directory, NULL};
    guint64 bytes = 0;
    FTS *tree = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    if (tree == NULL)
        return 0;
    for (FTSENT *entry; (entry = fts_read(tree)) != NULL;) {
        if (entry->fts_info == FTS_F)
            bytes += (guint64)entry->fts_statp->st_size;
    }
    fts_close(tree);
    return bytes;
}

void directory_remove(const char *directory)
{
    char *const paths[] = {(char *)directory, NULL};
    FTS *tree = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    if (tree == NULL)
        return;
    for (FTSENT *entry; (entry = fts_read(tree)) != NULL;) {
        if (entry->fts_info != FTS_D && entry->fts_info != FTS_NS)
            remove(entry->fts_path);
    }
    fts_close(tree);
}
