/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date-meaning.h: dates in running text by what the words before them say they are.
 */
#ifndef INDEXER_EXTRACT_DATE_MEANING_H
#define INDEXER_EXTRACT_DATE_MEANING_H

#include "morgue/date-parse.h"

typedef enum {
    DATE_OF_PUBLICATION, /* or nothing is said */
    DATE_OF_UPDATE,      /* "updated", "Stand:" */
    DATE_OF_OTHER,       /* of a copyright, an event, a user */
} DateMeaning;

/*
 * The first date of a text that has the meaning and begins no farther than `farthest` bytes into
 * it: see date_find(). `start` (may be NULL) receives its place in bytes.
 */
gboolean date_find_meaning(const char *text, gsize length, gsize farthest, DateMeaning meaning,
                           const DateContext *context, Date *date, gsize *start);

#endif
