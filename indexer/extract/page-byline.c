/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names in markup, and names on the page. */
#include "indexer/extract/page-byline.h"

#include <string.h>

#include "indexer/extract/byline-element.h"
#include "indexer/extract/byline-line.h"
#include "indexer/extract/byline-names.h"
#include "indexer/extract/title-text.h"

/* A line so far behind the headline, in bytes of text, is of something else. */
#define LINE_DISTANCE 600
/* A page with more of them has them for something else. */
#define HEADINGS_MAX 20

/* A line such as `By Ida Berg` among the nodes [from, end). */
static char *find_line(const Outline *outline, guint32 from, guint32 end, const NameFilter *filter)
{
    const HtmlDocument *document = outline->document;
    g_autofree guint8 *skipped = g_new0(guint8, document->count + 1);
    outline_skip_controls(document, skipped);
    for (guint32 node = html_find(document, from, end, HTML_TIME); node < end;
         node = html_find(document, node + 1, end, HTML_TIME))
        skipped[node] = 1; /* "Friday evening" is no name */
    return byline_line_find(document, skipped, from, end, BYLINE_LINES_ALL, filter);
}

/* The h1 that is the headline, or the first one. */
static guint32 headline_node(const HtmlDocument *document, const char *headline)
{
    guint32 first = html_find(document, 0, document->count, HTML_H1), node = first;
    for (guint i = 0; headline != NULL && node < document->count && i < HEADINGS_MAX; i++) {
        g_autofree char *text = html_subtree_text(document, node);
        if (title_is_same(text, headline))
            return node;
        node = html_find(document, node + 1, document->count, HTML_H1);
    }
    return first < document->count ? first : MIN(1, document->count);
}

/* What the page shows near the headline, the surest first. NULL for nothing. */
static char *find_near(const Outline *outline, const char *headline, const NameFilter *filter)
{
    guint32 top = headline_node(outline->document, headline);
    guint32 end = html_node_after(outline->document, top, LINE_DISTANCE);
    char *names = byline_element_find(outline, BYLINE_ELEMENT_RELATION, top, end, filter);
    if (names == NULL)
        names = find_line(outline, top, end, filter);
    if (names == NULL)
        names = byline_element_find(outline, BYLINE_ELEMENT_NAMED, top, end, filter);
    if (names == NULL)
        names = byline_element_find(outline, BYLINE_ELEMENT_LINK, top, end, filter);
    return names;
}

/* What it shows anywhere. NULL for nothing. */
static char *find_far(const Outline *outline, const NameFilter *filter)
{
    const HtmlDocument *document = outline->document;
    guint32 end = document->count;
    char *names = byline_element_find(outline, BYLINE_ELEMENT_RELATION, 1, end, filter);
    if (names == NULL)
        names = byline_element_find(outline, BYLINE_ELEMENT_NAMED, 1, end, filter);
    if (names == NULL)
        names = byline_line_find(document, outline->skipped, 1, end, BYLINE_LINES_LABELLED, filter);
    return names;
}

/* What the markup says, the surest first. `filter` notes what it refuses. */
static void set_declared(const BylineInput *input, const NameFilter *filter, Article *article)
{
    const struct {
        const char *text;
        Provenance from;
    } rows[] = {{input->linked_data->text[VALUE_BYLINE], PROVENANCE_JSON_LD},
                {input->microdata->text[VALUE_BYLINE], PROVENANCE_MICRODATA},
                {input->meta->text[VALUE_BYLINE], PROVENANCE_META}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].text == NULL)
            continue;
        g_autofree char *all = byline_names_without_source(rows[i].text, input->source);
        g_autofree char *names = byline_names_as_shown(all, input->outline->document->text->str);
        if (!name_filter_passes(filter, names))
            continue;
        if (byline_names_are_like_source(names, filter->source))
            *filter->refuses = TRUE;
        else
            article_set_string(article, ARTICLE_BYLINE, byline_names_start(names), rows[i].from);
    }
}

void page_byline_find(const BylineInput *input, Article *article)
{
    gboolean refuses = FALSE;
    const NameFilter passes[] = {{.source = input->source, .refuses = &refuses},
                                 {.accounts = TRUE, .refuses = &refuses}};
    const char *headline = article_get(article, ARTICLE_HEADLINE);
    for (gsize i = 0; i < G_N_ELEMENTS(passes); i++) {
        set_declared(input, &passes[i], article);
        if (article_get(article, ARTICLE_BYLINE) != NULL)
            return;
        g_autofree char *shown = find_near(input->outline, headline, &passes[i]);
        if (shown == NULL)
            shown = find_far(input->outline, &passes[i]);
        g_autofree char *names =
            shown != NULL ? byline_names_without_source(shown, input->source) : NULL;
        if (article_set_string(article, ARTICLE_BYLINE, names, PROVENANCE_ELEMENT))
            return;
        if (shown == NULL && !refuses)
            return; /* no filter would find more */
    }
}
