/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * TEI, P4 and P5 (formats.md §8): scholarly editions of newspapers. An article is a div of a type
 * that says so, or else a div with a head; a text without any is one article. A corpus holds
 * several texts (TEI P5 Guidelines, 4, 15.1).
 */
#include "indexer/readers/table.h"

#include <string.h>

#include "indexer/extract/tei-text.h"
#include "indexer/xml-splitter.h"
#include "morgue/date-parse.h"
#include "morgue/error.h"

#define HEADER_CONFIDENCE 0.9
#define PATH_CONFIDENCE   0.8

typedef struct {
    Source *source;
    const ReaderContext *context;
    XmlSplitter *splitter;
    Date path_date;

    XmlDocument *document; /* the text in hand, or NULL */
    const XmlNode *place;  /* all up to here was looked at; NULL: the text is read */
    char *page;            /* that the last pb before `place` begins; or NULL */
    guint articles;        /* given of this text */
    guint64 offset, length;
    gboolean is_cut;
} TeiReader;

static Evidence tei_sniff(const guint8 *bytes, gsize length)
{
    return xml_root_is_one_of(bytes, length, "TEI TEI.2 teiCorpus teiCorpus.2") ? EVIDENCE_CERTAIN
                                                                                : EVIDENCE_NONE;
}

static gpointer tei_open(Source *source, const ReaderContext *context, G_GNUC_UNUSED GError **error)
{
    TeiReader *reader = g_new0(TeiReader, 1);
    reader->source = source;
    reader->context = context;
    reader->splitter = xml_splitter_new(source, "TEI TEI.2");
    DateContext dates;
    date_context_init(&dates, &context->today);
    date_from_path(context->path, &dates, &reader->path_date);
    return reader;
}

static void forget_text(TeiReader *reader)
{
    g_clear_pointer(&reader->document, xml_document_free);
    g_clear_pointer(&reader->page, g_free);
    reader->place = NULL;
    reader->articles = 0;
}

static void tei_close(gpointer state)
{
    TeiReader *reader = state;
    forget_text(reader);
    xml_splitter_free(reader->splitter);
    g_free(reader);
}

/* Dates */

/* The day that an element with a date says, by its attributes or else its words. */
static gboolean read_date(const XmlNode *node, const DateContext *dates, Date *date)
{
    static const char *const attributes[] = {"when",      "when-iso", "value", "from",
                                             "notBefore", "notAfter", NULL};
    for (guint i = 0; attributes[i] != NULL; i++) {
        g_autofree char *value = xml_attribute(node, attributes[i]);
        if (value == NULL || !date_parse(value, strlen(value), dates, date, NULL))
            continue;
        date->approximate |= i >= 4; /* the earliest or latest that it can be */
        return TRUE;
    }
    g_autofree char *words = xml_line(node);
    return words != NULL && date_parse(words, strlen(words), dates, date, NULL);
}

/* The first date in an element. */
static gboolean find_date(const XmlNode *top, const DateContext *dates, Date *date)
{
    for (const XmlNode *node = top; node != NULL; node = xml_following(top, node)) {
        if ((xml_is(node, "date") || xml_is(node, "docDate")) && read_date(node, dates, date))
            return TRUE;
    }
    return FALSE;
}

/* The header */

static gboolean is_level(const XmlNode *title, const char *level)
{
    return xml_attribute_is(title, "level", level) && !xml_attribute_is(title, "type", "sub");
}

/* The paper's title: of a journal, a series, or else a book. */
static char *find_paper(const XmlNode *source)
{
    static const char *const levels[] = {"j", "s", "m"};
    for (guint i = 0; i < G_N_ELEMENTS(levels) && source != NULL; i++) {
        for (const XmlNode *node = source; node != NULL; node = xml_following(source, node)) {
            if (xml_is(node, "title") && is_level(node, levels[i]))
                return xml_line(node);
        }
    }
    const XmlNode *bare = xml_descendant(source, "title");
    return bare != NULL ? xml_line(bare) : NULL;
}

/* The number of the issue: `biblScope unit=issue`, in P4 `type=issue`. */
static char *find_issue(const XmlNode *source)
{
    for (const XmlNode *node = source; node != NULL; node = xml_following(source, node)) {
        if (!xml_is(node, "biblScope") ||
            !(xml_attribute_is(node, "unit", "issue") || xml_attribute_is(node, "type", "issue")))
            continue;
        char *number = xml_line(node);
        return number != NULL ? number : xml_attribute(node, "from");
    }
    return NULL;
}

/* What a header says of every article below it. */
static void apply_header(const XmlNode *header, Article *article, const DateContext *dates)
{
    const XmlNode *source = xml_path(header, "fileDesc/sourceDesc");
    g_autofree char *paper = find_paper(source);
    if (paper == NULL) {
        const XmlNode *title = xml_path(header, "fileDesc/titleStmt/title");
        paper = title == NULL ? NULL : xml_line(title);
    }
    article_set_string(article, ARTICLE_SOURCE, paper, PROVENANCE_CONTAINER);
    g_autofree char *issue = find_issue(source);
    article_set_string(article, ARTICLE_EDITION, issue, PROVENANCE_CONTAINER);
    Date date;
    if (!date_is_set(&article->published.date) && find_date(source, dates, &date))
        article_set_published(article, &date, PROVENANCE_CONTAINER, HEADER_CONFIDENCE);
}

/* The language of the nearest element that has one. */
static void apply_language(const TeiReader *reader, const XmlNode *node, Article *article)
{
    Provenance from = PROVENANCE_RECORD;
    for (; node != NULL; node = xml_parent(node), from = PROVENANCE_CONTAINER) {
        g_autofree char *language = xml_attribute(node, "lang");
        if (language != NULL && article_set_language(article, language, from))
            return;
    }
    const XmlNode *header = xml_child(xml_document_root(reader->document), "teiHeader");
    const XmlNode *usage = xml_path(header, "profileDesc/langUsage/language");
    g_autofree char *ident = xml_attribute(usage, "ident");
    article_set_language(article, ident, PROVENANCE_CONTAINER);
}

/* Articles */

static void apply_dates(const TeiReader *reader, const TeiText *text, Article *article,
                        DateContext *dates)
{
    Date date;
    if (text->dateline != NULL && find_date(text->dateline, dates, &date))
        article_set_published(article, &date, PROVENANCE_RECORD, 1.0);
    const XmlNode *root = xml_document_root(reader->document);
    apply_header(xml_child(root, "teiHeader"), article, dates);
    g_autoptr(XmlDocument) corpus = xml_splitter_head_document(reader->splitter, NULL);
    if (corpus != NULL)
        apply_header(xml_child(xml_document_root(corpus), "teiHeader"), article, dates);
    if (!date_is_set(&article->published.date) && reader->path_date.precision >= DATE_PRECISION_DAY)
        article_set_published(article, &reader->path_date, PROVENANCE_PATH, PATH_CONFIDENCE);
}

static void apply_text(const TeiText *text, Article *article)
{
    article_set_string(article, ARTICLE_HEADLINE, text->headline->str, PROVENANCE_RECORD);
    article_set_string(article, ARTICLE_SUBTITLE, text->subtitle->str, PROVENANCE_RECORD);
    article_set_string(article, ARTICLE_BYLINE, text->byline->str, PROVENANCE_RECORD);
    article_set_string(article, ARTICLE_PLACE, text->place->str, PROVENANCE_RECORD);
    article_add_paragraph(article, text->body->str, text->body->len);
    article_add_paragraph(article, text->notes->str, text->notes->len);
}

static gboolean read_article(const TeiReader *reader, const XmlNode *node, Article *article)
{
    g_autoptr(TeiText) text = tei_text_new(node);
    if (text->body->len == 0 && text->notes->len == 0 &&
        (tei_holds_articles(node) || text->headline->len == 0))
        return FALSE;
    DateContext dates;
    date_context_init(&dates, &reader->context->today);
    if (reader->context->language != NULL)
        article_set_language(article, reader->context->language, PROVENANCE_OPTION);
    apply_language(reader, node, article);
    apply_text(text, article);
    apply_dates(reader, text, article, &dates);
    article_set_string(article, ARTICLE_PAGE, text->page != NULL ? text->page : reader->page,
                       PROVENANCE_RECORD);
    article->offset = reader->offset;
    article->length = reader->length;
    article->flags |= reader->is_cut ? ARTICLE_TRUNCATED : 0;
    article->flags |= xml_document_is_repaired(reader->document) ? ARTICLE_REPAIRED : 0;
    article_finish(article);
    return article_has_text(article);
}

static void note_page(TeiReader *reader, const XmlNode *node)
{
    g_autofree char *page = tei_page(node);
    if (page == NULL)
        return;
    g_free(reader->page);
    reader->page = g_steal_pointer(&page);
}

/* The next article of the text in hand; FALSE where none is left. */
static gboolean next_of_text(TeiReader *reader, Article *article)
{
    const XmlNode *root = xml_document_root(reader->document);
    while (reader->place != NULL) {
        const XmlNode *node = reader->place;
        reader->place =
            xml_is(node, "teiHeader") ? xml_after(root, node) : xml_following(root, node);
        note_page(reader, node);
        if (tei_is_article(node) && read_article(reader, node, article)) {
            reader->articles++;
            return TRUE;
        }
    }
    const XmlNode *text = xml_child(root, "text");
    if (reader->articles == 0 && text != NULL && !tei_holds_articles(text)) {
        reader->articles++;
        g_clear_pointer(&reader->page, g_free);
        return read_article(reader, text, article);
    }
    return FALSE;
}

static ReadStatus skip(TeiReader *reader, Article *article, MorgueError code, const char *reason,
                       GError **error)
{
    article_clear(article);
    article->offset = reader->offset;
    article->length = reader->length;
    forget_text(reader);
    g_set_error_literal(error, MORGUE_ERROR, (gint)code, reason);
    return READ_SKIPPED;
}

static ReadStatus tei_next(gpointer state, Article *article, GError **error)
{
    TeiReader *reader = state;
    for (;;) {
        if (reader->document != NULL) {
            if (next_of_text(reader, article))
                return READ_ARTICLE;
            if (reader->articles == 0)
                return skip(reader, article, MORGUE_ERROR_PASSED, "TEI without text", error);
            forget_text(reader);
        }
        XmlItem item;
        GError *failure = NULL;
        if (!xml_splitter_next(reader->splitter, &item, &failure)) {
            article->offset = source_offset(reader->source);
            if (failure == NULL)
                return READ_END;
            g_propagate_error(error, failure);
            return READ_FAILED;
        }
        reader->offset = item.offset;
        reader->length = item.length;
        reader->is_cut = item.is_cut;
        reader->document = xml_splitter_document(reader->splitter, &item, &failure);
        if (reader->document == NULL) {
            ReadStatus status =
                skip(reader, article, (MorgueError)failure->code, failure->message, error);
            g_error_free(failure);
            return status;
        }
        reader->place = xml_document_root(reader->document);
    }
}

const Reader tei_reader = {
    .name = "tei",
    .summary = "TEI editions of newspapers (P4, P5), and corpora of them",
    .extensions = "xml tei",
    .version = 1,
    .sniff = tei_sniff,
    .open = tei_open,
    .next = tei_next,
    .close = tei_close,
};
