/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date-names.h: the words of dates in the languages of formats.md §5.2 and a few more: months,
 * weekdays, zones, units of time.
 *
 * One table per concept serves all languages at once. Names are in the folded form of
 * date-lexer.h and sorted by bytes (a unit test checks both).
 */
#ifndef MORGUE_DATE_NAMES_H
#define MORGUE_DATE_NAMES_H

#include <glib.h>

enum {
    NAME_WHOLE = 1 << 0,             /* its prefixes do not stand for it */
    ZONE_AMERICAN = 1 << 1,          /* of the United States or Canada, and of nowhere else */
    ZONE_AMERICAN_DAYLIGHT = 1 << 2, /* the same; standard or daylight time by the year's rules */
    ZONE_SHARED = 1 << 3,            /* American if the text is; other countries use it too */
    ZONE_UNKNOWN = 1 << 4,           /* a zone, but which? */
};

typedef enum {
    UNIT_SECOND,
    UNIT_MINUTE,
    UNIT_HOUR,
    UNIT_DAY,
    UNIT_WEEK,
    UNIT_MONTH,
    UNIT_YEAR,
} Unit;

typedef struct Name {
    const char *name;
    gint16 value;
    guint8 flags;
} Name;

typedef struct NameTable {
    const Name *names;
    gsize count;
} NameTable;

extern const NameTable month_names;            /* 1–12 */
extern const NameTable croatian_month_names;   /* 1–12; only where the language is known */
extern const NameTable republican_month_names; /* 1–12; 13: the days at the end of the year */
extern const NameTable weekday_names;          /* 1 (Monday) to 7 */
extern const NameTable zone_names;             /* minutes ahead of UTC */
extern const NameTable unit_names;             /* Unit */
extern const NameTable relative_day_names;     /* days from today */

/* The row of exactly this name, or NULL. */
const Name *name_find(const NameTable *table, const char *word);

/*
 * The value of a name, or of all the names that begin with `word` if they agree and it has at
 * least three letters; 0 for none.
 */
int name_value(const NameTable *table, const char *word);

/* The value of a Roman number from 1 to 39 in lower case; 0 for anything else. */
int roman_value(const char *word);

#endif
