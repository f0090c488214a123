/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html-document.h: a web page as an array of nodes, and the one home of libxml2's HTML parser.
 *
 * The parser's events are written down in document order, so that a subtree is a range of the
 * array and of the text: nodes [i, nodes[i].end) with the text [nodes[i].text, nodes[end].text).
 * Walks are loops, never recursive; going backwards meets all children before their parent. Text
 * is clean (runs of white space are one blank, except in pre); scripts, styles and the readings of
 * a ruby are not part of it. Nothing is loaded from anywhere, and no depth of nesting loses text.
 *
 * A document is immutable; any number of threads may parse and read at the same time.
 */
#ifndef INDEXER_HTML_DOCUMENT_H
#define INDEXER_HTML_DOCUMENT_H

#include <glib.h>

/* Elements that some rule knows. The order is that of the table of names: alphabetical. */
typedef enum {
    HTML_A,
    HTML_ADDRESS,
    HTML_APPLET,
    HTML_ARTICLE,
    HTML_ASIDE,
    HTML_AUDIO,
    HTML_B,
    HTML_BASE,
    HTML_BLOCKQUOTE,
    HTML_BODY,
    HTML_BR,
    HTML_BUTTON,
    HTML_CANVAS,
    HTML_CAPTION,
    HTML_CENTER,
    HTML_CITE,
    HTML_DATALIST,
    HTML_DD,
    HTML_DETAILS,
    HTML_DIALOG,
    HTML_DIV,
    HTML_DL,
    HTML_DT,
    HTML_EM,
    HTML_EMBED,
    HTML_FIELDSET,
    HTML_FIGCAPTION,
    HTML_FIGURE,
    HTML_FONT,
    HTML_FOOTER,
    HTML_FORM,
    HTML_FRAME,
    HTML_FRAMESET,
    HTML_H1,
    HTML_H2,
    HTML_H3,
    HTML_H4,
    HTML_H5,
    HTML_H6,
    HTML_HEAD,
    HTML_HEADER,
    HTML_HR,
    HTML_HTML,
    HTML_I,
    HTML_IFRAME,
    HTML_IMG,
    HTML_INPUT,
    HTML_LABEL,
    HTML_LEGEND,
    HTML_LI,
    HTML_LINK,
    HTML_MAIN,
    HTML_MENU,
    HTML_META,
    HTML_NAV,
    HTML_NOFRAMES,
    HTML_NOSCRIPT,
    HTML_OBJECT,
    HTML_OL,
    HTML_OPTION,
    HTML_P,
    HTML_PRE,
    HTML_Q,
    HTML_RP,
    HTML_RT,
    HTML_SCRIPT,
    HTML_SECTION,
    HTML_SELECT,
    HTML_SPAN,
    HTML_STRONG,
    HTML_STYLE,
    HTML_SUMMARY,
    HTML_SVG,
    HTML_TABLE,
    HTML_TBODY,
    HTML_TD,
    HTML_TEMPLATE,
    HTML_TEXTAREA,
    HTML_TFOOT,
    HTML_TH,
    HTML_THEAD,
    HTML_TIME,
    HTML_TITLE,
    HTML_TR,
    HTML_U,
    HTML_UL,
    HTML_VIDEO,
    HTML_TEXT,    /* a run of text, without children */
    HTML_UNKNOWN, /* any other element */
    HTML_ROOT     /* what is around html: node 0 */
} HtmlTag;

/* Attributes that some rule reads; others are not kept. The order is that of the table of names. */
typedef enum {
    HTML_ATTRIBUTE_ARIA_HIDDEN,
    HTML_ATTRIBUTE_CLASS,
    HTML_ATTRIBUTE_CONTENT,
    HTML_ATTRIBUTE_DATETIME,
    HTML_ATTRIBUTE_HIDDEN,
    HTML_ATTRIBUTE_HREF,
    HTML_ATTRIBUTE_ID,
    HTML_ATTRIBUTE_ITEMPROP,
    HTML_ATTRIBUTE_ITEMSCOPE,
    HTML_ATTRIBUTE_ITEMTYPE,
    HTML_ATTRIBUTE_LANG,
    HTML_ATTRIBUTE_NAME,
    HTML_ATTRIBUTE_PROPERTY,
    HTML_ATTRIBUTE_PUBDATE,
    HTML_ATTRIBUTE_REL,
    HTML_ATTRIBUTE_ROLE,
    HTML_ATTRIBUTE_STYLE,
    HTML_ATTRIBUTE_TITLE,
    HTML_ATTRIBUTE_TYPE,
    HTML_ATTRIBUTE_VALUE,
    HTML_ATTRIBUTE_XML_LANG,
    HTML_ATTRIBUTE_DATA, /* what a script of type application/ld+json holds; not an attribute */
    HTML_ATTRIBUTE_COUNT
} HtmlAttribute;

typedef struct HtmlNode {
    guint32 parent;          /* 0 for children of the root and for the root itself */
    guint32 end;             /* the first node after its subtree */
    guint32 text;            /* where its text begins, in bytes */
    guint32 attributes;      /* its first in the document's list */
    guint16 attribute_count; /* of those that are kept */
    guint8 tag;              /* HtmlTag */
} HtmlNode;

typedef struct HtmlDocument {
    GArray *nodes;      /* of HtmlNode; one more than `count`, which ends the text */
    guint32 count;      /* node 0 is the root */
    GString *text;      /* all text, in document order */
    GArray *attributes; /* private */
    GString *values;    /* private */
    gboolean truncated; /* the input was past the ceiling, or too tangled to go on */
} HtmlDocument;

/*
 * Parses a page or a fragment in clean UTF-8 (charset_decode()): never fails, whatever the markup.
 * What is past SOURCE_ITEM_CEILING is left out. The caller owns the document.
 */
HtmlDocument *html_document_parse(const char *text, gsize length);
void html_document_free(HtmlDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HtmlDocument, html_document_free)

static inline const HtmlNode *html_node(const HtmlDocument *document, guint32 node)
{
    return &g_array_index(document->nodes, HtmlNode, node);
}

static inline HtmlTag html_tag(const HtmlDocument *document, guint32 node)
{
    return (HtmlTag)html_node(document, node)->tag;
}

/* The length of a subtree's text in bytes. */
static inline guint32 html_text_length(const HtmlDocument *document, guint32 node)
{
    const HtmlNode *self = html_node(document, node);
    return html_node(document, self->end)->text - self->text;
}

/* The value of an attribute, NUL-terminated and borrowed; NULL where it is absent. */
const char *html_attribute(const HtmlDocument *document, guint32 node, HtmlAttribute attribute);

/*
 * Appends the text of nodes [first, end) on one line: blocks and line breaks are set apart by one
 * blank. Scripts, styles and templates have no text.
 */
void html_append_text(const HtmlDocument *document, guint32 first, guint32 end, GString *text);

/* The same for a subtree, without white space at its ends. The caller owns the string. */
char *html_subtree_text(const HtmlDocument *document, guint32 node);

/* Whether an element begins and ends a line of text: p, div, li, td … */
gboolean html_is_block(HtmlTag tag);

/* Whether HTML, 4 or 5, has an element of this name, in any case. */
gboolean html_is_element(const char *name, gsize length);

/* Whether it is one of h1 to h6. */
static inline gboolean html_is_heading(HtmlTag tag)
{
    return tag >= HTML_H1 && tag <= HTML_H6;
}

/* Whether a block ends on the way from `last` to the later `node`. */
gboolean html_closes_block(const HtmlDocument *document, guint32 last, guint32 node);

/* Whether a node has an ancestor with this tag. */
gboolean html_is_inside(const HtmlDocument *document, guint32 node, HtmlTag tag);

/* The next node with this tag from `from` on and before `end`; `end` where there is none. */
guint32 html_find(const HtmlDocument *document, guint32 from, guint32 end, HtmlTag tag);

/* The first node from `from` on that is more than `bytes` of text farther. */
guint32 html_node_after(const HtmlDocument *document, guint32 from, guint32 bytes);

#endif
