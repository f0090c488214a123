/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scripts, menus, sidebars and comments, by element, role and name. */
#include "indexer/extract/outline.h"

#include <string.h>

#include "indexer/extract/block.h"
#include "indexer/extract/hint.h"

/* A block of that much text with few links is a paragraph. */
#define PARAGRAPH_LENGTH  80
#define PARAGRAPH_DENSITY 0.33

static gboolean is_never_text(HtmlTag tag)
{
    static const guint8 tags[] = {
        HTML_APPLET,   HTML_AUDIO,    HTML_BUTTON, HTML_CANVAS, HTML_DATALIST, HTML_DIALOG,
        HTML_EMBED,    HTML_HEAD,     HTML_IFRAME, HTML_INPUT,  HTML_NAV,      HTML_MENU,
        HTML_OBJECT,   HTML_OPTION,   HTML_SCRIPT, HTML_SELECT, HTML_STYLE,    HTML_SVG,
        HTML_TEMPLATE, HTML_TEXTAREA, HTML_TITLE,  HTML_VIDEO,
    };
    return memchr(tags, (int)tag, sizeof tags) != NULL;
}

/* Paragraph text below each node, bytes. */
static guint32 *paragraph_mass(const HtmlDocument *document, const guint8 *skipped)
{
    guint32 *mass = g_new0(guint32, document->count + 1);
    g_autoptr(GArray) blocks = block_list(document, skipped, 0, document->count);
    for (guint i = 0; i < blocks->len; i++) {
        const Block *block = &g_array_index(blocks, Block, i);
        if (block->length >= PARAGRAPH_LENGTH && block_link_density(block) <= PARAGRAPH_DENSITY)
            mass[block->container] += block->length;
    }
    for (guint32 node = document->count - 1; node > 0; node--)
        mass[html_node(document, node)->parent] += mass[node];
    return mass;
}

static gboolean is_region_outside(const HtmlDocument *document, guint32 node)
{
    HtmlTag tag = html_tag(document, node);
    return tag == HTML_FOOTER || tag == HTML_ASIDE || tag == HTML_FORM || tag == HTML_NOSCRIPT ||
           tag == HTML_FIELDSET;
}

static double tolerance(guint hints, HtmlTag tag)
{
    if ((hints & HINT_COMMENT) != 0)
        return 0.8;
    if ((hints & HINT_HIDDEN) != 0)
        return 0.5;
    if ((hints & HINT_BAD) != 0 && (hints & HINT_BODY) == 0)
        return 0.3;
    if (tag == HTML_FOOTER || tag == HTML_ASIDE || tag == HTML_NOSCRIPT)
        return 0.3;
    return 0;
}

void outline_skip_controls(const HtmlDocument *document, guint8 *skipped)
{
    for (guint32 node = 1; node < document->count; node++)
        skipped[node] = is_never_text(html_tag(document, node)) ? 1 : 0;
}

static void skip_regions(const HtmlDocument *document, const guint *hints, guint8 *skipped)
{
    outline_skip_controls(document, skipped);
    g_autofree guint32 *mass = paragraph_mass(document, skipped);
    for (guint32 node = 1; node < document->count;) {
        HtmlTag tag = html_tag(document, node);
        double share = mass[0] > 0 ? (double)mass[node] / mass[0] : 0;
        if (tag != HTML_BODY && tag != HTML_HTML && tag != HTML_TEXT &&
            ((hints[node] & (HINT_BAD | HINT_COMMENT | HINT_HIDDEN)) != 0 ||
             is_region_outside(document, node)) &&
            share < tolerance(hints[node], tag))
            skipped[node] = 1;
        node = skipped[node] != 0 ? html_node(document, node)->end : node + 1;
    }
}

void outline_init(Outline *outline, const HtmlDocument *document)
{
    *outline = (Outline){.document = document,
                         .hints = g_new0(guint, document->count + 1),
                         .skipped = g_new0(guint8, document->count + 1)};
    for (guint32 node = 1; node < document->count; node++)
        outline->hints[node] = hint_of_node(document, node);
    skip_regions(document, outline->hints, outline->skipped);
}

void outline_clear(Outline *outline)
{
    g_clear_pointer(&outline->hints, g_free);
    g_clear_pointer(&outline->skipped, g_free);
}
