/* SPDX-License-Identifier: GPL-2.0-or-later */
/* O_TMPFILE, or a name that is taken away at once. */
#include "morgue/temporary-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "morgue/error.h"

static gboolean set_failure(GError **error, const char *what)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "cannot %s a temporary file in %s: %s",
                what, g_get_tmp_dir(), g_strerror(errno));
    return FALSE;
}

int temporary_file_open(GError **error)
{
    int descriptor = open(g_get_tmp_dir(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor >= 0)
        return descriptor;
    /* Some file systems have no unnamed files. */
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "morgue-XXXXXX", NULL);
    descriptor = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
    if (descriptor >= 0)
        g_unlink(path);
    else
        set_failure(error, "make");
    return descriptor;
}

gboolean temporary_file_write(int descriptor, guint64 offset, const void *bytes, gsize length,
                              GError **error)
{
    const guint8 *from = bytes;
    while (length > 0) {
        ssize_t count = pwrite(descriptor, from, length, (off_t)offset);
        if (count < 0 && errno != EINTR)
            return set_failure(error, "write");
        from += MAX(count, 0);
        offset += (guint64)MAX(count, 0);
        length -= (gsize)MAX(count, 0);
    }
    return TRUE;
}
