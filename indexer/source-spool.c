/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A copy of a source that can be read at any place. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "indexer/source.h"
#include "morgue/error.h"

static gboolean set_failure(GError **error, const char *what)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "cannot %s a temporary file in %s: %s",
                what, g_get_tmp_dir(), g_strerror(errno));
    return FALSE;
}

/* A file that nobody else sees and that vanishes with the process; -1 where there can be none. */
static int open_unnamed(void)
{
    int descriptor = open(g_get_tmp_dir(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor >= 0)
        return descriptor;
    /* Some file systems have no unnamed files. */
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "morgue-XXXXXX", NULL);
    descriptor = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
    if (descriptor >= 0)
        g_unlink(path);
    return descriptor;
}

gboolean source_temporary_write(int descriptor, guint64 offset, const void *bytes, gsize length,
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

static gboolean copy(Source *source, int descriptor, GError **error)
{
    guint64 copied = 0;
    for (;;) {
        gsize available;
        const guint8 *bytes = source_peek(source, 1, &available, NULL);
        if (bytes == NULL || available == 0)
            return TRUE;
        if (available > SOURCE_SPOOL_CEILING - copied) {
            g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_LIMIT,
                        "longer than %" G_GUINT64_FORMAT " GB, and not a file of its own",
                        SOURCE_SPOOL_CEILING >> 30);
            return FALSE;
        }
        if (!source_temporary_write(descriptor, copied, bytes, available, error))
            return FALSE;
        copied += available;
        source_consume(source, available);
    }
}

int source_temporary_file(GError **error)
{
    int descriptor = open_unnamed();
    if (descriptor < 0)
        set_failure(error, "make");
    return descriptor;
}

int source_spool_descriptor(Source *source, GError **error)
{
    int descriptor = source_temporary_file(error);
    if (descriptor < 0)
        return -1;
    if (copy(source, descriptor, error))
        return descriptor;
    close(descriptor);
    return -1;
}

Source *source_spool(Source *source, GError **error)
{
    int descriptor = source_spool_descriptor(source, error);
    if (descriptor < 0)
        return NULL;
    Source *spool = source_adopt_descriptor(descriptor, source_name(source));
    source_join(spool, source);
    return spool;
}
