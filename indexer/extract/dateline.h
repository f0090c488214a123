/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dateline.h: where and when a report was filed, as it says in its first words.
 *
 *   WASHINGTON, Aug 18 (Reuters) - …      GROSSETO, Italy (AP) -- …      SALVADOR, Feb 26 -
 *   (New York, NY - October 21) …         NEW YORK _ …                   Feb 1 (Reuters) - …
 *   London, Nov. 5, 1872. (a line)        新华社平壤５月１日电（记者…）…
 */
#ifndef INDEXER_EXTRACT_DATELINE_H
#define INDEXER_EXTRACT_DATELINE_H

#include "morgue/article.h"
#include "morgue/date-parse.h"

/* Parts that are not there have a length of 0 or an unset date. Texts are borrowed. */
typedef struct Dateline {
    const char *place, *agency, *author;
    gsize place_length, agency_length, author_length;
    Date date;
    gsize length; /* of the whole dateline with its dash */
} Dateline;

/*
 * Reads the dateline at the beginning of a paragraph (valid UTF-8). A day and month get their year
 * from the reference of `dates`, and count for nothing without one. FALSE where there is none.
 */
gboolean dateline_read(const char *text, gsize length, const DateContext *dates,
                       Dateline *dateline);

/* Sets place, source, byline and publication date where nothing stronger has. */
void dateline_apply(const Dateline *dateline, Article *article);

#endif
