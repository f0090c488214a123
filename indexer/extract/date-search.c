/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times, named regions and running text around the headline. */
#include "indexer/extract/date-search.h"

#include <string.h>

#include "indexer/extract/block.h"
#include "indexer/extract/hint.h"
#include "morgue/date-parse.h"

/* So many regions are read for dates: hostile pages could nest a million. */
#define READINGS 500
/* A region with more text, in bytes, is not a date line. */
#define REGION_LENGTH 300
/* A shorter heading, in bytes, may be that of a section. */
#define HEADING_LENGTH 10
/* A longer block is prose, whose dates are rather those of events: it counts as farther away. */
#define LINE_LENGTH    100
#define PROSE_DISTANCE 100

static gboolean is_headline(const HtmlDocument *document, guint32 node)
{
    return html_tag(document, node) == HTML_H1 && html_text_length(document, node) > HEADING_LENGTH;
}

/*
 * The first heading that is not of a region around the article; else the only one of the page; else
 * where the text begins.
 */
static guint32 find_anchor(const Outline *outline, const MainText *text)
{
    const HtmlDocument *document = outline->document;
    for (guint32 node = 1; node < document->count; node++) {
        if (outline->skipped[node] != 0)
            node = html_node(document, node)->end - 1;
        else if (is_headline(document, node))
            return node;
    }
    guint32 only = html_find(document, 0, document->count, HTML_H1);
    if (only < document->count && is_headline(document, only) &&
        html_find(document, only + 1, document->count, HTML_H1) == document->count)
        return only;
    return MIN(text->first, document->count);
}

/* Whether a node is in a region that is named for comments; the whole page is none. */
static gboolean is_in_comments(const Outline *outline, guint32 node)
{
    for (; node != 0; node = html_node(outline->document, node)->parent) {
        HtmlTag tag = html_tag(outline->document, node);
        if ((outline->hints[node] & HINT_COMMENT) != 0 && tag != HTML_BODY && tag != HTML_HTML)
            return TRUE;
    }
    return FALSE;
}

void date_search_init(DateSearch *search, const Outline *outline, const MainText *text,
                      const DateContext *dates)
{
    *search =
        (DateSearch){.outline = outline, .dates = dates, .anchor = find_anchor(outline, text)};
    search->comments_are_text = text->is_outside || (search->anchor < outline->document->count &&
                                                     is_in_comments(outline, search->anchor));
}

static gboolean is_date_of_change(const HtmlDocument *document, guint32 node)
{
    const char *property = html_attribute(document, node, HTML_ATTRIBUTE_ITEMPROP);
    return property != NULL && strcmp(property, "dateModified") == 0;
}

/* Whether a node is in a region of other things, which does not hold the headline, too. */
static gboolean is_foreign(const DateSearch *search, guint32 node)
{
    const Outline *outline = search->outline;
    const guint foreign = search->comments_are_text ? HINT_RELATED : HINT_RELATED | HINT_COMMENT;
    for (; node != 0; node = html_node(outline->document, node)->parent) {
        if (node <= search->anchor && search->anchor < html_node(outline->document, node)->end)
            return FALSE;
        HtmlTag tag = html_tag(outline->document, node);
        if (tag == HTML_ASIDE || tag == HTML_BLOCKQUOTE || (outline->hints[node] & foreign) != 0 ||
            is_date_of_change(outline->document, node))
            return TRUE;
    }
    return FALSE;
}

/* How far a node is from the headline; what is before it is farther. */
static guint32 distance(const DateSearch *search, guint32 node)
{
    const HtmlDocument *document = search->outline->document;
    guint32 place = html_node(document, node)->text;
    guint32 anchor = html_node(document, search->anchor)->text;
    return place >= anchor ? place - anchor : 2 * (anchor - place);
}

static gboolean read_time(const DateSearch *search, guint32 node, Date *date)
{
    const HtmlDocument *document = search->outline->document;
    const char *value = html_attribute(document, node, HTML_ATTRIBUTE_DATETIME);
    if (value != NULL && date_parse(value, strlen(value), search->dates, date, NULL))
        return date->precision >= DATE_PRECISION_DAY;
    if (html_text_length(document, node) > REGION_LENGTH)
        return FALSE;
    g_autofree char *text = html_subtree_text(document, node);
    return date_find(text, strlen(text), search->dates, date, NULL, NULL);
}

/* `<b>Mar</b><b>05</b><b>2019</b>`: a style sheet sets the pieces apart, the text does not. */
static gboolean read_pieces(const DateSearch *search, guint32 node, Date *date)
{
    const HtmlDocument *document = search->outline->document;
    g_autoptr(GString) pieces = g_string_new(NULL);
    for (guint32 at = node; at < html_node(document, node)->end; at++) {
        if (html_tag(document, at) != HTML_TEXT)
            continue;
        html_append_text(document, at, at + 1, pieces);
        g_string_append_c(pieces, ' ');
    }
    return date_find_meaning(pieces->str, pieces->len, G_MAXSIZE, DATE_OF_PUBLICATION,
                             search->dates, date, NULL);
}

static gboolean read_region(const DateSearch *search, guint32 node, Date *date)
{
    const HtmlDocument *document = search->outline->document;
    if (html_text_length(document, node) > REGION_LENGTH)
        return FALSE;
    g_autofree char *text = html_subtree_text(document, node);
    if (date_find_meaning(text, strlen(text), G_MAXSIZE, DATE_OF_PUBLICATION, search->dates, date,
                          NULL) ||
        read_pieces(search, node, date))
        return TRUE;
    const char *title = html_attribute(document, node, HTML_ATTRIBUTE_TITLE);
    return *text == '\0' && title != NULL &&
           date_parse(title, strlen(title), search->dates, date, NULL) &&
           date->precision >= DATE_PRECISION_DAY;
}

typedef gboolean (*ReadNode)(const DateSearch *search, guint32 node, Date *date);

/* What has been found by reading one node after the other. */
typedef struct {
    Date date;
    guint32 nearest; /* its distance; G_MAXUINT32 for none */
    guint readings;
} Nearest;

/* The first look at a node is the cheap one: is it nearer than what there is? */
static void try_node(const DateSearch *search, guint32 node, ReadNode read, Nearest *nearest)
{
    guint32 away = distance(search, node);
    Date found;
    if (away >= nearest->nearest || nearest->readings >= READINGS || is_foreign(search, node))
        return;
    nearest->readings++;
    if (!read(search, node, &found))
        return;
    nearest->nearest = away;
    nearest->date = found;
}

/* Hands over what has been found; FALSE, and `date` untouched, for nothing. */
static gboolean take_nearest(const Nearest *nearest, Date *date)
{
    if (nearest->nearest == G_MAXUINT32)
        return FALSE;
    *date = nearest->date;
    return TRUE;
}

gboolean date_search_time(const DateSearch *search, Date *date)
{
    const HtmlDocument *document = search->outline->document;
    Nearest nearest = {.nearest = G_MAXUINT32};
    for (guint32 node = html_find(document, 0, document->count, HTML_TIME); node < document->count;
         node = html_find(document, node + 1, document->count, HTML_TIME))
        try_node(search, node, read_time, &nearest);
    return take_nearest(&nearest, date);
}

gboolean date_search_region(const DateSearch *search, Date *date)
{
    Nearest nearest = {.nearest = G_MAXUINT32};
    for (guint32 node = 1; node < search->outline->document->count; node++)
        if ((search->outline->hints[node] & HINT_DATE) != 0)
            try_node(search, node, read_region, &nearest);
    return take_nearest(&nearest, date);
}

gboolean date_search_text(const DateSearch *search, const guint8 *skipped, DateMeaning meaning,
                          guint32 within, Date *date)
{
    const HtmlDocument *document = search->outline->document;
    g_autoptr(GArray) blocks = block_list(document, skipped, 0, document->count);
    g_autoptr(GString) text = g_string_new(NULL);
    guint32 nearest = within;
    for (guint i = 0; i < blocks->len; i++) {
        const Block *block = &g_array_index(blocks, Block, i);
        guint32 away = distance(search, block->first);
        away += block->length > LINE_LENGTH ? PROSE_DISTANCE : 0;
        if (away >= nearest || is_foreign(search, block->first))
            continue;
        g_string_truncate(text, 0);
        block_append_text(document, skipped, block, text);
        Date found;
        gsize start, farthest = nearest - away - 1;
        if (!date_find_meaning(text->str, text->len, farthest, meaning, search->dates, &found,
                               &start))
            continue;
        nearest = away + (guint32)start;
        *date = found;
    }
    return nearest < within;
}
