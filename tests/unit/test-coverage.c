/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Gaps and spikes: the rules of coverage.h at their limits. */
#include "indexer/coverage.h"

static void add(GArray *days, gint64 day, guint64 articles)
{
    const CoverageDay fresh = {day, articles};
    g_array_append_val(days, fresh);
}

static GArray *days_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(CoverageDay));
}

static void nothing_has_no_span(void)
{
    g_autoptr(GArray) days = days_new();
    Coverage coverage;
    coverage_init(&coverage, days);
    g_assert_cmpint(coverage.last, <, coverage.first);
    g_assert_false(coverage.is_daily);
    g_assert_cmpuint(coverage.empty + coverage.gaps->len + coverage.spikes->len, ==, 0);
    coverage_clear(&coverage);
}

/* Days before 1970 have negative numbers. */
static void gaps_are_sorted_and_add_up(void)
{
    static const gint64 numbers[] = {-40, -38, -37, -30, -28, -20};
    g_autoptr(GArray) days = days_new();
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++)
        add(days, numbers[i], 1);
    Coverage coverage;
    coverage_init(&coverage, days);
    static const CoverageGap expected[] = {{-27, 7}, {-36, 6}, {-39, 1}, {-29, 1}};
    g_assert_cmpuint(coverage.gaps->len, ==, G_N_ELEMENTS(expected));
    for (guint i = 0; i < coverage.gaps->len; i++) {
        const CoverageGap *gap = &g_array_index(coverage.gaps, CoverageGap, i);
        g_assert_cmpint(gap->first, ==, expected[i].first);
        g_assert_cmpuint(gap->days, ==, expected[i].days);
    }
    g_assert_cmpuint(coverage.empty, ==, 15);
    g_assert_cmpuint(coverage.days + coverage.empty, ==,
                     (guint64)(coverage.last - coverage.first + 1));
    coverage_clear(&coverage);
}

static gboolean is_daily(guint days_of_week, guint weeks)
{
    g_autoptr(GArray) days = days_new();
    for (guint week = 0; week < weeks; week++) {
        for (guint day = 0; day < days_of_week; day++)
            add(days, (gint64)week * 7 + day, 1);
    }
    Coverage coverage;
    coverage_init(&coverage, days);
    gboolean daily = coverage.is_daily;
    coverage_clear(&coverage);
    return daily;
}

static void most_days_must_be_followed_by_another(void)
{
    g_assert_true(is_daily(6, 5));
    g_assert_false(is_daily(6, 4)); /* 24 days are too few */
    g_assert_true(is_daily(4, 20));
    g_assert_false(is_daily(2, 20));
    g_assert_false(is_daily(1, 60));
}

/* How many spikes there are where `weeks` days of one weekday have `usual` articles, and one
 * `most`.
 */
static guint spikes(guint weeks, guint64 usual, guint64 most)
{
    g_autoptr(GArray) days = days_new();
    for (guint week = 0; week < weeks; week++)
        add(days, (gint64)week * 7, usual);
    add(days, (gint64)weeks * 7, most);
    Coverage coverage;
    coverage_init(&coverage, days);
    guint count = coverage.spikes->len;
    if (count > 0) {
        g_assert_cmpint(g_array_index(coverage.spikes, CoverageSpike, 0).day, ==,
                        (gint64)weeks * 7);
        g_assert_cmpuint(g_array_index(coverage.spikes, CoverageSpike, 0).median, ==, usual);
    }
    coverage_clear(&coverage);
    return count;
}

static void spikes_are_far_above_the_median(void)
{
    g_assert_cmpuint(spikes(10, 4, 21), ==, 1);
    g_assert_cmpuint(spikes(10, 4, 20), ==, 0); /* five times, not more */
    g_assert_cmpuint(spikes(10, 1, 20), ==, 1);
    g_assert_cmpuint(spikes(10, 1, 19), ==, 0); /* too few */
    g_assert_cmpuint(spikes(3, 1, 100), ==, 1);
    g_assert_cmpuint(spikes(2, 1, 100), ==, 0); /* three days do not say what is usual */
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/coverage/nothing", nothing_has_no_span);
    g_test_add_func("/coverage/gaps", gaps_are_sorted_and_add_up);
    g_test_add_func("/coverage/daily", most_days_must_be_followed_by_another);
    g_test_add_func("/coverage/spikes", spikes_are_far_above_the_median);
    return g_test_run();
}
