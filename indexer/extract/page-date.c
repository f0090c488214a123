/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The signals, in order, and what their agreement makes of them. */
#include "indexer/extract/page-date.h"

#include <string.h>

#include "indexer/extract/block.h"
#include "indexer/extract/date-meaning.h"
#include "indexer/extract/hint.h"
#include "indexer/extract/script-date.h"
#include "morgue/date-parse.h"

/* Dates that are guessed from a page's text are not earlier (formats.md §5.3). */
#define GUESS_LOWER_YEAR 1995
/* A region with more text is not a date line. */
#define REGION_LENGTH  300
#define SIGNAL_CEILING 16
/* A date so near to the headline, in bytes of text, belongs to it. */
#define NEAR_HEADLINE 300
/* What each signal for the same day leaves of the doubt. */
#define AGREEMENT 0.35

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
    guint32 anchor; /* the node that dates are looked for around */
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
        add_signal(finder, &date, PROVENANCE_URL, 0.9);
}

/* Whether a node is in a region of other things, which does not hold the headline, too. */
static gboolean is_foreign(const Finder *finder, guint32 node)
{
    const Outline *outline = finder->input->outline;
    for (; node != 0; node = html_node(outline->document, node)->parent) {
        if (node <= finder->anchor && finder->anchor < html_node(outline->document, node)->end)
            return FALSE;
        if ((outline->hints[node] & (HINT_COMMENT | HINT_RELATED)) != 0 ||
            html_tag(outline->document, node) == HTML_ASIDE)
            return TRUE;
    }
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

static gboolean read_region(const Finder *finder, guint32 node, Date *date)
{
    const HtmlDocument *document = finder->input->outline->document;
    g_autofree char *text = html_subtree_text(document, node);
    if (date_find_meaning(text, strlen(text), DATE_OF_PUBLICATION, &finder->guessed, date))
        return TRUE;
    const char *title = html_attribute(document, node, HTML_ATTRIBUTE_TITLE);
    return *text == '\0' && title != NULL &&
           date_parse(title, strlen(title), &finder->guessed, date, NULL) &&
           date->precision >= DATE_PRECISION_DAY;
}

/* How far a node is from the headline, in bytes of text; what is before it is farther. */
static guint32 distance(const Finder *finder, guint32 node)
{
    const HtmlDocument *document = finder->input->outline->document;
    guint32 place = html_node(document, node)->text;
    guint32 anchor = html_node(document, finder->anchor)->text;
    return place >= anchor ? place - anchor : 2 * (anchor - place);
}

/* The date of the time element nearest to the headline that is not of something else. */
static void add_time(Finder *finder)
{
    const Outline *outline = finder->input->outline;
    const HtmlDocument *document = outline->document;
    guint32 nearest = G_MAXUINT32;
    Date found = {0};
    for (guint32 node = html_find(document, 0, document->count, HTML_TIME); node < document->count;
         node = html_find(document, node + 1, document->count, HTML_TIME)) {
        guint32 away = distance(finder, node);
        Date date;
        if (away >= nearest || is_foreign(finder, node) || !read_time(finder, node, &date))
            continue;
        nearest = away;
        found = date;
    }
    if (nearest < G_MAXUINT32)
        add_signal(finder, &found, PROVENANCE_TIME, 0.8);
}

/* The date of the region named for dates that is nearest to the headline. */
static void add_region(Finder *finder)
{
    const Outline *outline = finder->input->outline;
    const HtmlDocument *document = outline->document;
    guint32 nearest = G_MAXUINT32;
    Date found = {0};
    for (guint32 node = 1; node < document->count; node++) {
        if ((outline->hints[node] & HINT_DATE) == 0)
            continue;
        guint32 away = distance(finder, node);
        Date date;
        if (away >= nearest || html_text_length(document, node) > REGION_LENGTH ||
            is_foreign(finder, node) || !read_region(finder, node, &date))
            continue;
        nearest = away;
        found = date;
    }
    if (nearest < G_MAXUINT32)
        add_signal(finder, &found, PROVENANCE_ELEMENT, 0.84);
}

/* The date in running text that is nearest to the headline, outside of what is skipped. */
static gboolean find_nearest(const Finder *finder, const guint8 *skipped, DateMeaning meaning,
                             guint32 within, Date *found)
{
    const HtmlDocument *document = finder->input->outline->document;
    g_autoptr(GArray) blocks = block_list(document, skipped, 0, document->count);
    g_autoptr(GString) text = g_string_new(NULL);
    guint32 nearest = within;
    for (guint i = 0; i < blocks->len; i++) {
        const Block *block = &g_array_index(blocks, Block, i);
        guint32 away = distance(finder, block->first);
        Date date;
        if (away >= nearest || is_foreign(finder, block->container))
            continue;
        g_string_truncate(text, 0);
        block_append_text(document, skipped, block, text);
        if (!date_find_meaning(text->str, text->len, meaning, &finder->guessed, &date))
            continue;
        nearest = away;
        *found = date;
    }
    return nearest < within;
}

static gboolean same_day(const Date *a, const Date *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day;
}

/* A region named for dates says the same day once more: that makes one sign, and a surer one. */
static void add_text(Finder *finder, const guint8 *skipped, guint32 within, double confidence)
{
    Date date;
    if (!find_nearest(finder, skipped, DATE_OF_PUBLICATION, within, &date))
        return;
    for (guint i = 0; i < finder->count; i++) {
        Signal *signal = &finder->signals[i];
        if (signal->from == PROVENANCE_ELEMENT && same_day(&signal->date, &date)) {
            signal->confidence = MAX(signal->confidence, confidence);
            return;
        }
    }
    add_signal(finder, &date, PROVENANCE_TEXT, confidence);
}

/* Looks at headers, footers and boxes, too; and, last, for what is called an update. */
static void search_around(Finder *finder, Article *article)
{
    const HtmlDocument *document = finder->input->outline->document;
    g_autofree guint8 *skipped = g_new0(guint8, document->count + 1);
    outline_skip_controls(document, skipped);
    add_text(finder, skipped, G_MAXUINT32, 0.6);
    Date date;
    if (finder->count == 0 && !date_is_set(&article->modified.date) &&
        find_nearest(finder, skipped, DATE_OF_UPDATE, G_MAXUINT32, &date))
        article_set_modified(article, &date, PROVENANCE_TEXT);
}

static void add_script(Finder *finder)
{
    const PageDateInput *input = finder->input;
    Date date;
    if (script_date_find(input->source, input->source_length, &finder->declared, &date))
        add_signal(finder, &date, PROVENANCE_ELEMENT, 0.6);
}

/* The first heading that is not of a region around the article, or where the text begins. */
static guint32 find_anchor(const PageDateInput *input)
{
    const Outline *outline = input->outline;
    const HtmlDocument *document = outline->document;
    for (guint32 node = 1; node < document->count; node++) {
        if (outline->skipped[node] != 0)
            node = html_node(document, node)->end - 1;
        else if (html_tag(document, node) == HTML_H1 && html_text_length(document, node) > 10)
            return node;
    }
    return MIN(input->main_text->first, document->count);
}

/* How likely a signal is wrong, given those that agree with it. */
static double doubt_of(const Finder *finder, guint of)
{
    double doubt = 1 - finder->signals[of].confidence;
    for (guint i = 0; i < finder->count; i++)
        if (i != of && same_day(&finder->signals[i].date, &finder->signals[of].date))
            doubt *= AGREEMENT;
    return doubt;
}

/* The signal with the least doubt, as exact as the most exact of those that agree with it. */
static Signal decide(const Finder *finder)
{
    guint chosen = 0;
    for (guint i = 1; i < finder->count; i++)
        if (doubt_of(finder, i) < doubt_of(finder, chosen))
            chosen = i;
    Signal best = finder->signals[chosen];
    best.confidence = 1 - doubt_of(finder, chosen);
    for (guint i = 0; i < finder->count; i++) {
        const Signal *other = &finder->signals[i];
        if (!same_day(&other->date, &best.date))
            continue;
        if (other->date.precision > best.date.precision) {
            best.date = other->date;
            best.from = other->from;
        } else {
            date_prefer_local(&best.date, &other->date);
        }
    }
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

    finder.anchor = find_anchor(input);

    add_url(&finder);
    add_value(&finder, input->microdata->text[VALUE_PUBLISHED], PROVENANCE_MICRODATA, 0.87);
    add_value(&finder, input->meta->text[VALUE_PUBLISHED], PROVENANCE_META, 0.85);
    add_value(&finder, input->linked_data->text[VALUE_PUBLISHED], PROVENANCE_JSON_LD, 0.83);
    add_region(&finder);
    add_time(&finder);
    find_modified(&finder, article);
    add_text(&finder, input->outline->skipped, NEAR_HEADLINE, 0.9);
    if (finder.count == 0)
        add_text(&finder, input->outline->skipped, G_MAXUINT32, 0.75);
    if (finder.count == 0)
        search_around(&finder, article);
    if (finder.count == 0)
        add_script(&finder);
    if (finder.count > 0) {
        Signal best = decide(&finder);
        article_set_published(article, &best.date, best.from, best.confidence);
    }
}
