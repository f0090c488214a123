/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A capture: its HTTP response, the body in it, and the reader that fits the body. */
#include "indexer/capture.h"

#include <string.h>

#include "indexer/http-message.h"
#include "morgue/error.h"

struct Capture {
    CaptureRecord record;
    HttpMessage message;
    GByteArray *buffer; /* what the body needs */
    ReaderContext context;
    ArticleStream *stream;
    guint articles;
    gboolean has_failed;
};

/* Types that never hold an article; `application/octet-stream` says nothing at all. */
static gboolean is_textless(const char *media_type)
{
    static const char *const beginnings[] = {
        "image/",
        "video/",
        "audio/",
        "font/",
        "text/css",
        "text/javascript",
        "application/javascript",
        "application/x-javascript",
        "application/ecmascript",
        "application/font",
        "application/x-font",
        "application/vnd.ms-fontobject",
        "application/x-shockwave-flash",
        "application/wasm",
        "application/manifest+json",
        "application/opensearchdescription",
    };
    if (media_type == NULL)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(beginnings); i++) {
        if (g_str_has_prefix(media_type, beginnings[i]))
            return TRUE;
    }
    return FALSE;
}

/* Why there is no article in it; NULL where there may be one. */
static const char *reason_to_pass(const Capture *capture)
{
    const HttpMessage *message = &capture->message;
    const char *url = capture->record.url;
    if (message->status != 0 && message->status != 200 && message->status != 203)
        return CAPTURE_NOT_OK;
    if (is_textless(message->media_type))
        return CAPTURE_NOT_TEXT;
    if (message->body_length == 0)
        return CAPTURE_EMPTY;
    if (url != NULL && g_str_has_suffix(url, "/robots.txt"))
        return CAPTURE_ROBOTS;
    return NULL;
}

static void describe(Capture *capture, const ReaderContext *context)
{
    const CaptureRecord *record = &capture->record;
    capture->context = *context;
    capture->context.depth++;
    capture->context.url = record->url;
    capture->context.charset = capture->message.charset;
    /* A time that names no day (WARC 1.1 §4.4 allows `2019-05`) bounds nothing. */
    gboolean has_day = record->captured.precision >= DATE_PRECISION_DAY;
    capture->context.captured = has_day ? record->captured : (Date){0};
    if (has_day)
        capture->context.today = date_truncate(&record->captured, DATE_PRECISION_DAY);
    capture->context.open_sibling = NULL;
    capture->context.sibling_data = NULL;
}

static gboolean open_stream(Capture *capture, Source *origin, GError **error)
{
    Source *body = http_message_body(&capture->message, origin, capture->buffer);
    const Reader *reader = capture->record.is_text ? reader_find("text") : NULL;
    GError *failure = NULL;
    capture->stream = article_stream_open(body, reader, &capture->context, &failure);
    if (capture->stream != NULL)
        return TRUE;
    if (failure->code == MORGUE_ERROR_INPUT) /* of a crawl's files, not of the archive */
        failure->code = MORGUE_ERROR_PASSED;
    g_propagate_error(error, failure);
    return FALSE;
}

Capture *capture_open(const CaptureRecord *record, Source *origin, const ReaderContext *context,
                      GError **error)
{
    Capture *capture = g_new0(Capture, 1);
    capture->record = *record;
    capture->buffer = g_byte_array_new();
    http_message_init(&capture->message, record->block, record->block_length);
    if (capture->message.media_type == NULL && capture->message.status == 0 &&
        record->media_type != NULL)
        http_content_type(record->media_type, &capture->message.media_type,
                          &capture->message.charset);
    const char *reason = reason_to_pass(capture);
    describe(capture, context);
    if (reason != NULL)
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, reason);
    else if (open_stream(capture, origin, error))
        return capture;
    capture_close(capture);
    return NULL;
}

gboolean capture_is_whole(const Capture *capture)
{
    return article_stream_is_whole(capture->stream);
}

void capture_close(Capture *capture)
{
    if (capture == NULL)
        return;
    article_stream_close(capture->stream);
    http_message_clear(&capture->message);
    g_byte_array_unref(capture->buffer);
    g_free(capture);
}

/* What the record knows. A feed's items have addresses of their own, or none. */
static void complete(Capture *capture, Article *article)
{
    const CaptureRecord *record = &capture->record;
    if (capture->articles++ == 0 && article_get(article, ARTICLE_ID) == NULL)
        article_set_url(article, record->url, PROVENANCE_CONTAINER);
    if (record->language != NULL)
        article_set_language(article, record->language, PROVENANCE_RECORD);
    article->captured = record->captured;
    article->flags |= record->is_truncated ? ARTICLE_TRUNCATED : 0;
}

ReadStatus capture_next(Capture *capture, Article *article, GError **error)
{
    if (capture->has_failed)
        return READ_END;
    GError *failure = NULL;
    ReadStatus status = article_stream_next(capture->stream, article, &failure);
    capture->has_failed = status == READ_FAILED;
    if (status == READ_ARTICLE || (article->flags & ARTICLE_WITHDRAWN) != 0)
        complete(capture, article);
    if (failure == NULL)
        return status;
    g_propagate_error(error, failure);
    /* A body that breaks off ends its record, not the archive. */
    return READ_SKIPPED;
}
