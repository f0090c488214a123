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

typedef struct {
    RunReader reader;
    char *path;
    int descriptor;
    GByteArray *buffer;
    gsize at, end; /* what has been read and not yet taken */
    gboolean at_file_end;
    guint8 key[256];
    guint32 document; /* of the last posting */
} RunFile;

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

static gboolean fail(const RunFile *run, const char *reason, GError **error)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", run->path, reason);
    return FALSE;
}

/* Reads on until the buffer holds `count` bytes, or the file ends. */
static gboolean fill(RunFile *run, gsize count, GError **error)
{
    gsize held = run->end - run->at;
    memmove(run->buffer->data, run->buffer->data + run->at, held);
    run->at = 0;
    run->end = held;
    if (count > run->buffer->len)
        g_byte_array_set_size(run->buffer, (guint)count);
    while (run->end < count && !run->at_file_end) {
        ssize_t got =
            read(run->descriptor, run->buffer->data + run->end, run->buffer->len - run->end);
        if (got < 0 && errno != EINTR)
            return fail(run, g_strerror(errno), error);
        run->at_file_end = got == 0;
        run->end += got > 0 ? (gsize)got : 0;
    }
    return TRUE;
}

/* Sees to `count` bytes, or to all that are left, in the buffer. */
static inline gboolean need(RunFile *run, gsize count, GError **error)
{
    return run->end - run->at >= count || fill(run, count, error);
}

static const guint8 *here(const RunFile *run)
{
    return run->buffer->data + run->at;
}

static void take_number(RunFile *run, guint64 *number)
{
    run->at = (gsize)(unpack_number(here(run), number) - run->buffer->data);
}

/* Whether more has been taken than the file has: it was cut off behind our back. */
static gboolean is_cut_off(const RunFile *run)
{
    return run->at > run->end;
}

static gboolean next_list(RunReader *reader, gboolean *at_end, GError **error)
{
    RunFile *run = (RunFile *)reader;
    guint64 length;
    if (!need(run, PACK_NUMBER_MAX + sizeof run->key + LIST_NUMBERS_MAX, error))
        return FALSE;
    *at_end = run->at == run->end;
    if (*at_end)
        return TRUE;
    take_number(run, &length);
    if (length > sizeof run->key)
        return fail(run, "not a list of a run", error);
    memcpy(run->key, here(run), length);
    run->at += length;
    reader->list.key = run->key;
    reader->list.key_length = length;
    take_number(run, &reader->list.documents);
    take_number(run, &reader->list.occurrences);
    reader->postings_left = reader->list.documents;
    run->document = 0;
    return !is_cut_off(run) || fail(run, "cut off", error);
}

static gboolean next_posting(RunReader *reader, RunPosting *posting, GError **error)
{
    RunFile *run = (RunFile *)reader;
    guint64 gap, wdf, length;
    g_assert(reader->postings_left > 0);
    if (!need(run, RUN_POSTING_MAX, error))
        return FALSE;
    take_number(run, &gap);
    take_number(run, &wdf);
    take_number(run, &length);
    if (is_cut_off(run) || length > G_MAXINT32)
        return fail(run, "cut off", error);
    if (!need(run, length, error))
        return FALSE;
    reader->postings_left--;
    run->document += (guint32)gap;
    posting->document = run->document;
    posting->wdf = (guint32)wdf;
    posting->bytes = here(run);
    posting->length = length;
    run->at += length;
    return !is_cut_off(run) || fail(run, "cut off", error);
}

static void close_file(RunReader *reader)
{
    RunFile *run = (RunFile *)reader;
    if (run->descriptor >= 0)
        close(run->descriptor);
    g_byte_array_unref(run->buffer);
    g_free(run->path);
    g_free(run);
}

RunReader *run_file_open(const char *path, GError **error)
{
    static const RunReaderClass class = {next_list, next_posting, close_file};
    RunFile *run = g_new0(RunFile, 1);
    run->reader.class = &class;
    run->path = g_strdup(path);
    run->buffer = g_byte_array_new();
    g_byte_array_set_size(run->buffer, BUFFER_SIZE);
    run->descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (run->descriptor >= 0)
        return &run->reader;
    fail(run, g_strerror(errno), error);
    close_file(&run->reader);
    return NULL;
}

/* Any run */

void run_reader_close(RunReader *reader)
{
    if (reader != NULL)
        reader->class->close(reader);
}

gboolean run_reader_next_list(RunReader *reader, gboolean *at_end, GError **error)
{
    RunPosting passed;
    while (reader->postings_left > 0) {
        if (!run_reader_next_posting(reader, &passed, error))
            return FALSE;
    }
    return reader->class->next_list(reader, at_end, error);
}
