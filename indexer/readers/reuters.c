/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reuters-21578, Distribution 1.0, in its own SGML (formats.md §6.7). */
#include <string.h>

#include "indexer/charset.h"
#include "indexer/extract/dateline.h"
#include "indexer/extract/sgml-body.h"
#include "indexer/readers/table.h"
#include "indexer/sgml-splitter.h"
#include "morgue/error.h"

#define REUTERS_CONFIDENCE 0.99

typedef struct {
    SgmlSplitter *splitter;
    DateContext dates;
} ReutersReader;

static Evidence reuters_sniff(const guint8 *bytes, gsize length)
{
    const char *text = (const char *)bytes;
    if (g_strstr_len(text, (gssize)length, "<REUTERS ") != NULL &&
        g_strstr_len(text, (gssize)length, "NEWID=") != NULL)
        return EVIDENCE_CERTAIN;
    return g_str_has_prefix(text, "<!DOCTYPE lewis") ? EVIDENCE_CERTAIN : EVIDENCE_NONE;
}

static gpointer reuters_open(Source *source, const ReaderContext *context,
                             G_GNUC_UNUSED GError **error)
{
    ReutersReader *self = g_new0(ReutersReader, 1);
    self->splitter = sgml_splitter_new(source, "REUTERS");
    date_context_init(&self->dates, &context->today);
    self->dates.reference = (Date){0};
    return self;
}

static void reuters_close(gpointer state)
{
    ReutersReader *self = state;
    sgml_splitter_free(self->splitter);
    g_free(self);
}

typedef struct {
    const char *start, *end;
} Range;

static void set_line(Article *article, ArticleField field, const Range *text, const char *name)
{
    SgmlElement element;
    if (!sgml_find(text->start, text->end, name, &element))
        return;
    g_autofree char *line = sgml_line(element.content, element.length);
    article_set_string(article, field, line, PROVENANCE_RECORD);
}

/* `<TOPICS><D>cocoa</D></TOPICS>`: five lists; the attribute TOPICS is about something else. */
static void add_keywords(const Range *text, Article *article)
{
    static const char *const lists[] = {"TOPICS", "PLACES", "PEOPLE", "ORGS", "EXCHANGES"};
    SgmlElement list, item;
    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
        if (!sgml_find(text->start, text->end, lists[i], &list))
            continue;
        const char *end = list.content + list.length;
        for (const char *at = list.content; sgml_find(at, end, "D", &item); at = item.end) {
            g_autofree char *line = sgml_line(item.content, item.length);
            if (line != NULL)
                article_add_keyword(article, line, strlen(line));
        }
    }
}

/* Some are followed by marks of the wire (`&#5;&#5;&#5;F`). */
static void set_date(const ReutersReader *self, const Range *text, Article *article)
{
    SgmlElement element;
    Date date;
    if (!sgml_find(text->start, text->end, "DATE", &element))
        return;
    const char *mark = memchr(element.content, '&', element.length);
    gsize length = mark != NULL ? (gsize)(mark - element.content) : element.length;
    if (date_parse(element.content, length, &self->dates, &date, NULL))
        article_set_published(article, &date, PROVENANCE_RECORD, REUTERS_CONFIDENCE);
}

/* Place and agency; the element is all that a report has of a dateline. */
static void read_dateline(const Range *text, Article *article)
{
    SgmlElement element;
    if (!sgml_find(text->start, text->end, "DATELINE", &element))
        return;
    g_autofree char *line = sgml_line(element.content, element.length);
    const DateContext dates = {.reference = article->published.date};
    Dateline dateline;
    if (line == NULL)
        return;
    g_autofree char *dashed = g_strconcat(line, g_str_has_suffix(line, "-") ? " " : " - ", NULL);
    if (dateline_read(dashed, strlen(dashed), &dates, &dateline))
        dateline_apply(&dateline, article);
}

/* A text that was never processed (737 of them) stands in TEXT without any elements. */
static void set_body(const Range *text, Article *article)
{
    SgmlElement whole, body;
    if (!sgml_find(text->start, text->end, "TEXT", &whole))
        return;
    const char *end = whole.content + whole.length;
    gboolean has_body = sgml_find(whole.content, end, "BODY", &body);
    g_autofree char *type = sgml_attribute(&whole, "TYPE");
    if (!has_body && g_strcmp0(type, "BRIEF") == 0)
        return;
    g_autofree char *plain =
        has_body ? sgml_text(body.content, body.length) : sgml_text(whole.content, whole.length);
    sgml_drop_signature(plain);
    sgml_add_body(article, plain);
}

static void read_document(const ReutersReader *self, const Range *text, Article *article)
{
    SgmlElement root;
    if (sgml_find(text->start, text->end, "REUTERS", &root)) {
        g_autofree char *id = sgml_attribute(&root, "NEWID");
        g_autofree char *prefixed = id == NULL ? NULL : g_strconcat("reuters21578:", id, NULL);
        article_set_string(article, ARTICLE_ID, prefixed, PROVENANCE_RECORD);
    }
    set_date(self, text, article);
    set_line(article, ARTICLE_HEADLINE, text, "TITLE");
    set_line(article, ARTICLE_BYLINE, text, "AUTHOR");
    read_dateline(text, article);
    article_set_string(article, ARTICLE_SOURCE, "Reuters", PROVENANCE_CONTAINER);
    article_set_language(article, "en", PROVENANCE_CONTAINER);
    add_keywords(text, article);
    set_body(text, article);
    article_finish(article);
}

static ReadStatus reuters_next(gpointer state, Article *article, GError **error)
{
    ReutersReader *self = state;
    SgmlItem item;
    GError *failure = NULL;
    if (!sgml_splitter_next(self->splitter, &item, &failure)) {
        if (failure == NULL)
            return READ_END;
        g_propagate_error(error, failure);
        return READ_FAILED;
    }
    article->offset = item.offset;
    article->length = item.length;
    GString *text =
        charset_decode((const guint8 *)item.bytes, item.length, NULL, "windows-1252", NULL);
    const Range range = {text->str, text->str + text->len};
    read_document(self, &range, article);
    g_string_free(text, TRUE);
    article->flags |= item.is_cut ? ARTICLE_TRUNCATED : 0;
    if (article_has_text(article))
        return READ_ARTICLE;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED,
                        "document without headline and text");
    return READ_SKIPPED;
}

const Reader reuters_reader = {
    .name = "reuters",
    .summary = "Reuters-21578",
    .extensions = "sgm sgml",
    .version = 1,
    .sniff = reuters_sniff,
    .open = reuters_open,
    .next = reuters_next,
    .close = reuters_close,
};
