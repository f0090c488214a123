/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * coverage.h: on which days a source has articles: gaps, and days with far more than usual.
 *
 * Days are numbers from 1970-01-01, as in date.h.
 */
#ifndef INDEXER_COVERAGE_H
#define INDEXER_COVERAGE_H

#include <glib.h>

/* A source is daily if it has this many days with articles, and of three of them at least two are
 * followed by another on the next day. */
#define COVERAGE_DAILY_DAYS 30

/*
 * A day is a spike if it has this many articles at least, and more than so many times the median of
 * its weekday. The median is of the days of that weekday that have articles, of which there must be
 * some; of two in the middle it is the lower one.
 */
#define COVERAGE_SPIKE_ARTICLES 20
#define COVERAGE_SPIKE_TIMES    5
#define COVERAGE_SPIKE_DAYS     4

typedef struct CoverageDay {
    gint64 day;
    guint64 articles;
} CoverageDay;

/* A run of days without articles, within the span. */
typedef struct CoverageGap {
    gint64 first;
    guint64 days;
} CoverageGap;

typedef struct CoverageSpike {
    gint64 day;
    guint64 articles;
    guint64 median; /* of the weekday, articles */
} CoverageSpike;

typedef struct Coverage {
    gint64 first, last; /* the span: 0 and −1 where there are no days */
    guint64 days;       /* with articles */
    guint64 empty;      /* days within the span without any */
    gboolean is_daily;
    GArray *gaps;   /* of CoverageGap, the longest first, of equals the earlier */
    GArray *spikes; /* of CoverageSpike, by day */
} Coverage;

/* `days`: of CoverageDay, rising, each day once. */
void coverage_init(Coverage *coverage, const GArray *days);
void coverage_clear(Coverage *coverage);

#endif
