/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * temporary-file.h: files without a name, in the directory that TMPDIR names, else /tmp.
 *
 * No other user can open one, and it is gone with the process. Errors name the directory.
 */
#ifndef MORGUE_TEMPORARY_FILE_H
#define MORGUE_TEMPORARY_FILE_H

#include <glib.h>

/*
 * An empty temporary file, closed on exec; the caller closes it. -1 with MORGUE_ERROR_FAILED where
 * there can be none.
 */
int temporary_file_open(GError **error);

/* Writes all of `bytes` at an offset of it, whose own place stays; FALSE with MORGUE_ERROR_FAILED.
 */
gboolean temporary_file_write(int descriptor, guint64 offset, const void *bytes, gsize length,
                              GError **error);

#endif
