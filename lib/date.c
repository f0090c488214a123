/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Civil dates: arithmetic, order, keys and printed forms. */
#include "morgue/date.h"

#include <string.h>

enum {
    YEAR_FIRST = 1,
    YEAR_LAST = 9999,
    DAYS_0001_01_01 = -719162,
    DAYS_9999_12_31 = 2932896,
    DAYS_JULIAN_EPOCH = -719470, /* 1 March of the Julian year 0 */
    MINUTES_PER_DAY = 24 * 60,
};

gint64 date_days_from_civil(int year, int month, int day)
{
    gint64 y = month <= 2 ? year - 1 : year;
    gint64 era = (y >= 0 ? y : y - 399) / 400;
    gint64 year_of_era = y - era * 400;
    gint64 day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

static void civil_from_days(gint64 days, int *year, int *month, int *day)
{
    gint64 shifted = days + 719468;
    gint64 era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    gint64 day_of_era = shifted - era * 146097;
    gint64 year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    gint64 month_from_march = (5 * day_of_year + 2) / 153;

    *day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2 ? 1 : 0));
}

/* The day of a Julian date, in the same count of days. Years from 1. */
static gint64 days_from_julian(int year, int month, int day)
{
    gint64 y = month <= 2 ? year - 1 : year;

    return y * 365 + y / 4 + (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1 +
           DAYS_JULIAN_EPOCH;
}

static gboolean is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int date_days_in_month(int year, int month)
{
    static const guint8 days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (month < 1 || month > 12)
        return 0;
    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

gboolean date_is_set(const Date *date)
{
    return date->precision != DATE_PRECISION_NONE;
}

static gboolean day_is_valid(const Date *date)
{
    int last = date_days_in_month(date->year, date->month);

    if (date->calendar == DATE_CALENDAR_JULIAN && date->month == 2 && date->year % 4 == 0)
        last = 29;
    return date->day >= 1 && date->day <= last;
}

static gboolean time_is_valid(const Date *date)
{
    if (date->precision < DATE_PRECISION_HOUR)
        return date->hour == 0 && date->minute == 0 && date->second == 0 && !date->has_offset;
    return date->hour < 24 && date->minute < 60 && date->second <= 60 &&
           (date->precision >= DATE_PRECISION_MINUTE || date->minute == 0) &&
           (date->precision >= DATE_PRECISION_SECOND || date->second == 0) &&
           (date->has_offset || date->offset_minutes == 0) &&
           date->offset_minutes > -MINUTES_PER_DAY && date->offset_minutes < MINUTES_PER_DAY;
}

gboolean date_valid(const Date *date)
{
    if (date->precision < DATE_PRECISION_YEAR || date->precision > DATE_PRECISION_SECOND ||
        date->calendar > DATE_CALENDAR_REPUBLICAN)
        return FALSE;
    if (date->year < YEAR_FIRST || date->year > YEAR_LAST)
        return FALSE;
    if (date->precision < DATE_PRECISION_MONTH ? date->month != 0
                                               : date->month < 1 || date->month > 12)
        return FALSE;
    if (date->precision < DATE_PRECISION_DAY ? date->day != 0 : !day_is_valid(date))
        return FALSE;
    return time_is_valid(date);
}

int date_compare(const Date *a, const Date *b)
{
    char key_of_a[DATE_KEY_SIZE];
    char key_of_b[DATE_KEY_SIZE];

    if (!date_is_set(a) || !date_is_set(b))
        return (date_is_set(a) ? 0 : 1) - (date_is_set(b) ? 0 : 1);
    date_key(a, key_of_a);
    date_key(b, key_of_b);
    return strcmp(key_of_a, key_of_b);
}

gint64 date_first_day(const Date *date)
{
    g_assert(date_is_set(date));
    return date_days_from_civil(date->year, MAX(date->month, 1), MAX(date->day, 1));
}

gint64 date_last_day(const Date *date)
{
    g_assert(date_is_set(date));
    if (date->precision >= DATE_PRECISION_DAY)
        return date_first_day(date);
    if (date->precision == DATE_PRECISION_YEAR)
        return date_days_from_civil(date->year, 12, 31);
    return date_days_from_civil(date->year, date->month,
                                date_days_in_month(date->year, date->month));
}

gint64 date_days(const Date *date)
{
    return date_first_day(date);
}

Date date_from_days(gint64 days)
{
    int year, month, day;

    if (days < DAYS_0001_01_01 || days > DAYS_9999_12_31)
        return (Date){0};
    civil_from_days(days, &year, &month, &day);
    return (Date){.year = (gint16)year,
                  .month = (guint8)month,
                  .day = (guint8)day,
                  .precision = DATE_PRECISION_DAY};
}

Date date_from_ymd(int year, int month, int day)
{
    Date date = {0};

    if (year < YEAR_FIRST || year > YEAR_LAST || month < 0 || month > 12 || day < 0 || day > 31)
        return date;
    date.year = (gint16)year;
    date.month = (guint8)month;
    date.day = (guint8)(month == 0 ? 0 : day);
    date.precision = month == 0 ? DATE_PRECISION_YEAR
                     : day == 0 ? DATE_PRECISION_MONTH
                                : DATE_PRECISION_DAY;
    return date_valid(&date) ? date : (Date){0};
}

/* The count of days in the date's own calendar: the true day. */
static gint64 true_day(const Date *date)
{
    if (date->calendar == DATE_CALENDAR_JULIAN)
        return days_from_julian(date->year, date->month, date->day);
    return date_first_day(date);
}

/* Puts another day into a date and leaves the rest of it alone. */
static void date_set_day(Date *date, gint64 days)
{
    Date day = date_from_days(days);

    date->year = day.year;
    date->month = day.month;
    date->day = day.day;
    if (!date_is_set(&day))
        *date = day;
}

Date date_gregorian(const Date *date)
{
    Date gregorian = *date;

    if (date->calendar == DATE_CALENDAR_JULIAN && date->precision >= DATE_PRECISION_DAY) {
        date_set_day(&gregorian, true_day(date));
        gregorian.calendar = DATE_CALENDAR_GREGORIAN;
    }
    return gregorian;
}

int date_weekday(const Date *date)
{
    gint64 from_monday;

    if (date->precision < DATE_PRECISION_DAY)
        return 0;
    from_monday = (true_day(date) + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

Date date_shift_days(const Date *date, gint64 days)
{
    g_assert(date->precision >= DATE_PRECISION_DAY);
    if (days > DAYS_9999_12_31 - DAYS_0001_01_01 || days < DAYS_0001_01_01 - DAYS_9999_12_31)
        return (Date){0};
    return date_from_days(date_first_day(date) + days);
}

Date date_shift_months(const Date *date, int months)
{
    gint64 total;
    int year, month;

    g_assert(date->precision >= DATE_PRECISION_DAY);
    total = (gint64)date->year * 12 + date->month - 1 + months;
    if (total < YEAR_FIRST * 12 || total >= (YEAR_LAST + 1) * 12)
        return (Date){0};
    year = (int)(total / 12);
    month = (int)(total % 12) + 1;
    return date_from_ymd(year, month, MIN(date->day, date_days_in_month(year, month)));
}

Date date_truncate(const Date *date, DatePrecision precision)
{
    Date cut = *date;

    if (date->precision <= precision)
        return cut;
    if (precision == DATE_PRECISION_NONE)
        return (Date){0};
    cut.precision = (guint8)precision;
    if (precision < DATE_PRECISION_SECOND)
        cut.second = 0;
    if (precision < DATE_PRECISION_MINUTE)
        cut.minute = 0;
    if (precision < DATE_PRECISION_HOUR) {
        cut.hour = 0;
        cut.has_offset = FALSE;
        cut.offset_minutes = 0;
    }
    if (precision < DATE_PRECISION_DAY)
        cut.day = 0;
    if (precision < DATE_PRECISION_MONTH)
        cut.month = 0;
    return cut;
}

/* The number of digits that a key of each precision has. */
static gsize key_length(guint precision)
{
    static const guint8 lengths[] = {0, 4, 6, 8, 10, 12, 14};

    return precision < G_N_ELEMENTS(lengths) ? lengths[precision] : 0;
}

static char *write_digits(char *out, int value, int count)
{
    for (int place = count - 1; place >= 0; place--) {
        out[place] = (char)('0' + value % 10);
        value /= 10;
    }
    return out + count;
}

gsize date_key(const Date *date, char key[DATE_KEY_SIZE])
{
    gsize length = key_length(date->precision);
    char *end = write_digits(key, date->year, 4);

    end = write_digits(end, date->month, 2);
    end = write_digits(end, date->day, 2);
    end = write_digits(end, date->hour, 2);
    end = write_digits(end, date->minute, 2);
    write_digits(end, date->second, 2);
    key[length] = '\0';
    return length;
}

gboolean date_from_key(const char *key, gsize length, Date *date)
{
    Date read = {0};
    int parts[6] = {0};

    if (length < 4 || length > 14 || length % 2 != 0)
        return FALSE;
    for (gsize i = 0; i < length; i++) {
        int *part = &parts[i < 4 ? 0 : (i - 2) / 2];

        if (!g_ascii_isdigit(key[i]))
            return FALSE;
        *part = *part * 10 + g_ascii_digit_value(key[i]);
    }
    read.precision = (guint8)((length - 2) / 2);
    read.year = (gint16)parts[0];
    read.month = (guint8)parts[1];
    read.day = (guint8)parts[2];
    read.hour = (guint8)parts[3];
    read.minute = (guint8)parts[4];
    read.second = (guint8)parts[5];
    if (read.month == 2 && read.day == 29 && read.year % 4 == 0 && !is_leap_year(read.year))
        read.calendar = DATE_CALENDAR_JULIAN; /* 29 February 1700: there is only one such day */
    if (!date_valid(&read))
        return FALSE;
    *date = read;
    return TRUE;
}

/* The same instant with offset 0; only the hour and what is finer need to be known. */
static gboolean date_to_utc(const Date *date, Date *utc)
{
    int minutes;

    if (!date->has_offset || date->precision < DATE_PRECISION_HOUR)
        return FALSE;
    *utc = date_gregorian(date);
    minutes = date->hour * 60 + date->minute - date->offset_minutes;
    if (minutes < 0 || minutes >= MINUTES_PER_DAY) {
        int days = minutes < 0 ? -1 : 1;

        date_set_day(utc, date_first_day(utc) + days);
        minutes -= days * MINUTES_PER_DAY;
    }
    if (!date_is_set(utc))
        return FALSE;
    utc->hour = (guint8)(minutes / 60);
    utc->minute = (guint8)(minutes % 60);
    if (utc->minute != 0 && utc->precision < DATE_PRECISION_MINUTE)
        utc->precision = DATE_PRECISION_MINUTE;
    utc->offset_minutes = 0;
    return TRUE;
}

gboolean date_utc_key(const Date *date, char key[DATE_KEY_SIZE])
{
    Date utc;

    if (!date_to_utc(date, &utc)) {
        key[0] = '\0';
        return FALSE;
    }
    date_key(&utc, key);
    return TRUE;
}

const char *date_format_iso(const Date *date, char text[DATE_TEXT_SIZE])
{
    char *end = text;

    if (date->precision >= DATE_PRECISION_YEAR)
        end = write_digits(end, date->year, 4);
    if (date->precision >= DATE_PRECISION_MONTH) {
        *end++ = '-';
        end = write_digits(end, date->month, 2);
    }
    if (date->precision >= DATE_PRECISION_DAY) {
        *end++ = '-';
        end = write_digits(end, date->day, 2);
    }
    *end = '\0';
    return text;
}

static char *write_offset(char *out, int minutes)
{
    if (minutes == 0) {
        *out++ = 'Z';
        return out;
    }
    *out++ = minutes < 0 ? '-' : '+';
    out = write_digits(out, ABS(minutes) / 60, 2);
    *out++ = ':';
    return write_digits(out, ABS(minutes) % 60, 2);
}

const char *date_format_timestamp(const Date *date, char text[DATE_TEXT_SIZE])
{
    char *end = text;

    date_format_iso(date, text);
    if (date->precision < DATE_PRECISION_HOUR)
        return text;
    end += strlen(text);
    *end++ = 'T';
    end = write_digits(end, date->hour, 2);
    if (date->precision >= DATE_PRECISION_MINUTE) {
        *end++ = ':';
        end = write_digits(end, date->minute, 2);
    }
    if (date->precision >= DATE_PRECISION_SECOND) {
        *end++ = ':';
        end = write_digits(end, date->second, 2);
    }
    if (date->has_offset)
        end = write_offset(end, date->offset_minutes);
    *end = '\0';
    return text;
}

void date_prefer_local(Date *date, const Date *other)
{
    char key[DATE_KEY_SIZE];
    char other_key[DATE_KEY_SIZE];

    if (date->offset_minutes == 0 && other->offset_minutes != 0 && date_utc_key(date, key) &&
        date_utc_key(other, other_key) && strcmp(key, other_key) == 0)
        *date = *other;
}

/* The clock of GLib is used for "now" only: it knows the zone files, and now is never old. */
Date date_now(const char *zone_name)
{
    g_autoptr(GTimeZone) zone =
        zone_name != NULL ? g_time_zone_new_identifier(zone_name) : g_time_zone_new_local();
    g_autoptr(GDateTime) now = zone != NULL ? g_date_time_new_now(zone) : NULL;
    Date date = {0};

    if (now == NULL)
        return date;
    date = date_from_ymd(g_date_time_get_year(now), g_date_time_get_month(now),
                         g_date_time_get_day_of_month(now));
    if (!date_is_set(&date))
        return date;
    date.precision = DATE_PRECISION_SECOND;
    date.hour = (guint8)g_date_time_get_hour(now);
    date.minute = (guint8)g_date_time_get_minute(now);
    date.second = (guint8)g_date_time_get_second(now);
    date.has_offset = TRUE;
    date.offset_minutes = (gint16)(g_date_time_get_utc_offset(now) / G_TIME_SPAN_MINUTE);
    return date;
}

Date date_today(const char *zone_name)
{
    Date now = date_now(zone_name);

    return date_truncate(&now, DATE_PRECISION_DAY);
}

const char *date_precision_name(DatePrecision precision)
{
    static const char *const names[] = {"none", "year", "month", "day", "hour", "minute", "second"};

    return names[precision];
}

const char *date_calendar_name(DateCalendar calendar)
{
    static const char *const names[] = {"gregorian", "julian", "republican"};

    return names[calendar];
}
