/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules of formats.md §5.3, applied to what was read. */
#include "lib/date-resolve.h"

#include <string.h>

enum {
    LOWEST_YEAR = 1605,         /* the first newspaper */
    JULIAN_WEST_END = 17520913, /* the last countries of the West that count */
    JULIAN_EAST_END = 19230228, /* Greece */
    EPOCH_START = 631152000,    /* 1990-01-01 */
    DAYS_BACK = 30,             /* of a dateline without year, before and after the reference */
    DAYS_AHEAD = 2,
};

static const gint64 epoch_end = 2240524800; /* 2041-01-01 */

static const char no_such_day[] = "there is no such day";
static const char out_of_bounds[] = "it is out of the bounds that dates have here";

gint64 date_context_last_day(const DateContext *context)
{
    Date today;

    if (date_is_set(&context->upper))
        return date_last_day(&context->upper);
    today = date_today(NULL);
    return date_days(&today) + 1;
}

gboolean date_context_allows(const DateContext *context, const Date *date)
{
    int lowest = context->lower_year != 0 ? context->lower_year : LOWEST_YEAR;

    return date->year >= lowest && date_first_day(date) <= date_context_last_day(context);
}

void date_context_init(DateContext *context, const Date *captured)
{
    gboolean known = captured != NULL && captured->precision >= DATE_PRECISION_DAY;
    Date today = known ? *captured : date_today(NULL);

    *context = (DateContext){.upper = date_shift_days(&today, 1)};
    if (known)
        context->reference = *captured;
}

gboolean date_complete_year(Date *date, const Date *reference)
{
    gint64 today = date_days(reference);

    g_assert(reference->precision >= DATE_PRECISION_DAY);
    for (int year = reference->year - 1; year <= reference->year + 1; year++) {
        Date candidate = date_from_ymd(year, date->month, date->day);
        gint64 day;

        if (candidate.precision != DATE_PRECISION_DAY)
            continue;
        day = date_days(&candidate);
        if (day < today - DAYS_BACK || day > today + DAYS_AHEAD)
            continue;
        date->year = candidate.year;
        if (date->precision < DATE_PRECISION_DAY)
            date->precision = DATE_PRECISION_DAY;
        return TRUE;
    }
    return FALSE;
}

/* Whether a language tag is `tag`, or begins with it. Case and the kind of dash do not count. */
static gboolean language_is(const char *language, const char *tag)
{
    for (; *tag != '\0'; tag++, language++) {
        char letter = *language == '_' ? '-' : g_ascii_tolower(*language);

        if (letter != *tag)
            return FALSE;
    }
    return *language == '\0' || *language == '-' || *language == '_' || *language == '.';
}

static gboolean is_american(const DateContext *context)
{
    return context->language != NULL && language_is(context->language, "en-us");
}

/* Whether letters of a zone like CST may be read as American: unless the language says other. */
static gboolean may_be_american(const DateContext *context)
{
    const char *language = context->language;

    return language == NULL || g_ascii_strcasecmp(language, "en") == 0 || is_american(context) ||
           language_is(language, "en-ca");
}

static gboolean writes_month_first(const DateContext *context)
{
    const char *language = context->language;

    return is_american(context) ||
           (language != NULL && (language_is(language, "ja") || language_is(language, "zh") ||
                                 language_is(language, "ko")));
}

static gboolean knows_day_first(const DateContext *context)
{
    const char *language = context->language;

    return language != NULL && g_ascii_strcasecmp(language, "en") != 0 &&
           !writes_month_first(context);
}

/* The century that two digits get by the context's policy; see DateCentury. */
static int expand_year(int two_digits, const DateContext *context)
{
    int year;

    switch (context->century) {
    case DATE_CENTURY_1900:
        return 1900 + two_digits;
    case DATE_CENTURY_REFERENCE:
        if (!date_is_set(&context->reference))
            break;
        year = context->reference.year / 100 * 100 + two_digits;
        if (year > context->reference.year + 50)
            return year - 100;
        return year < context->reference.year - 50 ? year + 100 : year;
    case DATE_CENTURY_WINDOW:
        break;
    }
    return two_digits >= 69 ? 1900 + two_digits : 2000 + two_digits;
}

/* A Julian date of its own; unset if there is no such day. */
static Date julian_date(int year, int month, int day)
{
    Date date = {.year = (gint16)year,
                 .month = (guint8)month,
                 .day = (guint8)day,
                 .precision = DATE_PRECISION_DAY,
                 .calendar = DATE_CALENDAR_JULIAN};

    return year <= 9999 && day <= 31 && date_valid(&date) ? date : (Date){0};
}

/* Whether people who wrote so may have reckoned by the Julian calendar on that day. */
static gboolean may_be_julian(const DateMatch *match, const DateContext *context, int year,
                              int month, int day)
{
    static const char *const languages[] = {"ru", "uk", "be", "bg", "sr", "mk", "ro", "el"};
    int number = (year * 100 + month) * 100 + day;
    gboolean eastern = match->eastern;

    for (gsize i = 0; i < G_N_ELEMENTS(languages) && context->language != NULL; i++)
        eastern = eastern || language_is(context->language, languages[i]);
    return number <= (eastern ? JULIAN_EAST_END : JULIAN_WEST_END);
}

/* The day in the calendar that the evidence is for; unset if it is in neither. */
static Date date_of_day(const DateMatch *match, const DateContext *context, int year, int month,
                        int day)
{
    Date gregorian = date_from_ymd(year, month, day);
    Date julian = {0};

    if (day == 0 || month == 0)
        return gregorian;
    if (match->calendar == DATE_CALENDAR_JULIAN || may_be_julian(match, context, year, month, day))
        julian = julian_date(year, month, day);
    if (match->calendar == DATE_CALENDAR_JULIAN)
        return julian;
    if (!date_is_set(&gregorian))
        return julian; /* 29 February 1900 was only in the East */
    if (match->weekday != 0 && match->weekday != date_weekday(&gregorian)) {
        if (date_is_set(&julian) && match->weekday == date_weekday(&julian))
            return julian;
        gregorian.weekday_mismatch = TRUE;
    }
    return gregorian;
}

/* The date of a year, month and day as they are called; unset if there is none in the bounds. */
static Date date_in_order(const DateMatch *match, const DateContext *context, int month, int day)
{
    Date date;
    int year = match->year;

    if (month > 12 || day > 31 || (match->day != 0 && (month < 1 || day < 1)))
        return (Date){0};
    if (match->year_digits == 0) {
        date = (Date){.month = (guint8)month, .day = (guint8)day};
        if (context->reference.precision < DATE_PRECISION_DAY ||
            !date_complete_year(&date, &context->reference))
            return (Date){0};
        date = date_of_day(match, context, date.year, month, day);
        if (date.weekday_mismatch) /* two guesses that disagree */
            return (Date){0};
        return date;
    }
    if (match->buddhist && year > 2400)
        year -= 543;
    if (match->year_digits == 2)
        year = expand_year(year, context);
    date = date_of_day(match, context, year, month, day);
    if (match->year_digits == 2 && context->century == DATE_CENTURY_WINDOW && date_is_set(&date) &&
        date_first_day(&date) > date_context_last_day(context))
        date = date_of_day(match, context, year - 100, month, day);
    return date;
}

static gboolean same_day(const Date *a, const Date *b)
{
    return a->precision >= DATE_PRECISION_DAY && b->precision >= DATE_PRECISION_DAY &&
           date_days(a) == date_days(b);
}

/* Whether the zone of the time says that the text was written in North America. */
static gboolean has_american_zone(const Clock *clock)
{
    return clock->zone == CLOCK_ZONE_AMERICAN || clock->zone == CLOCK_ZONE_DAYLIGHT;
}

/* Of D/M and M/D, both possible, the one for which there is evidence. */
static Date choose_order(const DateMatch *match, const Date *day_first, const Date *month_first,
                         const DateContext *context)
{
    Date chosen = *day_first;

    if (same_day(day_first, month_first))
        return chosen;
    if (day_first->weekday_mismatch != month_first->weekday_mismatch)
        return day_first->weekday_mismatch ? *month_first : *day_first;
    if (writes_month_first(context))
        return *month_first;
    if (same_day(day_first, &context->agreement))
        return chosen;
    if (same_day(month_first, &context->agreement) || has_american_zone(&match->clock))
        return *month_first;
    chosen.ambiguous_order = !knows_day_first(context);
    return chosen;
}

static Date resolve_order(const DateMatch *match, const DateContext *context)
{
    Date day_first = date_in_order(match, context, match->month, match->day);
    Date month_first;
    gboolean day_first_fits;

    if (match->order == ORDER_KNOWN)
        return day_first;
    month_first = date_in_order(match, context, match->day, match->month);
    day_first_fits = date_is_set(&day_first) && date_context_allows(context, &day_first);
    if (!date_is_set(&month_first) || !date_context_allows(context, &month_first))
        return day_first;
    return day_first_fits ? choose_order(match, &day_first, &month_first, context) : month_first;
}

/* Day 1 of the Republican years I to XIV, as a day of September, counted as the law fixed it. */
static Date republican_date(int year, int month, int day)
{
    static const guint8 new_year[] = {22, 22, 22, 23, 22, 22, 22, 23, 23, 23, 23, 24, 23, 23};
    gint64 start;
    Date date = {0};
    gboolean leap = year == 3 || year == 7 || year == 11;

    if (year < 1 || year > (int)G_N_ELEMENTS(new_year) || month < 1 || day < 1 ||
        day > (month <= 12 ? 30
               : leap      ? 6
                           : 5))
        return date;
    start = date_days_from_civil(1791 + year, 9, new_year[year - 1]);
    date = date_from_days(start + (month - 1) * 30 + day - 1);
    date.calendar = DATE_CALENDAR_REPUBLICAN;
    return date;
}

/*
 * 1 (14) января 1911: the day in parentheses is the Gregorian one. It counts if it is the same day
 * as the old-style one beside it.
 */
static gboolean resolve_dual(const DateMatch *match, Date *date)
{
    Date julian = julian_date(date->year, date->month, date->day);
    Date gregorian;

    if (match->dual_day == 0 || date->precision != DATE_PRECISION_DAY)
        return FALSE;
    gregorian = date_gregorian(&julian);
    if (!date_is_set(&julian) || gregorian.day != match->dual_day ||
        (match->dual_month != 0 && gregorian.month != match->dual_month))
        return FALSE;
    gregorian.weekday_mismatch = match->weekday != 0 && match->weekday != date_weekday(&gregorian);
    *date = gregorian;
    return TRUE;
}

/* Seconds or milliseconds since 1970, in a field that may hold them. */
static const char *resolve_epoch(const DateMatch *match, const DateContext *context, Date *date)
{
    gint64 seconds = (gint64)(match->run_digits == 13 ? match->run / 1000 : match->run);
    Date read;

    if (!context->epoch_allowed)
        return "so many digits are no date";
    if (seconds < EPOCH_START || seconds >= epoch_end)
        return "a number of seconds outside 1990 to 2040";
    read = date_from_days(seconds / 86400);
    read.precision = DATE_PRECISION_SECOND;
    read.hour = (guint8)(seconds % 86400 / 3600);
    read.minute = (guint8)(seconds % 3600 / 60);
    read.second = (guint8)(seconds % 60);
    read.has_offset = TRUE;
    if (!date_context_allows(context, &read))
        return out_of_bounds;
    *date = read;
    return NULL;
}

/* YYMMDD; refused where it can be read as YYYYMM too. */
static const char *resolve_six_digits(const DateMatch *match, const DateContext *context,
                                      Date *date)
{
    int number = (int)match->run;
    DateMatch short_year = *match;
    Date read;
    Date month = date_from_ymd(number / 100, number % 100, 0);

    short_year.year = number / 10000;
    short_year.year_digits = 2;
    short_year.month = number / 100 % 100;
    short_year.day = number % 100;
    read = date_in_order(&short_year, context, short_year.month, short_year.day);
    if (!date_is_set(&read) || !date_context_allows(context, &read))
        return "six digits that are no day";
    if (context->century == DATE_CENTURY_WINDOW && number % 100 != 0 && date_is_set(&month) &&
        date_context_allows(context, &month))
        return "six digits that could be year and month, or year, month and day";
    *date = read;
    return NULL;
}

/* Midnight where no time was meant: NITF's T000000, and fields known for it. */
static gboolean is_empty_midnight(const DateMatch *match, const DateContext *context)
{
    const Clock *clock = &match->clock;

    return (match->compact || context->always_midnight) && clock->hour == 0 && clock->minute == 0 &&
           clock->second == 0 && clock->zone == CLOCK_ZONE_NONE;
}

static const char *resolve_day(const DateMatch *match, const DateContext *context, Date *date)
{
    Date read = match->calendar == DATE_CALENDAR_REPUBLICAN
                    ? republican_date(match->year, match->month, match->day)
                    : resolve_order(match, context);

    if (!date_is_set(&read))
        return match->year_digits != 0 ? no_such_day
               : context->reference.precision < DATE_PRECISION_DAY
                   ? "it has no year"
                   : "no year near the reference fits";
    if (match->dual_day != 0 && !resolve_dual(match, &read))
        return "the day in parentheses is not the same day";
    if (!date_context_allows(context, &read))
        return out_of_bounds;
    read.approximate = match->approximate;
    if (read.precision == DATE_PRECISION_DAY && !is_empty_midnight(match, context))
        clock_apply(&match->clock, may_be_american(context), &read);
    *date = read;
    return NULL;
}

const char *date_resolve(const DateMatch *match, const DateContext *context, Date *date)
{
    if (match->run_digits == 6)
        return resolve_six_digits(match, context, date);
    if (match->run_digits != 0)
        return resolve_epoch(match, context, date);
    if (match->year_digits == 4 && match->year < 1 && match->calendar != DATE_CALENDAR_REPUBLICAN)
        return no_such_day;
    if (match->day == 0 && match->month != 0 && match->order == ORDER_KNOWN && match->month > 12)
        return "there is no such month";
    return resolve_day(match, context, date);
}
