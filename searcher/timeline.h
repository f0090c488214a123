/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * timeline.h: how many articles of each day, week, month or year a query finds, out of how many.
 */
#ifndef SEARCHER_TIMELINE_H
#define SEARCHER_TIMELINE_H

#include "searcher/period.h"
#include "searcher/session.h"

/* A period in which the archive has articles. */
typedef struct TimelineRow {
    gint64 period;
    guint found; /* by the query */
    guint all;   /* in the archive, within --since, --until and --source */
} TimelineRow;

/*
 * The rows go from the first period with an article that was found to the last one, and on to
 * --since and --until where these are given. Periods in which the archive holds nothing have none.
 */
typedef struct Timeline {
    PeriodKind kind;
    GArray *rows;    /* of TimelineRow, in order of time */
    guint found;     /* by the query: the rows, `undated` and `imprecise` add up to it */
    guint undated;   /* without any date */
    guint imprecise; /* dated, but to more than one period of this kind */
} Timeline;

/* Counts what `query` (borrowed) finds. Errors: those of the database. */
gboolean timeline_init(Timeline *timeline, PeriodKind kind, const Session *session,
                       const XapianQuery *query, GError **error);
void timeline_clear(Timeline *timeline);

#endif
