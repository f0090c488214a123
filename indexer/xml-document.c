/* SPDX-License-Identifier: GPL-2.0-or-later */
/* XML through libxml2, which gets clean UTF-8 and may open nothing. */
#include "indexer/xml-document.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <pthread.h>
#include <string.h>

#include "indexer/charset.h"
#include "indexer/xml-clean.h"
#include "morgue/error.h"
#include "morgue/text.h"

#define PARSE_OPTIONS                                                            \
    (XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOCDATA | \
     XML_PARSE_COMPACT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC)

struct XmlDocument {
    xmlDoc *tree;
    const xmlNode *root;
    gboolean is_repaired;
};

/* Sniffing */

/* Passes over what begins with `mark`, up to the end of `close`. */
static gboolean pass(const char **at, const char *end, const char *mark, const char *close)
{
    gsize length = strlen(mark);
    if ((gsize)(end - *at) < length || g_ascii_strncasecmp(*at, mark, length) != 0)
        return FALSE;
    const char *found = g_strstr_len(*at, end - *at, close);
    *at = found == NULL ? end : found + strlen(close);
    return TRUE;
}

/* Passes over a DOCTYPE with its internal subset. */
static gboolean pass_doctype(const char **at, const char *end)
{
    const char *from = *at;
    if (!pass(at, end, "<!doctype", ">"))
        return FALSE;
    const char *bracket = memchr(from, '[', (gsize)(*at - from));
    if (bracket != NULL) {
        const char *close = g_strstr_len(bracket, end - bracket, "]");
        const char *last = close == NULL ? NULL : memchr(close, '>', (gsize)(end - close));
        *at = last == NULL ? end : last + 1;
    }
    return TRUE;
}

/* The first tag behind declaration, comments, processing instructions and DTD; NULL for none. */
static const char *find_root(const guint8 *bytes, gsize length)
{
    const char *at = (const char *)bytes, *end = at + length;
    gboolean moved = TRUE;
    while (moved) {
        while (at < end && g_ascii_isspace(*at))
            at++;
        moved = pass(&at, end, "\xef\xbb\xbf", "\xef\xbb\xbf") || pass(&at, end, "<!--", "-->") ||
                pass(&at, end, "<?", ">") || pass_doctype(&at, end);
    }
    if (end - at < 2 || *at != '<' || !(g_ascii_isalpha(at[1]) || at[1] == '_'))
        return NULL;
    return at;
}

gboolean xml_sniff_root(const guint8 *bytes, gsize length, char *name, gsize size)
{
    const char *at = find_root(bytes, length), *end = (const char *)bytes + length;
    if (at == NULL)
        return FALSE;
    const char *start = ++at;
    for (; at < end && (g_ascii_isalnum(*at) || strchr("_-.:", *at) != NULL) && *at != '\0'; at++) {
        if (*at == ':')
            start = at + 1;
    }
    if (at == end || at == start) /* cut in the name: another one for all we know */
        return FALSE;
    gsize kept = MIN(size - 1, (gsize)(at - start)); /* no NUL need follow the bytes */
    memcpy(name, start, kept);
    name[kept] = '\0';
    return TRUE;
}

gboolean xml_root_is_one_of(const guint8 *bytes, gsize length, const char *names)
{
    char name[64];
    if (!xml_sniff_root(bytes, length, name, sizeof name))
        return FALSE;
    g_auto(GStrv) list = g_strsplit(names, " ", -1);
    return g_strv_contains((const char *const *)list, name);
}

gboolean xml_root_has_attribute(const guint8 *bytes, gsize length, const char *name)
{
    const char *root = find_root(bytes, length), *end = (const char *)bytes + length;
    const char *close = root == NULL ? NULL : memchr(root, '>', (gsize)(end - root));
    gssize rest = root == NULL ? 0 : (close == NULL ? end : close) - root;
    gsize size = strlen(name);
    for (const char *at = root; rest > 0 && (at = g_strstr_len(at, rest, name)) != NULL;) {
        gboolean begins = g_ascii_isspace(at[-1]);
        at += size;
        rest = (close == NULL ? end : close) - at;
        if (begins && rest > 0 && (*at == '=' || g_ascii_isspace(*at)))
            return TRUE;
    }
    return FALSE;
}

/* Parsing */

static xmlParserInput *load_nothing(G_GNUC_UNUSED const char *url, G_GNUC_UNUSED const char *id,
                                    G_GNUC_UNUSED xmlParserCtxt *context)
{
    return NULL;
}

/* libxml2 keeps the loader for the whole process; HTML loads nothing either. */
static void prepare_library(void)
{
    xmlInitParser();
    xmlSetExternalEntityLoader(load_nothing);
}

/* What ids repeat or are no names does not matter, and nothing is printed. */
static void keep_quiet(G_GNUC_UNUSED void *data, G_GNUC_UNUSED const char *format, ...)
{
}

static XmlDocument *document_new(xmlDoc *tree, gboolean is_repaired)
{
    XmlDocument *document = g_new(XmlDocument, 1);
    *document = (XmlDocument){tree, xmlDocGetRootElement(tree), is_repaired};
    return document;
}

static XmlDocument *parse_text(const GString *text, gboolean is_repaired, GError **error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, prepare_library);
    xmlParserCtxt *context = xmlNewParserCtxt();
    if (context == NULL)
        g_error("out of memory");
    context->vctxt.error = keep_quiet; /* XML_PARSE_NOERROR does not reach it */
    context->vctxt.warning = keep_quiet;
    xmlDoc *tree =
        xmlCtxtReadMemory(context, text->str, (int)text->len, NULL, "UTF-8", PARSE_OPTIONS);
    const xmlError *failure = xmlCtxtGetLastError(context);
    XmlDocument *document = NULL;
    if (failure != NULL && failure->code == XML_ERR_ENTITY_LOOP)
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_LIMIT,
                            "XML entities expand without measure");
    else if (tree == NULL || xmlDocGetRootElement(tree) == NULL)
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT, "not an XML document, from line %d on",
                    failure == NULL ? 1 : failure->line);
    else
        document = document_new(g_steal_pointer(&tree), is_repaired || !context->wellFormed);
    xmlFreeDoc(tree);
    xmlFreeParserCtxt(context);
    return document;
}

XmlDocument *xml_document_parse(const guint8 *bytes, gsize length, const char *transport,
                                GError **error)
{
    CharsetResult charset;
    g_autofree char *declared = charset_declared(bytes, length);
    g_autoptr(GString) decoded = charset_decode(bytes, length, transport, declared, &charset);
    gboolean repaired;
    g_autoptr(GString) text = xml_clean(decoded->str, decoded->len, &repaired);
    return parse_text(text, repaired || charset.replaced > 0, error);
}

void xml_document_free(XmlDocument *document)
{
    if (document == NULL)
        return;
    xmlFreeDoc(document->tree);
    g_free(document);
}

gboolean xml_document_is_repaired(const XmlDocument *document)
{
    return document->is_repaired;
}

const XmlNode *xml_document_root(const XmlDocument *document)
{
    return document->root;
}

void xml_document_descend(XmlDocument *document, const XmlNode *node)
{
    document->root = node;
}

/* Names */

static const char *local_name(const xmlChar *name)
{
    const char *colon = strrchr((const char *)name, ':'); /* where the prefix is undeclared */
    return colon == NULL ? (const char *)name : colon + 1;
}

const char *xml_name(const XmlNode *node)
{
    return local_name(node->name);
}

const char *xml_prefix(const XmlNode *node)
{
    return node->ns == NULL || node->ns->prefix == NULL ? "" : (const char *)node->ns->prefix;
}

gboolean xml_has_prefix(const XmlNode *node, const char *prefix)
{
    const char *name = (const char *)node->name;
    gsize length = strlen(prefix);
    if (strchr(name, ':') != NULL) /* undeclared */
        return strncmp(name, prefix, length) == 0 && name[length] == ':';
    return strcmp(xml_prefix(node), prefix) == 0;
}

gboolean xml_is(const XmlNode *node, const char *name)
{
    return node != NULL && strcmp(xml_name(node), name) == 0;
}

/* Walking */

static const XmlNode *element_from(const XmlNode *node)
{
    while (node != NULL && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

const XmlNode *xml_parent(const XmlNode *node)
{
    const XmlNode *parent = node->parent;
    return parent != NULL && parent->type == XML_ELEMENT_NODE ? parent : NULL;
}

const XmlNode *xml_first_child(const XmlNode *node)
{
    return node == NULL ? NULL : element_from(node->children);
}

const XmlNode *xml_next_sibling(const XmlNode *node)
{
    return element_from(node->next);
}

const XmlNode *xml_child(const XmlNode *node, const char *name)
{
    const XmlNode *child = xml_first_child(node);
    while (child != NULL && !xml_is(child, name))
        child = xml_next_sibling(child);
    return child;
}

const XmlNode *xml_next(const XmlNode *node)
{
    const char *name = xml_name(node);
    const XmlNode *next = xml_next_sibling(node);
    while (next != NULL && !xml_is(next, name))
        next = xml_next_sibling(next);
    return next;
}

const XmlNode *xml_path(const XmlNode *node, const char *path)
{
    g_auto(GStrv) steps = g_strsplit(path, "/", -1);
    for (guint i = 0; steps[i] != NULL && node != NULL; i++)
        node = xml_child(node, steps[i]);
    return node;
}

const XmlNode *xml_after(const XmlNode *top, const XmlNode *node)
{
    while (node != NULL && node != top) {
        const XmlNode *next = xml_next_sibling(node);
        if (next != NULL)
            return next;
        node = node->parent;
    }
    return NULL;
}

const XmlNode *xml_following(const XmlNode *top, const XmlNode *node)
{
    const XmlNode *child = xml_first_child(node);
    return child != NULL ? child : xml_after(top, node);
}

const XmlNode *xml_descendant(const XmlNode *top, const char *name)
{
    if (top == NULL)
        return NULL;
    const XmlNode *node = xml_following(top, top);
    while (node != NULL && !xml_is(node, name))
        node = xml_following(top, node);
    return node;
}

/* Values */

/* Appends the text below `first` and the nodes beside it, `top` being what they are in. */
static void append_text(GString *text, const xmlNode *top)
{
    const xmlNode *node = top->children;
    while (node != NULL) {
        if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
            node->content != NULL)
            g_string_append(text, (const char *)node->content);
        if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
            node = node->children;
            continue;
        }
        while (node != top && node->next == NULL)
            node = node->parent;
        node = node == top ? NULL : node->next;
    }
}

static const xmlAttr *find_attribute(const XmlNode *node, const char *name)
{
    const xmlAttr *attribute = node == NULL ? NULL : node->properties;
    while (attribute != NULL && strcmp(local_name(attribute->name), name) != 0)
        attribute = attribute->next;
    return attribute;
}

char *xml_attribute(const XmlNode *node, const char *name)
{
    const xmlAttr *attribute = find_attribute(node, name);
    if (attribute == NULL)
        return NULL;
    GString *value = g_string_new(NULL);
    append_text(value, (const xmlNode *)attribute);
    char *stripped = g_strstrip(g_string_free(value, FALSE));
    if (*stripped != '\0')
        return stripped;
    g_free(stripped);
    return NULL;
}

gboolean xml_attribute_is(const XmlNode *node, const char *name, const char *value)
{
    g_autofree char *found = xml_attribute(node, name);
    return found != NULL && g_ascii_strcasecmp(found, value) == 0;
}

char *xml_text(const XmlNode *node)
{
    GString *text = g_string_new(NULL);
    if (node != NULL)
        append_text(text, node);
    return g_string_free(text, FALSE);
}

char *xml_line(const XmlNode *node)
{
    g_autofree char *text = xml_text(node);
    GString *line = g_string_new(NULL);
    text_clean_line(line, text, strlen(text));
    return g_string_free(line, line->len == 0);
}

void xml_walk(const XmlNode *top, XmlVisit visit, gpointer data)
{
    const xmlNode *node = top->children;
    while (node != NULL) {
        gboolean is_text = node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
        if (is_text && node->content != NULL)
            visit(data, XML_WORDS, node->parent, (const char *)node->content);
        if (node->type == XML_ELEMENT_NODE && visit(data, XML_START, node, NULL)) {
            if (node->children != NULL) {
                node = node->children;
                continue;
            }
            visit(data, XML_END, node, NULL);
        }
        while (node != top && node->next == NULL) {
            node = node->parent;
            if (node != top)
                visit(data, XML_END, node, NULL);
        }
        node = node == top ? NULL : node->next;
    }
}

static void append_escaped(GString *markup, const xmlChar *text)
{
    g_autofree char *escaped = g_markup_escape_text((const char *)text, -1);
    g_string_append(markup, escaped);
}

static void append_start_tag(GString *markup, const xmlNode *node)
{
    g_string_append_printf(markup, "<%s", xml_name(node));
    for (const xmlAttr *attribute = node->properties; attribute != NULL;
         attribute = attribute->next) {
        g_string_append_printf(markup, " %s=\"", local_name(attribute->name));
        g_autoptr(GString) value = g_string_new(NULL);
        append_text(value, (const xmlNode *)attribute);
        append_escaped(markup, (const xmlChar *)value->str);
        g_string_append_c(markup, '"');
    }
    g_string_append_c(markup, '>');
}

char *xml_inner_markup(const XmlNode *top)
{
    GString *markup = g_string_new(NULL);
    const xmlNode *node = top->children;
    while (node != NULL) {
        gboolean is_text = node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
        if (is_text && node->content != NULL)
            append_escaped(markup, node->content);
        if (node->type == XML_ELEMENT_NODE) {
            append_start_tag(markup, node);
            if (node->children != NULL) {
                node = node->children;
                continue;
            }
            g_string_append_printf(markup, "</%s>", xml_name(node));
        }
        while (node != top && node->next == NULL) {
            node = node->parent;
            if (node != top)
                g_string_append_printf(markup, "</%s>", xml_name(node));
        }
        node = node == top ? NULL : node->next;
    }
    return g_string_free(markup, FALSE);
}
