/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks and lines that belong to the site and not to the article. */
#include "indexer/extract/boilerplate.h"

#include <string.h>

#include "indexer/extract/hint.h"

/* The Hints of a block's container and of the elements that hold nothing else. */
static guint near_hints(const HtmlDocument *document, const guint *hints, const Block *block)
{
    guint found = 0;
    guint32 node = block->container;
    for (guint level = 0; level < 3 && node != 0; level++) {
        found |= hints[node];
        guint32 parent = html_node(document, node)->parent;
        if (html_text_length(document, parent) > block->length + 20)
            break;
        node = parent;
    }
    return found;
}

gboolean block_is_caption(const HtmlDocument *document, const guint *hints, const Block *block)
{
    if (html_tag(document, block->container) == HTML_FIGCAPTION ||
        html_is_inside(document, block->first, HTML_FIGURE))
        return TRUE;
    return (near_hints(document, hints, block) & HINT_CAPTION) != 0;
}

gboolean block_is_text(const HtmlDocument *document, const guint *hints, const Block *block)
{
    double density = block_link_density(block);
    guint near = near_hints(document, hints, block);
    if ((near & (HINT_FURNITURE | HINT_BYLINE)) != 0 && block->length < 150)
        return FALSE;
    if (density > 0.5 && block->length < 200)
        return FALSE;
    return TRUE;
}

gboolean text_is_notice(const char *text, gsize length)
{
    static const char *const starts[] = {"advertisement", "read more", "related:", "share this",
                                         "follow us",     "copyright", "©",        NULL};
    if (length > 120)
        return FALSE;
    for (const char *const *start = starts; *start != NULL; start++)
        if (g_ascii_strncasecmp(text, *start, strlen(*start)) == 0)
            return TRUE;
    return FALSE;
}
