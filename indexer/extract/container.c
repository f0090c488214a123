/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scores elements by the paragraphs in them, after Readability's way (formats.md §6.3). */
#include "indexer/extract/container.h"

#include <string.h>

#include "indexer/extract/block.h"
#include "indexer/extract/hint.h"

/* A block with less text says nothing about where the article is. */
#define SCORED_LENGTH 25
/* How far up a paragraph's score reaches. */
#define SCORED_LEVELS 5

typedef struct {
    const HtmlDocument *document;
    const guint *hints;
    guint8 *skipped;
    GArray *blocks;
    float *score;    /* of each node */
    guint32 *linked; /* bytes of text in links below each node */
    guint32 *length; /* bytes of text that count below each node */
} Search;

static const Block *search_block(const Search *search, guint i)
{
    return &g_array_index(search->blocks, Block, i);
}

static float tag_weight(HtmlTag tag)
{
    if (tag == HTML_ARTICLE || tag == HTML_MAIN)
        return 10;
    if (tag == HTML_DIV || tag == HTML_SECTION)
        return 5;
    if (tag == HTML_PRE || tag == HTML_TD || tag == HTML_BLOCKQUOTE)
        return 3;
    if (tag == HTML_UL || tag == HTML_OL || tag == HTML_DL || tag == HTML_LI || tag == HTML_DD ||
        tag == HTML_DT || tag == HTML_FORM || tag == HTML_ADDRESS)
        return -3;
    if ((tag >= HTML_H1 && tag <= HTML_H6) || tag == HTML_TH)
        return -5;
    return 0;
}

static float hint_weight(guint hints)
{
    float weight = 0;
    weight += (hints & HINT_BODY) != 0 ? 40 : 0;
    weight += (hints & HINT_GOOD) != 0 ? 25 : 0;
    weight -= (hints & (HINT_BAD | HINT_COMMENT)) != 0 ? 25 : 0;
    return weight;
}

/* Whether an element is one paragraph, so that its parent is what holds the text. */
static gboolean is_paragraph(HtmlTag tag)
{
    return tag == HTML_P || tag == HTML_LI || tag == HTML_TD || tag == HTML_PRE ||
           tag == HTML_BLOCKQUOTE || tag == HTML_DD || tag == HTML_DT;
}

static void score_block(Search *search, const Block *block)
{
    HtmlTag tag = html_tag(search->document, block->container);
    if (block->length < SCORED_LENGTH || html_is_heading(tag))
        return;
    double density = block_link_density(block);
    double points = 1 + block->commas + MIN(block->length / 100.0, 3);
    points *= (1 - density);
    guint32 node = block->container;
    if (is_paragraph(tag))
        node = html_node(search->document, node)->parent;
    for (guint level = 0; level < SCORED_LEVELS && node != 0; level++) {
        static const double share[SCORED_LEVELS] = {1, 0.5, 1 / 6.0, 1 / 9.0, 1 / 12.0};
        search->score[node] += (float)(points * share[level]);
        if (html_tag(search->document, node) == HTML_ARTICLE &&
            html_is_inside(search->document, node, HTML_ARTICLE))
            return; /* another story within this one */
        node = html_node(search->document, node)->parent;
        while (node != 0 && !html_is_block(html_tag(search->document, node)))
            node = html_node(search->document, node)->parent;
    }
}

/* Sums the text below each node, and finishes the scores. */
static void score_nodes(Search *search)
{
    const HtmlDocument *document = search->document;
    for (guint i = 0; i < search->blocks->len; i++) {
        const Block *block = search_block(search, i);
        score_block(search, block);
        search->length[block->container] += block->length;
        search->linked[block->container] += block->linked;
    }
    for (guint32 node = document->count - 1; node > 0; node--) {
        guint32 parent = html_node(document, node)->parent;
        search->length[parent] += search->length[node];
        search->linked[parent] += search->linked[node];
        if (search->score[node] <= 0)
            continue;
        float density = (float)search->linked[node] / (float)MAX(search->length[node], 1);
        search->score[node] +=
            tag_weight(html_tag(document, node)) + hint_weight(search->hints[node]);
        search->score[node] *= 1 - density;
    }
}

static guint32 best_node(const Search *search)
{
    guint32 best = 0;
    for (guint32 node = 1; node < search->document->count; node++)
        if (search->score[node] > search->score[best])
            best = node;
    return best;
}

/* Goes up as long as the parent holds other text that is as good: an article in several parts. */
static guint32 widen(const Search *search, guint32 top)
{
    const HtmlDocument *document = search->document;
    float last = search->score[top];
    const float floor = last / 3;
    guint32 node = html_node(document, top)->parent;
    while (node != 0 && html_tag(document, node) != HTML_BODY) {
        float score = search->score[node];
        if (score < floor)
            break;
        if (score > last) {
            top = node;
            break;
        }
        last = score > 0 ? score : last;
        node = html_node(document, node)->parent;
    }
    return top;
}

static guint32 common_ancestor(const HtmlDocument *document, guint32 a, guint32 b)
{
    while (a != b) {
        if (a > b)
            a = html_node(document, a)->parent;
        else
            b = html_node(document, b)->parent;
    }
    return a;
}

/* Goes up to what holds all parts of a text that is cut into boxes of one class. */
static guint32 join_parts(const Search *search, guint32 top)
{
    const HtmlDocument *document = search->document;
    const char *class = html_attribute(document, top, HTML_ATTRIBUTE_CLASS);
    HtmlTag tag = html_tag(document, top);
    if (class == NULL || *class == '\0' || tag == HTML_ARTICLE || tag == HTML_LI)
        return top;
    guint32 joined = top;
    for (guint32 node = 1; node < document->count; node++) {
        if (node == top || search->score[node] < search->score[top] * 0.15F ||
            html_tag(document, node) != tag)
            continue;
        const char *other = html_attribute(document, node, HTML_ATTRIBUTE_CLASS);
        if (other != NULL && strcmp(other, class) == 0)
            joined = common_ancestor(document, joined, node);
    }
    return html_tag(document, joined) == HTML_BODY ? top : joined;
}

/* Whether a sibling of the container belongs to the text. */
static gboolean joins(const Search *search, guint32 top, guint32 node)
{
    const HtmlDocument *document = search->document;
    if (search->skipped[node] != 0 || search->length[node] == 0)
        return FALSE;
    float bonus = 0;
    const char *a = html_attribute(document, top, HTML_ATTRIBUTE_CLASS);
    const char *b = html_attribute(document, node, HTML_ATTRIBUTE_CLASS);
    if (a != NULL && b != NULL && a[0] != '\0' && strcmp(a, b) == 0)
        bonus = search->score[top] * 0.2F;
    if (search->score[node] + bonus >= MAX(10, search->score[top] * 0.2F))
        return TRUE;
    if (html_tag(document, node) != HTML_P)
        return FALSE;
    float density = (float)search->linked[node] / (float)search->length[node];
    return search->length[node] > 80 && density < 0.25F;
}

/* Marks what is outside the container and the siblings that belong to it. */
static void choose_range(const Search *search, guint32 top, GArray *ranges)
{
    const HtmlDocument *document = search->document;
    if (top == 0 || html_tag(document, top) == HTML_BODY) {
        g_array_append_val(ranges, top);
        return;
    }
    guint32 parent = html_node(document, top)->parent;
    guint32 end = html_node(document, parent)->end;
    for (guint32 node = parent + 1; node < end; node = html_node(document, node)->end)
        if (node == top || joins(search, top, node))
            g_array_append_val(ranges, node);
}

/* A list, table or box most of whose text is links, or that holds nothing but scraps. */
static gboolean is_link_list(const Search *search, guint32 node)
{
    guint32 length = search->length[node];
    double density = length > 0 ? (double)search->linked[node] / length : 0;
    HtmlTag tag = html_tag(search->document, node);
    if (tag == HTML_UL || tag == HTML_OL || tag == HTML_DL || tag == HTML_TABLE)
        return density > 0.4;
    return density > 0.6;
}

/* Leaves out the lists of links and the boxes within a container. */
static void prune(Search *search, guint32 top)
{
    const HtmlDocument *document = search->document;
    guint32 end = html_node(document, top)->end;
    for (guint32 node = top + 1; node < end;) {
        HtmlTag tag = html_tag(document, node);
        gboolean box = tag == HTML_UL || tag == HTML_OL || tag == HTML_DL || tag == HTML_TABLE ||
                       tag == HTML_DIV || tag == HTML_SECTION || tag == HTML_FORM;
        if (search->skipped[node] == 0 && box && search->length[node] > 0 &&
            (is_link_list(search, node)))
            search->skipped[node] = 1;
        node = search->skipped[node] != 0 ? html_node(document, node)->end : node + 1;
    }
}

GArray *container_find(const Outline *outline, guint8 *skipped, guint32 *top)
{
    const HtmlDocument *document = outline->document;
    g_autofree float *score = g_new0(float, document->count + 1);
    g_autofree guint32 *linked = g_new0(guint32, document->count + 1);
    g_autofree guint32 *length = g_new0(guint32, document->count + 1);
    g_autoptr(GArray) blocks = block_list(document, skipped, 0, document->count);
    Search search = {.document = document,
                     .hints = outline->hints,
                     .skipped = skipped,
                     .blocks = blocks,
                     .score = score,
                     .linked = linked,
                     .length = length};
    score_nodes(&search);
    *top = join_parts(&search, widen(&search, best_node(&search)));
    GArray *ranges = g_array_new(FALSE, FALSE, sizeof(guint32));
    choose_range(&search, *top, ranges);
    for (guint i = 0; i < ranges->len; i++)
        prune(&search, g_array_index(ranges, guint32, i));
    return ranges;
}
