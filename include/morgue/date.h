/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date.h: civil dates as newspapers print them, from 1605 to tomorrow.
 *
 * A date is what was printed: local, with the precision that was printed and no more; "1824" never
 * becomes 1 January. It knows its offset from UTC only if the source gave one. It is never an
 * instant, and there is no 1970 in it. Arithmetic is on days of the proleptic Gregorian calendar
 * (formats.md §5.3).
 *
 * Always holds for a date that any function of this module made: fields past the precision are 0,
 * and date_valid() is true. A Date of all zeros is "no date".
 */
#ifndef MORGUE_DATE_H
#define MORGUE_DATE_H

#include <glib.h>

typedef enum {
    DATE_PRECISION_NONE, /* there is no date */
    DATE_PRECISION_YEAR,
    DATE_PRECISION_MONTH,
    DATE_PRECISION_DAY,
    DATE_PRECISION_HOUR,
    DATE_PRECISION_MINUTE,
    DATE_PRECISION_SECOND
} DatePrecision;

typedef enum {
    DATE_CALENDAR_GREGORIAN,
    DATE_CALENDAR_JULIAN,     /* the fields are the Julian date, as printed */
    DATE_CALENDAR_REPUBLICAN, /* printed in the French Republican calendar; the fields are Gregorian
                               */
} DateCalendar;

typedef struct Date {
    gint16 year;
    guint8 month, day;           /* from 1 */
    guint8 hour, minute, second; /* second up to 60, for leap seconds */
    guint8 precision;            /* DatePrecision */
    guint8 calendar;             /* DateCalendar */
    gboolean has_offset;         /* never assumed: FALSE means unknown, not UTC */
    gint16 offset_minutes;       /* local minus UTC; 0 unless has_offset */
    gboolean approximate;        /* "circa", or concluded from "3 hours ago" */
    gboolean ambiguous_order;    /* 3/4/2019 read as D/M without evidence */
    gboolean weekday_mismatch;   /* the weekday beside it belongs to another date */
} Date;

/* Buffers that hold any key or any formatted date, with the final NUL. */
#define DATE_KEY_SIZE  15
#define DATE_TEXT_SIZE 32

/* The number of days from 1970-01-01 to the given day; negative before. Month 1–12, day 1–31. */
gint64 date_days_from_civil(int year, int month, int day);

gboolean date_is_set(const Date *date);

/* Whether it is set, on its calendar, and 0 past its precision. Years 1 to 9999. */
gboolean date_valid(const Date *date);

/*
 * The order of the keys: by local time as printed, an imprecise date before all dates in its span,
 * undated last. Negative, 0 or positive, as strcmp().
 */
int date_compare(const Date *a, const Date *b);

/*
 * The first and last day of the span of a set date, as days from 1970-01-01. Julian dates count by
 * their printed fields, as the index's terms and ranges do; see date_gregorian() for the true day.
 */
gint64 date_first_day(const Date *date);
gint64 date_last_day(const Date *date);

/* date_first_day() under the name that arithmetic wants. */
gint64 date_days(const Date *date);

/* The date, precise to the day, of a number of days from 1970-01-01. Unset outside years 1–9999. */
Date date_from_days(gint64 days);

/* A date precise to the day; unset if there is no such day. A month or day of 0 lowers precision.
 */
Date date_from_ymd(int year, int month, int day);

/* The same day in the Gregorian calendar: converts Julian dates precise to the day, copies others.
 */
Date date_gregorian(const Date *date);

/* 1 (Monday) to 7 (Sunday), as ISO 8601, by the date's own calendar; 0 below day precision. */
int date_weekday(const Date *date);

/* The number of days in a month of the Gregorian calendar; 0 for no such month. */
int date_days_in_month(int year, int month);

/*
 * The date moved by days or months, cut to day precision; a day past the end of the new month
 * becomes its last. `date` must be known to the day. Unset outside years 1–9999.
 */
Date date_shift_days(const Date *date, gint64 days);
Date date_shift_months(const Date *date, int months);

/* The date with its precision lowered to `precision`; offset and time go with the hour. */
Date date_truncate(const Date *date, DatePrecision precision);

/*
 * Writes `YYYYMMDDhhmmss`, cut at the known precision, NUL-terminated; empty for no date. It is the
 * sort key of the index. Returns its length.
 */
gsize date_key(const Date *date, char key[DATE_KEY_SIZE]);

/* Reads such a key (4, 6, 8, 10, 12 or 14 digits); FALSE for anything else, `date` untouched. */
gboolean date_from_key(const char *key, gsize length, Date *date);

/* The key of the instant in UTC. FALSE, and an empty key, when the offset or the hour is unknown.
 */
gboolean date_utc_key(const Date *date, char key[DATE_KEY_SIZE]);

/* Writes `2025-08-18`, `2025-08` or `1824`; empty for no date. Returns `text`. */
const char *date_format_iso(const Date *date, char text[DATE_TEXT_SIZE]);

/* Writes all that is known: `2025-08-18T10:30:00+02:00`, `2025-08-18T10:30`, else as above. */
const char *date_format_timestamp(const Date *date, char text[DATE_TEXT_SIZE]);

/*
 * If both are the same instant and only `other` has an offset other than zero, `date` becomes
 * `other`: of two ways to write an instant, the local day is the one readers saw (formats.md §5.3).
 */
void date_prefer_local(Date *date, const Date *other);

/*
 * Now, to the second and with its offset; and today. `zone_name` is an IANA name (`Europe/Berlin`)
 * or an offset, NULL for the system's. Unset if there is no such zone.
 */
Date date_now(const char *zone_name);
Date date_today(const char *zone_name);

/* `year`, `month`, `day` …; `none` for no date. And `gregorian`, `julian`, `republican`. */
const char *date_precision_name(DatePrecision precision);
const char *date_calendar_name(DateCalendar calendar);

#endif
