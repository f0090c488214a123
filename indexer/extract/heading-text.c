/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of a heading are the children of its innermost element with more than one. */
#include "indexer/extract/heading-text.h"

#include <string.h>

#include "indexer/extract/title-text.h"

/* A shorter part, in bytes, is no headline. */
#define HEADLINE_LENGTH 15

/* Parts lie no deeper: hostile headings could nest a million elements. */
#define PARTS_DEPTH 20

/* Whether a subtree shows a letter or a digit. */
static gboolean is_shown(const Outline *outline, guint32 node)
{
    if (outline->skipped[node] != 0)
        return FALSE;
    g_autofree char *text = html_subtree_text(outline->document, node);
    return !title_is_same(text, "");
}

/* The children of `parent` that show something: the first two go to `parts`. Returns how many. */
static guint shown_children(const Outline *outline, guint32 parent, guint32 parts[2])
{
    guint count = 0;
    guint32 end = html_node(outline->document, parent)->end;
    for (guint32 child = parent + 1; child < end; child = html_node(outline->document, child)->end)
        if (is_shown(outline, child)) {
            if (count < 2)
                parts[count] = child;
            count++;
        }
    return count;
}

/* Emphasis, quotations and links within a sentence are no parts of their own. */
static gboolean is_part_of_sentence(HtmlTag tag)
{
    static const guint8 tags[] = {HTML_A, HTML_B, HTML_EM, HTML_I, HTML_Q, HTML_STRONG, HTML_U};
    return memchr(tags, (int)tag, sizeof tags) != NULL;
}

/* The two parts of a heading; FALSE: it is in one, or in more. */
static gboolean find_parts(const Outline *outline, guint32 heading, guint32 parts[2])
{
    guint32 parent = heading;
    guint count = shown_children(outline, parent, parts);
    for (guint depth = 0;
         depth < PARTS_DEPTH && count == 1 && html_tag(outline->document, parts[0]) != HTML_TEXT;
         depth++) {
        parent = parts[0];
        count = shown_children(outline, parent, parts);
    }
    return count == 2 && !is_part_of_sentence(html_tag(outline->document, parts[0])) &&
           !is_part_of_sentence(html_tag(outline->document, parts[1]));
}

/* Whether some title is a part. */
static gboolean is_title(const char *part, const char *const *titles, guint count)
{
    for (guint i = 0; i < count; i++)
        if (titles[i] != NULL && title_is_same(titles[i], part))
            return TRUE;
    return FALSE;
}

/* Whether some title has a part, or another version of it. */
static gboolean is_in_titles(const char *part, const char *const *titles, guint count)
{
    for (guint i = 0; i < count; i++)
        if (titles[i] != NULL &&
            (title_contains(titles[i], part) || title_resembles(titles[i], part)))
            return TRUE;
    return FALSE;
}

/* Whether some title has `first` and `second` as one sentence, with nothing but blanks between. */
static gboolean is_one_sentence(const char *first, const char *second, const char *const *titles,
                                guint count)
{
    g_autofree char *sentence = g_strconcat(first, " ", second, NULL);
    for (guint i = 0; i < count; i++)
        if (titles[i] != NULL && strstr(titles[i], sentence) != NULL)
            return TRUE;
    return FALSE;
}

/* Whether a link is to a place within the page and shows no letter: the `¶` of documentation. */
static gboolean is_anchor(const Outline *outline, guint32 node)
{
    if (html_tag(outline->document, node) != HTML_A)
        return FALSE;
    const char *address = html_attribute(outline->document, node, HTML_ATTRIBUTE_HREF);
    return address != NULL && *address == '#' && !is_shown(outline, node);
}

/* The text between [first, end), without what is hidden. */
static char *shown_text(const Outline *outline, guint32 first, guint32 end)
{
    GString *text = g_string_new(NULL);
    for (guint32 node = first; node < end;) {
        guint32 next = node + 1;
        if (outline->skipped[node] != 0 || is_anchor(outline, node))
            next = html_node(outline->document, node)->end;
        else
            html_append_text(outline->document, node, next, text);
        node = next;
    }
    return g_strstrip(g_string_free(text, FALSE));
}

char *heading_text(const Outline *outline, guint32 heading, const char *const *titles, guint count)
{
    const HtmlDocument *document = outline->document;
    guint32 end = html_node(document, heading)->end;
    g_autofree char *whole = shown_text(outline, heading + 1, end);
    guint32 parts[2];
    if (!find_parts(outline, heading, parts))
        return g_steal_pointer(&whole);
    g_autofree char *first = shown_text(outline, parts[0], html_node(document, parts[0])->end);
    g_autofree char *second = shown_text(outline, parts[1], html_node(document, parts[1])->end);
    if (is_one_sentence(first, second, titles, count))
        return g_steal_pointer(&whole);
    gboolean has_first = is_in_titles(first, titles, count);
    gboolean has_second = is_in_titles(second, titles, count);
    gboolean is_first_longer = g_utf8_strlen(first, -1) > g_utf8_strlen(second, -1);
    if (has_first && !has_second && strlen(first) >= HEADLINE_LENGTH &&
        (is_first_longer || is_title(first, titles, count)))
        return g_steal_pointer(&first);
    if (has_second && strlen(second) >= HEADLINE_LENGTH && (!has_first || !is_first_longer))
        return g_steal_pointer(&second);
    return g_steal_pointer(&whole);
}
