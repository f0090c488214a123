/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Civil dates: the type, its arithmetic, order and printed forms. */
#include "morgue/date.h"

#include <string.h>

static void assert_iso(const Date *date, const char *expected)
{
    char text[DATE_TEXT_SIZE];

    g_assert_cmpstr(date_format_iso(date, text), ==, expected);
}

/* GDate counts days too: every day from 1600 to 2100 must agree with it, in both directions. */
static void test_days_agree_with_gdate(void)
{
    GDate day;
    gint64 epoch;

    g_date_clear(&day, 1);
    g_date_set_dmy(&day, 1, G_DATE_JANUARY, 1970);
    epoch = g_date_get_julian(&day);
    g_date_set_dmy(&day, 1, G_DATE_JANUARY, 1600);
    for (; g_date_get_year(&day) < 2100; g_date_add_days(&day, 1)) {
        gint64 days = (gint64)g_date_get_julian(&day) - epoch;
        Date date = date_from_days(days);

        g_assert_cmpint(date.year, ==, g_date_get_year(&day));
        g_assert_cmpint(date.month, ==, (gint)g_date_get_month(&day));
        g_assert_cmpint(date.day, ==, g_date_get_day(&day));
        g_assert_cmpint(date_days(&date), ==, days);
        g_assert_cmpint(date_weekday(&date), ==, (gint)g_date_get_weekday(&day));
    }
}

static void test_ends_of_time(void)
{
    Date first = date_from_ymd(1, 1, 1);
    Date last = date_from_ymd(9999, 12, 31);
    Date date = date_shift_days(&first, -1);

    g_assert_false(date_is_set(&date));
    date = date_shift_days(&last, 1);
    g_assert_false(date_is_set(&date));
    date = date_shift_days(&first, G_MAXINT64);
    g_assert_false(date_is_set(&date));
    date = date_shift_days(&last, G_MININT64);
    g_assert_false(date_is_set(&date));
    date = date_shift_months(&first, -1);
    g_assert_false(date_is_set(&date));
    date = date_shift_months(&last, G_MAXINT);
    g_assert_false(date_is_set(&date));
    date = date_from_days(date_days(&last));
    assert_iso(&date, "9999-12-31");
}

static void test_shifts(void)
{
    Date date = date_from_ymd(2024, 1, 31);
    Date moved = date_shift_months(&date, 1);

    assert_iso(&moved, "2024-02-29");
    moved = date_shift_months(&date, -11);
    assert_iso(&moved, "2023-02-28");
    moved = date_shift_days(&date, -31);
    assert_iso(&moved, "2023-12-31");
}

static void test_precision_is_kept(void)
{
    Date year = date_from_ymd(1824, 0, 0);
    Date month = date_from_ymd(1824, 2, 0);
    Date day = date_from_ymd(1824, 2, 17);

    assert_iso(&year, "1824");
    assert_iso(&month, "1824-02");
    assert_iso(&day, "1824-02-17");
    g_assert_cmpint(date_last_day(&year) - date_first_day(&year), ==, 365);
    g_assert_cmpint(date_last_day(&month) - date_first_day(&month), ==, 28);
    g_assert_cmpint(date_last_day(&day), ==, date_first_day(&day));
    g_assert_cmpint(date_weekday(&month), ==, 0);
}

static void test_impossible_days(void)
{
    static const int cases[][3] = {{2019, 2, 29}, {1900, 2, 29}, {2019, 4, 31}, {2019, 13, 1},
                                   {2019, 1, 32}, {0, 1, 1},     {10000, 1, 1}, {-5, 1, 1},
                                   {2019, -1, 1}, {2019, 1, -1}};

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Date date = date_from_ymd(cases[i][0], cases[i][1], cases[i][2]);

        g_assert_false(date_is_set(&date));
    }
    g_assert_cmpint(date_days_in_month(2000, 2), ==, 29);
    g_assert_cmpint(date_days_in_month(2000, 13), ==, 0);
}

static void test_validity(void)
{
    Date date = date_from_ymd(2019, 11, 18);

    g_assert_true(date_valid(&date));
    date.hour = 10;
    g_assert_false(date_valid(&date));
    date.precision = DATE_PRECISION_HOUR;
    g_assert_true(date_valid(&date));
    date.hour = 24;
    g_assert_false(date_valid(&date));
    date.hour = 23;
    date.offset_minutes = 60;
    g_assert_false(date_valid(&date));
    date.has_offset = TRUE;
    g_assert_true(date_valid(&date));
    date.second = 30;
    g_assert_false(date_valid(&date));
    date = (Date){0};
    g_assert_false(date_valid(&date));
}

static void test_keys(void)
{
    static const struct {
        const char *key, *timestamp;
    } cases[] = {
        {"1824", "1824"},
        {"182402", "1824-02"},
        {"18240217", "1824-02-17"},
        {"2019111810", "2019-11-18T10"},
        {"201911181030", "2019-11-18T10:30"},
        {"20191118103059", "2019-11-18T10:30:59"},
        {"17000229", "1700-02-29"},
    };
    static const char *const wrong[] = {
        "",         "182",      "18241",          "20190229", "20191301",
        "2019-11-", "2019111x", "20191118246000", "00000000", "201911181030591"};

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Date date = {0};
        char key[DATE_KEY_SIZE];
        char text[DATE_TEXT_SIZE];

        g_assert_true(date_from_key(cases[i].key, strlen(cases[i].key), &date));
        g_assert_cmpstr(date_format_timestamp(&date, text), ==, cases[i].timestamp);
        g_assert_cmpuint(date_key(&date, key), ==, strlen(cases[i].key));
        g_assert_cmpstr(key, ==, cases[i].key);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        Date date = {0};

        g_assert_false(date_from_key(wrong[i], strlen(wrong[i]), &date));
        g_assert_false(date_is_set(&date));
    }
}

static void test_order(void)
{
    Date year = date_from_ymd(1999, 0, 0);
    Date day = date_from_ymd(1999, 1, 1);
    Date later = date_from_ymd(2001, 1, 1);
    Date none = {0};

    g_assert_cmpint(date_compare(&year, &day), <, 0);
    g_assert_cmpint(date_compare(&later, &day), >, 0);
    g_assert_cmpint(date_compare(&day, &day), ==, 0);
    g_assert_cmpint(date_compare(&none, &later), >, 0);
    g_assert_cmpint(date_compare(&later, &none), <, 0);
    g_assert_cmpint(date_compare(&none, &none), ==, 0);
}

static Date with_time(int hour, int minute, gboolean has_offset, int offset)
{
    Date date = date_from_ymd(2020, 1, 1);

    date.precision = DATE_PRECISION_MINUTE;
    date.hour = (guint8)hour;
    date.minute = (guint8)minute;
    date.has_offset = has_offset;
    date.offset_minutes = (gint16)offset;
    return date;
}

static void test_instants(void)
{
    Date local = with_time(0, 30, TRUE, 60);
    Date west = with_time(22, 15, TRUE, -330);
    Date unknown = with_time(0, 30, FALSE, 0);
    Date day = date_from_ymd(2020, 1, 1);
    Date same;
    char key[DATE_KEY_SIZE];

    g_assert_true(date_utc_key(&local, key));
    g_assert_cmpstr(key, ==, "201912312330");
    g_assert_true(date_utc_key(&west, key));
    g_assert_cmpstr(key, ==, "202001020345");
    g_assert_false(date_utc_key(&unknown, key));
    g_assert_cmpstr(key, ==, "");
    g_assert_false(date_utc_key(&day, key));
    g_assert_true(date_from_key("201912312330", 12, &same));
    same.has_offset = TRUE;
    date_prefer_local(&same, &local);
    assert_iso(&same, "2020-01-01");
    date_prefer_local(&same, &west);
    assert_iso(&same, "2020-01-01");
}

static void test_julian_days(void)
{
    Date date = date_from_ymd(1917, 10, 25);
    Date gregorian;

    date.calendar = DATE_CALENDAR_JULIAN;
    gregorian = date_gregorian(&date);
    assert_iso(&gregorian, "1917-11-07");
    g_assert_cmpint(date_weekday(&date), ==, 3);
    g_assert_cmpint(date_weekday(&gregorian), ==, 3);
    g_assert_cmpint(gregorian.calendar, ==, DATE_CALENDAR_GREGORIAN);
    date = date_from_ymd(1752, 9, 2);
    date.calendar = DATE_CALENDAR_JULIAN;
    gregorian = date_gregorian(&date);
    assert_iso(&gregorian, "1752-09-13");
}

static void test_truncate(void)
{
    Date date = with_time(10, 30, TRUE, 120);
    Date cut = date_truncate(&date, DATE_PRECISION_DAY);

    assert_iso(&cut, "2020-01-01");
    g_assert_true(date_valid(&cut));
    g_assert_false(cut.has_offset);
    cut = date_truncate(&date, DATE_PRECISION_HOUR);
    g_assert_true(date_valid(&cut) && cut.has_offset && cut.minute == 0);
    cut = date_truncate(&date, DATE_PRECISION_YEAR);
    assert_iso(&cut, "2020");
    cut = date_truncate(&cut, DATE_PRECISION_DAY);
    assert_iso(&cut, "2020");
    cut = date_truncate(&cut, DATE_PRECISION_NONE);
    assert_iso(&cut, "");
}

static void test_now(void)
{
    Date now = date_now("UTC");
    Date today = date_today("UTC");
    Date nowhere = date_now("Nowhere/Atlantis");
    g_autoptr(GDateTime) clock = g_date_time_new_now_utc();

    g_assert_true(date_valid(&now) && now.has_offset && now.offset_minutes == 0);
    g_assert_cmpint(ABS(date_days(&today) - g_date_time_to_unix(clock) / 86400), <=, 1);
    g_assert_false(date_is_set(&nowhere));
}

static void test_names(void)
{
    g_assert_cmpstr(date_precision_name(DATE_PRECISION_NONE), ==, "none");
    g_assert_cmpstr(date_precision_name(DATE_PRECISION_SECOND), ==, "second");
    g_assert_cmpstr(date_calendar_name(DATE_CALENDAR_REPUBLICAN), ==, "republican");
}

int main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/date/days-agree-with-gdate", test_days_agree_with_gdate);
    g_test_add_func("/date/ends-of-time", test_ends_of_time);
    g_test_add_func("/date/shifts", test_shifts);
    g_test_add_func("/date/precision-is-kept", test_precision_is_kept);
    g_test_add_func("/date/impossible-days", test_impossible_days);
    g_test_add_func("/date/validity", test_validity);
    g_test_add_func("/date/keys", test_keys);
    g_test_add_func("/date/order", test_order);
    g_test_add_func("/date/instants", test_instants);
    g_test_add_func("/date/julian-days", test_julian_days);
    g_test_add_func("/date/truncate", test_truncate);
    g_test_add_func("/date/now", test_now);
    g_test_add_func("/date/names", test_names);
    return g_test_run();
}
