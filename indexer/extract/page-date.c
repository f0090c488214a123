/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The signals, in order, and what their agreement makes of them. */
#include "indexer/extract/page-date.h"

#include <string.h>

#include "indexer/extract/block.h"
#include "indexer/extract/hint.h"
#include "morgue/date-parse.h"

/* Dates that are guessed from a page's text are not earlier (formats.md §5.3). */
#define GUESS_LOWER_YEAR 1995
/* A region with more text is not a date line. */
#define REGION_LENGTH  300
#define SIGNAL_CEILING 16

typedef struct {
    Date date;
    Provenance from;
    double confidence; /* that this kind of signal has the right day */
} Signal;

typedef struct {
    const PageDateInput *input;
    DateContext declared; /* for values that say they are dates */
    DateContext guessed;  /* for text */
    Signal signals[SIGNAL_CEILING];
    guint count;
} Finder;

static void add_signal(Finder *finder, const Date *date, Provenance from, double confidence)
{
    /* A zero of some database. */
    if (date->year == 1970 && date->month == 1 && date->day == 1)
        return;
    if (finder->count < SIGNAL_CEILING && date->precision >= DATE_PRECISION_DAY)
        finder->signals[finder->count++] = (Signal){*date, from, confidence};
}

static void add_value(Finder *finder, const char *text, Provenance from, double confidence)
{
    Date date;
    if (text != NULL && date_parse(text, strlen(text), &finder->declared, &date, NULL))
        add_signal(finder, &date, from, confidence);
}

static void add_url(Finder *finder)
{
    Date date;
    if (finder->input->url != NULL && date_from_url(finder->input->url, &finder->guessed, &date))
        add_signal(finder, &date, PROVENANCE_URL, 0.97);
}

static gboolean is_foreign(const Outline *outline, guint32 node)
{
    for (; node != 0; node = html_node(outline->document, node)->parent)
        if ((outline->hints[node] & (HINT_COMMENT | HINT_RELATED)) != 0 ||
            html_tag(outline->document, node) == HTML_ASIDE)
            return TRUE;
    return FALSE;
}

static gboolean read_time(Finder *finder, guint32 node, Date *date)
{
    const HtmlDocument *document = finder->input->outline->document;
    const char *value = html_attribute(document, node, HTML_ATTRIBUTE_DATETIME);
    if (value != NULL && date_parse(value, strlen(value), &finder->guessed, date, NULL))
        return date->precision >= DATE_PRECISION_DAY;
    if (html_text_length(document, node) > REGION_LENGTH)
        return FALSE;
    g_autofree char *text = html_subtree_text(document, node);
    return date_find(text, strlen(text), &finder->guessed, date, NULL, NULL);
}

/* The first time element in the article, or else on the page, that is not of something else. */
static void add_time(Finder *finder)
{
    const Outline *outline = finder->input->outline;
    const HtmlDocument *document = outline->document;
    Date first = {0};
    for (guint32 node = html_find(document, 0, document->count, HTML_TIME); node < document->count;
         node = html_find(document, node + 1, document->count, HTML_TIME)) {
        Date date;
        if (is_foreign(outline, node) || !read_time(finder, node, &date))
            continue;
        if (html_is_inside(document, node, HTML_ARTICLE) ||
            html_is_inside(document, node, HTML_MAIN) ||
            html_attribute(document, node, HTML_ATTRIBUTE_PUBDATE) != NULL) {
            add_signal(finder, &date, PROVENANCE_TIME, 0.915);
            return;
        }
        first = date_is_set(&first) ? first : date;
    }
    if (date_is_set(&first))
        add_signal(finder, &first, PROVENANCE_TIME, 0.9);
}

static gboolean find_in_nodes(Finder *finder, guint32 first, guint32 end, Date *date)
{
    const HtmlDocument *document = finder->input->outline->document;
    GString *text = g_string_new(NULL);
    html_append_text(document, first, end, text);
    gboolean found = date_find(text->str, text->len, &finder->guessed, date, NULL, NULL);
    g_string_free(text, TRUE);
    return found;
}

/* The first date in a region named for dates; best after the headline. */
static void add_region(Finder *finder)
{
    const Outline *outline = finder->input->outline;
    const HtmlDocument *document = outline->document;
    guint32 heading = html_find(document, 0, document->count, HTML_H1);
    Date date;
    for (guint pass = 0; pass < 2; pass++) {
        guint32 from = pass == 0 && heading < document->count ? heading : 1;
        guint32 end = pass == 0 || heading == document->count ? document->count : heading;
        for (guint32 node = from; node < end; node++) {
            if ((outline->hints[node] & HINT_DATE) == 0)
                continue;
            guint32 length = html_text_length(document, node);
            if (length < 6 || length > REGION_LENGTH || is_foreign(outline, node))
                continue;
            if (find_in_nodes(finder, node, html_node(document, node)->end, &date)) {
                add_signal(finder, &date, PROVENANCE_ELEMENT, 0.85);
                return;
            }
        }
    }
}

/* The first date in the text around the beginning of the article. */
static void add_text(Finder *finder)
{
    const Outline *outline = finder->input->outline;
    const HtmlDocument *document = outline->document;
    g_autoptr(GArray) blocks = block_list(document, outline->skipped, 0, document->count);
    GString *text = g_string_new(NULL);
    Date date;
    for (guint i = 0; i < blocks->len; i++) {
        const Block *block = &g_array_index(blocks, Block, i);
        if (block->first >= document->count)
            break;
        g_string_truncate(text, 0);
        block_append_text(document, outline->skipped, block, text);
        if (strstr(text->str, "©") != NULL || is_foreign(outline, block->container))
            continue;
        if (date_find(text->str, text->len, &finder->guessed, &date, NULL, NULL)) {
            add_signal(finder, &date, PROVENANCE_TEXT, 0.7);
            break;
        }
    }
    g_string_free(text, TRUE);
}

static gboolean same_day(const Date *a, const Date *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day;
}

/* The strongest signal, surer for each that agrees, as exact as the most exact of those. */
static Signal decide(const Finder *finder)
{
    Signal best = finder->signals[0];
    double doubt = 1 - best.confidence;
    for (guint i = 1; i < finder->count; i++) {
        const Signal *other = &finder->signals[i];
        if (!same_day(&other->date, &best.date))
            continue;
        doubt *= 0.5;
        if (other->date.precision > best.date.precision) {
            best.date = other->date;
            best.from = other->from;
        } else {
            date_prefer_local(&best.date, &other->date);
        }
    }
    best.confidence = 1 - doubt;
    return best;
}

static void find_modified(Finder *finder, Article *article)
{
    const PageDateInput *input = finder->input;
    const struct {
        const PageValues *values;
        Provenance from;
    } rows[] = {{input->linked_data, PROVENANCE_JSON_LD},
                {input->microdata, PROVENANCE_MICRODATA},
                {input->meta, PROVENANCE_META}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *text = rows[i].values->text[VALUE_MODIFIED];
        Date date;
        if (text != NULL && date_parse(text, strlen(text), &finder->declared, &date, NULL))
            article_set_modified(article, &date, rows[i].from);
    }
}

void page_date_find(const PageDateInput *input, Article *article)
{
    Finder finder = {.input = input};
    finder.declared.upper = input->upper;
    finder.declared.language = input->language;
    finder.guessed = finder.declared;
    finder.guessed.lower_year = GUESS_LOWER_YEAR;
    finder.declared.epoch_allowed = TRUE;

    add_url(&finder);
    add_value(&finder, input->microdata->text[VALUE_PUBLISHED], PROVENANCE_MICRODATA, 0.96);
    add_value(&finder, input->meta->text[VALUE_PUBLISHED], PROVENANCE_META, 0.94);
    add_value(&finder, input->linked_data->text[VALUE_PUBLISHED], PROVENANCE_JSON_LD, 0.92);
    add_time(&finder);
    if (finder.count == 0)
        add_region(&finder);
    find_modified(&finder, article);
    if (finder.count == 0)
        add_text(&finder);
    if (finder.count > 0) {
        Signal best = decide(&finder);
        article_set_published(article, &best.date, best.from, best.confidence);
    }
}
