/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks and lines that belong to the site and not to the article. */
#include "indexer/extract/boilerplate.h"

#include <string.h>

#include "indexer/extract/hint.h"
#include "morgue/date-parse.h"

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
    if (density > 0.7 && block->length < 200)
        return FALSE;
    return TRUE;
}

/* How notices of sites begin, in lower case. */
static const char *const notice_starts[] = {
    "advertisement",
    "advertising",
    "publicité",
    "anzeige",
    "werbung",
    "publicidad",
    "pubblicità",
    "реклама",
    "read more",
    "read also",
    "read next",
    "also read",
    "lire aussi",
    "à lire aussi",
    "lesen sie auch",
    "mehr zum thema",
    "lea también",
    "leer más",
    "leia também",
    "leia mais",
    "leggi anche",
    "читайте также",
    "lees ook",
    "see also",
    "related:",
    "related stories",
    "related articles",
    "recommended",
    "don't miss",
    "more:",
    "follow us",
    "share this",
    "share on",
    "sign up",
    "subscribe",
    "click here to",
    "continue reading",
    "story continues",
    "copyright",
    "©",
    "all rights reserved",
    "media playback is unsupported",
    "text size",
    "caption",
    "close",
    "just watched",
    "must watch",
    "loading",
    "print this",
    "view comments",
    "{%",
    "your browser does not support",
};

gboolean text_is_notice(const char *text, gsize length)
{
    if (length > 120)
        return FALSE;
    g_autofree char *folded = g_utf8_strdown(text, (gssize)length);
    for (gsize i = 0; i < G_N_ELEMENTS(notice_starts); i++)
        if (g_str_has_prefix(folded, notice_starts[i]))
            return TRUE;
    return FALSE;
}

/* What stands over lists of other stories, in lower case. */
static const char *const list_titles[] = {
    "related",
    "recent articles",
    "recent posts",
    "recent stories",
    "you may also",
    "you might also",
    "you may like",
    "more from",
    "more on",
    "more stories",
    "more great",
    "most read",
    "most popular",
    "popular",
    "trending",
    "recommended",
    "read next",
    "latest news",
    "latest stories",
    "top stories",
    "você pode gostar",
    "veja também",
    "leia também",
    "leia mais",
    "mehr zum thema",
    "das könnte sie",
    "meistgelesen",
    "weitere artikel",
    "weitere themen",
    "ähnliche",
    "à lire aussi",
    "articles similaires",
    "sur le même sujet",
    "les plus lus",
    "te puede interesar",
    "lo más leído",
    "artículos relacionados",
    "noticias relacionadas",
    "leggi anche",
    "articoli correlati",
    "potrebbe interessarti",
    "lees ook",
    "meest gelezen",
    "читайте также",
    "самые популярные",
    "похожие",
    "czytaj także",
    "zobacz także",
    "関連記事",
    "相关阅读",
    "相关新闻",
    "about the author",
    "über den autor",
    "comments",
    "kommentare",
    "commentaires",
    "comentarios",
    "leave a reply",
    "leave a comment",
    "share this",
    "tags:",
    "filed under",
};

gboolean text_is_list_title(const char *text, gsize length)
{
    if (length > 60)
        return FALSE;
    g_autofree char *folded = g_utf8_strdown(text, (gssize)length);
    for (gsize i = 0; i < G_N_ELEMENTS(list_titles); i++)
        if (g_str_has_prefix(folded, list_titles[i]))
            return TRUE;
    return FALSE;
}

/* Signs that programs have and prose has not. */
gboolean text_is_code(const char *text, gsize length)
{
    gsize signs = 0;
    for (gsize i = 0; i < length; i++)
        signs += strchr("{}=;()[]_|<>", text[i]) != NULL ? 1 : 0;
    return length > 60 && signs * 12 > length;
}

gboolean text_is_date_line(const char *text, gsize length)
{
    static const DateContext context = {
        .lower_year = 1900,
        .upper = {.year = 2100, .month = 1, .day = 1, .precision = DATE_PRECISION_DAY}};
    Date date;
    gsize start, end;
    return length <= 90 && date_find(text, length, &context, &date, &start, &end) &&
           (end - start) * 2 >= length;
}

gboolean text_is_byline(const char *text, gsize length)
{
    static const char *const starts[] = {"by ",         "von ",       "par ", "por ",
                                         "written by ", "posted by ", "автор"};
    if (length > 70)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(starts); i++)
        if (g_ascii_strncasecmp(text, starts[i], strlen(starts[i])) == 0)
            return TRUE;
    return FALSE;
}
