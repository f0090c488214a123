/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Datelines and bylines: what is one, and what only looks like one. */
#include "indexer/extract/dateline.h"

#include <string.h>

#include "indexer/extract/byline.h"

static void init_dates(DateContext *dates)
{
    Date today = date_from_ymd(2030, 1, 1);
    date_context_init(dates, &today);
    dates->reference = date_from_ymd(2009, 8, 19);
}

static char *copy(const char *text, gsize length)
{
    return length == 0 ? NULL : g_strndup(text, length);
}

static void test_datelines(void)
{
    static const struct {
        const char *text, *place, *agency, *date;
    } cases[] = {
        {"WASHINGTON, Aug 18 (Reuters) – The", "WASHINGTON", "Reuters", "2009-08-18"},
        {"GROSSETO, Italy (AP) -- The", "GROSSETO, Italy", "AP", ""},
        {"SALVADOR, Feb 26 - Showers", "SALVADOR", NULL, ""},
        {"Santiago, May 31, 2009 (AFP) - The", "Santiago", "AFP", "2009-05-31"},
        {"(New York, NY - October 21, 2008) The", "New York, NY", NULL, "2008-10-21"},
        {"NEW YORK _ The", "NEW YORK", NULL, ""},
        {"Aug 1 (Reuters) - The", NULL, "Reuters", "2009-08-01"},
        {"LEONIA, N.J. (AP) _ The", "LEONIA, N.J.", "AP", ""},
        {"Berlin (dpa) - Die", "Berlin", "dpa", ""},
        {"Frankfurt am Main (dpa/lhe) - Die", "Frankfurt am Main", "dpa/lhe", ""},
        {"NEW DELHI: The", "NEW DELHI", NULL, ""},
        {"PARIS — Le", "PARIS", NULL, ""},
        {"Киев, 18 августа (Интерфакс) — Рада", "Киев", "Интерфакс", "2009-08-18"},
        {"London, Nov. 5, 1872.\nThe fog", "London", NULL, "1872-11-05"},
        {"新华社平壤８月１日电（记者张三）今天", "平壤", "新华社", "2009-08-01"},
        {"  ROME (AP)--The", "ROME", "AP", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        DateContext dates;
        Dateline dateline;
        char date[DATE_TEXT_SIZE];
        init_dates(&dates);
        g_autofree char *exact = g_memdup2(cases[i].text, strlen(cases[i].text) + 1);
        g_test_message("%s", exact);
        g_assert_true(dateline_read(exact, strlen(exact), &dates, &dateline));
        g_autofree char *place = copy(dateline.place, dateline.place_length);
        g_autofree char *agency = copy(dateline.agency, dateline.agency_length);
        g_assert_cmpstr(place, ==, cases[i].place);
        g_assert_cmpstr(agency, ==, cases[i].agency);
        g_assert_cmpstr(date_format_iso(&dateline.date, date), ==, cases[i].date);
    }
}

static void test_no_datelines(void)
{
    static const char *const texts[] = {
        "",
        "The council met on Monday - behind closed doors.",
        "Well-known clockmakers said so.",
        "NOTE: Letters may be shortened.",
        "UPDATE - The mill has burned down.",
        "Question: What did you do?",
        "He said: nothing.",
        "12:30 - The doors open.",
        "\"Nobody asked,\" he said - twice.",
        "a small mill - and a large one",
        "http://example.com/ - a page",
        "(see page 3) The council met.",
        "In 1872 - nobody knows the day - the mill was built.",
        "-- ",
        "新华社今天报道，图书馆恢复开放。",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        DateContext dates;
        Dateline dateline;
        init_dates(&dates);
        g_test_message("%s", texts[i]);
        g_assert_false(dateline_read(texts[i], strlen(texts[i]), &dates, &dateline));
    }
}

static void test_bylines(void)
{
    static const struct {
        const char *line;
        BylineKind kind;
        const char *names, *published, *modified;
    } cases[] = {
        {"By Jane Example", BYLINE_NAMES, "By Jane Example", "", ""},
        {"BY JANE EXAMPLE AND JUAN MUSTER", BYLINE_NAMES, "BY JANE EXAMPLE AND JUAN MUSTER", "",
         ""},
        {"By Jane Example | November 18, 2019", BYLINE_NAMES, "By Jane Example", "2019-11-18", ""},
        {"Von Eva Muster, Berlin", BYLINE_NAMES, "Von Eva Muster, Berlin", "", ""},
        {"Par Zoé Exemple et Luc Modèle", BYLINE_NAMES, "Par Zoé Exemple et Luc Modèle", "", ""},
        {"作者：张三", BYLINE_NAMES, "作者：张三", "", ""},
        {"Published: 18 November 2019, 10:30", BYLINE_DATES, NULL, "2019-11-18", ""},
        {"Montag, 18. November 2019", BYLINE_DATES, NULL, "2019-11-18", ""},
        {"Publié le 18 novembre 2019 à 10h30 - Mis à jour le 20 novembre 2019", BYLINE_DATES, NULL,
         "2019-11-18", "2019-11-20"},
        {"Last updated on November 20, 2019", BYLINE_DATES, NULL, "", "2019-11-20"},
        {"วันจันทร์ที่ 27 กุมภาพันธ์ 2566", BYLINE_DATES, NULL, "2023-02-27", ""},
        {"By the time the firemen came", BYLINE_NONE, NULL, "", ""},
        {"By Monday the mill had burned down.", BYLINE_NONE, NULL, "", ""},
        {"De Gaulle est mort", BYLINE_NONE, NULL, "", ""},
        {"On 18 November 2019 the mill burned down", BYLINE_NONE, NULL, "", ""},
        {"Written by: Jane Example", BYLINE_NAMES, "Written by: Jane Example", "", ""},
        {"Von Eva Muster, dpa", BYLINE_NAMES, "Von Eva Muster, dpa", "", ""},
        {"By", BYLINE_NONE, NULL, "", ""},
        {"", BYLINE_NONE, NULL, "", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        DateContext dates;
        Byline byline;
        char date[DATE_TEXT_SIZE];
        init_dates(&dates);
        g_test_message("%s", cases[i].line);
        g_assert_cmpint(byline_read(cases[i].line, strlen(cases[i].line), &dates, &byline), ==,
                        cases[i].kind);
        g_autofree char *names = copy(byline.names, byline.length);
        g_assert_cmpstr(names, ==, cases[i].names);
        g_assert_cmpstr(date_format_iso(&byline.published, date), ==, cases[i].published);
        g_assert_cmpstr(date_format_iso(&byline.modified, date), ==, cases[i].modified);
    }
}

/* Words alone in a line that names may follow; weak ones may be anything. */
static void test_openings(void)
{
    static const char *const openings[] = {"By",       "by: ",       "Author",
                                           "Autorin:", "Written by", "作者："};
    static const char *const others[] = {"de", "Author's note", "By Jane", "", ":"};
    for (gsize i = 0; i < G_N_ELEMENTS(openings); i++)
        g_assert_true(byline_is_opening(openings[i]));
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        g_assert_false(byline_is_opening(others[i]));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dateline/datelines", test_datelines);
    g_test_add_func("/dateline/no-datelines", test_no_datelines);
    g_test_add_func("/byline/bylines", test_bylines);
    g_test_add_func("/byline/openings", test_openings);
    return g_test_run();
}
