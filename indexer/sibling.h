/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sibling.h: the other files of a unit (a METS file's pages), opened by relative name.
 */
#ifndef INDEXER_SIBLING_H
#define INDEXER_SIBLING_H

#include <glib.h>

#include "indexer/source.h"

typedef struct SiblingFolder {
    const char *root;     /* path of the archive's root; borrowed */
    const char *relative; /* the file that is read, below it; borrowed */
    GPtrArray *names;     /* of char *: what was asked for, below the root, each once; owned */
    char **failure;       /* see source_watch() */
} SiblingFolder;

/* `failure` must outlive the sources that are opened. */
void sibling_folder_init(SiblingFolder *folder, const char *root, const char *relative,
                         char **failure);
void sibling_folder_clear(SiblingFolder *folder);

/*
 * A SiblingOpen of reader.h: `data` is the folder. What lies outside the root, is not there or is
 * no regular file is MORGUE_ERROR_INPUT; it is remembered by name all the same, so that the unit is
 * read again when it appears. What is there and cannot be opened is MORGUE_ERROR_FAILED, and, like
 * a read that fails later, a failure of the unit. Compressed files are decompressed.
 */
Source *sibling_open(gpointer data, const char *name, GError **error);

/*
 * The place below the root of a name relative to the folder of `relative`, without `.` and `..`.
 * NULL where that is outside the root, or `relative` itself. The caller owns it.
 */
char *sibling_resolve(const char *relative, const char *name);

#endif
