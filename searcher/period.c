/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Days, weeks, months and years. Days and weeks count from 1970, months and years from year 0. */
#include "searcher/period.h"

static const DatePrecision needed[] = {
    [PERIOD_DAY] = DATE_PRECISION_DAY,
    [PERIOD_WEEK] = DATE_PRECISION_DAY,
    [PERIOD_MONTH] = DATE_PRECISION_MONTH,
    [PERIOD_YEAR] = DATE_PRECISION_YEAR,
};

/* Monday of week 0 is 1969-12-29, three days before 1970-01-01. */
enum { DAYS_OF_WEEK = 7, WEEK_SHIFT = 3, THURSDAY = 3 };

static gint64 floor_divide(gint64 number, gint64 divisor)
{
    gint64 quotient = number / divisor;
    return number % divisor < 0 ? quotient - 1 : quotient;
}

const char *period_kind_name(PeriodKind kind)
{
    static const char *const names[] = {"day", "week", "month", "year"};
    return names[kind];
}

static gint64 period_of_parts(PeriodKind kind, const Date *date)
{
    switch (kind) {
    case PERIOD_DAY:
        return date_days(date);
    case PERIOD_WEEK:
        return floor_divide(date_days(date) + WEEK_SHIFT, DAYS_OF_WEEK);
    case PERIOD_MONTH:
        return date->year * 12 + date->month - 1;
    case PERIOD_YEAR:
        return date->year;
    }
    g_assert_not_reached();
}

gboolean period_of_date(PeriodKind kind, const Date *date, gint64 *period)
{
    if (date->precision < needed[kind])
        return FALSE;
    *period = period_of_parts(kind, date);
    return TRUE;
}

gint64 period_of_day(PeriodKind kind, gint64 day)
{
    Date date = date_from_days(day);
    return period_of_parts(kind, &date);
}

/* ISO 8601: a week belongs to the year that its Thursday is in. */
static void week_name(gint64 week, char name[PERIOD_NAME_SIZE])
{
    gint64 thursday = week * DAYS_OF_WEEK - WEEK_SHIFT + THURSDAY;
    Date date = date_from_days(thursday);
    gint64 new_year = date_days_from_civil(date.year, 1, 1);
    int number = (int)((thursday - new_year) / DAYS_OF_WEEK) + 1;
    g_snprintf(name, PERIOD_NAME_SIZE, "%04d-W%02d", date.year, number);
}

const char *period_name(PeriodKind kind, gint64 period, char name[PERIOD_NAME_SIZE])
{
    switch (kind) {
    case PERIOD_DAY: {
        Date date = date_from_days(period);
        return date_format_iso(&date, name);
    }
    case PERIOD_WEEK:
        week_name(period, name);
        break;
    case PERIOD_MONTH:
        g_snprintf(name, PERIOD_NAME_SIZE, "%04d-%02d", (int)(period / 12), (int)(period % 12) + 1);
        break;
    case PERIOD_YEAR:
        g_snprintf(name, PERIOD_NAME_SIZE, "%04d", (int)period);
        break;
    }
    return name;
}
