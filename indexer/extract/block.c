/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cuts a page into blocks in one walk. */
#include "indexer/extract/block.h"

#include <string.h>

typedef struct {
    const HtmlDocument *document;
    GArray *blocks;
    Block block;         /* the one being filled */
    gboolean open;       /* whether it has begun */
    gboolean ends_blank; /* its text so far ends in white space */
    gboolean broken;     /* the last thing in it was a line break */
    guint32 link_end;    /* nodes before it are in a link */
    guint32 strong_end;  /* … in bold type */
    guint32 container;
} Cutter;

static void cutter_close(Cutter *cutter)
{
    if (cutter->open && cutter->block.length > 0) {
        cutter->block.length -= cutter->ends_blank ? 1 : 0;
        cutter->block.linked = MIN(cutter->block.linked, cutter->block.length);
        cutter->block.strong = MIN(cutter->block.strong, cutter->block.length);
        g_array_append_val(cutter->blocks, cutter->block);
    }
    cutter->open = FALSE;
    cutter->broken = FALSE;
}

static void cutter_open(Cutter *cutter, guint32 node)
{
    if (cutter->open)
        return;
    cutter->block = (Block){.first = node, .end = node + 1, .container = cutter->container};
    cutter->open = TRUE;
    cutter->ends_blank = TRUE;
}

/* U+3001 and U+FF0C, U+060C; U+3002 and U+FF01, U+FF1F. */
static gboolean is_comma(const char *at)
{
    return *at == ',' || strncmp(at, "\xe3\x80\x81", 3) == 0 ||
           strncmp(at, "\xef\xbc\x8c", 3) == 0 || strncmp(at, "\xd8\x8c", 2) == 0;
}

static gboolean is_stop(const char *at)
{
    return *at == '.' || *at == '?' || *at == '!' || strncmp(at, "\xe3\x80\x82", 3) == 0 ||
           strncmp(at, "\xef\xbc\x81", 3) == 0 || strncmp(at, "\xef\xbc\x9f", 3) == 0;
}

static void count_marks(Block *block, const char *text, gsize length)
{
    static const guint8 begins_mark[G_MAXUINT8 + 1] = {
        [','] = 1, ['.'] = 1, ['?'] = 1, ['!'] = 1, [0xe3] = 1, [0xef] = 1, [0xd8] = 1};
    for (gsize i = 0; i < length; i++) {
        if (begins_mark[(guchar)text[i]] == 0)
            continue;
        block->commas = (guint16)(block->commas + (is_comma(text + i) ? 1 : 0));
        block->stops = (guint16)(block->stops + (is_stop(text + i) ? 1 : 0));
    }
}

static gboolean is_blank(const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isspace(text[i]))
            return FALSE;
    return TRUE;
}

static void cutter_add_text(Cutter *cutter, guint32 node)
{
    const HtmlDocument *document = cutter->document;
    const char *text = document->text->str + html_node(document, node)->text;
    guint32 length = html_text_length(document, node);
    gboolean blank = is_blank(text, length);
    if (blank && (!cutter->open || cutter->ends_blank))
        return;
    cutter_open(cutter, node);
    Block *block = &cutter->block;
    guint32 added = cutter->ends_blank && text[0] == ' ' ? length - 1 : length;
    added = blank ? 1 : added;
    block->length += added;
    block->end = node + 1;
    if (node < cutter->link_end)
        block->linked += added;
    if (node < cutter->strong_end)
        block->strong += added;
    count_marks(block, text, length);
    cutter->ends_blank = g_ascii_isspace(text[length - 1]);
    cutter->broken = cutter->broken && blank;
}

static void cutter_break_line(Cutter *cutter)
{
    if (cutter->broken || !cutter->open) {
        cutter_close(cutter);
        return;
    }
    cutter->broken = TRUE;
    if (!cutter->ends_blank)
        cutter->block.length++;
    cutter->ends_blank = TRUE;
}

static void cutter_add_element(Cutter *cutter, guint32 node, const HtmlNode *self)
{
    HtmlTag tag = (HtmlTag)self->tag;
    if (tag == HTML_BR) {
        cutter_break_line(cutter);
    } else if (html_is_block(tag)) {
        cutter_close(cutter);
        cutter->container = node;
    } else if (tag == HTML_A &&
               html_attribute(cutter->document, node, HTML_ATTRIBUTE_HREF) != NULL) {
        cutter->link_end = MAX(cutter->link_end, self->end);
        cutter_open(cutter, node);
        cutter->block.links++;
    } else if (tag == HTML_B || tag == HTML_STRONG) {
        cutter->strong_end = MAX(cutter->strong_end, self->end);
    }
}

/* Leaves the blocks that end before `node`. */
static void cutter_leave(Cutter *cutter, guint32 last, guint32 node)
{
    if (html_closes_block(cutter->document, last, node))
        cutter_close(cutter);
    while (cutter->container != 0 && html_node(cutter->document, cutter->container)->end <= node)
        cutter->container = html_node(cutter->document, cutter->container)->parent;
    while (!html_is_block(html_tag(cutter->document, cutter->container)))
        cutter->container = html_node(cutter->document, cutter->container)->parent;
}

GArray *block_list(const HtmlDocument *document, const guint8 *skipped, guint32 first, guint32 end)
{
    Cutter cutter = {.document = document,
                     .blocks = g_array_new(FALSE, FALSE, sizeof(Block)),
                     .container = html_node(document, first)->parent};
    guint32 last = first;
    for (guint32 node = first; node < end;) {
        const HtmlNode *self = html_node(document, node);
        cutter_leave(&cutter, last, node);
        last = node;
        if (skipped[node] != 0) {
            if (html_is_block((HtmlTag)self->tag))
                cutter_close(&cutter);
            node = self->end;
            continue;
        }
        if (self->tag == HTML_TEXT)
            cutter_add_text(&cutter, node);
        else
            cutter_add_element(&cutter, node, self);
        node++;
    }
    cutter_close(&cutter);
    return cutter.blocks;
}

void block_append_text(const HtmlDocument *document, const guint8 *skipped, const Block *block,
                       GString *text)
{
    for (guint32 node = block->first; node < block->end;) {
        if (skipped[node] != 0) {
            node = html_node(document, node)->end;
            continue;
        }
        if (html_tag(document, node) == HTML_TEXT || html_tag(document, node) == HTML_BR)
            html_append_text(document, node, node + 1, text);
        node++;
    }
}

double block_link_density(const Block *block)
{
    return block->length > 0 ? (double)block->linked / block->length : 0;
}
