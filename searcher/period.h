/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * period.h: days, ISO weeks, months and years as numbers that count up by one, and their names.
 */
#ifndef SEARCHER_PERIOD_H
#define SEARCHER_PERIOD_H

#include "morgue/date.h"

typedef enum { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_YEAR } PeriodKind;

/* Holds any name, with its NUL. */
#define PERIOD_NAME_SIZE 32

/* The name of the kind: `day` … */
const char *period_kind_name(PeriodKind kind);

/* The period that a date falls into. FALSE where the date is less precise than the period. */
gboolean period_of_date(PeriodKind kind, const Date *date, gint64 *period);

/* The period of a day (days from 1970-01-01). */
gint64 period_of_day(PeriodKind kind, gint64 day);

/* Writes `2022-03-05`, `2022-W09` (ISO 8601), `2022-03` or `2022`. Returns `name`. */
const char *period_name(PeriodKind kind, gint64 period, char name[PERIOD_NAME_SIZE]);

#endif
