/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Headline, byline and dateline by their place before the text. */
#include "indexer/extract/plain-article.h"

#include <string.h>

#include "indexer/extract/byline.h"
#include "indexer/extract/dateline.h"
#include "indexer/extract/wrapping.h"
#include "morgue/text.h"

#define HEADLINE_MAX_CHARACTERS 200 /* formats.md §6.1 */
#define HEADLINE_MAX_LINES      3
#define CENTRED_MIN             6 /* columns that a headline is indented, and no paragraph is */
#define LONG_LINE               40

/* Bylines and dates are looked for in so many lines, datelines in so many paragraphs. */
#define HEAD_LINES          8
#define DATELINE_PARAGRAPHS 3

/* A line that is only there for the eye, or was a button of the page that the text is from. */
static gboolean is_ornament(const TextLine *line)
{
    static const char *const buttons[] = {"print",    "share",  "drucken",       "imprimer",
                                          "imprimir", "stampa", "advertisement", "พิมพ์",
                                          "打印",     "печать"};
    for (gsize i = 0; i < G_N_ELEMENTS(buttons); i++) {
        if (strlen(buttons[i]) == line->length &&
            g_ascii_strncasecmp(buttons[i], line->text, line->length) == 0)
            return TRUE;
    }
    guint signs = 0, digits = 0;
    for (gsize i = 0; i < line->length; i++) {
        signs += g_ascii_ispunct(line->text[i]) ? 1 : 0;
        digits += g_ascii_isdigit(line->text[i]) ? 1 : 0;
    }
    return signs + digits == line->length && (digits == 0 || signs == 2); /* `---`, `26/02/2566` */
}

static const TextLine *line_at(const GArray *lines, guint index)
{
    return &g_array_index(lines, TextLine, index);
}

static void skip_ornaments(const GArray *lines, guint *next)
{
    while (*next < lines->len && is_ornament(line_at(lines, *next)))
        ++*next;
}

/* Whether there are upper-case letters and no others: newspapers once ended headlines with a stop.
 */
static gboolean is_capital(const char *text, gsize length)
{
    gboolean has_upper = FALSE;
    for (const char *place = text; place < text + length; place = g_utf8_next_char(place)) {
        gunichar character = g_utf8_get_char(place);
        if (g_unichar_islower(character))
            return FALSE;
        has_upper |= g_unichar_isupper(character);
    }
    return has_upper;
}

/* Whether a line ends as no headline does. */
static gboolean ends_like_prose(const char *text, gsize length)
{
    static const char *const endings[] = {"。", "．", "،", "、", "：", "，"};
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        gsize ending = strlen(endings[i]);
        if (length >= ending && memcmp(text + length - ending, endings[i], ending) == 0)
            return TRUE;
    }
    char last = text[length - 1];
    if (last == '.' && is_capital(text, length)) /* `FROM OUR OWN CORRESPONDENT.` */
        return FALSE;
    gboolean is_initial = length > 3 && g_ascii_isupper(text[length - 2]) &&
                          !g_ascii_isalpha(text[length - 3]); /* `… in the U.S.` */
    return strchr(",;:", last) != NULL || (last == '.' && !is_initial);
}

/* Whether a line is the beginning of a report, by a dateline that cannot be a headline. */
static gboolean is_reported(const TextLine *line, const DateContext *dates, gboolean is_alone)
{
    Dateline dateline;
    if (!dateline_read(line->text, line->length, dates, &dateline))
        return FALSE;
    return !is_alone || dateline.agency_length > 0 || date_is_set(&dateline.date);
}

/*
 * Whether a line below a headline is no part of it: a byline, a dateline, or the first line of a
 * paragraph, which is long and indented (centred lines of a headline are shorter).
 */
static gboolean begins_text(const TextLine *before, const TextLine *line, guint width,
                            const DateContext *dates)
{
    Byline byline;
    return (width > 0 && line->indent >= before->indent + 2 && line->columns * 4 >= width * 3) ||
           byline_read(line->text, line->length, dates, &byline) != BYLINE_NONE ||
           is_reported(line, dates, TRUE);
}

/*
 * How many lines from `first` on are the headline; 0 where they are not one. A headline is a block
 * of its own, or a first line that is set apart from the text by its layout or its byline.
 */
static guint headline_lines(const GArray *lines, guint first, TextLayout layout, guint width,
                            const DateContext *dates)
{
    guint count = 0;
    glong characters = 0;
    while (first + count < lines->len && line_at(lines, first + count)->length > 0) {
        const TextLine *line = line_at(lines, first + count);
        if (count > 0 && begins_text(line_at(lines, first + count - 1), line, width, dates))
            break;
        count++;
        if (count <= HEADLINE_MAX_LINES)
            characters += g_utf8_strlen(line->text, (gssize)line->length) + 1;
    }
    const TextLine *last = line_at(lines, first + MIN(count, HEADLINE_MAX_LINES) - 1);
    gboolean is_block = count <= HEADLINE_MAX_LINES && characters <= HEADLINE_MAX_CHARACTERS + 1 &&
                        !ends_like_prose(last->text, last->length) && layout != LAYOUT_PARAGRAPHS;
    if (is_block && (count == 1 || layout == LAYOUT_WRAPPED))
        return count;
    const TextLine *line = line_at(lines, first);
    if (g_utf8_strlen(line->text, (gssize)line->length) > HEADLINE_MAX_CHARACTERS ||
        ends_like_prose(line->text, line->length))
        return 0;
    if (layout != LAYOUT_WRAPPED)
        return 1;
    const TextLine *below = line_at(lines, first + 1);
    gboolean is_centred = line->indent >= below->indent + CENTRED_MIN;
    return is_centred || line->columns * 4 < width * 3 ? 1 : 0;
}

static gboolean has_letter(const TextLine *line)
{
    const char *end = line->text + line->length;
    for (const char *place = line->text; place < end; place = g_utf8_next_char(place)) {
        if (g_unichar_isalpha(g_utf8_get_char(place)))
            return TRUE;
    }
    return FALSE;
}

/* A long line was broken by the margin where the next begins further left. */
static void set_headline(Article *article, const GArray *lines, guint first, guint count)
{
    g_autoptr(GString) headline = g_string_new(NULL);
    for (guint i = first; i < first + count; i++) {
        const TextLine *before = i > first ? line_at(lines, i - 1) : NULL;
        if (before != NULL &&
            (before->columns < LONG_LINE || line_at(lines, i)->indent >= before->indent))
            g_string_append_c(headline, ' ');
        text_join(headline, line_at(lines, i));
    }
    article_set(article, ARTICLE_HEADLINE, headline->str, headline->len, PROVENANCE_TEXT);
}

static char *clean_line(const TextLine *line)
{
    GString *clean = g_string_new(NULL);
    text_clean_line(clean, line->text, line->length);
    return g_string_free(clean, FALSE);
}

/*
 * The line, cleaned, where it repeats the headline or the end of it (what is before that is the
 * name of a site); NULL where it does not.
 */
static char *repeated_part(const char *headline, const TextLine *line)
{
    g_autofree char *again = clean_line(line);
    gsize length = strlen(again), whole = strlen(headline);
    if (length == 0 || !g_str_has_suffix(headline, again))
        return NULL;
    if (length < whole &&
        (length * 3 < whole || strchr("-|: ", headline[whole - length - 1]) == NULL))
        return NULL;
    return g_steal_pointer(&again);
}

/* Whether a line repeats the headline; what is more than that is taken off the headline. */
static gboolean repeats_headline(Article *article, const TextLine *line)
{
    const char *headline = article_get(article, ARTICLE_HEADLINE);
    g_autofree char *part = headline == NULL ? NULL : repeated_part(headline, line);
    if (part != NULL && strcmp(part, headline) != 0)
        article_set_string(article, ARTICLE_HEADLINE, part, PROVENANCE_ELEMENT);
    return part != NULL;
}

/*
 * A first line that is too long for a headline, or ends like prose, may be the name of a site and
 * the headline, if one of the next lines is the headline alone. Returns whether it was; sets the
 * headline.
 */
static gboolean find_repeated(Article *article, const GArray *lines, guint first)
{
    const TextLine *line = line_at(lines, first);
    if (g_utf8_strlen(line->text, (gssize)line->length) > 2 * HEADLINE_MAX_CHARACTERS)
        return FALSE;
    g_autofree char *headline = clean_line(line);
    for (guint i = first + 1; i < lines->len && i <= first + HEAD_LINES; i++) {
        if (line_at(lines, i)->length == 0)
            continue;
        g_autofree char *part = repeated_part(headline, line_at(lines, i));
        if (part != NULL)
            return article_set_string(article, ARTICLE_HEADLINE, part, PROVENANCE_TEXT);
    }
    return FALSE;
}

/* Headline, byline and dates before the text; `next` moves to the text. */
static void read_head(Article *article, const GArray *lines, guint *next, TextLayout layout,
                      guint width, const DateContext *dates)
{
    for (guint seen = 0; seen < HEAD_LINES; seen++) {
        skip_ornaments(lines, next);
        if (*next == lines->len)
            return;
        const TextLine *line = line_at(lines, *next);
        Byline byline;
        gboolean is_byline = byline_read(line->text, line->length, dates, &byline) != BYLINE_NONE;
        if (is_byline)
            byline_apply(&byline, article);
        if (is_byline || repeats_headline(article, line)) {
            ++*next;
            continue;
        }
        gboolean is_alone = *next + 1 == lines->len || line_at(lines, *next + 1)->length == 0;
        guint count = 0;
        if (article_get(article, ARTICLE_HEADLINE) == NULL && has_letter(line) &&
            !is_reported(line, dates, is_alone))
            count = headline_lines(lines, *next, layout, width, dates);
        if (count > 0)
            set_headline(article, lines, *next, count);
        else if (article_get(article, ARTICLE_HEADLINE) == NULL && layout != LAYOUT_WRAPPED &&
                 find_repeated(article, lines, *next))
            count = 1;
        else
            return;
        *next += count;
    }
}

/* The dateline of one of the first paragraphs; past the first it must show more than a place. */
static void read_dateline(Article *article, const GString *body, const DateContext *dates)
{
    const char *paragraph = body->str, *end = body->str + body->len;
    for (guint i = 0; i < DATELINE_PARAGRAPHS && paragraph < end; i++) {
        const char *next = strstr(paragraph, "\n\n");
        gsize length = (gsize)((next == NULL ? end : next) - paragraph);
        Dateline dateline;
        if (dateline_read(paragraph, length, dates, &dateline) &&
            (i == 0 || dateline.agency_length > 0 || date_is_set(&dateline.date))) {
            dateline_apply(&dateline, article);
            return;
        }
        if (next == NULL)
            return;
        paragraph = next + 2;
    }
}

void plain_article_read(Article *article, const char *text, gsize length, const DateContext *dates,
                        guint options)
{
    g_autoptr(GArray) lines = text_lines(text, length);
    guint width, first = 0;
    TextLayout layout = text_layout(lines, 0, &width);
    gboolean has_head = (options & PLAIN_CONTINUED) == 0;
    if (has_head)
        read_head(article, lines, &first, layout, width, dates);
    layout = text_layout(lines, first, &width);
    if ((options & PLAIN_BLOCKS) != 0)
        layout = LAYOUT_WRAPPED;
    g_autoptr(GString) body = text_join_lines(lines, first, layout, width);
    if (has_head)
        read_dateline(article, body, dates);
    article_add_paragraph(article, body->str, body->len);
}
