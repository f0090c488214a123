/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Framing, and what is alike in all messages. */
#include "indexer/wire.h"

#include <string.h>

#include "indexer/charset.h"
#include "indexer/extract/dateline.h"
#include "morgue/error.h"

#define FIRST_PEEK      ((gsize)16 * 1024)
#define MESSAGE_CEILING ((gsize)1024 * 1024)

#define DATE_CONFIDENCE 0.97
#define PATH_CONFIDENCE 0.8

void wire_message_init(WireMessage *message)
{
    *message = (WireMessage){
        .header = g_string_new(NULL), .text = g_string_new(NULL), .trailer = g_string_new(NULL)};
}

void wire_message_clear(WireMessage *message)
{
    GString *parts[] = {message->header, message->text, message->trailer};
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (parts[i] != NULL)
            g_string_free(parts[i], TRUE);
    }
    *message = (WireMessage){0};
}

/* Marks that wires send between messages, to keep the line busy. */
static gboolean is_filler(guint8 byte)
{
    return byte == WIRE_SYN || byte == 0 || byte == 0x7f || byte == WIRE_EOT ||
           g_ascii_isspace(byte);
}

const guint8 *wire_header(const guint8 *bytes, gsize length, gsize *header_length)
{
    gsize start = 0;
    while (start < length && is_filler(bytes[start]))
        start++;
    if (start == length || bytes[start] != WIRE_SOH)
        return NULL;
    start++;
    const guint8 *end = memchr(bytes + start, WIRE_STX, length - start);
    *header_length = end == NULL ? length - start : (gsize)(end - bytes) - start;
    return bytes + start;
}

/* Back over the SYN that belong to the message at `place`. */
static gsize before_marks(const guint8 *bytes, gsize place, gsize earliest)
{
    while (place > earliest && bytes[place - 1] == WIRE_SYN)
        place--;
    return place;
}

/* Consumes what is before the next message; FALSE at the end or on a failure. */
static gboolean find_start(Source *source, GError **error)
{
    for (;;) {
        gsize available;
        const guint8 *bytes = source_peek(source, FIRST_PEEK, &available, NULL);
        if (bytes == NULL)
            bytes = source_peek(source, 1, &available, error);
        if (bytes == NULL || available == 0)
            return FALSE;
        const guint8 *start = memchr(bytes, WIRE_SOH, available);
        gsize skipped = start == NULL ? available : before_marks(bytes, (gsize)(start - bytes), 0);
        source_consume(source, skipped);
        if (start != NULL)
            return TRUE;
    }
}

/* The length of the message whose first bytes these are; 0 where its end is not among them. */
static gsize message_length(const guint8 *bytes, gsize available)
{
    gsize start = 0;
    while (start < available && bytes[start] == WIRE_SYN)
        start++;
    for (gsize i = start + 1; i < available; i++) {
        if (bytes[i] == WIRE_EOT)
            return i + 1;
        if (bytes[i] == WIRE_SOH)
            return before_marks(bytes, i, start + 1);
    }
    return 0;
}

static void decode(GString *part, const guint8 *bytes, gsize length, WireMessage *message)
{
    g_autofree guint8 *copy = g_memdup2(bytes, length);
    for (gsize i = 0; i < length; i++) {
        if (copy[i] == WIRE_TLI)
            copy[i] = '\f';
    }
    CharsetResult charset = {0};
    GString *text = charset_decode(copy, length, NULL, NULL, &charset);
    message->is_repaired |= charset.replaced > 0;
    g_string_truncate(part, 0);
    g_string_append_len(part, text->str, (gssize)text->len);
    g_string_free(text, TRUE);
}

/* The message without its marks, taken apart. */
static void take_apart(WireMessage *message, const guint8 *bytes, gsize length)
{
    const guint8 *end = bytes + length;
    while (bytes < end && (*bytes == WIRE_SYN || *bytes == WIRE_SOH))
        bytes++;
    const guint8 *text = memchr(bytes, WIRE_STX, (gsize)(end - bytes));
    message->has_text = text != NULL;
    message->is_repaired = FALSE;
    decode(message->header, bytes, (gsize)((text == NULL ? end : text) - bytes), message);
    text = text == NULL ? end : text + 1;
    const guint8 *trailer = memchr(text, WIRE_ETX, (gsize)(end - text));
    message->is_cut = trailer == NULL;
    decode(message->text, text, (gsize)((trailer == NULL ? end : trailer) - text), message);
    trailer = trailer == NULL ? end : trailer + 1;
    decode(message->trailer, trailer, (gsize)(end - trailer), message);
}

ReadStatus wire_next(Source *source, WireMessage *message, Article *article, GError **error)
{
    GError *failure = NULL;
    gboolean found = find_start(source, &failure);
    article->offset = source_offset(source);
    if (!found) {
        if (failure == NULL)
            return READ_END;
        g_propagate_error(error, failure);
        return READ_FAILED;
    }
    for (gsize want = FIRST_PEEK;; want *= 2) {
        gsize available;
        const guint8 *bytes = source_peek(source, want, &available, NULL);
        gboolean is_all = bytes == NULL || available < want;
        if (bytes == NULL) /* what there is before the damage is good */
            bytes = source_peek(source, 1, &available, error);
        if (bytes == NULL)
            return READ_FAILED;
        available = MIN(available, want);
        gsize length = message_length(bytes, available);
        if (length == 0 && !is_all && available < MESSAGE_CEILING)
            continue;
        article->length = length == 0 ? available : length;
        gboolean is_long = article->length >= MESSAGE_CEILING;
        if (!is_long)
            take_apart(message, bytes, article->length);
        source_consume(source, article->length);
        if (!is_long && message->has_text)
            return READ_ARTICLE;
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_INPUT,
                            is_long ? "message is longer than 1 MB" : "message has no STX");
        return READ_SKIPPED;
    }
}

static Date path_date(const ReaderContext *context)
{
    DateContext dates;
    Date date = {0};
    date_context_init(&dates, &context->today);
    date_from_path(context->path, &dates, &date);
    return date.precision >= DATE_PRECISION_DAY ? date : (Date){0};
}

void wire_init_dates(DateContext *dates, const ReaderContext *context)
{
    date_context_init(dates, &context->today);
    dates->reference = path_date(context);
    if (!date_is_set(&dates->reference) && context->captured.precision >= DATE_PRECISION_DAY)
        dates->reference = context->captured;
    dates->language = context->language;
}

void wire_set_date(Article *article, DateContext *dates, const Date *date)
{
    article_set_published(article, date, PROVENANCE_RECORD, DATE_CONFIDENCE);
    if (date->precision >= DATE_PRECISION_DAY)
        dates->reference = date_truncate(date, DATE_PRECISION_DAY);
}

/* Numbers of messages begin again each day. */
static void set_id(Article *article, const char *kind, const char *number)
{
    char key[DATE_KEY_SIZE];
    const ArticleDate *published = &article->published;
    if (published->from != PROVENANCE_RECORD || published->date.precision < DATE_PRECISION_MINUTE)
        return;
    date_key(&published->date, key);
    g_autofree char *id = g_strdup_printf("%s:%s/%s", kind, number, key);
    article_set_string(article, ARTICLE_ID, id, PROVENANCE_RECORD);
}

void wire_finish(Article *article, const char *kind, const char *number, DateContext *dates,
                 const ReaderContext *context)
{
    if (context->language != NULL)
        article_set_language(article, context->language, PROVENANCE_OPTION);
    set_id(article, kind, number);
    article_finish(article);
    const char *body = article->body->str, *end = strstr(body, "\n\n");
    gsize length = end == NULL ? article->body->len : (gsize)(end - body);
    Dateline dateline;
    if (dateline_read(body, length, dates, &dateline))
        dateline_apply(&dateline, article);
    Date date = path_date(context);
    article_set_published(article, &date, PROVENANCE_PATH, PATH_CONFIDENCE);
}

static gboolean matches(const char *text, const char *pattern)
{
    for (; *pattern != '\0'; text++, pattern++) {
        if (*pattern == '#' ? !g_ascii_isdigit(*text) : *pattern != *text)
            return FALSE;
    }
    return TRUE;
}

const char *wire_find(const char *text, const char *pattern)
{
    for (; *text != '\0'; text++) {
        if (matches(text, pattern))
            return text;
    }
    return NULL;
}
