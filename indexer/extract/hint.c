/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of class names, in one table. */
#include "indexer/extract/hint.h"

#include <string.h>

#define WORD_SIZE 32

typedef struct {
    const char *word;
    guint hints;
} WordRow;

/* Sorted by word. */
static const WordRow word_table[] = {
    {"ad", HINT_BAD},
    {"ads", HINT_BAD},
    {"advert", HINT_BAD},
    {"advertisement", HINT_BAD},
    {"advertising", HINT_BAD},
    {"adwrapper", HINT_BAD},
    {"article", HINT_GOOD},
    {"articlebody", HINT_BODY},
    {"articlecontent", HINT_BODY},
    {"articledate", HINT_DATE},
    {"articletext", HINT_BODY},
    {"auteur", HINT_BYLINE},
    {"author", HINT_BYLINE | HINT_DATE},
    {"authorbio", HINT_BAD},
    {"authors", HINT_BYLINE | HINT_DATE},
    {"autor", HINT_BYLINE},
    {"autoren", HINT_BYLINE},
    {"autorin", HINT_BYLINE},
    {"banner", HINT_BAD},
    {"bio", HINT_FURNITURE},
    {"blogcontent", HINT_BODY},
    {"body", HINT_GOOD},
    {"bodycontent", HINT_BODY},
    {"bodytext", HINT_BODY},
    {"breadcrumb", HINT_BAD},
    {"breadcrumbs", HINT_BAD},
    {"byline", HINT_BYLINE | HINT_DATE | HINT_FURNITURE},
    {"calendar", HINT_BAD},
    {"caption", HINT_CAPTION},
    {"carousel", HINT_BAD},
    {"columnist", HINT_BYLINE},
    {"comment", HINT_COMMENT},
    {"commentlist", HINT_COMMENT},
    {"comments", HINT_COMMENT},
    {"consent", HINT_BAD},
    {"content", HINT_GOOD},
    {"contentbody", HINT_BODY},
    {"cookie", HINT_BAD},
    {"cookies", HINT_BAD},
    {"copyright", HINT_BAD},
    {"credit", HINT_CAPTION},
    {"credits", HINT_CAPTION},
    {"date", HINT_DATE | HINT_FURNITURE},
    {"dateline", HINT_DATE},
    {"datetime", HINT_DATE | HINT_FURNITURE},
    {"datum", HINT_DATE | HINT_FURNITURE},
    {"deck", HINT_STANDFIRST},
    {"dek", HINT_STANDFIRST},
    {"disclaimer", HINT_BAD},
    {"disqus", HINT_COMMENT},
    {"donate", HINT_BAD},
    {"entry", HINT_GOOD},
    {"entrybody", HINT_BODY},
    {"entrycontent", HINT_BODY},
    {"entrydate", HINT_DATE | HINT_FURNITURE},
    {"entrytext", HINT_BODY},
    {"facebook", HINT_BAD},
    {"figcaption", HINT_CAPTION},
    {"follow", HINT_BAD},
    {"foot", HINT_BAD},
    {"footer", HINT_BAD},
    {"gdpr", HINT_BAD},
    {"hentry", HINT_GOOD},
    {"info", HINT_DATE},
    {"intro", HINT_STANDFIRST},
    {"keywords", HINT_BAD},
    {"lead", HINT_STANDFIRST},
    {"login", HINT_BAD},
    {"main", HINT_GOOD},
    {"mainbody", HINT_BODY},
    {"maincontent", HINT_GOOD},
    {"masthead", HINT_BAD},
    {"menu", HINT_BAD},
    {"menus", HINT_BAD},
    {"meta", HINT_DATE | HINT_FURNITURE},
    {"metadata", HINT_DATE | HINT_FURNITURE},
    {"modal", HINT_BAD},
    {"morefrom", HINT_BAD | HINT_RELATED},
    {"mostpopular", HINT_BAD | HINT_RELATED},
    {"mostread", HINT_BAD | HINT_RELATED},
    {"nav", HINT_BAD},
    {"navbar", HINT_BAD},
    {"navi", HINT_BAD},
    {"navigation", HINT_BAD},
    {"newsbody", HINT_BODY},
    {"newscontent", HINT_BODY},
    {"newsletter", HINT_BAD},
    {"newstext", HINT_BODY},
    {"noprint", HINT_BAD},
    {"outbrain", HINT_BAD | HINT_RELATED},
    {"overlay", HINT_BAD},
    {"page", HINT_GOOD},
    {"pager", HINT_BAD},
    {"pagination", HINT_BAD},
    {"paywall", HINT_PAYWALL},
    {"popular", HINT_BAD | HINT_RELATED},
    {"popup", HINT_BAD},
    {"post", HINT_GOOD},
    {"postbody", HINT_BODY},
    {"postcontent", HINT_BODY},
    {"postdate", HINT_DATE | HINT_FURNITURE},
    {"posted", HINT_DATE},
    {"postmeta", HINT_DATE | HINT_FURNITURE},
    {"posttext", HINT_BODY},
    {"promo", HINT_BAD},
    {"promos", HINT_BAD},
    {"promoted", HINT_BAD},
    {"promotion", HINT_BAD},
    {"pubdate", HINT_DATE | HINT_FURNITURE},
    {"publicado", HINT_DATE},
    {"publication", HINT_DATE},
    {"publish", HINT_DATE},
    {"published", HINT_DATE | HINT_FURNITURE},
    {"rating", HINT_BAD},
    {"readmore", HINT_BAD},
    {"recirc", HINT_BAD | HINT_RELATED},
    {"recommend", HINT_BAD | HINT_RELATED},
    {"recommendation", HINT_BAD | HINT_RELATED},
    {"recommendations", HINT_BAD | HINT_RELATED},
    {"recommended", HINT_BAD | HINT_RELATED},
    {"redacteur", HINT_BYLINE},
    {"registration", HINT_BAD},
    {"related", HINT_BAD | HINT_RELATED},
    {"remark", HINT_BAD},
    {"replies", HINT_COMMENT},
    {"reporter", HINT_BYLINE},
    {"respond", HINT_COMMENT},
    {"rss", HINT_BAD},
    {"screenreader", HINT_BAD | HINT_UNSEEN},
    {"search", HINT_BAD},
    {"share", HINT_BAD},
    {"sharebar", HINT_BAD},
    {"sharedaddy", HINT_BAD},
    {"sharing", HINT_BAD},
    {"shoutbox", HINT_BAD},
    {"sidebar", HINT_BAD},
    {"signup", HINT_BAD},
    {"skip", HINT_BAD},
    {"skyscraper", HINT_BAD},
    {"social", HINT_BAD},
    {"sponsor", HINT_BAD},
    {"sponsored", HINT_BAD},
    {"sponsors", HINT_BAD},
    {"sronly", HINT_BAD | HINT_UNSEEN},
    {"standfirst", HINT_STANDFIRST},
    {"story", HINT_GOOD},
    {"storybody", HINT_BODY},
    {"storycontent", HINT_BODY},
    {"storytext", HINT_BODY},
    {"sub", HINT_STANDFIRST},
    {"subheadline", HINT_STANDFIRST},
    {"subscribe", HINT_BAD},
    {"subscription", HINT_BAD},
    {"subtitle", HINT_STANDFIRST},
    {"syndication", HINT_BAD},
    {"taboola", HINT_BAD | HINT_RELATED},
    {"tagcloud", HINT_BAD},
    {"tags", HINT_BAD},
    {"teaser", HINT_FURNITURE},
    {"text", HINT_GOOD},
    {"textbody", HINT_BODY},
    {"time", HINT_DATE},
    {"timestamp", HINT_DATE | HINT_FURNITURE},
    {"toolbar", HINT_BAD},
    {"tools", HINT_BAD},
    {"tooltip", HINT_BAD},
    {"trending", HINT_BAD | HINT_RELATED},
    {"twitter", HINT_FURNITURE},
    {"verfasser", HINT_BYLINE},
    {"visuallyhidden", HINT_BAD | HINT_UNSEEN},
    {"widget", HINT_BAD},
    {"widgets", HINT_BAD},
    {"writer", HINT_BYLINE},
    {"writers", HINT_BYLINE},
};

/* Words that count whatever their ending: `relatedpoststitle`. */
static const WordRow prefix_table[] = {
    {"advert", HINT_BAD},
    {"breadcrumb", HINT_BAD},
    {"comment", HINT_COMMENT},
    {"newsletter", HINT_BAD},
    {"recommend", HINT_BAD | HINT_RELATED},
    {"related", HINT_BAD | HINT_RELATED},
    {"sidebar", HINT_BAD},
    {"sponsor", HINT_BAD},
};

/* Most words differ in their first letter. */
static int compare_word(const void *key, const void *row)
{
    const char *word = key, *other = ((const WordRow *)row)->word;
    return word[0] != other[0] ? word[0] - other[0] : strcmp(word, other);
}

static guint hint_of_word(const char *word)
{
    const WordRow *row =
        bsearch(word, word_table, G_N_ELEMENTS(word_table), sizeof word_table[0], compare_word);
    if (row != NULL)
        return row->hints;
    for (gsize i = 0; i < G_N_ELEMENTS(prefix_table); i++)
        if (word[0] == prefix_table[i].word[0] && g_str_has_prefix(word, prefix_table[i].word))
            return prefix_table[i].hints;
    return 0;
}

/* The next word of `*cursor`, in lower case, cut to fit; FALSE at the end. */
static gboolean next_word(const char **cursor, char word[WORD_SIZE])
{
    const char *at = *cursor;
    while (*at != '\0' && !g_ascii_isalpha(*at))
        at++;
    gsize length = 0;
    gboolean was_lower = FALSE;
    for (; g_ascii_isalpha(*at); at++) {
        if (was_lower && g_ascii_isupper(*at))
            break;
        was_lower = g_ascii_islower(*at);
        if (length < WORD_SIZE - 1)
            word[length++] = g_ascii_tolower(*at);
    }
    word[length] = '\0';
    *cursor = at;
    return length > 0;
}

guint hint_of_names(const char *names)
{
    char words[2][WORD_SIZE];
    char pair[2 * WORD_SIZE];
    guint hints = 0;
    guint count = 0;
    while (next_word(&names, words[count % 2])) {
        const char *word = words[count % 2];
        hints |= hint_of_word(word);
        if (count > 0) {
            g_strlcpy(pair, words[(count + 1) % 2], sizeof pair);
            g_strlcat(pair, word, sizeof pair);
            hints |= hint_of_word(pair);
        }
        count++;
    }
    return hints;
}

/* Roles of regions that are not the article (WAI-ARIA 1.2). */
static gboolean is_foreign_role(const char *role)
{
    static const char *const roles[] = {
        "alert",   "alertdialog", "complementary", "contentinfo", "dialog", "menu",
        "menubar", "navigation",  "search",        "toolbar",     NULL};
    return role != NULL && g_strv_contains(roles, role);
}

static gboolean is_hidden(const HtmlDocument *document, guint32 node)
{
    const char *style = html_attribute(document, node, HTML_ATTRIBUTE_STYLE);
    if (style != NULL) {
        const char *display = strstr(style, "display");
        if (display != NULL && g_str_has_prefix(display + 7 + strspn(display + 7, " :"), "none"))
            return TRUE;
        if (strstr(style, "visibility:hidden") != NULL)
            return TRUE;
    }
    const char *aria = html_attribute(document, node, HTML_ATTRIBUTE_ARIA_HIDDEN);
    return (aria != NULL && strcmp(aria, "true") == 0) ||
           html_attribute(document, node, HTML_ATTRIBUTE_HIDDEN) != NULL;
}

guint hint_of_node(const HtmlDocument *document, guint32 node)
{
    if (html_node(document, node)->attribute_count == 0)
        return 0;
    const char *class = html_attribute(document, node, HTML_ATTRIBUTE_CLASS);
    const char *id = html_attribute(document, node, HTML_ATTRIBUTE_ID);
    guint hints = (class != NULL ? hint_of_names(class) : 0) | (id != NULL ? hint_of_names(id) : 0);
    const char *property = html_attribute(document, node, HTML_ATTRIBUTE_ITEMPROP);
    if (property != NULL && strstr(property, "articleBody") != NULL)
        hints |= HINT_BODY;
    if (is_foreign_role(html_attribute(document, node, HTML_ATTRIBUTE_ROLE)))
        hints |= HINT_BAD;
    return is_hidden(document, node) ? hints | HINT_HIDDEN : hints;
}
