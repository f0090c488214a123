/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The signals, in order, and what their agreement makes of them. */
#include "indexer/extract/page-date.h"

#include <string.h>

#include "indexer/extract/date-search.h"
#include "indexer/extract/script-date.h"
#include "morgue/date-parse.h"

/* Dates that are guessed from a page's text are not earlier (formats.md §5.3). */
#define GUESS_LOWER_YEAR 1995
#define SIGNAL_CEILING   16
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
    DateSearch search;
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

/* The date of the time element nearest to the headline that is not of something else. */
static void add_time(Finder *finder)
{
    Date date;
    if (date_search_time(&finder->search, &date))
        add_signal(finder, &date, PROVENANCE_TIME, 0.8);
}

/* The date of the region named for dates that is nearest to the headline. */
static void add_region(Finder *finder)
{
    Date date;
    if (date_search_region(&finder->search, &date))
        add_signal(finder, &date, PROVENANCE_ELEMENT, 0.84);
}

static gboolean same_day(const Date *a, const Date *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day;
}

/*
 * Whether a day that the page shows can be that of an instant in UTC: the day before until noon,
 * the day after from noon on.
 */
static gboolean is_local_day(const Date *shown, const Date *instant)
{
    if (shown->has_offset || !instant->has_offset || instant->offset_minutes != 0)
        return FALSE;
    Date other = date_shift_days(instant, instant->hour < 12 ? -1 : 1);
    return same_day(shown, &other);
}

static gboolean agree(const Date *a, const Date *b)
{
    return same_day(a, b) || is_local_day(a, b) || is_local_day(b, a);
}

/* A region named for dates says the same day once more: that makes one sign, and a surer one. */
static void add_text(Finder *finder, const guint8 *skipped, guint32 within, double confidence)
{
    Date date;
    if (!date_search_text(&finder->search, skipped, DATE_OF_PUBLICATION, within, &date))
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

/* A date that is called an update, where the markup has none. */
static gboolean find_update(Finder *finder, const guint8 *skipped, Article *article)
{
    Date date;
    return !date_is_set(&article->modified.date) &&
           date_search_text(&finder->search, skipped, DATE_OF_UPDATE, G_MAXUINT32, &date) &&
           article_set_modified(article, &date, PROVENANCE_TEXT);
}

static void add_script(Finder *finder)
{
    const PageDateInput *input = finder->input;
    Date date;
    if (script_date_find(input->source, input->source_length, &finder->declared, &date) ||
        script_date_find_only(input->source, input->source_length, &finder->declared, &date))
        add_signal(finder, &date, PROVENANCE_ELEMENT, 0.6);
}

/*
 * What there is where no better sign is, until something is found: an update, which the date of
 * publication is taken from; running text; headers, footers and boxes; scripts.
 */
static void search_farther(Finder *finder, Article *article)
{
    const Outline *outline = finder->input->outline;
    if (find_update(finder, outline->skipped, article))
        return;
    add_text(finder, outline->skipped, G_MAXUINT32, 0.75);
    if (finder->count > 0)
        return;
    g_autofree guint8 *skipped = g_new0(guint8, outline->document->count + 1);
    outline_skip_controls(outline->document, skipped);
    add_text(finder, skipped, G_MAXUINT32, 0.6);
    if (finder->count == 0 && !find_update(finder, skipped, article))
        add_script(finder);
}

/* How likely a signal is wrong, given those that agree with it. */
static double doubt_of(const Finder *finder, guint of)
{
    double doubt = 1 - finder->signals[of].confidence;
    for (guint i = 0; i < finder->count; i++)
        if (i != of && agree(&finder->signals[i].date, &finder->signals[of].date))
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
        if (is_local_day(&other->date, &best.date) ||
            (same_day(&other->date, &best.date) && other->date.precision > best.date.precision)) {
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

    date_search_init(&finder.search, input->outline, input->main_text, &finder.guessed);

    add_url(&finder);
    add_value(&finder, input->microdata->text[VALUE_PUBLISHED], PROVENANCE_MICRODATA, 0.87);
    add_value(&finder, input->meta->text[VALUE_PUBLISHED], PROVENANCE_META, 0.85);
    add_value(&finder, input->linked_data->text[VALUE_PUBLISHED], PROVENANCE_JSON_LD, 0.83);
    add_region(&finder);
    add_time(&finder);
    find_modified(&finder, article);
    add_text(&finder, input->outline->skipped, NEAR_HEADLINE, 0.9);
    if (finder.count == 0)
        search_farther(&finder, article);
    if (finder.count > 0) {
        Signal best = decide(&finder);
        article_set_published(article, &best.date, best.from, best.confidence);
    }
}
