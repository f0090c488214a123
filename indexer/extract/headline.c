/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the markup says, what the page shows, and which of it is the headline. */
#include "indexer/extract/headline.h"

#include <string.h>

#include "indexer/extract/heading-text.h"
#include "indexer/extract/page-url.h"
#include "indexer/extract/shown-title.h"
#include "indexer/extract/title-text.h"

/* A page with more of them has them for something else. */
#define HEADINGS_MAX 20
/* So many are read, with those that say the same: hostile pages could nest a million. */
#define READINGS 100

/* A shorter heading, in bytes, may be that of a section. */
#define HEADING_LENGTH 15

/* What the markup says, and the title element. */
enum { TITLE_LINKED_DATA, TITLE_MICRODATA, TITLE_RECORD, TITLE_META, TITLE_OF_PAGE, TITLE_COUNT };

/* Whether the markup says that the headline is another one than this heading (schema.org:
 * alternativeHeadline). */
static gboolean is_alternative(const HtmlDocument *document, guint32 heading,
                               const char *const titles[TITLE_COUNT])
{
    const char *property = html_attribute(document, heading, HTML_ATTRIBUTE_ITEMPROP);
    return property != NULL && strcmp(property, "alternativeHeadline") == 0 &&
           titles[TITLE_MICRODATA] != NULL;
}

/* The texts of all headings of a rank outside of skipped regions, each once. */
static GPtrArray *find_headings(const Outline *outline, HtmlTag rank,
                                const char *const titles[TITLE_COUNT])
{
    const HtmlDocument *document = outline->document;
    GPtrArray *headings = g_ptr_array_new_with_free_func(g_free);
    guint readings = 0;
    for (guint32 node = 1;
         node < document->count && headings->len < HEADINGS_MAX && readings < READINGS; node++) {
        if (outline->skipped[node] != 0) {
            node = html_node(document, node)->end - 1;
            continue;
        }
        if (html_tag(document, node) != rank || html_text_length(document, node) < 2)
            continue;
        readings++;
        if (page_url_is_home_link(document, node) || is_alternative(document, node, titles))
            continue;
        char *text = heading_text(outline, node, titles, TITLE_COUNT);
        if (g_ptr_array_find_with_equal_func(headings, text, g_str_equal, NULL))
            g_free(text);
        else
            g_ptr_array_add(headings, text);
    }
    return headings;
}

static char *title_element(const HtmlDocument *document)
{
    for (guint32 node = html_find(document, 0, document->count, HTML_TITLE); node < document->count;
         node = html_find(document, node + 1, document->count, HTML_TITLE))
        if (!html_is_inside(document, node, HTML_SVG) && html_text_length(document, node) > 0)
            return html_subtree_text(document, node);
    return NULL;
}

static gboolean is_all_capitals(const char *text)
{
    g_autofree char *upper = g_utf8_strup(text, -1);
    g_autofree char *lower = g_utf8_strdown(text, -1);
    return strcmp(upper, text) == 0 && strcmp(lower, text) != 0;
}

/* The heading that shows the title; NULL where none does. */
static const char *shown_heading(const GPtrArray *headings, const char *title)
{
    for (guint i = 0; i < headings->len; i++) {
        const char *heading = g_ptr_array_index(headings, i);
        if (title_is_shown(heading, title) && !is_all_capitals(heading))
            return heading;
    }
    return NULL;
}

static void set_title(const HeadlineInput *input, const GPtrArray *headings, const char *title,
                      Provenance from, Article *article)
{
    if (title == NULL)
        return;
    g_autofree char *stripped = title_strip_source(title, input->source, input->url);
    article_set_string(article, ARTICLE_HEADLINE, shown_heading(headings, stripped), from);
    article_set_string(article, ARTICLE_HEADLINE, stripped, from);
}

/* What JSON-LD or microdata say, as a heading of the first or else the second rank shows it. */
static void set_record(const HeadlineInput *input, const GPtrArray *headings,
                       const GPtrArray *lower, const char *title, Provenance from, Article *article)
{
    if (title == NULL)
        return;
    g_autofree char *stripped = title_strip_source(title, input->source, input->url);
    if (shown_heading(headings, stripped) == NULL)
        article_set_string(article, ARTICLE_HEADLINE, shown_heading(lower, stripped), from);
    set_title(input, headings, title, from, article);
}

/* A title that may have more than the headline, as a line of the page has it. */
static void set_shown_title(const HeadlineInput *input, const GPtrArray *headings,
                            const char *title, Provenance from, Article *article)
{
    if (title == NULL || article_get(article, ARTICLE_HEADLINE) != NULL)
        return;
    g_autofree char *stripped = title_strip_source(title, input->source, input->url);
    if (shown_heading(headings, stripped) == NULL) {
        g_autofree char *line = shown_title_find(input->outline, stripped);
        article_set_string(article, ARTICLE_HEADLINE, line, from);
    }
    set_title(input, headings, title, from, article);
}

/* The title of a card. Where the title element has it in another order, the site may be first. */
static void set_card(const HeadlineInput *input, const GPtrArray *headings,
                     const char *const titles[TITLE_COUNT], Article *article)
{
    const char *card = titles[TITLE_META], *title = titles[TITLE_OF_PAGE];
    if (card != NULL && (title == NULL || title_begins_with(title, card)))
        set_shown_title(input, headings, card, PROVENANCE_META, article);
    else
        set_title(input, headings, card, PROVENANCE_META, article);
}

/* The only heading of the page, unless it is short or names the site; NULL where there is none. */
static const char *only_heading(const HeadlineInput *input, const GPtrArray *headings)
{
    const char *heading = headings->len == 1 ? g_ptr_array_index(headings, 0) : NULL;
    if (heading == NULL || strlen(heading) < HEADING_LENGTH)
        return NULL;
    return title_is_source(heading, input->source, input->url) ? NULL : heading;
}

/*
 * The heading that the title element has as a part of its own; NULL for none. The first one that is
 * before a separator, or the first that is after one: sites stand last more often than first.
 */
static const char *confirmed_heading(const HeadlineInput *input, const GPtrArray *headings,
                                     const char *title)
{
    const char *found = NULL;
    for (guint i = 0; title != NULL && i < headings->len; i++) {
        const char *heading = g_ptr_array_index(headings, i);
        if (!title_has_part(title, heading) || is_all_capitals(heading) ||
            title_is_source(heading, input->source, input->url))
            continue;
        if (title_begins_with(title, heading))
            return heading;
        if (found == NULL)
            found = heading;
    }
    return found;
}

/* The first heading that is another version of one of the titles; NULL for none. */
static const char *resembling_heading(const HeadlineInput *input, const GPtrArray *headings,
                                      const char *const titles[TITLE_COUNT])
{
    for (guint i = 0; i < headings->len; i++) {
        const char *heading = g_ptr_array_index(headings, i);
        if (strlen(heading) < HEADING_LENGTH || is_all_capitals(heading) ||
            title_is_source(heading, input->source, input->url))
            continue;
        for (guint j = 0; j < TITLE_COUNT; j++)
            if (titles[j] != NULL && title_resembles(heading, titles[j]))
                return heading;
    }
    return NULL;
}

/* A heading, under the best name for it; or the title which is the heading without a kicker. */
static void set_heading(const HeadlineInput *input, const char *heading,
                        const char *const titles[TITLE_COUNT], Article *article)
{
    static const Provenance from[TITLE_COUNT] = {PROVENANCE_JSON_LD, PROVENANCE_MICRODATA,
                                                 PROVENANCE_META, PROVENANCE_META,
                                                 PROVENANCE_ELEMENT};
    for (guint i = 0; i < TITLE_COUNT; i++) {
        if (titles[i] == NULL)
            continue;
        g_autofree char *stripped = title_strip_source(titles[i], input->source, input->url);
        if (title_is_same(stripped, heading))
            article_set_string(article, ARTICLE_HEADLINE, heading, from[i]);
        else if (title_ends_heading(stripped, heading))
            article_set_string(article, ARTICLE_HEADLINE, stripped, from[i]);
    }
    article_set_string(article, ARTICLE_HEADLINE, heading, PROVENANCE_ELEMENT);
}

/* The heading of the second rank that a card for other sites repeats, where no record has a
 * headline. */
static const char *carded_heading(const HeadlineInput *input, const GPtrArray *lower,
                                  const char *const titles[TITLE_COUNT])
{
    if (titles[TITLE_LINKED_DATA] != NULL || titles[TITLE_MICRODATA] != NULL)
        return NULL;
    return confirmed_heading(input, lower, titles[TITLE_META]);
}

/* What there is where no h1 is in the title. */
static void set_unconfirmed(const HeadlineInput *input, const GPtrArray *headings,
                            const char *const titles[TITLE_COUNT], Article *article)
{
    const char *title = titles[TITLE_OF_PAGE], *record = titles[TITLE_RECORD];
    const char *only = headings->len == 1 ? g_ptr_array_index(headings, 0) : NULL;
    g_autoptr(GPtrArray) lower = find_headings(input->outline, HTML_H2, titles);
    const char *carded = carded_heading(input, lower, titles);
    if (carded != NULL) {
        set_heading(input, carded, titles, article);
        return;
    }
    set_record(input, headings, lower, titles[TITLE_LINKED_DATA], PROVENANCE_JSON_LD, article);
    set_record(input, headings, lower, titles[TITLE_MICRODATA], PROVENANCE_MICRODATA, article);
    /* A record that repeats the title is a name of the page. */
    if (record != NULL && (title == NULL || !title_contains(title, record)))
        set_title(input, headings, record, PROVENANCE_META, article);
    /* Titles of meta elements are written for other sites to show: the page's own is better. */
    if (only_heading(input, headings) == NULL)
        set_card(input, headings, titles, article);
    article_set_string(article, ARTICLE_HEADLINE, confirmed_heading(input, lower, title),
                       PROVENANCE_ELEMENT);
    /* A short heading without a word of the title is that of a section. */
    if (only != NULL &&
        (strlen(only) >= HEADING_LENGTH || title == NULL || title_shares_word(only, title)))
        set_heading(input, only, titles, article);
    set_shown_title(input, headings, title, PROVENANCE_ELEMENT, article);
    article_set_string(article, ARTICLE_HEADLINE, only, PROVENANCE_ELEMENT);
}

/* The h1 that the titles of the page confirm; NULL for none. */
static const char *convincing_heading(const HeadlineInput *input, const GPtrArray *headings,
                                      const char *const titles[TITLE_COUNT])
{
    const char *heading = confirmed_heading(input, headings, titles[TITLE_OF_PAGE]);
    if (heading != NULL && strlen(heading) >= HEADING_LENGTH)
        return heading;
    return resembling_heading(input, headings, titles);
}

/* Such an h1 in a region that was taken for a menu, a sidebar or a footer. The caller owns it. */
static char *sunken_heading(const HeadlineInput *input, const char *const titles[TITLE_COUNT])
{
    Outline whole = *input->outline;
    g_autofree guint8 *controls = g_new0(guint8, whole.document->count + 1);
    outline_skip_controls(whole.document, controls);
    whole.skipped = controls;
    g_autoptr(GPtrArray) headings = find_headings(&whole, HTML_H1, titles);
    return g_strdup(convincing_heading(input, headings, titles));
}

/* What the markup and the title element say, by name; the strings are the caller's. */
static void collect_titles(const HeadlineInput *input, char *titles[TITLE_COUNT])
{
    g_autofree char *element = title_element(input->outline->document);
    const char *const said[TITLE_COUNT] = {
        [TITLE_LINKED_DATA] = input->linked_data->text[VALUE_HEADLINE],
        [TITLE_MICRODATA] = input->microdata->text[VALUE_HEADLINE],
        [TITLE_RECORD] = input->meta->text[VALUE_TITLE],
        [TITLE_META] = input->meta->text[VALUE_HEADLINE],
        [TITLE_OF_PAGE] = element,
    };
    for (guint i = 0; i < TITLE_COUNT; i++)
        titles[i] = said[i] != NULL ? title_plain_blanks(said[i]) : NULL;
}

void headline_find(const HeadlineInput *input, Article *article)
{
    char *owned[TITLE_COUNT];
    collect_titles(input, owned);
    const char *const *titles = (const char *const *)owned;
    g_autoptr(GPtrArray) headings = find_headings(input->outline, HTML_H1, titles);
    const char *heading = convincing_heading(input, headings, titles);
    g_autofree char *sunken = headings->len == 0 ? sunken_heading(input, titles) : NULL;
    if (heading == NULL)
        heading = sunken;
    if (heading != NULL)
        set_heading(input, heading, titles, article);
    else
        set_unconfirmed(input, headings, titles, article);
    for (guint i = 0; i < TITLE_COUNT; i++)
        g_free(owned[i]);
}
