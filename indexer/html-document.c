/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parser's events written down as an array of nodes. */
#include "indexer/html-document.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>
#include <string.h>

#include "indexer/charset-repair.h"
#include "indexer/source.h"

/* Where html_node() of a child points before its parent has ended. */
#define NO_NODE G_MAXUINT32

/* libxml2 looks through all open elements at every wrong end tag: after this many such looks the
 * rest of a page is given up. A broken page of 1 MB needs some 10⁵. */
#define TANGLE_LIMIT ((guint64)300000000)

/* libxml2 compares each attribute of a tag with all before it. */
#define TAG_WORDS_LIMIT 2000

typedef struct {
    const char *name;
    gboolean block;
} TagRow;

static const TagRow tag_table[] = {
    {"a", FALSE},         {"address", TRUE},  {"applet", FALSE},    {"article", TRUE},
    {"aside", TRUE},      {"audio", FALSE},   {"b", FALSE},         {"base", FALSE},
    {"blockquote", TRUE}, {"body", TRUE},     {"br", FALSE},        {"button", FALSE},
    {"canvas", FALSE},    {"caption", TRUE},  {"center", TRUE},     {"cite", FALSE},
    {"datalist", FALSE},  {"dd", TRUE},       {"details", TRUE},    {"dialog", TRUE},
    {"div", TRUE},        {"dl", TRUE},       {"dt", TRUE},         {"em", FALSE},
    {"embed", FALSE},     {"fieldset", TRUE}, {"figcaption", TRUE}, {"figure", TRUE},
    {"font", FALSE},      {"footer", TRUE},   {"form", TRUE},       {"frame", TRUE},
    {"frameset", TRUE},   {"h1", TRUE},       {"h2", TRUE},         {"h3", TRUE},
    {"h4", TRUE},         {"h5", TRUE},       {"h6", TRUE},         {"head", TRUE},
    {"header", TRUE},     {"hr", TRUE},       {"html", TRUE},       {"i", FALSE},
    {"iframe", TRUE},     {"img", FALSE},     {"input", FALSE},     {"label", FALSE},
    {"legend", TRUE},     {"li", TRUE},       {"link", FALSE},      {"main", TRUE},
    {"menu", TRUE},       {"meta", FALSE},    {"nav", TRUE},        {"noframes", TRUE},
    {"noscript", TRUE},   {"object", FALSE},  {"ol", TRUE},         {"option", TRUE},
    {"p", TRUE},          {"pre", TRUE},      {"q", FALSE},         {"rp", FALSE},
    {"rt", FALSE},        {"script", FALSE},  {"section", TRUE},    {"select", TRUE},
    {"span", FALSE},      {"strong", FALSE},  {"style", FALSE},     {"summary", TRUE},
    {"svg", FALSE},       {"table", TRUE},    {"tbody", TRUE},      {"td", TRUE},
    {"template", TRUE},   {"textarea", TRUE}, {"tfoot", TRUE},      {"th", TRUE},
    {"thead", TRUE},      {"time", FALSE},    {"title", TRUE},      {"tr", TRUE},
    {"u", FALSE},         {"ul", TRUE},       {"video", FALSE},
};
G_STATIC_ASSERT(G_N_ELEMENTS(tag_table) == HTML_TEXT);

static const char *const attribute_table[] = {
    "aria-hidden", "class",     "content",  "datetime", "hidden", "href",     "id",
    "itemprop",    "itemscope", "itemtype", "lang",     "name",   "property", "pubdate",
    "rel",         "role",      "style",    "title",    "type",   "value",    "xml:lang",
};
G_STATIC_ASSERT(G_N_ELEMENTS(attribute_table) == HTML_ATTRIBUTE_DATA);

typedef struct {
    guint32 attribute; /* HtmlAttribute */
    guint32 value;     /* offset in the document's values */
} AttributeValue;

typedef struct {
    HtmlDocument *document;
    xmlParserCtxtPtr parser;
    guint32 open;      /* the innermost open element */
    guint32 depth;     /* how many are open */
    guint32 preserved; /* how many of them are pre or textarea */
    guint64 tangle;    /* work done by the parser on wrong end tags */
    gboolean in_data;  /* within a script whose text is kept */
} Builder;

static int compare_tag_row(const void *key, const void *row)
{
    return strcmp(key, ((const TagRow *)row)->name);
}

static HtmlTag tag_from_name(const char *name)
{
    const TagRow *row =
        bsearch(name, tag_table, G_N_ELEMENTS(tag_table), sizeof tag_table[0], compare_tag_row);
    return row != NULL ? (HtmlTag)(row - tag_table) : HTML_UNKNOWN;
}

gboolean html_is_element(const char *name, gsize length)
{
    static const char *const never_in_a_standard[] = {"blink", "marquee", "nobr", NULL};
    char lower[16];
    if (length == 0 || length >= sizeof lower)
        return FALSE;
    for (gsize i = 0; i < length; i++)
        lower[i] = g_ascii_tolower(name[i]);
    lower[length] = '\0';
    return tag_from_name(lower) != HTML_UNKNOWN || htmlTagLookup((const xmlChar *)lower) != NULL ||
           g_strv_contains(never_in_a_standard, lower);
}

static int compare_attribute_name(const void *key, const void *row)
{
    return strcmp(key, *(const char *const *)row);
}

static HtmlAttribute attribute_from_name(const char *name)
{
    const char *const *row = bsearch(name, attribute_table, G_N_ELEMENTS(attribute_table),
                                     sizeof attribute_table[0], compare_attribute_name);
    return row != NULL ? (HtmlAttribute)(row - attribute_table) : HTML_ATTRIBUTE_COUNT;
}

gboolean html_is_block(HtmlTag tag)
{
    return tag < HTML_TEXT ? tag_table[tag].block : tag == HTML_ROOT;
}

static HtmlNode *builder_node(Builder *builder, guint32 node)
{
    return &g_array_index(builder->document->nodes, HtmlNode, node);
}

static guint32 builder_add_node(Builder *builder, HtmlTag tag)
{
    HtmlDocument *document = builder->document;
    const HtmlNode node = {
        .parent = builder->open,
        .end = NO_NODE,
        .text = (guint32)document->text->len,
        .attributes = document->attributes->len,
        .tag = (guint8)tag,
    };
    g_array_append_val(document->nodes, node);
    return document->count++;
}

/* Only references (`&#146;`) still bring C1 controls: they mean windows-1252 (formats.md §4). */
static gboolean is_c1(const char *text)
{
    return (guchar)text[0] == 0xc2 && (guchar)text[1] >= 0x80 && (guchar)text[1] < 0xa0;
}

static void append_value(GString *values, const char *value)
{
    const char *at;
    while ((at = strstr(value, "\xc2")) != NULL) {
        gboolean is_control = is_c1(at);
        g_string_append_len(values, value, at - value + (is_control ? 0 : 1));
        if (is_control)
            g_string_append_unichar(values, charset_windows_1252((guint8)at[1]));
        value = at + (is_control ? 2 : 1);
    }
    g_string_append_len(values, value, (gssize)strlen(value) + 1);
}

static void builder_add_value(Builder *builder, guint32 node, HtmlAttribute attribute,
                              const char *value)
{
    HtmlDocument *document = builder->document;
    HtmlNode *self = builder_node(builder, node);
    if (self->attribute_count == G_MAXUINT16)
        return;
    const AttributeValue row = {.attribute = attribute, .value = (guint32)document->values->len};
    g_array_append_val(document->attributes, row);
    append_value(document->values, value);
    self->attribute_count++;
}

static gboolean is_data_script(const HtmlDocument *document, guint32 node)
{
    const char *type = html_attribute(document, node, HTML_ATTRIBUTE_TYPE);
    return type != NULL && g_ascii_strncasecmp(type, "application/ld+json", 19) == 0;
}

static gboolean keeps_space(HtmlTag tag)
{
    return tag == HTML_PRE || tag == HTML_TEXTAREA;
}

static void on_start(void *data, const xmlChar *name, const xmlChar **attributes)
{
    Builder *builder = data;
    HtmlTag tag = tag_from_name((const char *)name);
    guint32 node = builder_add_node(builder, tag);
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2) {
        HtmlAttribute attribute = attribute_from_name((const char *)attributes[0]);
        const char *value = attributes[1] != NULL ? (const char *)attributes[1] : "";
        if (attribute != HTML_ATTRIBUTE_COUNT)
            builder_add_value(builder, node, attribute, value);
    }
    builder->open = node;
    builder->depth++;
    builder->preserved += keeps_space(tag) ? 1 : 0;
    builder->in_data = tag == HTML_SCRIPT && is_data_script(builder->document, node);
    if (builder->in_data)
        builder_add_value(builder, node, HTML_ATTRIBUTE_DATA, "");
}

/* libxml2 balances the events: the end is always that of the innermost open element. */
static void on_end(void *data, const xmlChar *name)
{
    Builder *builder = data;
    (void)name;
    if (builder->open == 0)
        return;
    HtmlNode *node = builder_node(builder, builder->open);
    node->end = builder->document->count;
    builder->preserved -= keeps_space((HtmlTag)node->tag) ? 1 : 0;
    builder->open = node->parent;
    builder->depth--;
    builder->in_data = FALSE;
}

/* Appends text with each run of white space as one blank, across the borders of elements too. */
static void append_collapsed(GString *out, const char *text, gsize length)
{
    gsize before = out->len;
    g_string_set_size(out, before + length);
    char *end = out->str + before;
    gboolean after_blank = before == 0 || end[-1] == ' ';
    for (gsize i = 0; i < length; i++) {
        gboolean is_blank = g_ascii_isspace(text[i]);
        if (!is_blank || !after_blank)
            *end++ = is_blank ? ' ' : text[i];
        after_blank = is_blank;
    }
    g_string_truncate(out, (gsize)(end - out->str));
}

/* Scripts and styles; and what is over a word to say how it is read, which says it twice. */
static gboolean is_without_text(HtmlTag tag)
{
    return tag == HTML_SCRIPT || tag == HTML_STYLE || tag == HTML_RT || tag == HTML_RP;
}

static void on_text(void *data, const xmlChar *bytes, int length)
{
    Builder *builder = data;
    HtmlDocument *document = builder->document;
    char mended[6];
    if (length == 2 && is_c1((const char *)bytes)) { /* references come alone */
        length = g_unichar_to_utf8(charset_windows_1252(bytes[1]), mended);
        bytes = (const xmlChar *)mended;
    }
    if (builder->in_data) {
        g_string_truncate(document->values, document->values->len - 1);
        g_string_append_len(document->values, (const char *)bytes, length);
        g_string_append_c(document->values, '\0');
        return;
    }
    if (is_without_text((HtmlTag)builder_node(builder, builder->open)->tag))
        return;
    guint32 last = document->count - 1;
    gsize before = document->text->len;
    gboolean joins = builder_node(builder, last)->tag == HTML_TEXT &&
                     builder_node(builder, last)->parent == builder->open;
    guint32 node = joins ? last : builder_add_node(builder, HTML_TEXT);
    if (builder->preserved > 0)
        g_string_append_len(document->text, (const char *)bytes, length);
    else
        append_collapsed(document->text, (const char *)bytes, (gsize)length);
    if (document->text->len == before && !joins) {
        g_array_set_size(document->nodes, --document->count);
        return;
    }
    builder_node(builder, node)->end = document->count;
}

static void on_error(void *data, xmlErrorPtr error)
{
    Builder *builder = data;
    (void)error;
    builder->tangle += builder->depth;
    if (builder->tangle < TANGLE_LIMIT)
        return;
    builder->document->truncated = TRUE;
    xmlStopParser(builder->parser);
}

static void close_open_nodes(Builder *builder)
{
    HtmlDocument *document = builder->document;
    for (guint32 node = 0; node < document->count; node++)
        if (builder_node(builder, node)->end == NO_NODE)
            builder_node(builder, node)->end = document->count;
    const HtmlNode last = {
        .end = document->count + 1, .text = (guint32)document->text->len, .tag = HTML_UNKNOWN};
    g_array_append_val(document->nodes, last);
}

static gboolean begins(const char *at, const char *end, const char *mark)
{
    gsize length = strlen(mark);
    return (gsize)(end - at) >= length && g_ascii_strncasecmp(at, mark, length) == 0;
}

/* The end of the tag that begins at `at`, after its `>`; `words` is set to at least how many
 * attributes it has. */
static const char *find_tag_end(const char *at, const char *end, guint *words)
{
    char quote = '\0';
    *words = 0;
    for (; at < end; at++) {
        if (quote != '\0') {
            *words += *at == quote ? 1 : 0;
            quote = *at == quote ? '\0' : quote;
        } else if (*at == '>') {
            return at + 1;
        } else if ((*at == '"' || *at == '\'') && at[-1] == '=') {
            quote = *at;
        } else if (g_ascii_isspace(*at) || *at == '/') {
            ++*words;
        }
    }
    return end;
}

/* Where the content of a script or style ends: before its end tag, or `end`. */
static const char *find_raw_end(const char *at, const char *end, const char *closing)
{
    while (at < end) {
        const char *found = memchr(at, '<', (gsize)(end - at));
        if (found == NULL || begins(found, end, closing))
            return found != NULL ? found : end;
        at = found + 1;
    }
    return end;
}

/* Where the next comment ends, before its `-->`; `end` where none does. */
static const char *find_comment_end(const char *at, const char *end)
{
    const char *close = g_strstr_len(at, end - at, "-->");
    return close != NULL ? close : end;
}

/* Whether the tag [at, end) opens a script whose text is kept. */
static gboolean is_data_tag(const char *at, const char *end)
{
    return g_strstr_len(at, end - at, "ld+json") != NULL;
}

/* Copies a tag; passes over what it opens if that has no text. Returns where to go on. */
static const char *copy_tag(GString *out, const char *at, const char *end)
{
    guint words;
    const char *tag_end = find_tag_end(at + 1, end, &words);
    if (words > TAG_WORDS_LIMIT)
        return tag_end;
    g_string_append_len(out, at, tag_end - at);
    if (begins(at, end, "<script")) {
        const char *raw_end = find_raw_end(tag_end, end, "</script");
        if (is_data_tag(at, tag_end))
            g_string_append_len(out, tag_end, raw_end - tag_end);
        return raw_end;
    }
    if (begins(at, end, "<style"))
        return find_raw_end(tag_end, end, "</style");
    return tag_end;
}

/*
 * The page without comments, scripts and styles, which are more than half of most pages, and
 * without tags of thousands of attributes.
 */
static GString *copy_visible(const char *text, gsize length)
{
    GString *out = g_string_sized_new(length + 1);
    const char *end = text + length;
    const char *comment_end = text;
    for (const char *at = text; at < end;) {
        const char *tag = memchr(at, '<', (gsize)(end - at));
        tag = tag != NULL ? tag : end;
        g_string_append_len(out, at, tag - at);
        at = tag;
        if (begins(at, end, "<!--")) {
            if (comment_end < at + 2)
                comment_end = find_comment_end(at + 2, end);
            at = comment_end < end ? comment_end + 3 : at + 4;
        } else if (at + 1 < end && g_ascii_isalpha(at[1])) {
            at = copy_tag(out, at, end);
        } else if (at + 2 < end && at[1] == '/' && !g_ascii_isalpha(at[2])) {
            /* `</>` and `</ p>` end nothing. */
            const char *close = memchr(at, '>', (gsize)(end - at));
            at = close != NULL ? close + 1 : end;
        } else if (at < end) {
            g_string_append_c(out, *at++);
        }
    }
    return out;
}

static void prepare_library(void)
{
    xmlInitParser();
}

static void run_parser(Builder *builder, const char *text, int length)
{
    xmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(text, length);
    if (parser == NULL)
        return;
    memset(parser->sax, 0, sizeof *parser->sax);
    parser->sax->startElement = on_start;
    parser->sax->endElement = on_end;
    parser->sax->characters = on_text;
    parser->sax->cdataBlock = on_text;
    parser->sax->ignorableWhitespace = on_text;
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NODEFDTD |
                                   HTML_PARSE_IGNORE_ENC | HTML_PARSE_NOERROR |
                                   HTML_PARSE_NOWARNING | XML_PARSE_HUGE);
    parser->sax->serror = on_error;
    parser->sax->initialized = XML_SAX2_MAGIC;
    parser->userData = builder;
    builder->parser = parser;
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(parser);
    xmlFreeDoc(parser->myDoc);
    parser->myDoc = NULL;
    htmlFreeParserCtxt(parser);
}

HtmlDocument *html_document_parse(const char *text, gsize length)
{
    static pthread_once_t prepared = PTHREAD_ONCE_INIT;
    pthread_once(&prepared, prepare_library);

    HtmlDocument *document = g_new0(HtmlDocument, 1);
    gsize kept = MIN(length, SOURCE_ITEM_CEILING);
    document->truncated = kept < length;
    document->nodes = g_array_sized_new(FALSE, FALSE, sizeof(HtmlNode), (guint)(kept / 32 + 16));
    document->attributes = g_array_new(FALSE, FALSE, sizeof(AttributeValue));
    document->text = g_string_sized_new(kept / 4 + 16);
    document->values = g_string_sized_new(kept / 8 + 16);

    Builder builder = {.document = document};
    builder_add_node(&builder, HTML_ROOT);
    GString *visible = copy_visible(text, kept);
    if (visible->len > 0)
        run_parser(&builder, visible->str, (int)visible->len);
    g_string_free(visible, TRUE);
    close_open_nodes(&builder);
    return document;
}

void html_document_free(HtmlDocument *document)
{
    if (document == NULL)
        return;
    g_array_free(document->nodes, TRUE);
    g_array_free(document->attributes, TRUE);
    g_string_free(document->text, TRUE);
    g_string_free(document->values, TRUE);
    g_free(document);
}

const char *html_attribute(const HtmlDocument *document, guint32 node, HtmlAttribute attribute)
{
    const HtmlNode *self = html_node(document, node);
    for (guint32 i = 0; i < self->attribute_count; i++) {
        const AttributeValue *row =
            &g_array_index(document->attributes, AttributeValue, self->attributes + i);
        if (row->attribute == (guint32)attribute)
            return document->values->str + row->value;
    }
    return NULL;
}

static void append_blank(GString *text)
{
    if (text->len > 0 && text->str[text->len - 1] != ' ')
        g_string_append_c(text, ' ');
}

void html_append_text(const HtmlDocument *document, guint32 first, guint32 end, GString *text)
{
    guint32 last = first;
    for (guint32 node = first; node < end; last = node++) {
        const HtmlNode *self = html_node(document, node);
        if (html_closes_block(document, last, node))
            append_blank(text);
        if (self->tag == HTML_TEXT)
            append_collapsed(text, document->text->str + self->text,
                             html_text_length(document, node));
        else if (self->tag == HTML_TEMPLATE)
            node = self->end - 1;
        else if (self->tag == HTML_BR || html_is_block((HtmlTag)self->tag))
            append_blank(text);
    }
}

gboolean html_closes_block(const HtmlDocument *document, guint32 last, guint32 node)
{
    gboolean closes = FALSE;
    for (; last != 0 && html_node(document, last)->end <= node;
         last = html_node(document, last)->parent)
        closes = closes || html_is_block(html_tag(document, last));
    return closes;
}

char *html_subtree_text(const HtmlDocument *document, guint32 node)
{
    GString *text = g_string_new(NULL);
    html_append_text(document, node, html_node(document, node)->end, text);
    return g_strchomp(g_string_free(text, FALSE));
}

gboolean html_is_inside(const HtmlDocument *document, guint32 node, HtmlTag tag)
{
    while (node != 0) {
        node = html_node(document, node)->parent;
        if (html_tag(document, node) == tag)
            return TRUE;
    }
    return FALSE;
}

guint32 html_find(const HtmlDocument *document, guint32 from, guint32 end, HtmlTag tag)
{
    while (from < end && html_tag(document, from) != tag)
        from++;
    return from;
}

guint32 html_node_after(const HtmlDocument *document, guint32 from, guint32 bytes)
{
    guint32 limit = html_node(document, from)->text + bytes;
    while (from < document->count && html_node(document, from)->text <= limit)
        from++;
    return from;
}
