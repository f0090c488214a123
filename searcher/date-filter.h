/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date-filter.h: a range of dates as a query.
 *
 * Articles of which only the year or the month is known are in the range where their span
 * overlaps it; undated ones never are.
 */
#ifndef SEARCHER_DATE_FILTER_H
#define SEARCHER_DATE_FILTER_H

#include "morgue/date-range.h"
#include "morgue/index.h"
#include "searcher/expression.h"

/*
 * The query, without weight, owned by the caller; NULL on an error of the database.
 *
 * It goes by the terms of the whole years, months and days in the range, or where most articles are
 * in it by those outside, and by the values of the articles while few of them are asked for. On
 * another host there are terms only.
 */
XapianQuery *date_filter_new(const Index *index, const DateRange *range, GError **error);

#endif
