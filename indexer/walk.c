/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walking a directory in a fixed order, over fts(3). */
#include "indexer/walk.h"

#include <errno.h>
#include <fnmatch.h>
#include <fts.h>
#include <string.h>
#include <sys/stat.h>

#include "morgue/error.h"

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static gboolean matches(const GPtrArray *globs, const char *name, const char *relative)
{
    for (guint i = 0; globs != NULL && i < globs->len; i++) {
        const char *glob = g_ptr_array_index(globs, i);
        const char *subject = strchr(glob, '/') != NULL ? relative : name;
        if (fnmatch(glob, subject, 0) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean is_left_out(const FTSENT *entry, const WalkFilter *filter, const char *relative)
{
    if (entry->fts_level == FTS_ROOTLEVEL)
        return FALSE;
    if (entry->fts_name[0] == '.' || g_strcmp0(entry->fts_path, filter->skip) == 0 ||
        matches(filter->exclude, entry->fts_name, relative))
        return TRUE;
    return entry->fts_info == FTS_F && filter->include != NULL && filter->include->len > 0 &&
           !matches(filter->include, entry->fts_name, relative);
}

/* The part of an entry's path below the start; a file given by name is its own name. */
static const char *relative_path(const FTSENT *entry, gsize start_length)
{
    if (entry->fts_level == FTS_ROOTLEVEL) {
        const char *slash = strrchr(entry->fts_path, '/');
        return slash == NULL ? entry->fts_path : slash + 1;
    }
    const char *relative = entry->fts_path + start_length;
    return relative + strspn(relative, "/");
}

static gboolean visit_file(const FTSENT *entry, const char *relative, WalkFunc found, gpointer data,
                           GError **error)
{
    const struct stat *status = entry->fts_statp;
    const WalkFile file = {
        .path = entry->fts_path,
        .relative = relative,
        .size = (guint64)status->st_size,
        .mtime = (gint64)status->st_mtim.tv_sec * G_GINT64_CONSTANT(1000000000) +
                 status->st_mtim.tv_nsec,
        .inode = status->st_ino,
    };
    return found(&file, data, error);
}

static gboolean visit(FTS *tree, FTSENT *entry, const WalkFilter *filter, gsize start_length,
                      WalkFunc found, WalkUnreadableFunc unreadable, gpointer data, GError **error)
{
    const char *relative = relative_path(entry, start_length);
    switch (entry->fts_info) {
    case FTS_D:
        if (is_left_out(entry, filter, relative))
            fts_set(tree, entry, FTS_SKIP);
        return TRUE;
    case FTS_F:
        return is_left_out(entry, filter, relative) ||
               visit_file(entry, relative, found, data, error);
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        /* What vanished between the listing and the look at it was never there. */
        if (entry->fts_errno != ENOENT || entry->fts_level == FTS_ROOTLEVEL)
            unreadable(entry->fts_path, g_strerror(entry->fts_errno), data);
        return TRUE;
    default: /* links, devices, sockets, directories on the way back */
        return TRUE;
    }
}

gboolean walk(const char *start, const WalkFilter *filter, WalkFunc found,
              WalkUnreadableFunc unreadable, gpointer data, GError **error)
{
    g_autofree char *path = g_strdup(start);
    char *const paths[] = {path, NULL};
    FTS *tree = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    if (tree == NULL) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", start, g_strerror(errno));
        return FALSE;
    }
    gboolean going = TRUE;
    FTSENT *entry;
    errno = 0;
    while (going && (entry = fts_read(tree)) != NULL)
        going = visit(tree, entry, filter, strlen(start), found, unreadable, data, error);
    if (going && errno != 0) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", start, g_strerror(errno));
        going = FALSE;
    }
    fts_close(tree);
    return going;
}
