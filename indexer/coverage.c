/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Gaps and spikes of one source. */
#include "indexer/coverage.h"

enum { WEEKDAYS = 7 };

static guint weekday(gint64 day)
{
    return (guint)((day % WEEKDAYS + WEEKDAYS) % WEEKDAYS);
}

static int by_length(gconstpointer a, gconstpointer b)
{
    const CoverageGap *first = a, *second = b;
    if (first->days != second->days)
        return first->days > second->days ? -1 : 1;
    return first->first < second->first ? -1 : 1;
}

static void find_gaps(Coverage *coverage, const GArray *days)
{
    guint64 steps_of_one = 0;
    for (guint i = 1; i < days->len; i++) {
        gint64 before = g_array_index(days, CoverageDay, i - 1).day;
        gint64 day = g_array_index(days, CoverageDay, i).day;
        const CoverageGap gap = {before + 1, (guint64)(day - before - 1)};
        coverage->empty += gap.days;
        if (gap.days == 0)
            steps_of_one++;
        else
            g_array_append_val(coverage->gaps, gap);
    }
    g_array_sort(coverage->gaps, by_length);
    coverage->is_daily =
        days->len >= COVERAGE_DAILY_DAYS && steps_of_one * 3 >= (guint64)(days->len - 1) * 2;
}

static int by_size(gconstpointer a, gconstpointer b)
{
    const guint64 *first = a, *second = b;
    return (*first > *second) - (*first < *second);
}

/* Of one weekday; 0 where it has too few days to say what is usual. */
static guint64 median_of(const GArray *days, guint wanted)
{
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(guint64));
    for (guint i = 0; i < days->len; i++) {
        const CoverageDay *day = &g_array_index(days, CoverageDay, i);
        if (weekday(day->day) == wanted)
            g_array_append_val(counts, day->articles);
    }
    if (counts->len < COVERAGE_SPIKE_DAYS)
        return 0;
    g_array_sort(counts, by_size);
    return g_array_index(counts, guint64, (counts->len - 1) / 2);
}

static void find_spikes(Coverage *coverage, const GArray *days)
{
    guint64 medians[WEEKDAYS];
    for (guint i = 0; i < WEEKDAYS; i++)
        medians[i] = median_of(days, i);
    for (guint i = 0; i < days->len; i++) {
        const CoverageDay *day = &g_array_index(days, CoverageDay, i);
        const CoverageSpike spike = {day->day, day->articles, medians[weekday(day->day)]};
        if (spike.median > 0 && spike.articles >= COVERAGE_SPIKE_ARTICLES &&
            spike.articles > COVERAGE_SPIKE_TIMES * spike.median)
            g_array_append_val(coverage->spikes, spike);
    }
}

void coverage_init(Coverage *coverage, const GArray *days)
{
    *coverage = (Coverage){
        .last = -1,
        .days = days->len,
        .gaps = g_array_new(FALSE, FALSE, sizeof(CoverageGap)),
        .spikes = g_array_new(FALSE, FALSE, sizeof(CoverageSpike)),
    };
    if (days->len == 0)
        return;
    coverage->first = g_array_index(days, CoverageDay, 0).day;
    coverage->last = g_array_index(days, CoverageDay, days->len - 1).day;
    find_gaps(coverage, days);
    find_spikes(coverage, days);
}

void coverage_clear(Coverage *coverage)
{
    g_clear_pointer(&coverage->gaps, g_array_unref);
    g_clear_pointer(&coverage->spikes, g_array_unref);
}
