/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A copy of a source that can be read at any place. */
#include <unistd.h>

#include "indexer/source.h"
#include "morgue/error.h"
#include "morgue/temporary-file.h"

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
        if (!temporary_file_write(descriptor, copied, bytes, available, error))
            return FALSE;
        copied += available;
        source_consume(source, available);
    }
}

int source_spool_descriptor(Source *source, GError **error)
{
    int descriptor = temporary_file_open(error);
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
