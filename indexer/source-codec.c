/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decompresses member after member, noting where each begins. */
#include "indexer/source-codec.h"

#include "indexer/source-member.h"
#include "morgue/error.h"

typedef struct {
    const SourceCodec *codec;
    gpointer state;
    Source *source; /* what this filter fills */
    Source *inner;  /* owned */

    gboolean in_member;
    gboolean noted;  /* the source knows of this member */
    guint64 members; /* begun so far */
    guint64 member_start;
    guint64 written;        /* bytes given so far */
    guint64 member_written; /* of them before this member */
    GError *failure;        /* to be reported after the bytes before it */
} Filter;

static void filter_free(gpointer state)
{
    Filter *self = state;
    self->codec->close(self->state);
    source_close(self->inner);
    g_clear_error(&self->failure);
    g_free(self);
}

static void fail(Filter *self, MorgueError code, const char *reason)
{
    self->failure = g_error_new(MORGUE_ERROR, (int)code, "%s at byte %" G_GUINT64_FORMAT ": %s",
                                self->codec->unit, self->member_start, reason);
}

/* Begins the next member; FALSE at the end, or where what follows is no member. */
static gboolean next_member(Filter *self)
{
    if (self->codec->pass != NULL && !self->codec->pass(self->state, self->inner, &self->failure))
        return FALSE;
    gsize available;
    const guint8 *bytes = source_peek(self->inner, CODEC_MAGIC_LENGTH, &available, NULL);
    if (bytes == NULL)
        bytes = source_peek(self->inner, 1, &available, &self->failure);
    if (bytes == NULL || !self->codec->matches(bytes, available))
        return FALSE;
    self->codec->begin(self->state);
    self->in_member = TRUE;
    self->noted = FALSE;
    self->members++;
    self->member_start = source_offset(self->inner);
    self->member_written = self->written;
    return TRUE;
}

static void note_member(Filter *self)
{
    if (self->noted)
        return;
    self->noted = TRUE;
    gboolean is_block = self->codec->is_block == NULL || self->codec->is_block(self->state);
    if (self->members == 1 || !is_block)
        source_add_member(self->source, self->member_start, self->member_written);
}

/* One step of the member, into the room; returns the bytes written. */
static gsize decode(Filter *self, guint8 *room, gsize capacity)
{
    gsize available;
    g_autoptr(GError) error = NULL;
    const guint8 *bytes = source_peek(self->inner, 1, &available, &error);
    if (bytes == NULL)
        available = 0;
    CodecStep step = {bytes, available, room, capacity, NULL};
    CodecStatus status = self->codec->decode(self->state, &step);
    gsize count = capacity - step.output_length;
    source_consume(self->inner, available - step.input_length);
    self->written += count;
    if (count > 0 || status == CODEC_ENDED)
        note_member(self);
    self->in_member = status == CODEC_GOING;
    if (status == CODEC_FAILED)
        fail(self, MORGUE_ERROR_INPUT, step.reason);
    else if (status == CODEC_LIMIT)
        fail(self, MORGUE_ERROR_LIMIT, step.reason);
    else if (status == CODEC_GOING && available == 0 && count == 0 && error != NULL)
        self->failure = g_steal_pointer(&error);
    else if (status == CODEC_GOING && available == 0 && count == 0)
        fail(self, MORGUE_ERROR_INPUT, "ends before its end");
    return count;
}

static gssize filter_read(gpointer state, guint8 *buffer, gsize capacity, GError **error)
{
    Filter *self = state;
    gsize count = 0;
    while (count == 0 && self->failure == NULL) {
        if (!self->in_member && !next_member(self))
            break;
        count = decode(self, buffer, capacity);
    }
    if (count == 0 && self->failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&self->failure));
        return -1;
    }
    return (gssize)count;
}

/* Looks for the next bytes that could begin a member. */
static gboolean filter_resume(gpointer state)
{
    Filter *self = state;
    self->in_member = FALSE;
    gsize available;
    while (source_peek(self->inner, 1, &available, NULL) != NULL && available > 0) {
        const guint8 *bytes = source_peek(self->inner, CODEC_MAGIC_LENGTH, &available, NULL);
        if (bytes == NULL)
            bytes = source_peek(self->inner, 1, &available, NULL);
        gsize at = 0;
        while (at < available && !self->codec->matches(bytes + at, available - at))
            at++;
        gboolean found = at < available;
        /* A mark that the window cuts off is seen whole in the next one. */
        gsize kept = found || available <= CODEC_MAGIC_LENGTH ? 0 : CODEC_MAGIC_LENGTH;
        source_consume(self->inner, found ? at : available - kept);
        if (found)
            return TRUE;
    }
    return FALSE;
}

Source *source_open_codec(const SourceCodec *codec, Source *inner, const char *name)
{
    Filter *self = g_new0(Filter, 1);
    self->codec = codec;
    self->state = codec->open();
    self->inner = inner;
    self->source = source_open_filter(inner, filter_read, self, filter_free, name);
    source_set_resume(self->source, filter_resume);
    return self->source;
}
