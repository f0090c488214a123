/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs are read through a buffer each, which grows only for a posting that does not fit. */
#include "indexer/bulk/run.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "indexer/bulk/pack.h"
#include "morgue/error.h"

#define BUFFER_SIZE (128 * 1024)

/* Before the key of a list: its length; behind it: documents and occurrences. */
#define LIST_NUMBERS_MAX (2 * PACK_NUMBER_MAX)

struct RunReader {
    char *path;
    int descriptor;
    GByteArray *buffer;
    gsize at, end; /* what has been read and not yet taken */
    gboolean at_file_end;
    RunList list;
    guint8 key[256];
    guint64 postings_left;
    guint32 document; /* of the last posting */
};

guint8 *run_posting_pack(guint8 *at, guint32 before, const RunPosting *posting)
{
    at = pack_number(at, posting->document - before);
    at = pack_number(at, posting->wdf);
    return pack_string(at, posting->bytes, posting->length);
}

guint run_posting_size(guint32 before, const RunPosting *posting)
{
    return pack_number_length(posting->document - before) + pack_number_length(posting->wdf) +
           pack_number_length(posting->length) + (guint)posting->length;
}

gboolean run_write_list(OutputFile *file, const RunList *list, GError **error)
{
    guint8 header[PACK_NUMBER_MAX + 256 + LIST_NUMBERS_MAX];
    guint8 *at = pack_string(header, list->key, list->key_length);
    at = pack_number(pack_number(at, list->documents), list->occurrences);
    return output_file_write(file, header, (gsize)(at - header), error);
}

static gboolean fail(const RunReader *reader, const char *reason, GError **error)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", reader->path, reason);
    return FALSE;
}

RunReader *run_reader_open(const char *path, GError **error)
{
    RunReader *reader = g_new0(RunReader, 1);
    reader->path = g_strdup(path);
    reader->buffer = g_byte_array_new();
    g_byte_array_set_size(reader->buffer, BUFFER_SIZE);
    reader->descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (reader->descriptor >= 0)
        return reader;
    fail(reader, g_strerror(errno), error);
    run_reader_close(reader);
    return NULL;
}

void run_reader_close(RunReader *reader)
{
    if (reader == NULL)
        return;
    if (reader->descriptor >= 0)
        close(reader->descriptor);
    g_byte_array_unref(reader->buffer);
    g_free(reader->path);
    g_free(reader);
}

/* Reads on until the buffer holds `count` bytes, or the file ends. */
static gboolean fill(RunReader *reader, gsize count, GError **error)
{
    gsize held = reader->end - reader->at;
    memmove(reader->buffer->data, reader->buffer->data + reader->at, held);
    reader->at = 0;
    reader->end = held;
    if (count > reader->buffer->len)
        g_byte_array_set_size(reader->buffer, (guint)count);
    while (reader->end < count && !reader->at_file_end) {
        ssize_t got = read(reader->descriptor, reader->buffer->data + reader->end,
                           reader->buffer->len - reader->end);
        if (got < 0 && errno != EINTR)
            return fail(reader, g_strerror(errno), error);
        reader->at_file_end = got == 0;
        reader->end += got > 0 ? (gsize)got : 0;
    }
    return TRUE;
}

/* Sees to `count` bytes, or to all that are left, in the buffer. */
static inline gboolean need(RunReader *reader, gsize count, GError **error)
{
    return reader->end - reader->at >= count || fill(reader, count, error);
}

static const guint8 *here(const RunReader *reader)
{
    return reader->buffer->data + reader->at;
}

static void take_number(RunReader *reader, guint64 *number)
{
    reader->at = (gsize)(unpack_number(here(reader), number) - reader->buffer->data);
}

/* Whether more has been taken than the file has: it was cut off behind our back. */
static gboolean is_cut_off(const RunReader *reader)
{
    return reader->at > reader->end;
}

static gboolean skip_postings(RunReader *reader, GError **error)
{
    RunPosting posting;
    while (reader->postings_left > 0) {
        if (!run_reader_next_posting(reader, &posting, error))
            return FALSE;
    }
    return TRUE;
}

gboolean run_reader_next_list(RunReader *reader, gboolean *at_end, GError **error)
{
    guint64 length;
    if (!skip_postings(reader, error) ||
        !need(reader, PACK_NUMBER_MAX + sizeof reader->key + LIST_NUMBERS_MAX, error))
        return FALSE;
    *at_end = reader->at == reader->end;
    if (*at_end)
        return TRUE;
    take_number(reader, &length);
    if (length > sizeof reader->key)
        return fail(reader, "not a list of a run", error);
    memcpy(reader->key, here(reader), length);
    reader->at += length;
    reader->list.key = reader->key;
    reader->list.key_length = length;
    take_number(reader, &reader->list.documents);
    take_number(reader, &reader->list.occurrences);
    reader->postings_left = reader->list.documents;
    reader->document = 0;
    return !is_cut_off(reader) || fail(reader, "cut off", error);
}

const RunList *run_reader_list(const RunReader *reader)
{
    return &reader->list;
}

guint64 run_reader_postings_left(const RunReader *reader)
{
    return reader->postings_left;
}

gboolean run_reader_next_posting(RunReader *reader, RunPosting *posting, GError **error)
{
    guint64 gap, wdf, length;
    g_assert(reader->postings_left > 0);
    if (!need(reader, RUN_POSTING_MAX, error))
        return FALSE;
    take_number(reader, &gap);
    take_number(reader, &wdf);
    take_number(reader, &length);
    if (is_cut_off(reader) || length > G_MAXINT32)
        return fail(reader, "cut off", error);
    if (!need(reader, length, error))
        return FALSE;
    reader->postings_left--;
    reader->document += (guint32)gap;
    posting->document = reader->document;
    posting->wdf = (guint32)wdf;
    posting->bytes = here(reader);
    posting->length = length;
    reader->at += length;
    return !is_cut_off(reader) || fail(reader, "cut off", error);
}
