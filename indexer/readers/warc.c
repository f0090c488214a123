/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * WARC (ISO 28500): captures of web pages, one record after the other, each usually a gzip member
 * of its own. A damaged record is named, and reading goes on where the next one can be found.
 */
#include <string.h>

#include "indexer/capture-reader.h"
#include "indexer/readers/table.h"
#include "indexer/warc-record.h"
#include "morgue/error.h"
#include "morgue/public-id.h"

#define HEADER_CEILING ((gsize)64 * 1024)
#define MARK_LENGTH    7 /* of `WARC/1.` */
/* Captures that are remembered, to pass over their copies before they are parsed: 1 MB of ids,
 * whatever the size of the file. A copy that was forgotten is read again and is the same article.
 */
#define SEEN_COUNT ((gsize)1 << 17)

typedef struct {
    WarcRecord record; /* at hand */
    guint64 *seen; /* SEEN_COUNT digests of URL and payload, each in the place of its low bits */
} WarcState;

static gboolean begins_record(const guint8 *bytes, gsize length)
{
    return length >= MARK_LENGTH && g_ascii_strncasecmp((const char *)bytes, "WARC/", 5) == 0 &&
           g_ascii_isdigit(bytes[5]) && bytes[6] == '.';
}

static Evidence warc_sniff(const guint8 *bytes, gsize length)
{
    return begins_record(bytes, length) ? EVIDENCE_CERTAIN : EVIDENCE_NONE;
}

static const CaptureFormat format;

static ReadStatus skip_damage(Source *source, const char *reason, GError **error)
{
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_INPUT, reason);
    capture_reader_resynchronise(&format, source);
    return READ_SKIPPED;
}

static gboolean is_duplicate(WarcState *self)
{
    const WarcRecord *record = &self->record;
    if (record->digest == NULL || record->url == NULL)
        return FALSE;
    g_autofree char *text = g_strconcat(record->url, "\n", record->digest, NULL);
    guint64 id = public_id_make(text, strlen(text));
    guint64 *place = &self->seen[id % SEEN_COUNT];
    if (*place == id)
        return TRUE;
    *place = id;
    return FALSE;
}

/* Why the record holds no article by itself; NULL where it may. */
static const char *reason_to_pass(WarcState *self)
{
    switch (self->record.type) {
    case WARC_RESPONSE:
    case WARC_RESOURCE:
        return is_duplicate(self) ? CAPTURE_DUPLICATE : NULL;
    case WARC_CONVERSION:
        return NULL;
    case WARC_REVISIT:
        return "revisit of a page that had not changed";
    case WARC_REQUEST:
        return "request";
    case WARC_METADATA:
        return "metadata of a capture";
    case WARC_INFO:
        return "description of the web archive";
    case WARC_CONTINUATION:
        return "continuation of a record in another file";
    case WARC_OTHER:
        return "record of an unknown type";
    }
    g_assert_not_reached();
}

static void describe(const WarcRecord *header, CaptureRecord *record)
{
    *record = (CaptureRecord){
        .url = header->url,
        .captured = header->date,
        .media_type = header->media_type,
        .language = header->language,
        .is_text = header->type == WARC_CONVERSION,
        .is_truncated = header->truncated,
        .length = header->length,
    };
}

static ReadStatus read_header(gpointer state, Source *source, CaptureRecord *record, GError **error)
{
    WarcState *self = state;
    warc_record_clear(&self->record);
    gsize available;
    const guint8 *bytes = capture_reader_look(source, HEADER_CEILING, &available, error);
    if (bytes == NULL)
        return READ_FAILED;
    if (available < 5 || g_ascii_strncasecmp((const char *)bytes, "WARC/", 5) != 0)
        return skip_damage(source, "no record where one should begin", error);
    gsize length = warc_header_length(bytes, MIN(available, HEADER_CEILING));
    if (length == 0)
        return skip_damage(source, "record header has no end", error);
    g_autoptr(GError) wrong = NULL;
    if (!warc_record_init(&self->record, (const char *)bytes, length, &wrong))
        return skip_damage(source, wrong->message, error);
    source_consume(source, length);
    describe(&self->record, record);
    const char *reason = reason_to_pass(self);
    if (reason == NULL)
        return READ_ARTICLE;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, reason);
    return READ_SKIPPED;
}

static void state_free(gpointer state)
{
    WarcState *self = state;
    warc_record_clear(&self->record);
    g_free(self->seen);
    g_free(self);
}

static const CaptureFormat format = {read_header, begins_record, MARK_LENGTH, state_free};

static gpointer warc_open(Source *source, const ReaderContext *context,
                          G_GNUC_UNUSED GError **error)
{
    WarcState *state = g_new0(WarcState, 1);
    state->seen = g_new0(guint64, SEEN_COUNT);
    return capture_reader_new(&format, state, source, context);
}

const Reader warc_reader = {
    .name = "warc",
    .summary = "web archives (WARC 0.17 to 1.1), also WET; compressed or not",
    .extensions = "warc wet",
    .version = 1,
    .is_container = TRUE,
    .sniff = warc_sniff,
    .open = warc_open,
    .next = capture_reader_next,
    .next_record = capture_reader_next_record,
    .close = capture_reader_close,
};
