/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * walk.h: the files below a directory, in a fixed order.
 *
 * Entries of a directory come in the order of the bytes of their names. Symbolic links are never
 * followed (`find -P`); names that begin with a dot are left out, and so is everything below
 * such a directory.
 */
#ifndef INDEXER_WALK_H
#define INDEXER_WALK_H

#include <glib.h>

typedef struct WalkFilter {
    /* Of char *: globs on the name, or on the path below the start where they hold a slash. */
    const GPtrArray *include; /* NULL or empty: all files */
    const GPtrArray *exclude; /* files and whole directories */
    const char *skip;         /* absolute path of a directory that is left out, or NULL */
} WalkFilter;

typedef struct WalkFile {
    const char *path;     /* absolute, borrowed */
    const char *relative; /* below the start, borrowed */
    guint64 size;         /* bytes */
    gint64 mtime;         /* ns since 1970 */
    guint64 inode;
} WalkFile;

/* FALSE ends the walk; the callback has set `error`. */
typedef gboolean (*WalkFunc)(const WalkFile *file, gpointer data, GError **error);
/* A directory that could not be read: its path and why. The walk goes on. */
typedef void (*WalkUnreadableFunc)(const char *path, const char *reason, gpointer data);

/*
 * Calls `found` for each regular file below `start`, an absolute path of a directory, or for
 * `start` itself where that is a file (`relative` is then its name, and the filter does not
 * apply: it was asked for by name).
 */
gboolean walk(const char *start, const WalkFilter *filter, WalkFunc found,
              WalkUnreadableFunc unreadable, gpointer data, GError **error);

#endif
