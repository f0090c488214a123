/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * output-file.h: a file that is written from its beginning to its end, in large pieces.
 */
#ifndef BULK_OUTPUT_FILE_H
#define BULK_OUTPUT_FILE_H

#include <glib.h>

typedef struct OutputFile OutputFile;

/* A new file, or one emptied. Errors: MORGUE_ERROR_FAILED naming it. */
OutputFile *output_file_open(const char *path, GError **error);
void output_file_close(OutputFile *file); /* what has not been written is dropped */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OutputFile, output_file_close)

const char *output_file_path(const OutputFile *file);

gboolean output_file_write(OutputFile *file, const void *bytes, gsize length, GError **error);

/* Hands all to the system. It is not synced. */
gboolean output_file_finish(OutputFile *file, GError **error);

#endif
