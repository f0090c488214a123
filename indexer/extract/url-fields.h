/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * url-fields.h: what an article's address says where nothing else does.
 */
#ifndef INDEXER_EXTRACT_URL_FIELDS_H
#define INDEXER_EXTRACT_URL_FIELDS_H

#include "morgue/article.h"
#include "morgue/date-parse.h"

/* How sure the date in an address is that of publication (formats.md §5.4). */
#define URL_DATE_CONFIDENCE 0.9

/*
 * Sets the publication date from the article's address, with PROVENANCE_URL, if that gives the day.
 * A date that was declared stays.
 */
void url_fields_set_date(Article *article, const DateContext *dates);

/* Sets the source to the host of an address, without `www.`; `url` may be NULL. */
void url_fields_set_source(Article *article, const char *url);

#endif
