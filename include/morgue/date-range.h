/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date-range.h: the date expressions of the query language (`date:`, `--since`, `--until`).
 *
 * A range is whole days, both ends inclusive at the precision typed: `2022` is all of 2022. What
 * could mean two things, or no day at all, is refused with a hint at what to write.
 */
#ifndef MORGUE_DATE_RANGE_H
#define MORGUE_DATE_RANGE_H

#include "morgue/date.h"

/* Days from 1970-01-01 (date_days()). Always first_day ≤ last_day. */
typedef struct DateRange {
    gint64 first_day; /* G_MININT64 when open_start */
    gint64 last_day;  /* G_MAXINT64 when open_end */
    gboolean open_start;
    gboolean open_end;
} DateRange;

/*
 * Reads `2022`, `2022-03`, `2022-03-24`, `A..B`, `..B`, `A..`, `7d` `3w` `6m` `1y` (that long, up
 * to and with today), `today` `yesterday` `thismonth` `lastmonth`, also `thisweek` `lastweek`
 * `thisyear` `lastyear`. Case is ignored. `today` must be known to the day. On failure `range` is
 * untouched and the error (MORGUE_ERROR_QUERY) says what to write instead.
 */
gboolean date_range_parse(const char *text, gsize length, const Date *today, DateRange *range,
                          GError **error);

/* Whether any day of the date's span is in the range; an unset date is in none. */
gboolean date_overlaps(const Date *date, const DateRange *range);

#endif
