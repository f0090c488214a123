/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gzip (RFC 1952): member after member, with the place where each begins. */
#define ZLIB_CONST
#include <string.h>
#include <zlib.h>

#include "indexer/source-member.h"
#include "morgue/error.h"

#define WINDOW_BITS_GZIP (MAX_WBITS + 16)
#define EXTRA_SIZE       64 /* of the extra field, enough for bgzip's mark */

typedef struct {
    Source *source; /* what this filter fills */
    Source *inner;  /* owned */
    z_stream stream;
    gz_header header;
    guint8 extra[EXTRA_SIZE];

    gboolean in_member;
    gboolean noted; /* the source knows of this member */
    guint members;  /* begun so far */
    guint64 member_start;
    guint64 written;        /* bytes given so far */
    guint64 member_written; /* of them before this member */
    GError *failure;        /* to be reported after the bytes before it */
} Gzip;

static void gzip_free(gpointer state)
{
    Gzip *self = state;
    inflateEnd(&self->stream);
    source_close(self->inner);
    g_clear_error(&self->failure);
    g_free(self);
}

static void begin_member(Gzip *self)
{
    inflateReset(&self->stream);
    memset(&self->header, 0, sizeof self->header);
    self->header.extra = self->extra;
    self->header.extra_max = sizeof self->extra;
    inflateGetHeader(&self->stream, &self->header);
    self->in_member = TRUE;
    self->noted = FALSE;
    self->members++;
    self->member_start = source_offset(self->inner);
    self->member_written = self->written;
}

/* Whether the header is that of a bgzip block: a subfield `BC` of two bytes (SAM §4.1). */
static gboolean is_block(const Gzip *self)
{
    guint length = MIN(self->header.extra_len, (guint)sizeof self->extra);
    for (guint i = 0; i + 4 <= length;) {
        if (self->extra[i] == 'B' && self->extra[i + 1] == 'C' && self->extra[i + 2] == 2)
            return TRUE;
        i += 4u + self->extra[i + 2] + 256u * self->extra[i + 3];
    }
    return FALSE;
}

static void note_member(Gzip *self)
{
    if (self->noted || self->header.done != 1)
        return;
    self->noted = TRUE;
    if (self->members == 1 || !is_block(self))
        source_add_member(self->source, self->member_start, self->member_written);
}

static void fail(Gzip *self, const char *reason)
{
    self->failure =
        g_error_new(MORGUE_ERROR, MORGUE_ERROR_INPUT,
                    "gzip member at byte %" G_GUINT64_FORMAT ": %s", self->member_start, reason);
}

static const char *reason_of(const Gzip *self, int status)
{
    if (self->stream.msg != NULL)
        return self->stream.msg;
    return status == Z_NEED_DICT ? "needs a dictionary" : zError(status);
}

/* Inflates what there is of input into the room; returns the bytes written. */
static gsize inflate_into(Gzip *self, const guint8 *bytes, gsize available, guint8 *room,
                          gsize capacity)
{
    self->stream.next_in = bytes;
    self->stream.avail_in = (uInt)MIN(available, (gsize)G_MAXINT);
    self->stream.next_out = room;
    self->stream.avail_out = (uInt)MIN(capacity, (gsize)G_MAXINT);
    int status = inflate(&self->stream, Z_NO_FLUSH);
    gsize count = (gsize)(self->stream.next_out - room);
    source_consume(self->inner, (gsize)(self->stream.next_in - bytes));
    self->written += count;
    note_member(self);
    if (status == Z_STREAM_END)
        self->in_member = FALSE;
    else if (status != Z_OK && status != Z_BUF_ERROR)
        fail(self, reason_of(self, status));
    return count;
}

/* Begins the next member; FALSE at the end, or where what follows is no member. */
static gboolean next_member(Gzip *self)
{
    gsize available;
    const guint8 *bytes = source_peek(self->inner, 2, &available, &self->failure);
    if (bytes == NULL || available < 2 || bytes[0] != 0x1f || bytes[1] != 0x8b)
        return FALSE;
    begin_member(self);
    return TRUE;
}

static gssize gzip_read(gpointer state, guint8 *buffer, gsize capacity, GError **error)
{
    Gzip *self = state;
    gsize count = 0;
    while (count == 0 && self->failure == NULL) {
        if (!self->in_member && !next_member(self))
            break;
        gsize available;
        const guint8 *bytes = source_peek(self->inner, 1, &available, &self->failure);
        if (bytes != NULL && available == 0)
            fail(self, "ends before its end");
        else if (bytes != NULL)
            count = inflate_into(self, bytes, available, buffer, capacity);
    }
    if (count == 0 && self->failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&self->failure));
        return -1;
    }
    return (gssize)count;
}

/* The name without the ending that says gzip. */
static char *inner_name(const char *name)
{
    static const struct {
        const char *ending, *instead;
    } endings[] = {{".gz", ""}, {".tgz", ".tar"}, {".taz", ".tar"}};
    gsize length = strlen(name);
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        gsize ending = strlen(endings[i].ending);
        if (length > ending && g_ascii_strcasecmp(name + length - ending, endings[i].ending) == 0)
            return g_strdup_printf("%.*s%s", (int)(length - ending), name, endings[i].instead);
    }
    return g_strdup(name);
}

Source *source_open_gzip(Source *inner)
{
    Gzip *self = g_new0(Gzip, 1);
    self->inner = inner;
    int status = inflateInit2(&self->stream, WINDOW_BITS_GZIP);
    g_assert(status == Z_OK); /* it fails only for want of memory, where GLib aborts too */
    g_autofree char *name = inner_name(source_name(inner));
    self->source = source_open_filter(inner, gzip_read, self, gzip_free, name);
    return self->source;
}
