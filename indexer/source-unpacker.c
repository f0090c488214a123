/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compress(1), through libarchive. */
#include "indexer/source-codec.h"
#include "indexer/source-libarchive.h"
#include "indexer/source-member.h"

typedef struct {
    ArchiveInput input;
    Source *inner; /* owned */
    gboolean opened;
} Unpacker;

static void unpacker_free(gpointer state)
{
    Unpacker *self = state;
    archive_input_clear(&self->input);
    source_close(self->inner);
    g_free(self);
}

static gssize unpacker_read(gpointer state, guint8 *buffer, gsize capacity, GError **error)
{
    Unpacker *self = state;
    if (!self->opened) {
        self->opened = TRUE;
        struct archive_entry *entry;
        int status = archive_input_open(&self->input);
        if (status == ARCHIVE_OK)
            status = archive_input_next(&self->input, &entry);
        if (status == ARCHIVE_EOF)
            return 0;
        if (status != ARCHIVE_OK) {
            archive_input_error(&self->input, error);
            return -1;
        }
    }
    return archive_input_read(&self->input, buffer, capacity, error);
}

Source *source_open_unpacker(Source *inner, const char *name)
{
    Unpacker *self = g_new0(Unpacker, 1);
    self->inner = inner;
    archive_input_init(&self->input, inner);
    archive_read_support_filter_compress(self->input.archive);
    archive_read_support_format_raw(self->input.archive);
    archive_read_support_format_empty(self->input.archive);
    Source *source = source_open_filter(inner, unpacker_read, self, unpacker_free, name);
    source_add_member(source, 0, 0);
    return source;
}
