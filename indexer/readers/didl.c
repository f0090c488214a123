/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MPEG-21 DIDL of the Koninklijke Bibliotheek (formats.md §8): an issue of a newspaper. The DIDL
 * file describes it and its articles, the texts of the articles are files beside it. The ALTO
 * pages there hold the same words again, and are passed over.
 */
#include "indexer/readers/table.h"

#include <string.h>

#include "indexer/extract/kb-text.h"
#include "indexer/xml-splitter.h"
#include "morgue/date-parse.h"
#include "morgue/error.h"

#define ISSUE_CONFIDENCE 0.95
#define PATH_CONFIDENCE  0.8
#define TEXT_ENDING      "_articletext.xml"
#define PAGE_ENDING      "_alto.xml"

typedef struct {
    Source *source;
    const ReaderContext *context;
    XmlSplitter *splitter;
    DateContext dates;

    XmlDocument *document; /* in hand, or NULL */
    const XmlNode *node;   /* in it, from which the next article is sought; NULL at its end */
    GHashTable *pages;     /* identifier → number, both owned */
    guint64 offset, length;
    gboolean is_cut;
} DidlReader;

static Evidence didl_sniff(const guint8 *bytes, gsize length)
{
    return xml_root_is_one_of(bytes, length, "DIDL") ? EVIDENCE_CERTAIN : EVIDENCE_NONE;
}

static gpointer didl_open(Source *source, const ReaderContext *context,
                          G_GNUC_UNUSED GError **error)
{
    DidlReader *reader = g_new0(DidlReader, 1);
    reader->source = source;
    reader->context = context;
    reader->splitter = xml_splitter_new(source, "DIDL");
    date_context_init(&reader->dates, &context->today);
    reader->dates.reference = (Date){0};
    reader->pages = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return reader;
}

static void didl_close(gpointer state)
{
    DidlReader *reader = state;
    xml_document_free(reader->document);
    xml_splitter_free(reader->splitter);
    g_hash_table_destroy(reader->pages);
    g_free(reader);
}

/* The file that a resource of the item's own has, with the ending; NULL where it has none. */
static char *own_file(const XmlNode *item, const char *ending)
{
    for (const XmlNode *component = xml_child(item, "Component"); component != NULL;
         component = xml_next(component)) {
        const XmlNode *resource = xml_child(component, "Resource");
        g_autofree char *name = resource == NULL ? NULL : xml_attribute(resource, "filename");
        if (name != NULL && g_str_has_suffix(name, ending))
            return g_steal_pointer(&name);
    }
    return NULL;
}

/* The element of the item's own description (`dcx`, Dublin Core and more), or NULL. */
static const XmlNode *own_description(const XmlNode *item)
{
    for (const XmlNode *component = xml_child(item, "Component"); component != NULL;
         component = xml_next(component)) {
        const XmlNode *description = xml_path(component, "Resource/dcx");
        if (description != NULL)
            return description;
    }
    return NULL;
}

/* What the pages are called; and their ALTO files, asked for, belong to this unit. */
static void read_pages(DidlReader *reader)
{
    const XmlNode *root = xml_document_root(reader->document);
    g_hash_table_remove_all(reader->pages);
    for (const XmlNode *node = root; node != NULL; node = xml_following(root, node)) {
        if (!xml_is(node, "Item"))
            continue;
        const XmlNode *number = xml_path(own_description(node), "nativePageNumber");
        g_autofree char *id = xml_attribute(node, "identifier");
        g_autofree char *text = number == NULL ? NULL : xml_line(number);
        if (id != NULL && text != NULL)
            g_hash_table_replace(reader->pages, g_steal_pointer(&id), g_steal_pointer(&text));
        g_autofree char *alto = own_file(node, PAGE_ENDING);
        if (alto != NULL && reader->context->open_sibling != NULL)
            source_close(reader->context->open_sibling(reader->context->sibling_data, alto, NULL));
    }
}

static void set_line(Article *article, ArticleField field, const XmlNode *node, Provenance from)
{
    g_autofree char *line = node == NULL ? NULL : xml_line(node);
    article_set_string(article, field, line, from);
}

/* The title's run ("1708-1795") is beside the issue's date, the region beside its place. */
static void describe_issue(const DidlReader *reader, Article *article)
{
    const XmlNode *top = xml_child(xml_document_root(reader->document), "Item");
    const XmlNode *issue = top == NULL ? NULL : own_description(top);
    Date date;
    g_autofree char *text =
        xml_path(issue, "date") == NULL ? NULL : xml_line(xml_path(issue, "date"));
    if (text != NULL && date_parse(text, strlen(text), &reader->dates, &date, NULL))
        article_set_published(article, &date, PROVENANCE_CONTAINER, ISSUE_CONFIDENCE);
    else if (date_from_path(reader->context->path, &reader->dates, &date))
        article_set_published(article, &date, PROVENANCE_PATH, PATH_CONFIDENCE);
    set_line(article, ARTICLE_SOURCE, xml_path(issue, "title"), PROVENANCE_CONTAINER);
    for (const XmlNode *place = xml_path(issue, "spatial"); place != NULL;
         place = xml_next(place)) {
        if (xml_attribute_is(place, "type", "dcx:creation"))
            set_line(article, ARTICLE_PLACE, place, PROVENANCE_CONTAINER);
    }
    g_autofree char *language =
        xml_path(issue, "language") == NULL ? NULL : xml_line(xml_path(issue, "language"));
    if (reader->context->language != NULL)
        article_set_language(article, reader->context->language, PROVENANCE_OPTION);
    if (language != NULL)
        article_set_language(article, language, PROVENANCE_CONTAINER);
}

static void describe_article(const DidlReader *reader, const XmlNode *item, Article *article)
{
    const XmlNode *description = own_description(item);
    set_line(article, ARTICLE_HEADLINE, xml_path(description, "title"), PROVENANCE_RECORD);
    set_line(article, ARTICLE_ID, xml_path(description, "recordIdentifier"), PROVENANCE_RECORD);
    const XmlNode *place = xml_path(description, "identifier");
    g_autofree char *url = place == NULL ? NULL : xml_line(place);
    if (url != NULL && g_str_has_prefix(url, "http"))
        article_set_url(article, url, PROVENANCE_RECORD);
    const XmlNode *subject = xml_path(description, "subject");
    g_autofree char *kind = subject == NULL ? NULL : xml_line(subject);
    if (kind != NULL && strcmp(kind, "artikel") != 0)
        article_add_keyword(article, kind, strlen(kind));
    const XmlNode *part = xml_descendant(item, "article-part");
    g_autofree char *page = part == NULL ? NULL : xml_attribute(part, "pageid");
    if (page != NULL)
        article_set_string(article, ARTICLE_PAGE, g_hash_table_lookup(reader->pages, page),
                           PROVENANCE_RECORD);
}

/* The text file as a document; its own errors are told with its name. Says whether it is cut. */
static XmlDocument *open_text(const DidlReader *reader, const char *name, gboolean *is_cut,
                              GError **error)
{
    const ReaderContext *context = reader->context;
    if (context->open_sibling == NULL) {
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_INPUT,
                            "the article's text is in a file, and none is within reach here");
        return NULL;
    }
    g_autoptr(Source) source = context->open_sibling(context->sibling_data, name, error);
    if (source == NULL)
        return NULL;
    g_autoptr(XmlSplitter) splitter = xml_splitter_new(source, "text");
    GError *failure = NULL;
    XmlItem item;
    XmlDocument *document = NULL;
    if (xml_splitter_next(splitter, &item, &failure))
        document = xml_splitter_document(splitter, &item, &failure);
    else if (failure == NULL)
        g_set_error_literal(&failure, MORGUE_ERROR, MORGUE_ERROR_INPUT, "no text is in it");
    if (document == NULL)
        g_propagate_prefixed_error(error, failure, "%s: ", name);
    *is_cut = document != NULL && item.is_cut;
    return document;
}

static ReadStatus read_article(DidlReader *reader, const XmlNode *item, const char *name,
                               Article *article, GError **error)
{
    gboolean is_cut = FALSE;
    g_autoptr(XmlDocument) text = open_text(reader, name, &is_cut, error);
    if (text == NULL)
        return READ_SKIPPED;
    describe_article(reader, item, article);
    describe_issue(reader, article);
    kb_text_read(xml_document_root(text), article);
    article->flags |= reader->is_cut || is_cut ? ARTICLE_TRUNCATED : 0;
    article->flags |= xml_document_is_repaired(text) ? ARTICLE_REPAIRED : 0;
    if (!article_has_text(article)) {
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, "article without text");
        return READ_SKIPPED;
    }
    article_finish(article);
    return READ_ARTICLE;
}

/* Opens the next issue. FALSE where there is none, with its status. */
static gboolean next_issue(DidlReader *reader, Article *article, ReadStatus *status, GError **error)
{
    XmlItem item;
    GError *failure = NULL;
    g_clear_pointer(&reader->document, xml_document_free);
    if (!xml_splitter_next(reader->splitter, &item, &failure)) {
        article->offset = source_offset(reader->source);
        *status = failure == NULL ? READ_END : READ_FAILED;
        if (failure != NULL)
            g_propagate_error(error, failure);
        return FALSE;
    }
    reader->offset = article->offset = item.offset;
    reader->length = article->length = item.length;
    reader->is_cut = item.is_cut;
    reader->document = xml_splitter_document(reader->splitter, &item, error);
    *status = READ_SKIPPED;
    if (reader->document == NULL)
        return FALSE;
    read_pages(reader);
    reader->node = xml_document_root(reader->document);
    return TRUE;
}

static ReadStatus didl_next(gpointer state, Article *article, GError **error)
{
    DidlReader *reader = state;
    for (;;) {
        ReadStatus status;
        if (reader->node == NULL && !next_issue(reader, article, &status, error))
            return status;
        const XmlNode *node = reader->node;
        reader->node = xml_following(xml_document_root(reader->document), node);
        g_autofree char *name = xml_is(node, "Item") ? own_file(node, TEXT_ENDING) : NULL;
        if (name == NULL)
            continue;
        status = read_article(reader, node, name, article, error);
        if (status != READ_ARTICLE)
            article_clear(article);
        article->offset = reader->offset;
        article->length = reader->length;
        return status;
    }
}

const Reader didl_reader = {
    .name = "didl",
    .summary = "DIDL of the Koninklijke Bibliotheek, issues of newspapers",
    .extensions = "xml",
    .version = 2,
    .has_parts = TRUE,
    .sniff = didl_sniff,
    .open = didl_open,
    .next = didl_next,
    .close = didl_close,
};
