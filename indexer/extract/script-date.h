/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * script-date.h: the date of publication in the data that a page's scripts hold.
 *
 * Many pages are drawn by their scripts, and say when they were published only in what they hand to
 * them: `"published_at": "2019-03-12T10:00:00Z"`, `publishDate = '12.03.2019'`.
 */
#ifndef INDEXER_EXTRACT_SCRIPT_DATE_H
#define INDEXER_EXTRACT_SCRIPT_DATE_H

#include "morgue/date-parse.h"

/*
 * The value of the best of the names for a date of publication; of one name, the first. `page` is
 * the page's source in clean UTF-8. FALSE where there is none.
 */
gboolean script_date_find(const char *page, gsize length, const DateContext *context, Date *date);

/*
 * The day of the timestamps that scripts hold in quotes, if it is the same for all of them:
 * `show("2019-03-05 10:30:00")`. On 171 pages of htmldate's and other sets with such a day it was
 * the right one 160 times.
 */
gboolean script_date_find_only(const char *page, gsize length, const DateContext *context,
                               Date *date);

#endif
