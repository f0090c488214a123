/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What libarchive reads, and what it says of failures. */
#include "indexer/source-libarchive.h"

#include <string.h>

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
        message = "ends before its end";
    g_autofree char *valid = g_utf8_make_valid(message, -1);
    if (!g_ascii_isupper(valid[1])) /* `ZIP` stays */
        valid[0] = g_ascii_tolower(valid[0]);
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_INPUT, valid);
}

int archive_input_next(ArchiveInput *input, struct archive_entry **entry)
{
    input->given = 0;
    input->block_offset = 0;
    input->block_length = 0;
    return archive_read_next_header(input->archive, entry);
}

/* archive_read_data() would keep what it has read before a failure to itself. */
static int next_block(ArchiveInput *input)
{
    const void *block = NULL;
    size_t length = 0;
    la_int64_t offset = 0;
    int status = archive_read_data_block(input->archive, &block, &length, &offset);
    if (status != ARCHIVE_OK)
        return status;
    input->block = block;
    input->block_length = length;
    input->block_offset = MAX((guint64)MAX(offset, 0), input->given);
    return ARCHIVE_OK;
}

gssize archive_input_read(ArchiveInput *input, guint8 *buffer, gsize capacity, GError **error)
{
    int status = ARCHIVE_OK;
    while (status == ARCHIVE_OK && input->block_length == 0)
        status = next_block(input);
    if (status != ARCHIVE_OK && status != ARCHIVE_EOF) {
        input->is_over = status == ARCHIVE_FATAL;
        archive_input_error(input, error);
        return -1;
    }
    if (status == ARCHIVE_EOF)
        return 0;
    guint64 hole = input->block_offset - input->given;
    gsize count = (gsize)MIN(hole > 0 ? hole : input->block_length, (guint64)capacity);
    if (hole > 0) {
        memset(buffer, 0, count);
    } else {
        memcpy(buffer, input->block, count);
        input->block += count;
        input->block_length -= count;
        input->block_offset += count;
    }
    input->given += count;
    return (gssize)count;
}
