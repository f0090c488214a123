/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The date expressions of the query language: what they cover, and what is refused how. */
#include "morgue/date-range.h"

#include <string.h>

#include "morgue/error.h"

typedef struct RangeCase {
    const char *text;
    const char *first, *last; /* NULL: open */
} RangeCase;

static void assert_end(gint64 day, gboolean open, const char *expected)
{
    Date date = open ? (Date){0} : date_from_days(day);
    char text[DATE_TEXT_SIZE];

    g_assert_cmpstr(date_format_iso(&date, text), ==, expected != NULL ? expected : "");
}

/* Today is Wednesday, 31 December 2025; and 29 February 2024. */
static void test_ranges(void)
{
    static const RangeCase cases[] = {
        {"2022", "2022-01-01", "2022-12-31"},
        {"1605", "1605-01-01", "1605-12-31"},
        {"2022-03", "2022-03-01", "2022-03-31"},
        {"2024-02", "2024-02-01", "2024-02-29"},
        {"2022-3-4", "2022-03-04", "2022-03-04"},
        {"2022-02-24", "2022-02-24", "2022-02-24"},
        {"2022-02-24..2022-03-31", "2022-02-24", "2022-03-31"},
        {"2022..2023-02", "2022-01-01", "2023-02-28"},
        {"2022-03..2022", "2022-03-01", "2022-12-31"},
        {"..1945", NULL, "1945-12-31"},
        {"1914..", "1914-01-01", NULL},
        {" 1914 .. 1918 ", "1914-01-01", "1918-12-31"},
        {"1d", "2025-12-31", "2025-12-31"},
        {"7d", "2025-12-25", "2025-12-31"},
        {"3w", "2025-12-11", "2025-12-31"},
        {"1m", "2025-12-01", "2025-12-31"},
        {"6m", "2025-07-01", "2025-12-31"},
        {"1y", "2025-01-01", "2025-12-31"},
        {"10Y", "2016-01-01", "2025-12-31"},
        {"today", "2025-12-31", "2025-12-31"},
        {"TODAY", "2025-12-31", "2025-12-31"},
        {"yesterday", "2025-12-30", "2025-12-30"},
        {"thisweek", "2025-12-29", "2026-01-04"},
        {"lastweek", "2025-12-22", "2025-12-28"},
        {"thismonth", "2025-12-01", "2025-12-31"},
        {"lastmonth", "2025-11-01", "2025-11-30"},
        {"thisyear", "2025-01-01", "2025-12-31"},
        {"lastyear", "2024-01-01", "2024-12-31"},
        {"lastmonth..", "2025-11-01", NULL},
        {"2025-06..yesterday", "2025-06-01", "2025-12-30"},
    };
    Date today = date_from_ymd(2025, 12, 31);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const RangeCase *row = &cases[i];
        g_autoptr(GError) error = NULL;
        DateRange range;

        g_test_message("%s", row->text);
        g_assert_true(date_range_parse(row->text, strlen(row->text), &today, &range, &error));
        g_assert_no_error(error);
        g_assert_cmpint(range.open_start, ==, row->first == NULL);
        g_assert_cmpint(range.open_end, ==, row->last == NULL);
        assert_end(range.first_day, range.open_start, row->first);
        assert_end(range.last_day, range.open_end, row->last);
    }
}

static void test_short_months(void)
{
    static const RangeCase cases[] = {
        {"1y", "2023-03-01", "2024-02-29"},
        {"1m", "2024-01-30", "2024-02-29"},
        {"lastmonth", "2024-01-01", "2024-01-31"},
    };
    Date today = date_from_ymd(2024, 2, 29);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        DateRange range;

        g_assert_true(date_range_parse(cases[i].text, strlen(cases[i].text), &today, &range, NULL));
        assert_end(range.first_day, FALSE, cases[i].first);
        assert_end(range.last_day, FALSE, cases[i].last);
    }
}

static void test_refusals(void)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"1/2/2022", "ambiguous\nhint: write 2022-02-01 or 2022-01-02"},
        {"1.2.2022", "ambiguous\nhint: write 2022-02-01 or 2022-01-02"},
        {"24/2/2022", "dates are written YYYY-MM-DD\nhint: write 2022-02-24"},
        {"2/24/2022", "dates are written YYYY-MM-DD\nhint: write 2022-02-24"},
        {"3/3/2022", "dates are written YYYY-MM-DD\nhint: write 2022-03-03"},
        {"31/2/2022", "not a date\nhint: write YYYY-MM-DD"},
        {"1/2/22", "not a date\nhint: write YYYY-MM-DD"},
        {"2022/02/24", "dates are written YYYY-MM-DD\nhint: write 2022-02-24"},
        {"2022/02/31", "not a date\nhint: write YYYY-MM-DD"},
        {"2022-02-31", "there is no such day\nhint: the last day of that month is 2022-02-28"},
        {"2022-02-00", "there is no such day\nhint: the last day of that month is 2022-02-28"},
        {"2022-13", "there is no month 13\nhint: write YYYY-MM-DD, or A..B for a range"},
        {"1914-18", "there is no month 18\nhint: write YYYY-MM-DD, or A..B for a range"},
        {"0000", "there is no such year\nhint: years are 0001 to 9999"},
        {"2023..2022", "the range ends before it begins\nhint: write 2022..2023"},
        {"2022-03..2022-02", "the range ends before it begins\nhint: write 2022-02..2022-03"},
        {"..", "a range without ends\nhint: write A..B, ..B or A.."},
        {"", "empty\nhint: write a date such as 2022, 2022-03 or 7d"},
        {"0d", "no time at all\nhint: write 1d or more"},
        {"99999999y", "reaches back before the year 1\nhint: write a smaller number"},
        {"999999999d", "reaches back before the year 1\nhint: write a smaller number"},
        {"3000y", "reaches back before the year 1\nhint: write a smaller number"},
        {"20220224", "dates are written YYYY-MM-DD\nhint: write 2022-02-24"},
        {"1708-1795", "spans are written A..B\nhint: write 1708..1795"},
        {"7x", NULL},
        {"22", NULL},
        {"march", NULL},
        {"2022..march", NULL},
        {"2022...2023", NULL},
        {"2022-03-24T10:30", NULL},
        {"\xFF", NULL},
    };
    Date today = date_from_ymd(2025, 12, 31);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        DateRange range = {.first_day = 42};

        g_test_message("%s", cases[i].text);
        g_assert_false(
            date_range_parse(cases[i].text, strlen(cases[i].text), &today, &range, &error));
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_QUERY);
        g_assert_nonnull(strstr(error->message, "\nhint: "));
        g_assert_cmpint(range.first_day, ==, 42);
        if (cases[i].message != NULL)
            g_assert_cmpstr(strstr(error->message, "\": ") + 3, ==, cases[i].message);
    }
}

static void test_overlap(void)
{
    Date today = date_from_ymd(2025, 12, 31);
    Date month = date_from_ymd(2022, 3, 0);
    Date year = date_from_ymd(2022, 0, 0);
    Date day = date_from_ymd(2022, 3, 15);
    Date none = {0};
    DateRange range;

    g_assert_true(date_range_parse("2022-02-24..2022-03-01", 22, &today, &range, NULL));
    g_assert_true(date_overlaps(&month, &range));
    g_assert_true(date_overlaps(&year, &range));
    g_assert_false(date_overlaps(&day, &range));
    g_assert_false(date_overlaps(&none, &range));
    g_assert_true(date_range_parse("..2022-03-14", 12, &today, &range, NULL));
    g_assert_true(date_overlaps(&month, &range));
    g_assert_false(date_overlaps(&day, &range));
    g_assert_true(date_range_parse("2022-03-15..", 12, &today, &range, NULL));
    g_assert_true(date_overlaps(&day, &range));
}

int main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/date-range/ranges", test_ranges);
    g_test_add_func("/date-range/short-months", test_short_months);
    g_test_add_func("/date-range/refusals-say-what-to-write", test_refusals);
    g_test_add_func("/date-range/imprecise-dates-overlap", test_overlap);
    return g_test_run();
}
