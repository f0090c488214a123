/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date-resolve.h: what was read, and the context, become a date: centuries, the order of day and
 * month, missing years, calendars, weekdays, bounds (formats.md §5.3).
 */
#ifndef MORGUE_DATE_RESOLVE_H
#define MORGUE_DATE_RESOLVE_H

#include "lib/date-match.h"
#include "morgue/date-parse.h"

/*
 * Returns NULL and sets `date`, or returns the reason why it is no date, and leaves `date` alone.
 * `context` must not be NULL.
 */
const char *date_resolve(const DateMatch *match, const DateContext *context, Date *date);

/* The last day that the context allows; asks the clock if it has no upper bound. */
gint64 date_context_last_day(const DateContext *context);

/* Whether a date is within the context's bounds. */
gboolean date_context_allows(const DateContext *context, const Date *date);

#endif
