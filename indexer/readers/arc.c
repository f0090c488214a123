/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ARC, the web archives before WARC: a line with address, time, type and length, and the response.
 * Version 1 is `URL IP DATE TYPE LENGTH`, version 2 has five more fields before the length. As
 * addresses may hold blanks, a line is read from its end.
 */
#include <string.h>

#include "indexer/capture-reader.h"
#include "indexer/readers/table.h"
#include "morgue/date-parse.h"
#include "morgue/error.h"

#define LINE_CEILING ((gsize)16 * 1024)

enum { FIELDS_V1 = 5, FIELDS_V2 = 10, DATE_LENGTH = 14, MARK_LENGTH = 5 };

typedef struct {
    char *url;               /* of the record at hand */
    gboolean is_description; /* of the archive, which may have no address and time */
} ArcState;

static Evidence arc_sniff(const guint8 *bytes, gsize length)
{
    return length >= 11 && memcmp(bytes, "filedesc://", 11) == 0 ? EVIDENCE_CERTAIN : EVIDENCE_NONE;
}

static gboolean is_number(const char *text)
{
    return *text != '\0' && strspn(text, "0123456789") == strlen(text);
}

/* Reads a line's fields: the date is the one with 14 digits, the third from the URL's end. */
static gboolean parse_line(ArcState *self, const char *text, CaptureRecord *record)
{
    g_auto(GStrv) fields = g_strsplit(text, " ", -1);
    guint count = g_strv_length(fields);
    if (g_str_has_prefix(text, "filedesc:") && count > 1 && is_number(fields[count - 1])) {
        record->length = g_ascii_strtoull(fields[count - 1], NULL, 10);
        self->is_description = TRUE;
        return TRUE;
    }
    self->is_description = FALSE;
    static const guint shapes[] = {FIELDS_V1, FIELDS_V2};
    for (gsize i = 0; i < G_N_ELEMENTS(shapes); i++) {
        if (count < shapes[i])
            continue;
        const guint tail = shapes[i] - 1; /* fields behind the URL */
        char **rest = fields + count - tail;
        if (!is_number(rest[1]) || strlen(rest[1]) != DATE_LENGTH || !is_number(rest[tail - 1]))
            continue;
        g_free(self->url);
        g_autofree char *first = rest[0];
        rest[0] = NULL; /* what is before it is the URL */
        self->url = g_strjoinv(" ", fields);
        rest[0] = g_steal_pointer(&first);
        record->url = self->url;
        record->length = g_ascii_strtoull(rest[tail - 1], NULL, 10);
        date_parse(rest[1], strlen(rest[1]), NULL, &record->captured, NULL);
        return TRUE;
    }
    return FALSE;
}

static gboolean begins_record(const guint8 *bytes, gsize length)
{
    return length >= MARK_LENGTH &&
           (memcmp(bytes, "http:", 5) == 0 || memcmp(bytes, "https", 5) == 0);
}

static const CaptureFormat format;

static ReadStatus read_header(gpointer state, Source *source, CaptureRecord *record, GError **error)
{
    ArcState *self = state;
    gsize available;
    const guint8 *bytes = capture_reader_look(source, LINE_CEILING, &available, error);
    if (bytes == NULL)
        return READ_FAILED;
    const guint8 *feed = memchr(bytes, '\n', MIN(available, LINE_CEILING));
    g_autofree char *line =
        feed == NULL ? NULL : g_strndup((const char *)bytes, (gsize)(feed - bytes));
    if (line == NULL || !parse_line(self, g_strchomp(line), record)) {
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_INPUT,
                            "no line of address, time and length where a record should begin");
        capture_reader_resynchronise(&format, source);
        return READ_SKIPPED;
    }
    source_consume(source, (gsize)(feed - bytes) + 1);
    if (!self->is_description)
        return READ_ARTICLE;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, "description of the web archive");
    return READ_SKIPPED;
}

static void state_free(gpointer state)
{
    ArcState *self = state;
    g_free(self->url);
    g_free(self);
}

static const CaptureFormat format = {read_header, begins_record, MARK_LENGTH, state_free};

static gpointer arc_open(Source *source, const ReaderContext *context, G_GNUC_UNUSED GError **error)
{
    return capture_reader_new(&format, g_new0(ArcState, 1), source, context);
}

const Reader arc_reader = {
    .name = "arc",
    .summary = "web archives in the older form (ARC 1 and 2)",
    .extensions = "arc",
    .version = 1,
    .is_container = TRUE,
    .sniff = arc_sniff,
    .open = arc_open,
    .next = capture_reader_next,
    .next_record = capture_reader_next_record,
    .close = capture_reader_close,
};
