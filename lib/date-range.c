/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The date expressions of the query language. */
#include "morgue/date-range.h"

#include <string.h>

#include "morgue/error.h"

/* A part of the expression: borrowed bytes. */
typedef struct Slice {
    const char *text;
    gsize length;
} Slice;

/* What became of an attempt to read one form. */
typedef enum { OUTCOME_OTHER_FORM, OUTCOME_READ, OUTCOME_REFUSED } Outcome;

/* The span of one end of a range, both days included. */
typedef struct Span {
    gint64 first_day;
    gint64 last_day;
} Span;

static gboolean slice_equals(Slice slice, const char *word)
{
    return strlen(word) == slice.length && g_ascii_strncasecmp(slice.text, word, slice.length) == 0;
}

static Slice slice_trim(Slice slice)
{
    while (slice.length > 0 && g_ascii_isspace(slice.text[0])) {
        slice.text++;
        slice.length--;
    }
    while (slice.length > 0 && g_ascii_isspace(slice.text[slice.length - 1]))
        slice.length--;
    return slice;
}

/* The text of a slice for a message: made valid, and cut where it is long. */
static char *slice_quote(Slice slice)
{
    return g_utf8_make_valid(slice.text, (gssize)MIN(slice.length, 40));
}

G_GNUC_PRINTF(3, 4)
static Outcome refuse(GError **error, Slice slice, const char *format, ...)
{
    g_autofree char *quoted = slice_quote(slice);
    g_autofree char *reason = NULL;
    va_list arguments;

    va_start(arguments, format);
    reason = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_QUERY, "date \"%s\": %s", quoted, reason);
    return OUTCOME_REFUSED;
}

static Span span_of_days(gint64 first_day, gint64 last_day)
{
    return (Span){first_day, last_day};
}

/* The days of the year, month or day that holds `date`. */
static Span span_of_date(const Date *date, DatePrecision precision)
{
    Date cut = date_truncate(date, precision);

    return span_of_days(date_first_day(&cut), date_last_day(&cut));
}

/* Reads up to `count` numbers of at most 9 digits, separated by `mark`; returns how many, 0 if
 * other. */
static int read_numbers(Slice slice, char mark, int values[], int digits[], int count)
{
    int found = 0;
    gsize at = 0;

    for (;;) {
        int value = 0;
        gsize start = at;

        while (at < slice.length && g_ascii_isdigit(slice.text[at]) && at - start < 9)
            value = value * 10 + g_ascii_digit_value(slice.text[at++]);
        if (at == start || found == count)
            return 0;
        values[found] = value;
        digits[found++] = (int)(at - start);
        if (at == slice.length)
            return found;
        if (slice.text[at++] != mark)
            return 0;
    }
}

/* YYYY, YYYY-MM, YYYY-MM-DD, each part with all its digits. */
static Outcome parse_iso(Slice slice, Span *span, GError **error)
{
    int value[3] = {0};
    int digits[3] = {0};
    int count = read_numbers(slice, '-', value, digits, 3);
    Date date;

    if (count == 0 || digits[0] != 4 || digits[1] > 2 || digits[2] > 2)
        return OUTCOME_OTHER_FORM;
    if (count > 1 && (value[1] < 1 || value[1] > 12))
        return refuse(error, slice,
                      "there is no month %d\nhint: write YYYY-MM-DD, or A..B for a range",
                      value[1]);
    if (count > 2 && (value[2] < 1 || value[2] > date_days_in_month(value[0], value[1])))
        return refuse(error, slice,
                      "there is no such day\nhint: the last day of that month is %04d-%02d-%02d",
                      value[0], value[1], date_days_in_month(value[0], value[1]));
    date = date_from_ymd(value[0], value[1], value[2]);
    if (!date_is_set(&date))
        return refuse(error, slice, "there is no such year\nhint: years are 0001 to 9999");
    *span = span_of_date(&date, DATE_PRECISION_DAY);
    return OUTCOME_READ;
}

/* Says how a date is written; `date` is what was meant. */
static Outcome refuse_form(Slice slice, const Date *date, GError **error)
{
    char text[DATE_TEXT_SIZE];

    if (!date_is_set(date))
        return refuse(error, slice, "not a date\nhint: write YYYY-MM-DD");
    return refuse(error, slice, "dates are written YYYY-MM-DD\nhint: write %s",
                  date_format_iso(date, text));
}

/* 1/2/2022, 24.2.2022, 2022/02/24: three numbers, and what they could mean. */
static Outcome refuse_three_numbers(Slice slice, const int value[3], const int digits[3],
                                    GError **error)
{
    Date day_first, month_first;
    char text[2][DATE_TEXT_SIZE];

    if (digits[0] == 4) {
        day_first =
            value[1] > 0 && value[2] > 0 ? date_from_ymd(value[0], value[1], value[2]) : (Date){0};
        return refuse_form(slice, &day_first, error);
    }
    day_first = date_from_ymd(value[2], value[1], value[0]);
    month_first = date_from_ymd(value[2], value[0], value[1]);
    if (digits[2] != 4 || value[0] == 0 || value[1] == 0)
        day_first = month_first = (Date){0};
    if (date_is_set(&day_first) && date_is_set(&month_first) && value[0] != value[1])
        return refuse(error, slice, "ambiguous\nhint: write %s or %s",
                      date_format_iso(&day_first, text[0]), date_format_iso(&month_first, text[1]));
    return refuse_form(slice, date_is_set(&day_first) ? &day_first : &month_first, error);
}

/* What is no expression: says what it could have meant, or what can be written. */
static Outcome refuse_other(Slice slice, GError **error)
{
    int value[3] = {0};
    int digits[3] = {0};
    Date date;

    for (const char *mark = "/.-"; *mark != '\0'; mark++) {
        if (read_numbers(slice, *mark, value, digits, 3) == 3)
            return refuse_three_numbers(slice, value, digits, error);
    }
    if (read_numbers(slice, '-', value, digits, 2) == 2 && digits[0] == 4 && digits[1] == 4)
        return refuse(error, slice, "spans are written A..B\nhint: write %04d..%04d", value[0],
                      value[1]);
    if (date_from_key(slice.text, slice.length, &date) && slice.length == 8)
        return refuse_form(slice, &date, error);
    return refuse(error, slice,
                  "not a date\nhint: write 2022, 2022-03, 2022-03-24, A..B, ..B, A.., 7d, 3w, 6m, "
                  "1y, today, yesterday, thismonth or lastmonth");
}

/* 7d 3w 6m 1y: so many days, weeks, months, years, the last day being today. */
static Outcome parse_length(Slice slice, const Date *today, Span *span, GError **error)
{
    int count, digits;
    Date start = {0};
    char unit = slice.length > 0 ? g_ascii_tolower(slice.text[slice.length - 1]) : '\0';
    Slice number = {slice.text, slice.length > 0 ? slice.length - 1 : 0};

    if (unit == '\0' || strchr("dwmy", unit) == NULL ||
        read_numbers(number, ' ', &count, &digits, 1) != 1)
        return OUTCOME_OTHER_FORM;
    if (count == 0)
        return refuse(error, slice, "no time at all\nhint: write 1%c or more", unit);
    if (unit == 'd' || unit == 'w') {
        start = date_shift_days(today, 1 - (gint64)count * (unit == 'w' ? 7 : 1));
    } else if (count <= 9999 * 12) {
        start = date_shift_months(today, -count * (unit == 'y' ? 12 : 1));
        if (date_is_set(&start))
            start = date_shift_days(&start, 1);
    }
    if (!date_is_set(&start))
        return refuse(error, slice, "reaches back before the year 1\nhint: write a smaller number");
    *span = span_of_days(date_days(&start), date_days(today));
    return OUTCOME_READ;
}

static Outcome parse_word(Slice slice, const Date *today, Span *span)
{
    gint64 day = date_days(today);
    gint64 monday = day - (date_weekday(today) - 1);
    Date last_month = date_shift_months(today, -1);
    Date last_year = date_shift_months(today, -12);

    if (slice_equals(slice, "today"))
        *span = span_of_days(day, day);
    else if (slice_equals(slice, "yesterday"))
        *span = span_of_days(day - 1, day - 1);
    else if (slice_equals(slice, "thisweek"))
        *span = span_of_days(monday, monday + 6);
    else if (slice_equals(slice, "lastweek"))
        *span = span_of_days(monday - 7, monday - 1);
    else if (slice_equals(slice, "thismonth"))
        *span = span_of_date(today, DATE_PRECISION_MONTH);
    else if (slice_equals(slice, "lastmonth") && date_is_set(&last_month))
        *span = span_of_date(&last_month, DATE_PRECISION_MONTH);
    else if (slice_equals(slice, "thisyear"))
        *span = span_of_date(today, DATE_PRECISION_YEAR);
    else if (slice_equals(slice, "lastyear") && date_is_set(&last_year))
        *span = span_of_date(&last_year, DATE_PRECISION_YEAR);
    else
        return OUTCOME_OTHER_FORM;
    return OUTCOME_READ;
}

static Outcome parse_span(Slice slice, const Date *today, Span *span, GError **error)
{
    Outcome outcome = parse_word(slice, today, span);

    if (outcome == OUTCOME_OTHER_FORM)
        outcome = parse_iso(slice, span, error);
    if (outcome == OUTCOME_OTHER_FORM)
        outcome = parse_length(slice, today, span, error);
    if (outcome == OUTCOME_OTHER_FORM)
        outcome = refuse_other(slice, error);
    return outcome;
}

/* The place of the first "..", or the length. */
static gsize find_dots(Slice slice)
{
    for (gsize i = 0; i + 1 < slice.length; i++) {
        if (slice.text[i] == '.' && slice.text[i + 1] == '.')
            return i;
    }
    return slice.length;
}

static Outcome parse_ends(Slice whole, Slice start, Slice end, const Date *today, DateRange *range,
                          GError **error)
{
    Span first = {G_MININT64, G_MININT64};
    Span last = {G_MAXINT64, G_MAXINT64};

    if (start.length == 0 && end.length == 0)
        return refuse(error, whole, "a range without ends\nhint: write A..B, ..B or A..");
    if (start.length > 0 && parse_span(start, today, &first, error) != OUTCOME_READ)
        return OUTCOME_REFUSED;
    if (end.length > 0 && parse_span(end, today, &last, error) != OUTCOME_READ)
        return OUTCOME_REFUSED;
    if (first.first_day > last.last_day) {
        g_autofree char *from = slice_quote(start);
        g_autofree char *to = slice_quote(end);

        return refuse(error, whole, "the range ends before it begins\nhint: write %s..%s", to,
                      from);
    }
    *range = (DateRange){.first_day = first.first_day,
                         .last_day = last.last_day,
                         .open_start = start.length == 0,
                         .open_end = end.length == 0};
    return OUTCOME_READ;
}

gboolean date_range_parse(const char *text, gsize length, const Date *today, DateRange *range,
                          GError **error)
{
    Slice whole = slice_trim((Slice){text, length});
    gsize dots = find_dots(whole);
    Span span;

    g_assert(today->precision >= DATE_PRECISION_DAY);
    if (whole.length == 0) {
        refuse(error, whole, "empty\nhint: write a date such as 2022, 2022-03 or 7d");
        return FALSE;
    }
    if (dots < whole.length) {
        Slice start = {whole.text, dots};
        Slice end = {whole.text + dots + 2, whole.length - dots - 2};

        return parse_ends(whole, slice_trim(start), slice_trim(end), today, range, error) ==
               OUTCOME_READ;
    }
    if (parse_span(whole, today, &span, error) != OUTCOME_READ)
        return FALSE;
    *range = (DateRange){.first_day = span.first_day, .last_day = span.last_day};
    return TRUE;
}

gboolean date_overlaps(const Date *date, const DateRange *range)
{
    return date_is_set(date) && date_first_day(date) <= range->last_day &&
           date_last_day(date) >= range->first_day;
}
