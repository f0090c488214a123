/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The records of a web archive, whatever its format. */
#include "indexer/capture-reader.h"

#include "morgue/error.h"

#define STEP ((gsize)64 * 1024)

/* A record with a copy of all that it is made of. */
typedef struct {
    CaptureRecord record;
    char *url, *media_type, *language;
    guint8 *block;
    guint64 offset;
    Capture *capture;
} OwnRecord;

struct CaptureReader {
    const CaptureFormat *format;
    gpointer state;
    Source *source;
    const ReaderContext *context;
    CaptureRecord record; /* at hand */
    guint64 offset;       /* of it */
    guint64 left;         /* bytes of its block that have not been consumed */
    Capture *capture;     /* of it, or NULL */
    OwnRecord *own;       /* what that is a capture of, or NULL where it is `record` */
    gboolean is_cut;      /* the file ended in it, which has not been said yet */
};

static OwnRecord *own_record_new(const CaptureRecord *record, guint64 offset)
{
    OwnRecord *own = g_new0(OwnRecord, 1);
    own->record = *record;
    own->record.url = own->url = g_strdup(record->url);
    own->record.media_type = own->media_type = g_strdup(record->media_type);
    own->record.language = own->language = g_strdup(record->language);
    own->record.block = own->block = g_memdup2(record->block, record->block_length);
    own->offset = offset;
    return own;
}

static void own_record_close(gpointer state)
{
    OwnRecord *own = state;
    if (own == NULL)
        return;
    capture_close(own->capture);
    g_free(own->url);
    g_free(own->media_type);
    g_free(own->language);
    g_free(own->block);
    g_free(own);
}

static ReadStatus own_record_next(gpointer state, Article *article, GError **error)
{
    OwnRecord *own = state;
    ReadStatus status = capture_next(own->capture, article, error);
    article->offset = own->offset;
    article->length = own->record.length;
    return status;
}

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

static void close_capture(CaptureReader *self)
{
    g_clear_pointer(&self->capture, capture_close);
    g_clear_pointer(&self->own, own_record_close);
}

void capture_reader_close(gpointer reader)
{
    CaptureReader *self = reader;
    close_capture(self);
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

/* Opens the block, as far as it is there and below the ceiling; a copy of it to be cut off. */
static gboolean open_block(CaptureReader *self, gboolean may_cut, GError **error)
{
    CaptureRecord *record = &self->record;
    gsize want = (gsize)MIN(record->length, (guint64)SOURCE_ITEM_CEILING);
    gsize available;
    record->block = capture_reader_look(self->source, want, &available, error);
    if (record->block == NULL)
        return FALSE;
    record->block_length = MIN(block_rest(self, record->block, available), want);
    record->is_truncated = record->is_truncated || record->block_length < record->length;
    if (may_cut)
        self->own = own_record_new(record, self->offset);
    self->capture =
        capture_open(may_cut ? &self->own->record : record, self->source, self->context, error);
    if (self->capture == NULL)
        close_capture(self);
    return self->capture != NULL;
}

/* Goes on to the next record; READ_ARTICLE where its capture is open. */
static ReadStatus advance(CaptureReader *self, gboolean may_cut, GError **error)
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
    if (status == READ_ARTICLE && !open_block(self, may_cut, error))
        status = READ_SKIPPED;
    if (status == READ_SKIPPED)
        pass_block(self);
    return status;
}

/* Lets go of the record at hand. */
static ReadStatus cut_off(CaptureReader *self, ReaderRecord *record)
{
    OwnRecord *own = g_steal_pointer(&self->own);
    own->capture = g_steal_pointer(&self->capture);
    *record = (ReaderRecord){own, own_record_next, own_record_close, own->record.block_length};
    return READ_RECORD;
}

/* `cut`: NULL where no record is to be cut off. */
static ReadStatus next(CaptureReader *self, Article *article, ReaderRecord *cut, GError **error)
{
    ReadStatus status;
    do {
        status = self->capture != NULL ? capture_next(self->capture, article, error) : READ_END;
        if (status != READ_END)
            break;
        close_capture(self);
        pass_block(self);
        article_clear(article);
        status = advance(self, cut != NULL, error);
        if (status == READ_ARTICLE && cut != NULL && capture_is_whole(self->capture))
            return cut_off(self, cut);
    } while (status == READ_ARTICLE);
    article->offset = self->offset;
    article->length = self->record.length;
    return status;
}

ReadStatus capture_reader_next(gpointer reader, Article *article, GError **error)
{
    return next(reader, article, NULL, error);
}

ReadStatus capture_reader_next_record(gpointer reader, Article *article, ReaderRecord *record,
                                      GError **error)
{
    return next(reader, article, record, error);
}
