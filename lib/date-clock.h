/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date-clock.h: times of day and their zones, in all the forms of formats.md §5.3.
 */
#ifndef MORGUE_DATE_CLOCK_H
#define MORGUE_DATE_CLOCK_H

#include "lib/date-lexer.h"
#include "morgue/date.h"

/* What is known about the zone of a time. */
typedef enum {
    CLOCK_ZONE_NONE,
    CLOCK_ZONE_OFFSET,   /* offset_minutes */
    CLOCK_ZONE_AMERICAN, /* offset_minutes; a zone of North America by its letters */
    CLOCK_ZONE_SHARED,   /* offset_minutes, if the letters are meant as in America */
    CLOCK_ZONE_DAYLIGHT, /* offset_minutes or an hour more, by the American rules of that year */
    CLOCK_ZONE_UNKNOWN,  /* there is one */
} ClockZone;

typedef struct Clock {
    guint8 hour, minute, second;
    guint8 precision; /* DatePrecision from hour to second; DATE_PRECISION_NONE: there is no time */
    guint8 zone;      /* ClockZone */
    gint16 offset_minutes;
} Clock;

/* Where a time stands: it decides how much it must look like one. */
typedef enum {
    CLOCK_ALONE,      /* needs a colon, an h, am or pm, "Uhr" */
    CLOCK_AFTER_WORD, /* after "at", "um", "à": 18.30 will do */
    CLOCK_AFTER_T,    /* of ISO 8601: 0930 and 09 will do */
} ClockPlace;

/*
 * Reads a time of day at token `at`, with its zone. Returns the token after it; `at` itself, and
 * `clock` untouched, if there is none.
 */
guint clock_match(Lexer *lexer, guint at, ClockPlace place, Clock *clock);

/* Reads a zone alone, at `at`: " UTC", "+02:00", "GMT+0200 (CEST)", "Z". Returns as above. */
guint clock_match_zone(Lexer *lexer, guint at, Clock *clock);

/*
 * Puts the time into a date known to the day, with its offset as far as it is certain.
 * `american` says whether letters like CST can be taken as American.
 */
void clock_apply(const Clock *clock, gboolean american, Date *date);

#endif
