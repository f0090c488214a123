/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What libarchive reads, and what it says of failures. */
#include "indexer/source-libarchive.h"

#include "morgue/error.h"

/* Gives libarchive the source's own buffer; consumes it when it asks for the next. */
static la_ssize_t read_block(G_GNUC_UNUSED struct archive *archive, void *data, const void **block)
{
    ArchiveInput *input = data;
    source_consume(input->source, input->held);
    input->held = 0;
    if (input->failure != NULL)
        return ARCHIVE_FATAL;
    gsize available;
    *block = source_peek(input->source, 1, &available, &input->failure);
    if (*block == NULL)
        return ARCHIVE_FATAL;
    input->held = available;
    return (la_ssize_t)available;
}

void archive_input_init(ArchiveInput *input, Source *source)
{
    *input = (ArchiveInput){.archive = archive_read_new(), .source = source};
    g_assert(input->archive != NULL); /* for want of memory, where GLib aborts too */
}

void archive_input_clear(ArchiveInput *input)
{
    archive_read_free(input->archive);
    g_clear_error(&input->failure);
    input->archive = NULL;
}

int archive_input_open(ArchiveInput *input)
{
    return archive_read_open(input->archive, input, NULL, read_block, NULL);
}

void archive_input_error(const ArchiveInput *input, GError **error)
{
    if (input->failure != NULL) {
        if (error != NULL)
            *error = g_error_copy(input->failure);
        return;
    }
    const char *message = archive_error_string(input->archive);
    if (message == NULL || *message == '\0')
        message = "damaged";
    g_autofree char *valid = g_utf8_make_valid(message, -1);
    if (!g_ascii_isupper(valid[1])) /* `ZIP` stays */
        valid[0] = g_ascii_tolower(valid[0]);
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_INPUT, valid);
}

gssize archive_input_read(ArchiveInput *input, guint8 *buffer, gsize capacity, GError **error)
{
    la_ssize_t count = archive_read_data(input->archive, buffer, capacity);
    if (count >= 0)
        return (gssize)count;
    input->is_over = count == ARCHIVE_FATAL;
    archive_input_error(input, error);
    return -1;
}
