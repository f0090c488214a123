/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date-parse.h: dates out of strings, in every form that news archives write them.
 *
 * The forms, the languages and the rules are those of formats.md §5. Nothing is guessed that the
 * rules do not cover: a string that is not surely a date is refused, and a range of dates
 * ("1708-1795") is not a date. Bounds hold for all results.
 */
#ifndef MORGUE_DATE_PARSE_H
#define MORGUE_DATE_PARSE_H

#include "morgue/date.h"

/* Which century two digits of a year mean. */
typedef enum {
    DATE_CENTURY_WINDOW,    /* 69–99 are 19xx, 00–68 20xx; the one before if that is too late */
    DATE_CENTURY_1900,      /* always 19xx (TREC collections) */
    DATE_CENTURY_REFERENCE, /* that of the reference date (OCR: of the issue) */
} DateCentury;

/* What is known around a string. All zeros is a good context. */
typedef struct DateContext {
    Date upper;                /* no date is later than its last day; unset: tomorrow */
    int lower_year;            /* no date is earlier; 0: 1605 */
    const char *language;      /* BCP 47, borrowed; NULL: unknown. en-US reads M/D, hr listopad as
                                  October */
    Date reference;            /* when the text was written or captured. Unset refuses relative
                                  dates, a weekday alone, and a day and month without year */
    Date agreement;            /* another signal for the same date: decides between D/M and M/D */
    DateCentury century;       /* of two digits */
    gboolean epoch_allowed;    /* 10 or 13 digits are a POSIX time, 1990 to 2040 */
    gboolean relative_allowed; /* "3 hours ago", "gestern" */
    gboolean always_midnight;  /* the field writes midnight for want of a time: it means the day */
} DateContext;

/*
 * Sets the upper bound to the day after `captured` (tomorrow if unset), and the reference to
 * `captured`; the rest to zero. Cheaper than leaving `upper` unset, which asks the clock each time.
 */
void date_context_init(DateContext *context, const Date *captured);

/*
 * Reads a string that is supposed to be a date: a metadata value, a header, a database field. The
 * date must be the string's first; words and marks around it ("Published:", "Home Edition") are
 * passed over. A month and year must be without other numbers beside them, a year or a number
 * without other words. A time of day that cannot be (605:12:19) is left out, the day stays. `text`
 * need not be valid UTF-8; `context` may be NULL. On failure `date` is untouched and the error
 * (MORGUE_ERROR_INPUT) says why; only a caller that passes `error` pays for the message.
 */
gboolean date_parse(const char *text, gsize length, const DateContext *context, Date *date,
                    GError **error);

/*
 * Finds the first date, precise to the day at least, in running text: bylines, datelines,
 * "Published on 18 November 2019 at 10:30 by …". `start` and `end` (may be NULL) receive its place
 * in bytes, with weekday and time of day. Years, runs of digits and spans are not dates here; a day
 * and month without year counts if the context has a reference. FALSE, and nothing set, if there
 * is none.
 */
gboolean date_find(const char *text, gsize length, const DateContext *context, Date *date,
                   gsize *start, gsize *end);

/*
 * The same, but FALSE where the date begins farther than `farthest` bytes into the text, which is
 * not searched beyond that.
 */
gboolean date_find_near_start(const char *text, gsize length, gsize farthest,
                              const DateContext *context, Date *date, gsize *start, gsize *end);

/*
 * The date in an article's URL (formats.md §5.4): `/YYYY/MM/DD`, `/YYYY/mon/DD`, `YYYY-MM-DD`,
 * `YYYYMMDD` between non-digits, `/DD-MM-YYYY/` as a part of its own; `/YYYY/MM/` gives a month.
 * Six digits and epochs are article ids.
 */
gboolean date_from_url(const char *url, const DateContext *context, Date *date);

/*
 * The date in the path of a file: the same, and `/1824/0217/`, `18451228_01`, `LA010189`. The part
 * nearest to the file's name wins; `context` may be NULL.
 */
gboolean date_from_path(const char *path, const DateContext *context, Date *date);

/*
 * Gives a day and month the year that puts them into [reference − 30 days, reference + 2 days]
 * (formats.md §5.3, "Dateline without year"); FALSE, and `date` untouched, if none does. The
 * reference must be known to the day. Of `date`, month, day and time are read.
 */
gboolean date_complete_year(Date *date, const Date *reference);

#endif
