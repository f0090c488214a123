/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reuters-21578: telegrams of 1987 in SGML (formats.md §6.7; its README by D. D. Lewis).
 */
#include <string.h>

#include "indexer/extract/dateline.h"
#include "indexer/readers/table.h"
#include "indexer/sgml-article.h"
#include "indexer/sgml-splitter.h"
#include "morgue/date-parse.h"

typedef struct {
    Source *source;
    DateContext dates;
} ReutersReader;

static Evidence reuters_sniff(const guint8 *bytes, gsize length)
{
    if (sgml_tag_begins(bytes, length, "REUTERS") > 0 ||
        (length >= 15 && g_ascii_strncasecmp((const char *)bytes, "<!DOCTYPE lewis", 15) == 0))
        return EVIDENCE_CERTAIN;
    return EVIDENCE_NONE;
}

static gpointer reuters_open(Source *source, const ReaderContext *context,
                             G_GNUC_UNUSED GError **error)
{
    ReutersReader *reader = g_new0(ReutersReader, 1);
    reader->source = source;
    date_context_init(&reader->dates, &context->today);
    reader->dates.century = DATE_CENTURY_1900;
    return reader;
}

/* The date is cut at the first control: behind it are remains of the transmission. */
static void set_date(const ReutersReader *reader, const SgmlDocument *document, Article *article)
{
    SgmlElement element;
    if (!sgml_find(document, "DATE", 0, &element))
        return;
    const char *text = document->text->str + element.start;
    const char *junk = memchr(text, '&', element.end - element.start);
    gsize length = junk == NULL ? element.end - element.start : (gsize)(junk - text);
    Date date;
    if (date_parse(text, length, &reader->dates, &date, NULL))
        article_set_published(article, &date, PROVENANCE_RECORD, 1.0);
}

static void add_keywords(const SgmlDocument *document, Article *article)
{
    static const char *const lists[] = {"TOPICS", "PLACES", "PEOPLE", "ORGS", "EXCHANGES"};
    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
        SgmlElement list, item;
        if (!sgml_find(document, lists[i], 0, &list))
            continue;
        for (guint from = list.tag + 1;
             sgml_find(document, "D", from, &item) && item.end <= list.end; from = item.tag + 1) {
            g_autofree char *keyword = sgml_line(document, &item);
            article_add_keyword(article, keyword, strlen(keyword));
        }
    }
}

/* Takes off the closing word `Reuter`, on a line of its own or, in capitals, behind the last one.
 */
static void take_off_signature(GString *text)
{
    g_string_truncate(text, strlen(g_strchomp(text->str)));
    static const char *const signatures[] = {"Reuter", "Reuters"};
    for (gsize i = 0; i < G_N_ELEMENTS(signatures); i++) {
        gsize size = strlen(signatures[i]);
        if (text->len <= size)
            return;
        const char *word = text->str + text->len - size;
        gsize before = text->len - size;
        while (before > 0 && text->str[before - 1] == ' ')
            before--;
        gboolean is_line = before > 0 && text->str[before - 1] == '\n';
        gboolean is_shouted = before < text->len - size && strcmp(word, "REUTER") == 0;
        if (g_ascii_strcasecmp(word, signatures[i]) == 0 && (is_line || is_shouted)) {
            g_string_truncate(text, before);
            return;
        }
    }
}

/* Telegrams that could not be taken apart: the first line is the headline. */
static void read_unprocessed(Article *article, GString *text)
{
    take_off_signature(text);
    const char *first = text->str + strspn(text->str, " \n");
    gsize length = strcspn(first, "\n");
    article_set(article, ARTICLE_HEADLINE, first, length, PROVENANCE_TEXT);
    sgml_add_body(article, first + length, strlen(first + length));
}

static void read_text(const SgmlDocument *document, const DateContext *dates, Article *article)
{
    static const char *const titles[] = {"TITLE", NULL};
    static const char *const authors[] = {"AUTHOR", NULL};
    SgmlElement text, body, dateline;
    if (!sgml_find(document, "TEXT", 0, &text))
        return;
    g_autofree char *type = sgml_attribute(document, text.tag, "TYPE");
    if (type != NULL && g_ascii_strcasecmp(type, "UNPROC") == 0) {
        g_autoptr(GString) all = sgml_lines(document, &text);
        read_unprocessed(article, all);
        return;
    }
    sgml_set_field(article, ARTICLE_HEADLINE, document, titles);
    sgml_set_field(article, ARTICLE_BYLINE, document, authors);
    g_autoptr(GString) lines = g_string_new(NULL);
    if (sgml_find(document, "DATELINE", text.tag, &dateline)) {
        g_autofree char *line = sgml_line(document, &dateline);
        sgml_set_dateline(article, line, dates);
        g_string_append_printf(lines, "%s%s", line, *line == '\0' ? "" : " ");
    }
    if (sgml_find(document, "BODY", text.tag, &body)) {
        g_autoptr(GString) content = sgml_lines(document, &body);
        take_off_signature(content);
        g_string_append(lines, content->str);
        sgml_add_body(article, lines->str, lines->len);
    }
}

static void read_document(const ReutersReader *reader, const SgmlDocument *document,
                          Article *article)
{
    g_autofree char *id = sgml_attribute(document, 0, "NEWID");
    g_autofree char *name = id == NULL ? NULL : g_strconcat("reuters:", id, NULL);
    article_set_string(article, ARTICLE_ID, name, PROVENANCE_RECORD);
    article_set_string(article, ARTICLE_SOURCE, "Reuters", PROVENANCE_RECORD);
    article_set_language(article, "en", PROVENANCE_CONTAINER);
    set_date(reader, document, article);
    add_keywords(document, article);
    DateContext dates = reader->dates;
    dates.reference = article->published.date;
    read_text(document, &dates, article);
}

static ReadStatus reuters_next(gpointer state, Article *article, GError **error)
{
    ReutersReader *reader = state;
    SgmlDocument document;
    ReadStatus status = sgml_read_document(reader->source, "REUTERS", article, &document, error);
    if (status != READ_ARTICLE)
        return status;
    read_document(reader, &document, article);
    sgml_document_clear(&document);
    return sgml_finish(article, error);
}

const Reader reuters_reader = {
    .name = "reuters",
    .summary = "the Reuters-21578 collection (SGML)",
    .extensions = "sgm sgml",
    .version = 1,
    .sniff = reuters_sniff,
    .open = reuters_open,
    .next = reuters_next,
    .close = g_free,
};
