/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks and lines that belong to the site and not to the article. */
#include "indexer/extract/boilerplate.h"

#include <string.h>

#include "indexer/extract/beginning.h"
#include "indexer/extract/hint.h"
#include "morgue/date-parse.h"

/* A longer paragraph is no caption, and a credit at its end no longer than that. */
#define CAPTION_LENGTH 250
#define CREDIT_LENGTH  60

/* Beginnings that are looked for are shorter, in bytes. */
#define BEGINNING_LENGTH 40

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

static gboolean may_begin_with_any(const char *text, const char *const *starts)
{
    while (*starts != NULL && !may_begin_with(text, *starts))
        starts++;
    return *starts != NULL;
}

/* Whether `text` begins with one of `starts` (in lower case), whatever signs stand before. */
static gboolean begins_with(const char *text, gsize length, const char *const *starts)
{
    for (; length > 0 && strchr(" -*>+|:.[(_#", *text) != NULL && *text != '\0'; length--)
        text++;
    if (length == 0 || !may_begin_with_any(text, starts))
        return FALSE;
    gsize beginning = MIN(length, BEGINNING_LENGTH);
    while (beginning < length && (text[beginning] & 0xc0) == 0x80)
        beginning++;
    g_autofree char *folded = g_utf8_strdown(text, (gssize)beginning);
    for (; *starts != NULL; starts++)
        if (g_str_has_prefix(folded, *starts))
            return TRUE;
    return FALSE;
}

/* How notices of sites begin. */
static const char *const notice_starts[] = {
    "advertis",
    "all rights reserved",
    "alle rechte",
    "also read",
    "anzeige",
    "caption",
    "click here to",
    "close",
    "comments are closed",
    "comparte",
    "continue reading",
    "copyright",
    "der beitrag wurde",
    "dieser eintrag wurde",
    "don't miss",
    "drukuj",
    "externer inhalt",
    "follow us",
    "folgen sie",
    "hier klicken",
    "just watched",
    "kommentare geschlossen",
    "lea también",
    "leer más",
    "lees ook",
    "leggi anche",
    "leia mais",
    "leia também",
    "lesen sie auch",
    "lire aussi",
    "loading",
    "media playback is unsupported",
    "mehr zum thema",
    "more:",
    "must watch",
    "never miss",
    "print this",
    "publicidad",
    "publicité",
    "pubblicità",
    "read also",
    "read more",
    "read next",
    "recommended",
    "related articles",
    "related stories",
    "related:",
    "see also",
    "share on",
    "share this",
    "sign up",
    "story continues",
    "subscribe",
    "suivez-nous",
    "teilen",
    "text size",
    "this entry was posted",
    "view comments",
    "werbung",
    "your browser does not support",
    "{%",
    "©",
    "à lire aussi",
    "реклама",
    "читайте также",
    NULL,
};

gboolean text_is_notice(const char *text, gsize length)
{
    return length <= 120 && begins_with(text, length, notice_starts);
}

/* What invitations to follow, to subscribe, to register or to write ask for, in lower case. */
static const char *const invitation_words[] = {
    "abonnier",   "abonnez",   "follow him", "follow her", "follow the ", "follow us",
    "folgen sie", "folge uns", "join our",   "newsletter", "on facebook", "on instagram",
    "on twitter", "sign up",   "subscribe",  "suivez",     "suscríb",     "síguenos",
    "your inbox", "write to ", NULL,
};

gboolean text_is_invitation(const char *text, gsize length)
{
    g_autofree char *folded = g_utf8_strdown(text, (gssize)length);
    for (const char *const *word = invitation_words; *word != NULL; word++)
        if (strstr(folded, *word) != NULL)
            return TRUE;
    return FALSE;
}

gboolean text_is_credit(const char *text, gsize length)
{
    static const char *const starts[] = {
        "abbildung:", "bild:",   "bild via", "bildquelle", "credit",  "crédit", "foto:",
        "fotos:",     "foto ©",  "getty",    "image:",     "imagem:", "photo:", "photo by",
        "photo via",  "quelle:", "source:",  "zdjęcie:",   "фото",    "图",     NULL,
    };
    return length <= 80 && begins_with(text, length, starts);
}

gboolean text_is_caption(const char *text, gsize length)
{
    static const char *const starts[] = {"abbildung ", "abb. ",         "fig. ",         "figure ",
                                         "file photo", "image caption", "media caption", NULL};
    static const char *const credits[] = {
        "(ap photo", "(bild:",        "(foto:",   "(fotos:",  "(image:",
        "(photo",    "(picture:",     "credit:",  "foto: ",   "getty images",
        "photo: ",   "photograph by", "photo by", "/ap)",     "/afp)",
        "/reuters)", "courtesy of",   "image: ",  "quelle: ", NULL};
    if (length > CAPTION_LENGTH)
        return FALSE;
    if (begins_with(text, length, starts))
        return TRUE;
    char folded[CREDIT_LENGTH + 1];
    gsize tail = MIN(length, CREDIT_LENGTH);
    for (gsize i = 0; i < tail; i++) /* credits are ASCII */
        folded[i] = g_ascii_tolower(text[length - tail + i]);
    folded[tail] = '\0';
    for (const char *const *credit = credits; *credit != NULL; credit++)
        if (strstr(folded, *credit) != NULL)
            return TRUE;
    return FALSE;
}

/* What stands over lists of other stories, comments and tags. */
static const char *const list_titles[] = {
    "about the author",
    "articles similaires",
    "articoli correlati",
    "artículos relacionados",
    "auch interessant",
    "comentarios",
    "commentaires",
    "comments",
    "czytaj także",
    "das könnte",
    "filed under",
    "kommentare",
    "latest news",
    "latest stories",
    "leave a comment",
    "leave a reply",
    "lees ook",
    "leggi anche",
    "leia mais",
    "leia também",
    "les plus lus",
    "lo más leído",
    "meest gelezen",
    "mehr themen",
    "mehr zum thema",
    "meistgelesen",
    "more from",
    "more great",
    "more on",
    "more stories",
    "most popular",
    "most read",
    "notas relacionadas",
    "noticias relacionadas",
    "popular",
    "potrebbe interessarti",
    "read next",
    "recent articles",
    "recent posts",
    "recent stories",
    "recommended",
    "related",
    "schon gelesen",
    "share this",
    "sur le même sujet",
    "tags:",
    "te puede interesar",
    "top stories",
    "trending",
    "veja também",
    "você pode gostar",
    "weitere artikel",
    "weitere beiträge",
    "weitere themen",
    "you may also",
    "you may like",
    "you might also",
    "zobacz także",
    "zum weiterlesen",
    "à lire aussi",
    "ähnliche",
    "über den autor",
    "похожие",
    "самые популярные",
    "читайте также",
    "相关新闻",
    "相关阅读",
    "関連記事",
    NULL,
};

gboolean text_is_list_title(const char *text, gsize length)
{
    return length <= 60 && begins_with(text, length, list_titles);
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
    gsize start, end, latest = length / 2; /* the date is half of the line at least */
    return length <= 90 &&
           date_find_near_start(text, length, latest, &context, &date, &start, &end) &&
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
