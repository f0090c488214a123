/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * byline.h: the lines between headline and text that say who wrote it and when.
 */
#ifndef INDEXER_EXTRACT_BYLINE_H
#define INDEXER_EXTRACT_BYLINE_H

#include "morgue/article.h"
#include "morgue/date-parse.h"

typedef enum {
    BYLINE_NONE,
    BYLINE_NAMES, /* `By`, `Von`, `Par`, `作者：` … before words that look like names */
    BYLINE_DATES, /* nothing but dates and what they are: `Published: 18 November 2019, 10:30` */
} BylineKind;

typedef struct Byline {
    BylineKind kind;
    const char *names; /* as printed, without a date after them; borrowed */
    gsize length;
    Date published, modified; /* unset where there is none */
} Byline;

/* Reads a line (valid UTF-8); BYLINE_NONE where it is neither. */
BylineKind byline_read(const char *line, gsize length, const DateContext *dates, Byline *byline);
/* The same where a line of dates is nothing: TRUE for names. */
gboolean byline_read_names(const char *line, gsize length, const DateContext *dates,
                           Byline *byline);

/*
 * The names in a field that is known to be a byline: what follows `By`, `Author:` and the like.
 * Words that may begin a name, too (`von`, `de`), stay. Points into `field`.
 */
const char *byline_names(const char *field);

/* Sets byline and dates with PROVENANCE_BYLINE. */
void byline_apply(const Byline *byline, Article *article);

/* Whether a line is only what a byline begins with: `Author`, `By`, with a colon or without. */
gboolean byline_is_opening(const char *line);

#endif
