/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages, one after the other. */
#include "indexer/mail-reader.h"

#include <string.h>

#include "indexer/message.h"
#include "morgue/error.h"

#define FIRST_PEEK ((gsize)64 * 1024)

typedef struct {
    Source *source;
    DateContext dates;
    MailSplit split;
    gboolean is_done;
    GQueue digest;          /* of GMimeMessage: articles of a unit in hand */
    guint64 offset, length; /* of that unit */
} MailReader;

gpointer mail_reader_new(MailSplit split, Source *source, const ReaderContext *context)
{
    MailReader *reader = g_new0(MailReader, 1);
    reader->source = source;
    reader->split = split;
    date_context_init(&reader->dates, &context->today);
    reader->dates.language = context->language;
    return reader;
}

void mail_reader_close(gpointer state)
{
    MailReader *reader = state;
    g_queue_clear_full(&reader->digest, g_object_unref);
    g_free(reader);
}

/* Peeks further until the splitter has found the end of the message. NULL on failure. */
static const guint8 *find_record(MailReader *reader, MailRecord *record, GError **error)
{
    gsize want = FIRST_PEEK;
    for (;;) {
        gsize available;
        const guint8 *bytes = source_peek(reader->source, want, &available, error);
        if (bytes == NULL)
            return NULL;
        gboolean is_all = available < want || want >= SOURCE_ITEM_CEILING;
        *record = (MailRecord){0};
        if (available == 0 ||
            reader->split(bytes, MIN(available, SOURCE_ITEM_CEILING), is_all, record))
            return bytes;
        want = MIN(MAX(want * 2, available + 1), SOURCE_ITEM_CEILING);
    }
}

/* mboxo and mboxrd alike: `>From ` and `>>From ` lose one mark. */
static GString *unquote(const guint8 *bytes, gsize length)
{
    GString *text = g_string_sized_new(length);
    const char *from = (const char *)bytes;
    for (gsize at = 0; at < length;) {
        const char *feed = memchr(from + at, '\n', length - at);
        gsize line = feed == NULL ? length - at : (gsize)(feed - from) - at + 1;
        gsize marks = 0;
        while (marks < line && from[at + marks] == '>')
            marks++;
        gboolean is_quoted =
            marks > 0 && line - marks >= 5 && memcmp(from + at + marks, "From ", 5) == 0;
        g_string_append_len(text, from + at + is_quoted, (gssize)line - is_quoted);
        at += line;
    }
    return text;
}

static GMimeMessage *parse_record(const guint8 *bytes, const MailRecord *record)
{
    if (!record->is_quoted)
        return message_parse(bytes + record->start, record->length);
    g_autoptr(GString) text = unquote(bytes + record->start, record->length);
    return message_parse((const guint8 *)text->str, text->len);
}

static ReadStatus read_message(MailReader *reader, GMimeMessage *message, Article *article,
                               GError **error)
{
    article->offset = reader->offset;
    article->length = reader->length;
    GQueue found = G_QUEUE_INIT;
    gboolean is_article = message_read(message, &reader->dates, article, &found, error);
    g_object_unref(message);
    while (found.length > 0)
        g_queue_push_head(&reader->digest, g_queue_pop_tail(&found));
    return is_article ? READ_ARTICLE : READ_SKIPPED;
}

ReadStatus mail_reader_next(gpointer state, Article *article, GError **error)
{
    MailReader *reader = state;
    if (reader->digest.length > 0)
        return read_message(reader, g_queue_pop_head(&reader->digest), article, error);
    MailRecord record;
    while (!reader->is_done) {
        article->offset = source_offset(reader->source);
        const guint8 *bytes = find_record(reader, &record, error);
        if (bytes == NULL)
            return READ_FAILED;
        if (record.consumed == 0)
            return READ_END;
        if (record.length > 0) {
            GMimeMessage *message = parse_record(bytes, &record);
            reader->offset = article->offset;
            reader->length = record.consumed;
            source_consume(reader->source, record.consumed);
            reader->is_done = record.is_last;
            if (record.is_cut)
                article->flags |= ARTICLE_TRUNCATED;
            if (message != NULL)
                return read_message(reader, message, article, error);
            g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_INPUT,
                                "message without a header");
            return READ_SKIPPED;
        }
        source_consume(reader->source, record.consumed);
    }
    return READ_END;
}
