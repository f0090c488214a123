/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON (RFC 8259): JSON Lines, arrays, wrapped arrays, single objects; ninjs and other producers'
 * forms, see extract/json-profile.c.
 */
#include <string.h>

#include "indexer/charset.h"
#include "indexer/extract/json-fields.h"
#include "indexer/extract/json-profile.h"
#include "indexer/json-splitter.h"
#include "indexer/readers/table.h"
#include "morgue/error.h"

typedef struct {
    Source *wide; /* the text, where the file is UTF-16 or UTF-32; owned */
    GString *text;
    JsonSplitter *splitter;
    DateContext dates;
} JsonReader;

static const guint8 *skip_blanks(const guint8 *at, const guint8 *end)
{
    while (at < end && memchr(" \t\n\r\x1e", *at, 5) != NULL) /* RFC 7464: a record separator */
        at++;
    return at;
}

/* `{"name":`, `[{` or `[]` and nothing that prose or a program begins with. */
static Evidence json_sniff(const guint8 *bytes, gsize length)
{
    const guint8 *end = bytes + length;
    const guint8 *at = skip_blanks(bytes, end);
    if (at < end && *at == '[')
        at = skip_blanks(at + 1, end);
    if (at == end || *at != '{')
        return EVIDENCE_NONE;
    at = skip_blanks(at + 1, end);
    if (at < end && *at == '}')
        return EVIDENCE_WEAK;
    if (at == end || *at != '"')
        return EVIDENCE_NONE;
    const guint8 *quote = memchr(at + 1, '"', (gsize)(end - at - 1));
    const guint8 *colon = quote == NULL ? end : skip_blanks(quote + 1, end);
    return colon < end && *colon == ':' ? EVIDENCE_STRONG : EVIDENCE_NONE;
}

static gpointer json_open(Source *source, const ReaderContext *context, GError **error)
{
    gsize available;
    const guint8 *bytes = source_peek(source, READER_SNIFF_LENGTH, &available, NULL);
    const char *wide = bytes == NULL ? NULL : charset_detect_wide(bytes, available);
    JsonReader *self = g_new0(JsonReader, 1);
    if (wide != NULL) {
        bytes = source_peek_all(source, &available, NULL, error);
        if (bytes == NULL) {
            g_free(self);
            return NULL;
        }
        self->text = charset_decode(bytes, available, wide, NULL, NULL);
        source_consume(source, available);
        self->wide = source_open_memory(self->text->str, self->text->len, 0, source_name(source));
    }
    self->splitter = json_splitter_new(self->wide != NULL ? self->wide : source);
    date_context_init(&self->dates,
                      date_is_set(&context->captured) ? &context->captured : &context->today);
    self->dates.reference = (Date){0};
    self->dates.epoch_allowed = TRUE;
    return self;
}

static void json_close(gpointer state)
{
    JsonReader *self = state;
    json_splitter_free(self->splitter);
    source_close(self->wide);
    if (self->text != NULL)
        g_string_free(self->text, TRUE);
    g_free(self);
}

static ReadStatus skip_damaged(JsonReader *self, const JsonItem *item, const JsonLoad *load,
                               GError **error)
{
    gboolean goes_on = !load->repair.is_closed && json_splitter_resume(self->splitter);
    if (item->is_cut && !goes_on && !load->repair.is_closed) {
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_INPUT,
                            "the file ends before the JSON value does");
        return READ_SKIPPED;
    }
    g_autofree char *reason = g_utf8_make_valid(load->reason, -1);
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT,
                "no valid JSON at byte %" G_GUINT64_FORMAT ": %s", item->offset + load->place,
                reason);
    return READ_SKIPPED;
}

/* What no strict parser takes is read in the charset that it seems to be in. */
static json_t *load_decoded(JsonReader *self, const JsonItem *item, JsonLoad *load,
                            Article *article)
{
    CharsetResult charset;
    GString *text = charset_decode((const guint8 *)item->bytes, item->length, NULL, NULL, &charset);
    json_t *value = json_fields_load(text->str, text->len, load);
    if (charset.replaced > 0)
        article->flags |= ARTICLE_REPAIRED;
    g_string_free(text, TRUE);
    /* Places in it are none in the file. */
    load->place = 0;
    if (!load->is_strict && load->repair.used < item->length)
        json_splitter_resume(self->splitter);
    return value;
}

/* The value of an item; NULL where nothing can be made of it without what is not there. */
static json_t *load_item(JsonReader *self, const JsonItem *item, JsonLoad *load, Article *article)
{
    json_t *value;
    if (!g_utf8_validate(item->bytes, (gssize)item->length, NULL)) {
        value = load_decoded(self, item, load, article);
    } else {
        value = json_fields_load(item->bytes, item->length, load);
        if (load->repair.is_closed) {
            /* A quote too many or too few hid from the splitter where the item ends. */
            json_splitter_end_item(self->splitter, load->repair.used);
            article->length = MIN(item->length, load->repair.used);
        }
    }
    if (!load->is_strict && !load->repair.is_closed)
        g_clear_pointer(&value, json_decref);
    return value;
}

static ReadStatus json_next(gpointer state, Article *article, GError **error)
{
    JsonReader *self = state;
    JsonItem item;
    JsonLoad load;
    GError *failure = NULL;
    if (!json_splitter_next(self->splitter, &item, &failure)) {
        if (failure == NULL)
            return READ_END;
        g_propagate_error(error, failure);
        return READ_FAILED;
    }
    article->offset = item.offset;
    article->length = item.length;
    json_t *value = load_item(self, &item, &load, article);
    if (value == NULL)
        return skip_damaged(self, &item, &load, error);
    const char *reason = json_fields_read(value, &self->dates, article);
    json_decref(value);
    if (load.repair.is_guessed) {
        article->flags |= ARTICLE_REPAIRED;
        /* What made an article of it may be what was damaged. */
        if (reason != NULL && strcmp(reason, JSON_NO_ARTICLE) == 0)
            return skip_damaged(self, &item, &load, error);
    }
    if (reason == NULL)
        return READ_ARTICLE;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, reason);
    return READ_SKIPPED;
}

const Reader json_reader = {
    .name = "json",
    .summary = "JSON Lines, arrays and objects: ninjs, JSON Feed, news APIs and collections",
    .extensions = "json jsonl ndjson jl",
    .version = 2,
    .sniff = json_sniff,
    .open = json_open,
    .next = json_next,
    .close = json_close,
};
