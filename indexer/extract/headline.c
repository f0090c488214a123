/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the markup says, what the page shows, and which of it is the headline. */
#include "indexer/extract/headline.h"

#include <string.h>

/* A page with more of them has them for something else. */
#define HEADINGS_MAX 20

/* A shorter heading, in bytes, may be that of a section. */
#define HEADING_LENGTH 15

/* Letters and digits only, in lower case: what two spellings of a title have in common. */
static char *skeleton(const char *text)
{
    g_autofree char *folded = g_utf8_casefold(text, -1);
    GString *out = g_string_new(NULL);
    for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        if (g_unichar_isalnum(character) || g_unichar_ismark(character))
            g_string_append_unichar(out, character);
    }
    return g_string_free(out, FALSE);
}

/* The host without `www.` and what follows the last stop: `spiegel` of `www.spiegel.de`. */
static char *host_name(const char *url)
{
    const char *host = url != NULL ? strstr(url, "://") : NULL;
    if (host == NULL)
        return NULL;
    host += 3;
    if (g_str_has_prefix(host, "www."))
        host += 4;
    g_autofree char *whole = g_strndup(host, strcspn(host, "/:?#"));
    return skeleton(whole);
}

/* Whether a part of a title is the name of the site, or little more. */
static gboolean names_site(const char *part, const char *source, const char *host)
{
    g_autofree char *name = skeleton(part);
    gsize length = strlen(name);
    if (length < 2)
        return length == 0;
    if (source != NULL && strlen(source) >= 3 &&
        (strstr(name, source) != NULL || (length >= 4 && strstr(source, name) != NULL)))
        return TRUE;
    return host != NULL && length >= 3 &&
           (g_str_has_prefix(host, name) || (strlen(host) >= 6 && strstr(name, host) != NULL));
}

/* The first or last separator in `title`; its length goes to `length`. NULL for none. */
static const char *find_separator(const char *title, gboolean last, gsize *length)
{
    static const char *const separators[] = {" | ", " - ", " – ", " — ", " :: ", " · ",
                                             " « ", " » ", " • ", " ● ", "｜",   "_"};
    const char *best = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(separators); i++) {
        const char *found = last ? g_strrstr(title, separators[i]) : strstr(title, separators[i]);
        if (found == NULL || (best != NULL && (last ? found < best : found > best)))
            continue;
        best = found;
        *length = strlen(separators[i]);
    }
    return best;
}

char *headline_strip_source(const char *title, const char *source, const char *url)
{
    g_autofree char *name = source != NULL ? skeleton(source) : NULL;
    g_autofree char *host = host_name(url);
    char *rest = g_strdup(title);
    gsize length = 0;
    for (const char *at; (at = find_separator(rest, TRUE, &length)) != NULL && at > rest;) {
        if (!names_site(at + length, name, host))
            break;
        rest[at - rest] = '\0';
        g_strchomp(rest);
    }
    const char *at = find_separator(rest, FALSE, &length);
    if (at != NULL && at > rest && at[length] != '\0') {
        g_autofree char *part = g_strndup(rest, (gsize)(at - rest));
        if (names_site(part, name, host))
            memmove(rest, at + length, strlen(at + length) + 1);
    }
    return g_strstrip(rest);
}

/* The texts of all h1 outside of skipped regions, each once. */
static GPtrArray *find_headings(const Outline *outline)
{
    const HtmlDocument *document = outline->document;
    GPtrArray *headings = g_ptr_array_new_with_free_func(g_free);
    for (guint32 node = 1; node < document->count && headings->len < HEADINGS_MAX; node++) {
        if (outline->skipped[node] != 0) {
            node = html_node(document, node)->end - 1;
            continue;
        }
        if (html_tag(document, node) != HTML_H1 || html_text_length(document, node) < 2)
            continue;
        char *text = html_subtree_text(document, node);
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

/* Whether the heading is the same as the title, or the greater part of it. */
static gboolean is_shown(const char *heading, const char *title)
{
    g_autofree char *shown = skeleton(heading);
    g_autofree char *said = skeleton(title);
    return *shown != '\0' && strstr(said, shown) != NULL && strlen(shown) * 5 >= strlen(said) * 2;
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
        if (is_shown(heading, title) && !is_all_capitals(heading))
            return heading;
    }
    return NULL;
}

static void set_title(const HeadlineInput *input, const GPtrArray *headings, const char *title,
                      Provenance from, Article *article)
{
    g_autofree char *stripped = headline_strip_source(title, input->source, input->url);
    article_set_string(article, ARTICLE_HEADLINE, shown_heading(headings, stripped), from);
    article_set_string(article, ARTICLE_HEADLINE, stripped, from);
}

/* The only heading of the page, unless it is short or names the site; NULL where there is none. */
static const char *only_heading(const HeadlineInput *input, const GPtrArray *headings)
{
    const char *heading = headings->len == 1 ? g_ptr_array_index(headings, 0) : NULL;
    if (heading == NULL || strlen(heading) < HEADING_LENGTH)
        return NULL;
    g_autofree char *name = input->source != NULL ? skeleton(input->source) : NULL;
    g_autofree char *host = host_name(input->url);
    return names_site(heading, name, host) ? NULL : heading;
}

void headline_find(const HeadlineInput *input, Article *article)
{
    const char *linked = input->linked_data->text[VALUE_HEADLINE];
    const char *microdata = input->microdata->text[VALUE_HEADLINE];
    const char *meta = input->meta->text[VALUE_HEADLINE];
    g_autoptr(GPtrArray) headings = find_headings(input->outline);
    if (linked != NULL)
        set_title(input, headings, linked, PROVENANCE_JSON_LD, article);
    if (microdata != NULL)
        set_title(input, headings, microdata, PROVENANCE_MICRODATA, article);
    /* Titles of meta elements are written for other sites to show: the page's own is better. */
    const char *heading = only_heading(input, headings);
    if (heading == NULL && meta != NULL)
        set_title(input, headings, meta, PROVENANCE_META, article);
    if (headings->len == 1)
        article_set_string(article, ARTICLE_HEADLINE, g_ptr_array_index(headings, 0),
                           PROVENANCE_ELEMENT);
    g_autofree char *title = title_element(input->outline->document);
    if (title != NULL)
        set_title(input, headings, title, PROVENANCE_ELEMENT, article);
}
