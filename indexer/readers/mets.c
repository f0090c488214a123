/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * METS with ALTO (formats.md §8): an issue of a newspaper, scanned. The METS file says which
 * articles it has, the ALTO files beside it what stands on the pages. A page that is missing is
 * named, once, and costs its words, not the issue.
 */
#include "indexer/readers/table.h"

#include <string.h>

#include "indexer/extract/alto-page.h"
#include "indexer/extract/mets-issue.h"
#include "indexer/xml-splitter.h"
#include "morgue/date-parse.h"
#include "morgue/error.h"

#define ISSUE_CONFIDENCE 0.95
#define PATH_CONFIDENCE  0.8

/* Pages in memory: articles seldom go on further than that. */
#define PAGES_MAX 32

/* Areas may name the same words again and again: an issue with more text is a bomb. */
#define ISSUE_TEXT_CEILING ((gsize)256 * 1024 * 1024)

typedef struct {
    Source *source;
    const ReaderContext *context;
    XmlSplitter *splitter;
    DateContext dates;

    XmlDocument *document; /* in hand, or NULL */
    MetsIssue *issue;
    guint next; /* index of an article of the issue */
    guint64 offset, length;
    gboolean is_cut;
    Date published;
    Provenance published_from;
    gsize printed; /* bytes of the issue's text so far */

    GHashTable *pages;   /* name → AltoPage; both owned */
    GPtrArray *failures; /* GError * not yet told, owned */
    GHashTable *missing; /* names of pages, owned */
} MetsReader;

static Evidence mets_sniff(const guint8 *bytes, gsize length)
{
    return xml_root_is_one_of(bytes, length, "mets") ? EVIDENCE_CERTAIN : EVIDENCE_NONE;
}

static void alto_page_destroy(gpointer page)
{
    alto_page_free(page);
}

static void error_destroy(gpointer error)
{
    g_error_free(error);
}

static gpointer mets_open(Source *source, const ReaderContext *context,
                          G_GNUC_UNUSED GError **error)
{
    MetsReader *reader = g_new0(MetsReader, 1);
    reader->source = source;
    reader->context = context;
    reader->splitter = xml_splitter_new(source, "mets");
    date_context_init(&reader->dates, &context->today);
    reader->dates.reference = (Date){0};
    reader->pages = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, alto_page_destroy);
    reader->failures = g_ptr_array_new_with_free_func(error_destroy);
    reader->missing = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return reader;
}

static void forget_issue(MetsReader *reader)
{
    g_clear_pointer(&reader->issue, mets_issue_free);
    g_clear_pointer(&reader->document, xml_document_free);
    g_hash_table_remove_all(reader->pages);
    reader->next = 0;
    reader->printed = 0;
}

static void mets_close(gpointer state)
{
    MetsReader *reader = state;
    forget_issue(reader);
    g_hash_table_destroy(reader->pages);
    g_ptr_array_unref(reader->failures);
    g_hash_table_destroy(reader->missing);
    xml_splitter_free(reader->splitter);
    g_free(reader);
}

/* Pages */

/* Some archives compress the pages and do not say so in the METS file. */
static Source *open_page(const ReaderContext *context, const char *name, GError **error)
{
    if (context->open_sibling == NULL) {
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_INPUT,
                            "no other files are within reach here");
        return NULL;
    }
    Source *source = context->open_sibling(context->sibling_data, name, error);
    if (source != NULL)
        return source;
    g_autofree char *compressed = g_strconcat(name, ".gz", NULL);
    source = context->open_sibling(context->sibling_data, compressed, NULL);
    if (source != NULL)
        g_clear_error(error);
    return source;
}

/* NULL where it is missing, which is noted for next(). */
static const AltoPage *get_page(MetsReader *reader, const char *name)
{
    const AltoPage *known = g_hash_table_lookup(reader->pages, name);
    if (known != NULL || g_hash_table_contains(reader->missing, name))
        return known;
    GError *failure = NULL;
    Source *source = open_page(reader->context, name, &failure);
    AltoPage *page = source == NULL ? NULL : alto_page_read(source, &failure);
    if (page == NULL) {
        if (source != NULL) /* else it names the file itself */
            g_prefix_error(&failure, "page %s: ", name);
        g_ptr_array_add(reader->failures, failure);
        g_hash_table_add(reader->missing, g_strdup(name));
    }
    source_close(source);
    if (page == NULL)
        return NULL;
    if (g_hash_table_size(reader->pages) >= PAGES_MAX)
        g_hash_table_remove_all(reader->pages);
    g_hash_table_insert(reader->pages, g_strdup(name), page);
    return page;
}

/* Descriptions */

static void set_line(Article *article, ArticleField field, const XmlNode *node, Provenance from)
{
    g_autofree char *line = node == NULL ? NULL : xml_line(node);
    article_set_string(article, field, line, from);
}

/* MODS splits "The Times" for sorting (MODS 3.8, titleInfo). */
static char *title_of(const XmlNode *parent)
{
    for (const XmlNode *info = xml_child(parent, "titleInfo"); info != NULL;
         info = xml_next(info)) {
        g_autofree char *type = xml_attribute(info, "type");
        g_autofree char *title =
            xml_child(info, "title") == NULL ? NULL : xml_line(xml_child(info, "title"));
        if (type != NULL || title == NULL)
            continue;
        const XmlNode *article = xml_child(info, "nonSort");
        g_autofree char *word = article == NULL ? NULL : xml_line(article);
        return word == NULL ? g_steal_pointer(&title) : g_strconcat(word, " ", title, NULL);
    }
    return NULL;
}

static void set_title(Article *article, ArticleField field, const XmlNode *parent, Provenance from)
{
    g_autofree char *title = parent == NULL ? NULL : title_of(parent);
    article_set_string(article, field, title, from);
}

static const XmlNode *mods_of(const XmlNode *description)
{
    return description == NULL ? NULL : xml_descendant(description, "mods");
}

static gboolean is_author(const XmlNode *name)
{
    const XmlNode *role = xml_descendant(name, "roleTerm");
    g_autofree char *term = role == NULL ? NULL : xml_line(role);
    return term == NULL || g_ascii_strcasecmp(term, "aut") == 0 ||
           g_ascii_strcasecmp(term, "author") == 0;
}

static void set_authors(Article *article, const XmlNode *mods)
{
    g_autoptr(GString) authors = g_string_new(NULL);
    for (const XmlNode *name = xml_child(mods, "name"); name != NULL; name = xml_next(name)) {
        if (!is_author(name))
            continue;
        if (authors->len > 0)
            g_string_append(authors, "; ");
        gsize start = authors->len;
        for (const XmlNode *part = xml_child(name, "namePart"); part != NULL;
             part = xml_next(part)) {
            g_autofree char *line = xml_attribute_is(part, "type", "date") ? NULL : xml_line(part);
            if (line != NULL && authors->len > start)
                g_string_append_c(authors, ' ');
            g_string_append(authors, line == NULL ? "" : line);
        }
    }
    article_set(article, ARTICLE_BYLINE, authors->str, authors->len, PROVENANCE_RECORD);
}

static gboolean set_language(Article *article, const XmlNode *description)
{
    if (description == NULL)
        return FALSE;
    const XmlNode *term = xml_descendant(description, "languageTerm");
    term = term != NULL ? term : xml_descendant(description, "language");
    g_autofree char *language = term == NULL ? NULL : xml_line(term);
    return language != NULL && article_set_language(article, language, PROVENANCE_RECORD);
}

/* The title of the division, and of the section it is in, where METS itself tells. */
static void set_labels(Article *article, const MetsArticle *unit)
{
    g_autofree char *label = xml_attribute(unit->div, "LABEL");
    if (label != NULL && !unit->is_page && !g_str_has_suffix(label, "..."))
        article_set_string(article, ARTICLE_HEADLINE, label, PROVENANCE_CONTAINER);
    for (const XmlNode *div = xml_parent(unit->div); div != NULL; div = xml_parent(div)) {
        if (!xml_attribute_is(div, "TYPE", "SECTION"))
            continue;
        g_autofree char *section = xml_attribute(div, "LABEL");
        article_set_string(article, ARTICLE_SECTION, section, PROVENANCE_CONTAINER);
        return;
    }
}

/* The newspaper is the issue's host, or the issue bears its title. */
static void describe_issue(const MetsReader *reader, Article *article)
{
    const XmlNode *mods = mods_of(reader->issue->description);
    const XmlNode *host = mods == NULL ? NULL : xml_child(mods, "relatedItem");
    for (; host != NULL; host = xml_next(host)) {
        if (xml_attribute_is(host, "type", "host"))
            set_title(article, ARTICLE_SOURCE, host, PROVENANCE_CONTAINER);
    }
    set_title(article, ARTICLE_SOURCE, mods, PROVENANCE_CONTAINER);
    const XmlNode *root = xml_document_root(reader->document);
    g_autofree char *label = xml_attribute(root, "LABEL");
    article_set_string(article, ARTICLE_SOURCE, label, PROVENANCE_CONTAINER);
    if (mods != NULL)
        set_line(article, ARTICLE_PLACE, xml_descendant(mods, "placeTerm"), PROVENANCE_CONTAINER);
    if (reader->published.precision != DATE_PRECISION_NONE)
        article_set_published(article, &reader->published, reader->published_from,
                              reader->published_from == PROVENANCE_PATH ? PATH_CONFIDENCE
                                                                        : ISSUE_CONFIDENCE);
}

/* An id that holds in all archives, where the issue has one. */
static void set_id(const MetsReader *reader, const MetsArticle *unit, Article *article)
{
    g_autofree char *issue = xml_attribute(xml_document_root(reader->document), "OBJID");
    g_autofree char *division = xml_attribute(unit->div, "ID");
    if (issue == NULL || division == NULL)
        return;
    g_autofree char *id = g_strdup_printf("mets:%s#%s", issue, division);
    article_set_string(article, ARTICLE_ID, id, PROVENANCE_RECORD);
}

static gboolean read_date(const MetsReader *reader, const XmlNode *node, Date *date)
{
    g_autofree char *text = node == NULL ? NULL : xml_line(node);
    return text != NULL && date_parse(text, strlen(text), &reader->dates, date, NULL);
}

/* That of the issue; where METS holds a placeholder, that of the path. Never that of the scan. */
static void date_issue(MetsReader *reader)
{
    const XmlNode *description = reader->issue->description;
    reader->published = (Date){0};
    reader->published_from = PROVENANCE_CONTAINER;
    if (description != NULL &&
        (read_date(reader, xml_descendant(description, "dateIssued"), &reader->published) ||
         read_date(reader, xml_descendant(description, "date"), &reader->published)))
        return;
    reader->published = (Date){0};
    if (date_from_path(reader->context->path, &reader->dates, &reader->published))
        reader->published_from = PROVENANCE_PATH;
}

/* Articles */

/* Puts the words of the article into `print`. FALSE where some of them are missing. */
static gboolean print_areas(MetsReader *reader, const MetsArticle *unit, PrintedPage *print,
                            gboolean has_subtitle)
{
    gsize length = 0;
    gboolean is_whole = TRUE;
    for (guint i = 0; i < unit->areas->len; i++) {
        const MetsArea *area = g_ptr_array_index(unit->areas, i);
        if (area->is_subtitle && has_subtitle)
            continue;
        const AltoPage *page = get_page(reader, area->file);
        if (page == NULL || length > ARTICLE_BODY_CEILING || reader->printed > ISSUE_TEXT_CEILING) {
            is_whole = FALSE;
            continue;
        }
        is_whole = is_whole && !alto_page_is_cut(page);
        gsize printed;
        if (area->begin == NULL) {
            printed = alto_page_print_blocks(page, "article", print);
        } else {
            printed_page_add_block(print, area->role, "article");
            printed = alto_page_print(page, area->begin, area->end, print);
        }
        length += printed;
        reader->printed += printed;
    }
    return is_whole;
}

static gboolean read_article(MetsReader *reader, const MetsArticle *unit, Article *article)
{
    if (reader->context->language != NULL)
        article_set_language(article, reader->context->language, PROVENANCE_OPTION);
    const XmlNode *mods = mods_of(unit->description);
    if (mods != NULL) {
        set_title(article, ARTICLE_HEADLINE, mods, PROVENANCE_RECORD);
        set_line(article, ARTICLE_SUBTITLE, xml_path(mods, "titleInfo/subTitle"),
                 PROVENANCE_RECORD);
        set_authors(article, mods);
    }
    if (!set_language(article, unit->description))
        set_language(article, reader->issue->description);
    set_id(reader, unit, article);
    article_set_string(article, ARTICLE_PAGE, unit->page, PROVENANCE_RECORD);
    describe_issue(reader, article);

    g_autoptr(PrintedPage) print = printed_page_new();
    DateContext dates = reader->dates;
    if (reader->published.precision >= DATE_PRECISION_DAY)
        dates.reference = reader->published;
    gboolean has_subtitle = article_get(article, ARTICLE_SUBTITLE) != NULL;
    gboolean is_whole = print_areas(reader, unit, print, has_subtitle);
    gboolean has_text = printed_page_next(print, article, &dates);
    set_labels(article, unit);
    article->offset = reader->offset;
    article->length = reader->length;
    article->flags |= !is_whole || reader->is_cut ? ARTICLE_TRUNCATED : 0;
    article->flags |= xml_document_is_repaired(reader->document) ? ARTICLE_REPAIRED : 0;
    article->flags |= unit->is_page ? ARTICLE_PRINTED_PAGE : 0;
    return has_text || (is_whole && article_has_text(article));
}

/* Opens the next issue; FALSE where there is none, with its status. */
static gboolean next_issue(MetsReader *reader, Article *article, ReadStatus *status, GError **error)
{
    XmlItem item;
    GError *failure = NULL;
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
    if (reader->document == NULL) {
        *status = READ_SKIPPED;
        return FALSE;
    }
    reader->issue = mets_issue_read(xml_document_root(reader->document));
    date_issue(reader);
    if (reader->issue->articles->len > 0)
        return TRUE;
    forget_issue(reader);
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, "METS without text");
    *status = READ_SKIPPED;
    return FALSE;
}

/* Tells of a missing page; FALSE where there is none to tell of. */
static gboolean tell_failure(MetsReader *reader, Article *article, GError **error)
{
    if (reader->failures->len == 0)
        return FALSE;
    article->offset = reader->offset;
    article->length = reader->length;
    g_propagate_error(error, g_ptr_array_steal_index(reader->failures, 0));
    return TRUE;
}

static ReadStatus mets_next(gpointer state, Article *article, GError **error)
{
    MetsReader *reader = state;
    if (tell_failure(reader, article, error))
        return READ_SKIPPED;
    if (reader->issue != NULL && reader->next == reader->issue->articles->len)
        forget_issue(reader);
    ReadStatus status;
    if (reader->issue == NULL && !next_issue(reader, article, &status, error))
        return status;
    const MetsArticle *unit = g_ptr_array_index(reader->issue->articles, reader->next++);
    if (read_article(reader, unit, article)) {
        article_finish(article);
        return READ_ARTICLE;
    }
    gboolean is_cut = (article->flags & ARTICLE_TRUNCATED) != 0;
    article_clear(article);
    article->offset = reader->offset;
    article->length = reader->length;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED,
                        is_cut ? "article whose pages are missing" : "article without text");
    return READ_SKIPPED;
}

const Reader mets_reader = {
    .name = "mets",
    .summary = "METS, issues of newspapers whose pages are ALTO",
    .extensions = "xml",
    .version = 2,
    .has_parts = TRUE,
    .sniff = mets_sniff,
    .open = mets_open,
    .next = mets_next,
    .close = mets_close,
};
