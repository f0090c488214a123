/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date-match.h: the forms that dates are written in: what stands at one place of the text.
 *
 * A match is what was read, before any context: two digits of a year, numbers whose order is not
 * known, a day without year. lib/date-resolve.h makes a date of it.
 */
#ifndef MORGUE_DATE_MATCH_H
#define MORGUE_DATE_MATCH_H

#include "lib/date-clock.h"
#include "lib/date-lexer.h"

/* How sure it is that such text is a date at all. */
typedef enum {
    MATCH_WEAK,   /* a number or two: only if the string holds nothing else */
    MATCH_FAIR,   /* month and year, day and month: only if there are no other numbers */
    MATCH_STRONG, /* day, month and year */
} MatchStrength;

typedef enum {
    ORDER_KNOWN,   /* month and day are what they are called */
    ORDER_UNKNOWN, /* 3/4/2019: day holds the first number, month the second */
} MatchOrder;

typedef struct DateMatch {
    guint end;                /* the token after the match */
    int year;                 /* as written */
    guint8 year_digits;       /* 2 or 4; 0: no year was written */
    int month, day;           /* 0: not written */
    int dual_month, dual_day; /* in parentheses beside an old-style date: the Gregorian day; 0:
                                 none. dual_month 0: the same month or the next */
    guint8 strength;          /* MatchStrength */
    guint8 order;             /* MatchOrder */
    guint8 calendar; /* DateCalendar; REPUBLICAN: year, month and day are of that calendar */
    gboolean named_month;
    gboolean capital;     /* the month is written with a capital */
    gboolean eastern;     /* the month is written in Cyrillic or Greek letters */
    gboolean buddhist;    /* the month is written in Thai */
    gboolean approximate; /* "circa", a question mark */
    gboolean compact;     /* one run of digits */
    guint64 run;          /* a run of 6, 10 or 13 digits, whose meaning the context decides */
    guint8 run_digits;    /* 0: there is no such run */
    guint8 weekday;       /* 1–7 beside the date; 0: none */
    Clock clock;
} DateMatch;

/*
 * Reads a date at token `at`, with weekday and time of day on either side of it. FALSE, and `match`
 * undefined, if there is none.
 */
gboolean date_match(Lexer *lexer, guint at, DateMatch *match);

/* The weekday at `at`, 1 to 7; 0 if there is none. */
int date_match_weekday(Lexer *lexer, guint at);

/*
 * Whether the token joins the two ends of a span: "-", "/", "to", "bis", "au", "al", "and" …
 */
gboolean date_match_is_joint(Lexer *lexer, guint at);

#endif
