/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The readers by their table, and the parsers. */
#include "tests/fuzz/targets.h"

#include <string.h>

#include "indexer/charset.h"
#include "indexer/extract/page.h"
#include "indexer/extract/pdf-pages.h"
#include "indexer/xml-document.h"
#include "indexer/xml-splitter.h"
#include "morgue/date-parse.h"
#include "morgue/error.h"
#include "morgue/query.h"
#include "tests/fuzz/damaged-index.h"
#include "tests/fuzz/damaged-shard.h"
#include "tests/support/article-dump.h"

/* No input of a few KiB holds more; a reader that goes on does not end. */
#define RESULTS_MAX 100000

/* Sources that give so many bytes at a time, by the input's length: all, or in pieces. */
static const gsize steps[] = {0, 1, 7, 4096};

typedef struct {
    const guint8 *bytes;
    gsize length;
} Input;

static gsize step_of(gsize length)
{
    return steps[length % G_N_ELEMENTS(steps)];
}

/* What follows the last mark is what every other file of the unit holds; without it, the input. */
static Source *open_sibling(gpointer data, const char *name, GError **error)
{
    static const char mark[] = "<!--sibling-->";
    const Input *input = data;
    if (strlen(name) % 8 == 0) {
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_INPUT, "no such file");
        return NULL;
    }
    const guint8 *bytes = input->bytes;
    gsize length = input->length;
    const char *found = g_strrstr_len((const char *)bytes, (gssize)length, mark);
    if (found != NULL) {
        bytes = (const guint8 *)found + strlen(mark);
        length = (gsize)(input->bytes + input->length - bytes);
    }
    return source_open_memory(bytes, length, 0, name);
}

static void read_all(const Reader *reader, Source *source, const ReaderContext *context)
{
    g_autoptr(GError) error = NULL;
    gpointer state = reader->open(source, context, &error);
    g_assert((state == NULL) == (error != NULL));
    if (state == NULL)
        return;
    g_autoptr(Article) article = article_new();
    ReadStatus status = READ_ARTICLE;
    for (guint i = 0; status == READ_ARTICLE || status == READ_SKIPPED; i++) {
        g_assert(i < RESULTS_MAX);
        article_clear(article);
        status = reader->next(state, article, &error);
        g_assert((error != NULL) == (status == READ_SKIPPED || status == READ_FAILED));
        g_clear_error(&error);
        if (status == READ_ARTICLE)
            article_check(article);
    }
    reader->close(state);
}

static void run_reader(const Reader *reader, const guint8 *bytes, gsize length)
{
    Input input = {bytes, length};
    gboolean is_captured = length % 3 == 0;
    const ReaderContext context = {
        .path = "archive/2019/03/12/page.x",
        .today = date_from_ymd(2030, 1, 1),
        .url = is_captured ? "https://news.example/2019/03/12/story" : NULL,
        .captured = is_captured ? date_from_ymd(2020, 2, 29) : (Date){0},
        .open_sibling = open_sibling,
        .sibling_data = &input,
    };
    g_autoptr(GError) error = NULL;
    Source *inner = source_open_memory(bytes, length, step_of(length), "page.x");
    g_autoptr(Source) source = source_decompress(inner, &error);
    if (source == NULL)
        return;
    reader_recognise(source, NULL);
    read_all(reader, source, &context);
}

/* Whatever the bytes are taken for. */
static void run_recognise(const guint8 *bytes, gsize length)
{
    g_autoptr(GError) error = NULL;
    Source *inner = source_open_memory(bytes, length, step_of(length), "file");
    g_autoptr(Source) source = source_decompress(inner, &error);
    const Reader *reader = source == NULL ? NULL : reader_recognise(source, NULL);
    const ReaderContext context = {.path = "file", .today = date_from_ymd(2030, 1, 1)};
    if (reader != NULL && strcmp(reader->name, "pdf") != 0)
        read_all(reader, source, &context);
}

/* What we make of the text of a PDF, whatever pdftotext may write. */
static void run_pdf_text(const guint8 *bytes, gsize length)
{
    const ReaderContext context = {.path = length % 2 == 0 ? "2019/03/12/page.pdf" : "page.pdf",
                                   .today = date_from_ymd(2030, 1, 1)};
    g_autoptr(Source) text = source_open_memory(bytes, length, step_of(length), "page.pdf");
    g_autoptr(PdfPages) pages = pdf_pages_new(text, &context);
    g_autoptr(Article) article = article_new();
    for (guint i = 0; pdf_pages_next(pages, article); i++) {
        g_assert(i < RESULTS_MAX);
        article_check(article);
        article_clear(article);
    }
}

static void run_charset(const guint8 *bytes, gsize length)
{
    static const char *const labels[] = {NULL, "gb18030", "shift_jis", "utf-16", "koi8-r"};
    CharsetResult result;
    GString *text =
        charset_decode(bytes, length, labels[length % G_N_ELEMENTS(labels)], NULL, &result);
    g_assert(g_utf8_validate(text->str, (gssize)text->len, NULL));
    g_string_free(text, TRUE);
}

static void run_date(const guint8 *bytes, gsize length)
{
    DateContext context;
    const Date today = date_from_ymd(2030, 1, 1);
    date_context_init(&context, &today);
    context.epoch_allowed = context.relative_allowed = TRUE;
    context.language = length % 2 == 0 ? "en-US" : "hr";
    Date date;
    g_autoptr(GError) error = NULL;
    if (date_parse((const char *)bytes, length, &context, &date, &error))
        g_assert(date_valid(&date));
    g_autofree char *path = g_strndup((const char *)bytes, length);
    if (date_from_path(path, &context, &date))
        g_assert(date_valid(&date));
}

static void run_query(const guint8 *bytes, gsize length)
{
    const Date today = date_from_ymd(2030, 1, 1);
    const QueryOptions options = {.today = &today};
    g_autoptr(GError) error = NULL;
    g_autoptr(QueryNode) query = query_parse((const char *)bytes, length, &options, &error);
    g_assert((query == NULL) == (error != NULL));
    if (query != NULL)
        g_free(query_node_to_string(query));
}

static void run_xml(const guint8 *bytes, gsize length)
{
    g_autoptr(XmlDocument) document = xml_document_parse(bytes, length, NULL, NULL);
    const XmlNode *root = document == NULL ? NULL : xml_document_root(document);
    for (const XmlNode *node = root; node != NULL; node = xml_following(root, node)) {
        g_free(xml_line(node));
        g_free(xml_attribute(node, "id"));
    }
    if (root != NULL)
        g_free(xml_inner_markup(root));
    g_autoptr(Source) source = source_open_memory(bytes, length, step_of(length), "file.xml");
    g_autoptr(XmlSplitter) splitter = xml_splitter_new(source, "item entry url");
    XmlItem item;
    while (xml_splitter_next(splitter, &item, NULL)) {
        XmlDocument *part = xml_splitter_document(splitter, &item, NULL);
        xml_document_free(part);
    }
    XmlDocument *head = xml_splitter_head_document(splitter, NULL);
    xml_document_free(head);
}

static const FuzzTarget parsers[] = {
    {"recognise", NULL, run_recognise},
    {"charset", NULL, run_charset},
    {"date", NULL, run_date},
    {"query", NULL, run_query},
    {"xml", NULL, run_xml},
    {"pdf-text", NULL, run_pdf_text},
    {"index", NULL, damaged_index_run},
    {"merge", NULL, damaged_shard_run},
};

gboolean fuzz_target_find(const char *name, FuzzTarget *target)
{
    for (gsize i = 0; i < G_N_ELEMENTS(parsers); i++) {
        if (strcmp(parsers[i].name, name) == 0) {
            *target = parsers[i];
            return TRUE;
        }
    }
    const Reader *reader = reader_find(name);
    *target = (FuzzTarget){name, reader, NULL};
    return reader != NULL;
}

const char **fuzz_target_names(void)
{
    GPtrArray *names = g_ptr_array_new();
    for (gsize i = 0; i < G_N_ELEMENTS(parsers); i++)
        g_ptr_array_add(names, (gpointer)parsers[i].name);
    for (const Reader *const *reader = reader_table(); *reader != NULL; reader++)
        g_ptr_array_add(names, (gpointer)(*reader)->name);
    g_ptr_array_add(names, NULL);
    return (const char **)g_ptr_array_free(names, FALSE);
}

void fuzz_target_run(const FuzzTarget *target, const guint8 *bytes, gsize length)
{
    if (target->reader != NULL)
        run_reader(target->reader, bytes, length);
    else
        target->run(bytes, length);
}
