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
#include "searcher/expression.h"

/*
 * The query, without weight, owned by the caller; NULL on an error of the database.
 *
 * It is an OR of the terms of whole years, months and days, as far as there are any; where
 * fewer terms lie outside the range, all dated articles but theirs; and where both are many, a
 * range of values, which costs the same whatever its length.
 */
XapianQuery *date_filter_new(const XapianDatabase *database, const DateRange *range,
                             GError **error);

#endif
