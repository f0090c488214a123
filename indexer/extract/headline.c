/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the markup says, what the page shows, and which of it is the headline. */
#include "indexer/extract/headline.h"

#include <string.h>

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

/* The text of the only h1 outside of skipped regions. */
static char *single_heading(const Outline *outline)
{
    const HtmlDocument *document = outline->document;
    char *found = NULL;
    for (guint32 node = 1; node < document->count; node++) {
        if (outline->skipped[node] != 0) {
            node = html_node(document, node)->end - 1;
            continue;
        }
        if (html_tag(document, node) != HTML_H1 || html_text_length(document, node) < 2)
            continue;
        g_autofree char *text = html_subtree_text(document, node);
        if (found != NULL && strcmp(found, text) != 0) {
            g_free(found);
            return NULL;
        }
        g_free(found);
        found = g_steal_pointer(&text);
    }
    return found;
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

void headline_find(const HeadlineInput *input, Article *article)
{
    const struct {
        const char *text;
        Provenance from;
    } rows[] = {{input->linked_data->text[VALUE_HEADLINE], PROVENANCE_JSON_LD},
                {input->microdata->text[VALUE_HEADLINE], PROVENANCE_MICRODATA},
                {input->meta->text[VALUE_HEADLINE], PROVENANCE_META}};
    g_autofree char *heading = single_heading(input->outline);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].text == NULL)
            continue;
        g_autofree char *title = headline_strip_source(rows[i].text, input->source, input->url);
        if (heading != NULL && is_shown(heading, title) && !is_all_capitals(heading))
            article_set_string(article, ARTICLE_HEADLINE, heading, rows[i].from);
        article_set_string(article, ARTICLE_HEADLINE, title, rows[i].from);
    }
    article_set_string(article, ARTICLE_HEADLINE, heading, PROVENANCE_ELEMENT);
    g_autofree char *title = title_element(input->outline->document);
    if (title == NULL)
        return;
    g_autofree char *stripped = headline_strip_source(title, input->source, input->url);
    article_set_string(article, ARTICLE_HEADLINE, stripped, PROVENANCE_ELEMENT);
}
