/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words, and which of them each element holds (ALTO schema 2.0; formats.md §8). */
#include "indexer/extract/alto-page.h"

#include <string.h>

#include "indexer/xml-splitter.h"
#include "morgue/error.h"

typedef struct {
    gsize text;       /* in the pool */
    guint line;       /* its ordinal: words of one line have the same */
    float confidence; /* 0 to 1, negative where the page does not say */
} AltoWord;

typedef struct {
    guint first, end; /* in the words */
} AltoSpan;

struct AltoPage {
    GString *pool; /* of words, each with its NUL */
    GArray *words;
    GArray *blocks;    /* AltoSpan of the text blocks in the print space */
    GArray *margins;   /* and of those in the margins: running heads, page numbers */
    GHashTable *spans; /* id → AltoSpan */
    guint lines;
    gboolean is_partial; /* the last word of the line may go on in the next one */
    gboolean is_cut;
};

AltoPage *alto_page_new(void)
{
    AltoPage *page = g_new0(AltoPage, 1);
    page->pool = g_string_new(NULL);
    page->words = g_array_new(FALSE, FALSE, sizeof(AltoWord));
    page->blocks = g_array_new(FALSE, FALSE, sizeof(AltoSpan));
    page->margins = g_array_new(FALSE, FALSE, sizeof(AltoSpan));
    page->spans = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return page;
}

void alto_page_free(AltoPage *page)
{
    if (page == NULL)
        return;
    g_string_free(page->pool, TRUE);
    g_array_unref(page->words);
    g_array_unref(page->blocks);
    g_array_unref(page->margins);
    g_hash_table_destroy(page->spans);
    g_free(page);
}

/* Reading */

static void add_word(AltoPage *page, const char *text, float confidence)
{
    const AltoWord word = {page->pool->len, page->lines, confidence};
    g_array_append_val(page->words, word);
    g_string_append_len(page->pool, text, (gssize)strlen(text) + 1);
}

/* A divided word stands whole where it begins; what is left of it on the next line is no word. */
static void read_string(AltoPage *page, const XmlNode *string)
{
    g_autofree char *whole = xml_attribute(string, "SUBS_CONTENT");
    if (whole != NULL && xml_attribute_is(string, "SUBS_TYPE", "HypPart2"))
        return;
    gboolean is_first = whole != NULL && xml_attribute_is(string, "SUBS_TYPE", "HypPart1");
    g_autofree char *content = is_first ? NULL : xml_attribute(string, "CONTENT");
    g_autofree char *confidence = xml_attribute(string, "WC");
    const char *text = is_first ? whole : content;
    page->is_partial = content != NULL;
    if (text != NULL)
        add_word(page, text,
                 confidence == NULL ? -1 : (float)CLAMP(g_ascii_strtod(confidence, NULL), 0, 1));
}

/* The hyphen at a line's end, where the word is not given whole. */
static void read_hyphen(AltoPage *page)
{
    if (!page->is_partial)
        return;
    g_string_truncate(page->pool, page->pool->len - 1);
    g_string_append_len(page->pool, "-", 2);
    page->is_partial = FALSE;
}

static gboolean is_in_margin(const XmlNode *page, const XmlNode *node)
{
    for (; node != page; node = xml_parent(node)) {
        if (g_str_has_suffix(xml_name(node), "Margin"))
            return TRUE;
    }
    return FALSE;
}

/* An element whose words are being read. */
typedef struct {
    const XmlNode *node;
    guint first;
} OpenElement;

static void close_element(AltoPage *page, const XmlNode *top, const OpenElement *open)
{
    const AltoSpan span = {open->first, page->words->len};
    char *id = xml_attribute(open->node, "ID");
    if (id != NULL && !g_hash_table_contains(page->spans, id))
        g_hash_table_insert(page->spans, id, g_memdup2(&span, sizeof span));
    else
        g_free(id);
    if (xml_is(open->node, "TextBlock") && span.first < span.end)
        g_array_append_val(is_in_margin(top, open->node) ? page->margins : page->blocks, span);
}

void alto_page_add(AltoPage *page, const XmlNode *element)
{
    g_autoptr(GArray) opened = g_array_new(FALSE, FALSE, sizeof(OpenElement));
    for (const XmlNode *node = element; node != NULL; node = xml_following(element, node)) {
        while (opened->len > 0) {
            const OpenElement *last = &g_array_index(opened, OpenElement, opened->len - 1);
            if (last->node == xml_parent(node))
                break;
            close_element(page, element, last);
            g_array_set_size(opened, opened->len - 1);
        }
        const OpenElement open = {node, page->words->len};
        g_array_append_val(opened, open);
        if (xml_is(node, "TextLine")) {
            page->lines++;
            page->is_partial = FALSE;
        } else if (xml_is(node, "String")) {
            read_string(page, node);
        } else if (xml_is(node, "HYP")) {
            read_hyphen(page);
        }
    }
    while (opened->len > 0) {
        close_element(page, element, &g_array_index(opened, OpenElement, opened->len - 1));
        g_array_set_size(opened, opened->len - 1);
    }
}

AltoPage *alto_page_read(Source *source, GError **error)
{
    g_autoptr(XmlSplitter) splitter = xml_splitter_new(source, "Page");
    g_autoptr(AltoPage) page = alto_page_new();
    GError *failure = NULL;
    XmlItem item;
    gboolean is_empty = TRUE;
    while (xml_splitter_next(splitter, &item, &failure)) {
        g_autoptr(XmlDocument) document = xml_splitter_document(splitter, &item, error);
        if (document == NULL)
            return NULL;
        alto_page_add(page, xml_document_root(document));
        page->is_cut = page->is_cut || item.is_cut;
        is_empty = FALSE;
    }
    if (failure == NULL && is_empty)
        g_set_error_literal(&failure, MORGUE_ERROR, MORGUE_ERROR_INPUT, "no page of ALTO is in it");
    if (failure == NULL)
        return g_steal_pointer(&page);
    g_propagate_error(error, failure);
    return NULL;
}

gboolean alto_page_is_cut(const AltoPage *page)
{
    return page->is_cut;
}

/* Printing */

static gsize print_words(const AltoPage *page, guint first, guint end, PrintedPage *print)
{
    g_autoptr(GString) line = g_string_new(NULL);
    gsize length = 0;
    for (guint i = first; i < end; i++) {
        const AltoWord *word = &g_array_index(page->words, AltoWord, i);
        if (line->len > 0)
            g_string_append_c(line, ' ');
        g_string_append(line, page->pool->str + word->text);
        if (word->confidence >= 0)
            printed_page_add_confidence(print, word->confidence);
        if (i + 1 < end && word->line == g_array_index(page->words, AltoWord, i + 1).line)
            continue;
        printed_page_add_line(print, line->str);
        length += line->len;
        g_string_truncate(line, 0);
    }
    return length;
}

gsize alto_page_print(const AltoPage *page, const char *begin, const char *end, PrintedPage *print)
{
    const AltoSpan *from = g_hash_table_lookup(page->spans, begin);
    const AltoSpan *to = end == NULL ? from : g_hash_table_lookup(page->spans, end);
    if (from == NULL)
        return 0;
    return print_words(page, from->first, MAX(from->end, to == NULL ? 0 : to->end), print);
}

gsize alto_page_print_blocks(const AltoPage *page, const char *article, PrintedPage *print)
{
    const GArray *blocks = page->blocks->len > 0 ? page->blocks : page->margins;
    gsize length = 0;
    for (guint i = 0; i < blocks->len; i++) {
        const AltoSpan *span = &g_array_index(blocks, AltoSpan, i);
        printed_page_add_block(print, BLOCK_TEXT, article);
        length += print_words(page, span->first, span->end, print);
    }
    return length;
}
