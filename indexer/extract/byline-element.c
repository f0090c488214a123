/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Elements by relation, by name and by where their links lead. */
#include "indexer/extract/byline-element.h"

#include <string.h>

#include "indexer/extract/hint.h"
#include "indexer/extract/page-url.h"

/* An element with more text is no byline (formats.md §6.2). */
#define ELEMENT_LENGTH 120
/* So many elements are read for names: hostile pages could nest a million. */
#define READINGS 500
/* The next name of a byline begins so soon. */
#define NAMES_APART 20

/* A kind of element with the author. */
typedef struct {
    gboolean (*is_byline)(const Outline *outline, guint32 node);
    gboolean is_name; /* each element has one name, so that there may be more */
} BylineElementRow;

static gboolean is_rel_author(const Outline *outline, guint32 node)
{
    const char *rel = html_attribute(outline->document, node, HTML_ATTRIBUTE_REL);
    return rel != NULL && strcmp(rel, "author") == 0;
}

/* Whether a link leads to what somebody has written: `/author/ida-berg`. */
static gboolean is_author_link(const Outline *outline, guint32 node)
{
    static const char *const folders[] = {
        "/author/",     "/authors/",     "/auteur/",      "/autor/",       "/autoren/",
        "/autores/",    "/columnist/",   "/columnists/",  "/contributor/", "/contributors/",
        "/editors/",    "/journalist/",  "/journaliste/", "/journalists/", "/newsteam/",
        "/periodista/", "/periodistas/", "/profile/",     "/redacteur/",   "/redactor/",
        "/redakteur/",  "/reporter/",    "/reporters/",   "/staff/",       "/writer/",
        "/writers/",
    };
    const char *address = html_attribute(outline->document, node, HTML_ATTRIBUTE_HREF);
    if (html_tag(outline->document, node) != HTML_A || address == NULL)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        const char *found = strstr(address, folders[i]);
        if (found != NULL && found[strlen(folders[i])] != '\0')
            return TRUE;
    }
    return FALSE;
}

static gboolean is_named_byline(const Outline *outline, guint32 node)
{
    return (outline->hints[node] & HINT_BYLINE) != 0;
}

/* Where the lines of an element without a link begin that follow one with a link: they say what the
 * person is, or has written else. */
static guint32 names_end(const HtmlDocument *document, guint32 node)
{
    guint32 end = html_node(document, node)->end;
    guint32 link = html_find(document, node, end, HTML_A);
    for (guint32 next = link; next < end; next = html_find(document, link, end, HTML_A))
        link = html_node(document, next)->end;
    for (guint32 at = link; at < end; at++)
        if (html_tag(document, at) == HTML_BR || html_is_block(html_tag(document, at)))
            return at;
    return end;
}

/* The text of an element, with its pieces set apart: `<b>By</b><b>Ida Berg</b>`. */
static char *element_text(const Outline *outline, guint32 node)
{
    const HtmlDocument *document = outline->document;
    GString *text = g_string_new(NULL);
    guint32 end = names_end(document, node);
    for (guint32 at = node; at < end; at++) {
        if (at != node && (outline->hints[at] & (HINT_HIDDEN | HINT_UNSEEN)) != 0) {
            at = html_node(document, at)->end - 1;
            continue;
        }
        if (html_tag(document, at) != HTML_TEXT)
            continue;
        gsize before = text->len;
        html_append_text(document, at, at + 1, text);
        if (before > 0 && byline_sign_is_of_word(text->str[before - 1]) &&
            byline_sign_is_of_word(text->str[before]))
            g_string_insert_c(text, (gssize)before, ' ');
    }
    return g_strstrip(g_string_free(text, FALSE));
}

/* Whether a region is of a comment, of other stories or of a picture. */
static gboolean is_of_something_else(const Outline *outline, guint32 node)
{
    HtmlTag tag = html_tag(outline->document, node);
    return (outline->hints[node] & (HINT_COMMENT | HINT_RELATED)) != 0 || tag == HTML_FIGURE ||
           tag == HTML_FIGCAPTION;
}

/* The names of an element of this kind; NULL where it is none. The caller owns the string. */
static char *read_names(const Outline *outline, guint32 node, const NameFilter *filter)
{
    if (page_url_is_home_link(outline->document, node))
        return NULL;
    g_autofree char *text = element_text(outline, node);
    g_autofree char *names = byline_names_clean(text);
    return name_filter_passes(filter, names) ? g_steal_pointer(&names) : NULL;
}

/* The first element in [from, end) that is a byline and has names; `end` for none. */
static guint32 next_names(const Outline *outline, guint32 from, guint32 end,
                          const BylineElementRow *row, const NameFilter *filter, char **names)
{
    const HtmlDocument *document = outline->document;
    guint readings = 0;
    for (guint32 node = from; node < end && readings < READINGS; node++) {
        gboolean is_footer = html_tag(document, node) == HTML_FOOTER;
        guint32 length = html_text_length(document, node);
        if (is_of_something_else(outline, node) ||
            (is_footer && !html_is_inside(document, node, HTML_ARTICLE))) {
            node = html_node(document, node)->end - 1;
        } else if (length >= 3 && length <= ELEMENT_LENGTH && row->is_byline(outline, node)) {
            readings++;
            *names = read_names(outline, node, filter);
            if (*names != NULL)
                return node;
        } else if (is_footer) {
            readings++; /* it climbed to the root */
        }
    }
    return end;
}

char *byline_element_find(const Outline *outline, BylineElement kind, guint32 from, guint32 end,
                          const NameFilter *filter)
{
    static const BylineElementRow rows[] = {
        [BYLINE_ELEMENT_RELATION] = {is_rel_author, TRUE},
        [BYLINE_ELEMENT_NAMED] = {is_named_byline, FALSE},
        [BYLINE_ELEMENT_LINK] = {is_author_link, TRUE},
    };
    const BylineElementRow *row = &rows[kind];
    const HtmlDocument *document = outline->document;
    GString *byline = g_string_new(NULL);
    for (guint32 limit = end;;) {
        g_autofree char *names = NULL;
        guint32 node = next_names(outline, from, end, row, filter, &names);
        if (node >= end)
            break;
        if (!byline_names_hold(byline->str, names))
            g_string_append_printf(byline, "%s%s", byline->len > 0 ? ", " : "", names);
        from = html_node(document, node)->end;
        end = row->is_name ? MIN(limit, html_node_after(document, from, NAMES_APART)) : from;
    }
    return g_string_free(byline, byline->len == 0);
}
