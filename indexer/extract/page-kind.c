/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Index pages by headings and addresses, paywalls by notices, galleries by captions; and markup. */
#include "indexer/extract/page-kind.h"

#include <string.h>

#include "indexer/extract/block.h"
#include "indexer/extract/hint.h"

/* A paragraph of that many bytes tells something. */
#define PARAGRAPH_LENGTH 200
/* With so many paragraphs a page is an article, whatever else is on it. */
#define ARTICLE_PARAGRAPHS 4
#define LINKED_HEADINGS    5
/* A notice in front of more text than that hides nothing. */
#define PAYWALL_TEXT 1500

static guint count_paragraphs(const MainText *text)
{
    guint count = 0;
    for (guint i = 0; i < text->paragraphs->len; i++)
        count += strlen(g_ptr_array_index(text->paragraphs, i)) >= PARAGRAPH_LENGTH ? 1 : 0;
    return count;
}

/* Headings that are links, outside of menus and sidebars: each is the beginning of a story. */
static guint count_linked_headings(const Outline *outline)
{
    const HtmlDocument *document = outline->document;
    g_autoptr(GArray) blocks = block_list(document, outline->skipped, 0, document->count);
    guint count = 0;
    for (guint i = 0; i < blocks->len; i++) {
        const Block *block = &g_array_index(blocks, Block, i);
        HtmlTag tag = html_tag(document, block->container);
        gboolean heading = (tag >= HTML_H2 && tag <= HTML_H6) ||
                           (tag == HTML_H1 && html_is_inside(document, block->container, HTML_A));
        if (heading &&
            (block_link_density(block) > 0.8 || html_is_inside(document, block->container, HTML_A)))
            count++;
    }
    return count;
}

/* Whether an address is that of a site or of one of its sections: nothing but a word or two. */
static gboolean is_section_address(const char *url)
{
    const char *host = url != NULL ? strstr(url, "://") : NULL;
    if (host == NULL || strchr(host, '?') != NULL)
        return FALSE;
    const char *path = host + 3 + strcspn(host + 3, "/");
    guint words = 0;
    for (; *path != '\0'; path++) {
        if (g_ascii_isdigit(*path) || *path == '-' || *path == '.' || *path == '_')
            return FALSE;
        words += *path == '/' && path[1] != '\0' ? 1 : 0;
    }
    return words <= 2;
}

gboolean page_is_index(const PageKindInput *input)
{
    if (input->linked_data->is_article || input->meta->is_article)
        return FALSE;
    guint paragraphs = count_paragraphs(input->main_text);
    guint headings = count_linked_headings(input->outline);
    if (headings < LINKED_HEADINGS)
        return FALSE;
    if (input->linked_data->is_list || is_section_address(input->url))
        return TRUE;
    return paragraphs < ARTICLE_PARAGRAPHS && headings > 2 * paragraphs;
}

gboolean page_is_paywalled(const PageKindInput *input)
{
    if (input->linked_data->paywalled || input->microdata->paywalled || input->meta->paywalled)
        return TRUE;
    if (main_text_length(input->main_text) > PAYWALL_TEXT)
        return FALSE;
    const HtmlDocument *document = input->outline->document;
    for (guint32 node = 1; node < document->count; node++)
        if ((input->outline->hints[node] & (HINT_PAYWALL | HINT_HIDDEN)) == HINT_PAYWALL &&
            html_text_length(document, node) > 20)
            return TRUE;
    return FALSE;
}

gboolean page_is_gallery(const PageKindInput *input)
{
    /* Articles may hold a gallery. */
    const PageValues *linked_data = input->linked_data;
    if ((linked_data->is_gallery || input->microdata->is_gallery) && !linked_data->is_article)
        return TRUE;
    return main_text_captions_length(input->main_text) > main_text_length(input->main_text);
}

gboolean page_is_live_blog(const PageKindInput *input)
{
    return input->linked_data->is_live_blog || input->microdata->is_live_blog;
}
