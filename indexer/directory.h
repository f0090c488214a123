/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * directory.h: what is done to a directory as a whole.
 */
#ifndef INDEXER_DIRECTORY_H
#define INDEXER_DIRECTORY_H

#include <glib.h>

/* Syncs the names in a directory; what is in its files. Errors: MORGUE_ERROR_FAILED. */
gboolean directory_sync(const char *directory, GError **error);
gboolean directory_sync_files(const char *directory, GError **error);

/* Bytes of the files in a directory and below; of what cannot be read nothing. */
guint64 directory_size(const char *directory);

/* Removes a directory and everything in it; what is not there is no error. */
void directory_remove(const char *directory);

#endif
