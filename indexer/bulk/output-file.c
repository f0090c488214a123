/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A buffer before write(2). */
#include "indexer/bulk/output-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "morgue/error.h"

#define BUFFER_SIZE (256 * 1024)

struct OutputFile {
    char *path;
    int descriptor;
    gsize filled;
    guint8 buffer[BUFFER_SIZE];
};

static gboolean fail(const char *path, GError **error)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
    return FALSE;
}

OutputFile *output_file_open(const char *path, GError **error)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        fail(path, error);
        return NULL;
    }
    OutputFile *file = g_new(OutputFile, 1);
    file->path = g_strdup(path);
    file->descriptor = descriptor;
    file->filled = 0;
    return file;
}

void output_file_close(OutputFile *file)
{
    if (file == NULL)
        return;
    if (file->descriptor >= 0)
        close(file->descriptor);
    g_free(file->path);
    g_free(file);
}

const char *output_file_path(const OutputFile *file)
{
    return file->path;
}

static gboolean write_all(const OutputFile *file, const guint8 *bytes, gsize length, GError **error)
{
    while (length > 0) {
        ssize_t count = write(file->descriptor, bytes, length);
        if (count < 0 && errno != EINTR)
            return fail(file->path, error);
        gsize written = count > 0 ? (gsize)count : 0;
        bytes += written;
        length -= written;
    }
    return TRUE;
}

static gboolean flush(OutputFile *file, GError **error)
{
    gsize length = file->filled;
    file->filled = 0;
    return write_all(file, file->buffer, length, error);
}

gboolean output_file_write(OutputFile *file, const void *bytes, gsize length, GError **error)
{
    if (length > BUFFER_SIZE - file->filled && !flush(file, error))
        return FALSE;
    if (length > BUFFER_SIZE)
        return write_all(file, bytes, length, error);
    memcpy(file->buffer + file->filled, bytes, length);
    file->filled += length;
    return TRUE;
}

gboolean output_file_finish(OutputFile *file, GError **error)
{
    gboolean finished = flush(file, error);
    if (close(file->descriptor) != 0 && finished)
        finished = fail(file->path, error);
    file->descriptor = -1;
    return finished;
}
