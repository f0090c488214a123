/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The records of a web archive, whatever its format. */
#include "indexer/capture-reader.h"

#include "morgue/error.h"

#define STEP ((gsize)64 * 1024)

struct CaptureReader {
    const CaptureFormat *format;
    gpointer state;
    Source *source;
    const ReaderContext *context;
    CaptureRecord record; /* at hand */
    guint64 offset;       /* of it */
    guint64 left;         /* bytes of its block that have not been consumed */
    Capture *capture;     /* of it, or NULL */
    gboolean is_cut;      /* the file ended in it, which has not been said yet */
};

CaptureReader *capture_reader_new(const CaptureFormat *format, gpointer state, Source *source,
                                  const ReaderContext *context)
{
    CaptureReader *self = g_new0(CaptureReader, 1);
    self->format = format;
    self->state = state;
    self->source = source;
    self->context = context;
    return self;
}

void capture_reader_close(gpointer reader)
{
    CaptureReader *self = reader;
    capture_close(self->capture);
    self->format->free_state(self->state);
    g_free(self);
}

const guint8 *capture_reader_look(Source *source, gsize want, gsize *available, GError **error)
{
    const guint8 *bytes = source_peek(source, want, available, NULL);
    return bytes != NULL ? bytes : source_peek(source, 1, available, error);
}

void capture_reader_resynchronise(const CaptureFormat *format, Source *source)
{
    gsize available;
    const guint8 *bytes;
    while ((bytes = capture_reader_look(source, STEP, &available, NULL)) != NULL && available > 0) {
        gsize at = 1;
        while (at < available &&
               !(bytes[at - 1] == '\n' && format->begins(bytes + at, available - at)))
            at++;
        gboolean found = at < available;
        /* What the window cuts off is seen whole in the next one, with the line end before it. */
        gsize kept = available < STEP ? 0 : format->need + 1;
        source_consume(source, found ? at : available - kept);
        if (found)
            return;
    }
}

/* The member's place in the file where the record begins one, else that in the stream. */
static guint64 place(const CaptureReader *self)
{
    guint64 compressed, decompressed;
    guint64 offset = source_offset(self->source);
    gboolean is_member = source_member(self->source, &compressed, &decompressed);
    return is_member && decompressed == offset ? compressed : offset;
}

/* Passes over line ends between records. FALSE at the end, or on failure. */
static gboolean pass_blanks(CaptureReader *self, GError **error)
{
    gsize available;
    const guint8 *bytes;
    while ((bytes = capture_reader_look(self->source, 1, &available, error)) != NULL &&
           available > 0) {
        gsize blanks = 0;
        while (blanks < available && (bytes[blanks] == '\r' || bytes[blanks] == '\n'))
            blanks++;
        source_consume(self->source, blanks);
        if (blanks < available)
            return TRUE;
    }
    return FALSE;
}

/*
 * How many of `available` bytes belong to the record: not those of a member that begins another
 * one. Members that begin anywhere else (bad re-compression) are no boundary.
 */
static gsize block_rest(const CaptureReader *self, const guint8 *bytes, gsize available)
{
    gsize rest = source_member_rest(self->source, available);
    gboolean ends = rest < available && self->format->begins(bytes + rest, available - rest);
    return ends ? rest : available;
}

/* Passes over what is left of the block. */
static void pass_block(CaptureReader *self)
{
    gsize available;
    const guint8 *bytes;
    while (self->left > 0 &&
           (bytes = capture_reader_look(self->source, STEP, &available, NULL)) != NULL &&
           available > 0) {
        gboolean is_next = source_at_member(self->source) && self->format->begins(bytes, available);
        gsize rest = is_next ? 0 : block_rest(self, bytes, available);
        gsize count = (gsize)MIN(self->left, (guint64)rest);
        source_consume(self->source, count);
        self->left = rest < available ? 0 : self->left - count;
        self->is_cut = self->left > 0;
    }
    self->left = 0;
}

/* Opens the block, as far as it is there and below the ceiling. */
static gboolean open_block(CaptureReader *self, GError **error)
{
    CaptureRecord *record = &self->record;
    gsize want = (gsize)MIN(record->length, (guint64)SOURCE_ITEM_CEILING);
    gsize available;
    record->block = capture_reader_look(self->source, want, &available, error);
    if (record->block == NULL)
        return FALSE;
    record->block_length = MIN(block_rest(self, record->block, available), want);
    record->is_truncated = record->is_truncated || record->block_length < record->length;
    self->capture = capture_open(record, self->source, self->context, error);
    return self->capture != NULL;
}

/* Goes on to the next record; READ_ARTICLE where its capture is open. */
static ReadStatus advance(CaptureReader *self, GError **error)
{
    GError *failure = NULL;
    if (!pass_blanks(self, &failure)) {
        if (failure == NULL && !self->is_cut)
            return READ_END;
        if (failure == NULL) {
            self->is_cut = FALSE;
            g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_INPUT,
                                "the file ends before the record does");
            return READ_SKIPPED;
        }
        g_propagate_error(error, failure);
        self->offset = place(self);
        return source_resume(self->source) ? READ_SKIPPED : READ_FAILED;
    }
    self->is_cut = FALSE;
    self->record = (CaptureRecord){.length = 0};
    self->offset = place(self);
    ReadStatus status = self->format->read_header(self->state, self->source, &self->record, error);
    self->left = self->record.length;
    if (status == READ_ARTICLE && !open_block(self, error))
        status = READ_SKIPPED;
    if (status == READ_SKIPPED)
        pass_block(self);
    return status;
}

ReadStatus capture_reader_next(gpointer reader, Article *article, GError **error)
{
    CaptureReader *self = reader;
    ReadStatus status;
    do {
        status = self->capture != NULL ? capture_next(self->capture, article, error) : READ_END;
        if (status != READ_END)
            break;
        g_clear_pointer(&self->capture, capture_close);
        pass_block(self);
        article_clear(article);
        status = advance(self, error);
    } while (status == READ_ARTICLE);
    article->offset = self->offset;
    article->length = self->record.length;
    return status;
}
