/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates out of URLs and paths of files. */
#include <string.h>

#include "lib/date-names.h"
#include "lib/date-resolve.h"
#include "morgue/date-parse.h"

/* Where a scan of a path is. */
typedef struct PathScan {
    const char *path;
    gsize length;
    const DateContext *context;
    Date best;
    gboolean last_wins; /* of dates of the same precision */
} PathScan;

/* The number of digits at a place. */
static gsize digits_at(const PathScan *scan, gsize at)
{
    gsize end = at;

    while (end < scan->length && g_ascii_isdigit(scan->path[end]))
        end++;
    return end - at;
}

/* The character at a place; '\0' before the start and after the end. */
static char character_at(const PathScan *scan, gsize at)
{
    return at < scan->length ? scan->path[at] : '\0';
}

static int value_at(const PathScan *scan, gsize at, gsize digits)
{
    int value = 0;

    for (gsize i = 0; i < digits; i++)
        value = value * 10 + g_ascii_digit_value(scan->path[at + i]);
    return value;
}

/* Takes a date if it is one within the bounds, and more precise than the best so far. */
static gboolean take(PathScan *scan, int year, int month, int day)
{
    Date date = month >= 1 ? date_from_ymd(year, month, day) : (Date){0};

    if (!date_is_set(&date) || !date_context_allows(scan->context, &date))
        return FALSE;
    if (date.precision > scan->best.precision ||
        (scan->last_wins && date.precision == scan->best.precision))
        scan->best = date;
    return TRUE;
}

/* The month named at a place: /2019/nov/18. Sets its length. */
static int month_name_at(const PathScan *scan, gsize at, gsize *length)
{
    char word[16];
    gsize count = 0;

    while (g_ascii_isalpha(character_at(scan, at + count)) && count + 1 < sizeof word) {
        word[count] = g_ascii_tolower(scan->path[at + count]);
        count++;
    }
    word[count] = '\0';
    *length = count;
    return name_value(&month_names, word);
}

/* Whether a day ends here: in /2023/10/3-questions the 3 is a word of the title. */
static gboolean ends_day(const PathScan *scan, gsize at, char separator)
{
    return separator != '/' || character_at(scan, at) != '-';
}

/*
 * What follows a month, at the place after it: a day, or the rest of a path. 2019-11/18 is written
 * too: the mark may turn into a slash, not out of one.
 */
static void scan_after_month(PathScan *scan, int year, int month, gsize at, char separator)
{
    char mark = character_at(scan, at);
    gsize digits = digits_at(scan, at + 1);

    if ((mark == separator || (mark == '/' && separator == '-')) && (digits == 1 || digits == 2) &&
        ends_day(scan, at + 1 + digits, mark) &&
        take(scan, year, month, value_at(scan, at + 1, digits)))
        return;
    if (separator == '/' && (mark == '/' || mark == '\0'))
        take(scan, year, month, 0);
}

/* A year of four digits at `at`, with what follows it. */
static void scan_year(PathScan *scan, gsize at)
{
    int year = value_at(scan, at, 4);
    char separator = character_at(scan, at + 4);
    gsize digits = digits_at(scan, at + 5);
    gsize name_length = 0;

    if (separator == '\0' || strchr("/-_.", separator) == NULL)
        return;
    if (separator == '/' && at > 0 && scan->path[at - 1] != '/')
        return; /* article-2019/11/18 is a number and a path */
    if (digits == 4 && separator == '/')
        take(scan, year, value_at(scan, at + 5, 2), value_at(scan, at + 7, 2));
    else if (digits == 1 || digits == 2)
        scan_after_month(scan, year, value_at(scan, at + 5, digits), at + 5 + digits, separator);
    else if (digits == 0 && separator != '_') {
        int month = month_name_at(scan, at + 5, &name_length);

        if (month != 0 && name_length > 0)
            scan_after_month(scan, year, month, at + 5 + name_length, separator);
    }
}

/* A part of the path that is a day, month and year: /29-10-2021/. The order is that of most of the
 * world; a month over 12 is no date, not one in another order. */
static void scan_day(PathScan *scan, gsize at)
{
    gsize month = at + digits_at(scan, at) + 1;
    gsize year = month + digits_at(scan, month) + 1;
    char separator = character_at(scan, month - 1);
    char end = character_at(scan, year + 4);

    if ((at > 0 && scan->path[at - 1] != '/') || (separator != '-' && separator != '.') ||
        character_at(scan, year - 1) != separator || digits_at(scan, month) != 2 ||
        digits_at(scan, year) != 4 || (end != '/' && end != '\0'))
        return;
    take(scan, value_at(scan, year, 4), value_at(scan, month, 2), value_at(scan, at, 2));
}

/* Every run of digits is looked at once, from its beginning. */
static void scan_dates(PathScan *scan)
{
    gsize at = 0;

    while (at < scan->length) {
        gsize digits = digits_at(scan, at);

        if (digits == 4)
            scan_year(scan, at);
        else if (digits == 2)
            scan_day(scan, at);
        else if (digits == 8)
            take(scan, value_at(scan, at, 4), value_at(scan, at + 4, 2), value_at(scan, at + 6, 2));
        at += MAX(digits, 1);
    }
}

static const DateContext *context_or_none(const DateContext *context)
{
    static const DateContext none = {0};

    return context != NULL ? context : &none;
}

gboolean date_from_url(const char *url, const DateContext *context, Date *date)
{
    const char *scheme = strstr(url, "://");
    const char *path = strchr(scheme != NULL ? scheme + 3 : url, '/');
    PathScan scan = {.path = path != NULL ? path : "", .context = context_or_none(context)};

    scan.length = strcspn(scan.path, "#");
    scan_dates(&scan);
    if (date_is_set(&scan.best))
        *date = scan.best;
    return date_is_set(&scan.best);
}

/* The files of the TREC collections: letters, then two digits each of year, month and day. */
static void scan_collection_name(PathScan *scan)
{
    static const struct {
        const char *prefix;
        gboolean month_first;
    } collections[] = {{"la", TRUE}, {"ap", FALSE}, {"wsj", FALSE}, {"wsj_", FALSE}, {"fr", FALSE}};
    const char *slash = memrchr(scan->path, '/', scan->length);
    gsize name = slash != NULL ? (gsize)(slash - scan->path) + 1 : 0;

    for (gsize i = 0; i < G_N_ELEMENTS(collections); i++) {
        gsize at = name + strlen(collections[i].prefix);
        int first, second, third;

        if (at >= scan->length || digits_at(scan, at) != 6 ||
            g_ascii_strncasecmp(scan->path + name, collections[i].prefix, at - name) != 0)
            continue;
        first = value_at(scan, at, 2);
        second = value_at(scan, at + 2, 2);
        third = value_at(scan, at + 4, 2);
        if (collections[i].month_first)
            take(scan, 1900 + third, first, second);
        else
            take(scan, 1900 + first, second, third);
    }
}

gboolean date_from_path(const char *path, const DateContext *context, Date *date)
{
    PathScan scan = {.path = path,
                     .length = strlen(path),
                     .context = context_or_none(context),
                     .last_wins = TRUE};

    scan_dates(&scan);
    scan_collection_name(&scan);
    if (date_is_set(&scan.best))
        *date = scan.best;
    return date_is_set(&scan.best);
}
