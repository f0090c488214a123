/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates out of strings: every form that archives write, and what must be refused. */
#include "morgue/date-parse.h"

#include <string.h>

#include "morgue/error.h"

/* A string, what is read in it (date_format_timestamp(); NULL: it is refused), and a remark. */
typedef struct Case {
    const char *text;
    const char *expected;
} Case;

static DateContext plain_context(void)
{
    return (DateContext){.upper = date_from_ymd(2026, 12, 31)};
}

static void check_case(const Case *row, const DateContext *context)
{
    g_autoptr(GError) error = NULL;
    Date date = {0};
    char text[DATE_TEXT_SIZE];
    gboolean read = date_parse(row->text, strlen(row->text), context, &date, &error);

    if (read)
        g_assert_true(date_valid(&date));
    else
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT);
    if (g_strcmp0(read ? date_format_timestamp(&date, text) : NULL, row->expected) != 0) {
        g_test_message("\"%s\": %s, expected %s", row->text,
                       read ? date_format_timestamp(&date, text) : error->message,
                       row->expected != NULL ? row->expected : "a refusal");
        g_test_fail();
    }
}

static void check_cases(const Case *cases, gsize count, const DateContext *context)
{
    for (gsize i = 0; i < count; i++)
        check_case(&cases[i], context);
}

static void test_iso(void)
{
    static const Case cases[] = {
        {"2013-07-09T10:37:00Z", "2013-07-09T10:37:00Z"},
        {"2018-10-06T08:57:00+02:00", "2018-10-06T08:57:00+02:00"},
        {"2022-04-28T16:44:13-04:00", "2022-04-28T16:44:13-04:00"},
        {"2018-06-18T10:01:00.000Z", "2018-06-18T10:01:00Z"},
        {"2013-04-22T18:54:00+1000", "2013-04-22T18:54:00+10:00"},
        {"2022-05-04T08:27:49.000-0300", "2022-05-04T08:27:49-03:00"},
        {"2014-01-25T15:53:10.8100000", "2014-01-25T15:53:10"},
        {"2020-04-19T23:49:53.636599+02:00", "2020-04-19T23:49:53+02:00"},
        {"2013-12-30T21:42:01", "2013-12-30T21:42:01"},
        {"2013-10-24 03:00:00", "2013-10-24T03:00:00"},
        {"2020-04-22 07:33:47.567562", "2020-04-22T07:33:47"},
        {"2019-12-09 09:08:21+01:00", "2019-12-09T09:08:21+01:00"},
        {"2013-12-30 16:42:01-05", "2013-12-30T16:42:01-05:00"},
        {"2023-11-08 17:00:35 +00:00", "2023-11-08T17:00:35Z"},
        {"2020-09-01 9:53:00 -0700", "2020-09-01T09:53:00-07:00"},
        {"2020-02-18 T 07:20:50 +0330", "2020-02-18T07:20:50+03:30"},
        {"2020-09-29T00:30:00PDT", "2020-09-29T00:30:00-07:00"},
        {"2022-05-05T22:12:00 UTC", "2022-05-05T22:12:00Z"},
        {"2010-08-14 00:00:00 EDT", "2010-08-14T00:00:00-04:00"},
        {"2019-10-19T16:15+0200", "2019-10-19T16:15+02:00"},
        {"2021-11-05T12:42Z", "2021-11-05T12:42Z"},
        {"2023-11-02T1643", "2023-11-02T16:43"},
        {"2019-11-18T09", "2019-11-18T09"},
        {"2021-12-06 14:36", "2021-12-06T14:36"},
        {"2012-05-13-11:00:00", "2012-05-13T11:00:00"},
        {"2019-11-18-05:00", "2019-11-18"},
        {"2019-11-18+01:00", "2019-11-18"},
        {"2019-11-18Z", "2019-11-18"},
        {"2023-11-17", "2023-11-17"},
        {" 2023-11-17\n", "2023-11-17"},
        {"2016-2-29", "2016-02-29"},
        {"1910-11-16", "1910-11-16"},
        {"1750-05-15", "1750-05-15"},
        {"1824-02-17", "1824-02-17"},
        {"2019-11", "2019-11"},
        {"2018/06", "2018-06"},
        {"1824", "1824"},
        {"2021.05.16 09:00:04", "2021-05-16T09:00:04"},
        {"2022/05/10 17:36:11", "2022-05-10T17:36:11"},
        {"2018/6/19 5:50", "2018-06-19T05:50"},
        {"2020. 06. 04. 11:27", "2020-06-04T11:27"},
        {"2019-11-18T10:30:00+01:00[Europe/Paris]", "2019-11-18T10:30:00+01:00"},
        {"2019-11-18T10:30:00,123Z", "2019-11-18T10:30:00Z"},
        {"2019-11-18 (Monday) 10:30", "2019-11-18T10:30"},
        {"Written: 2023-11-07 15:03:30", "2023-11-07T15:03:30"},
        {"2014-07-24T24:10:00Z", "2014-07-24"},
        {"2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"},
        {"1824-02-00", "1824-02"},
    };
    DateContext context = plain_context();

    check_cases(cases, G_N_ELEMENTS(cases), &context);
}

static void test_compact(void)
{
    static const Case cases[] = {
        {"20210516T080625Z", "2021-05-16T08:06:25Z"},
        {"20130605T210000+0000", "2013-06-05T21:00:00Z"},
        {"20180619T055000+0900", "2018-06-19T05:50:00+09:00"},
        {"20201123T05:02:35Z", "2020-11-23T05:02:35Z"},
        {"20191118T103000.000Z", "2019-11-18T10:30:00Z"},
        {"20210516", "2021-05-16"},
        {"20030219", "2003-02-19"},
        {"20140216050221", "2014-02-16T05:02:21"},
        {"201402160502", "2014-02-16T05:02"},
        {"19870101T000000", "1987-01-01"},
        {"19870101T000000Z", "1987-01-01T00:00:00Z"},
        {"19870101T0930", "1987-01-01T09:30"},
        {"20191131", NULL},
        {"00000000", NULL},
        {"18112019", NULL},
        {"202004070193", NULL},
    };
    DateContext context = plain_context();

    check_cases(cases, G_N_ELEMENTS(cases), &context);
}

static void test_mail_and_scripts(void)
{
    static const Case cases[] = {
        {"Mon, 13 Feb, 2012 06:28:00 UTC", "2012-02-13T06:28:00Z"},
        {"Fri,24 Nov 2023 18:28:36 -0000", "2023-11-24T18:28:36Z"},
        {"01 Jan 04 19:48 GMT", "2004-01-01T19:48Z"},
        {"Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"},
        {"Sun Jan  4 16:29:06 2004", "2004-01-04T16:29:06"},
        {"Thu Aug 30 2012 17:26:16 GMT+0200 (CEST)", "2012-08-30T17:26:16+02:00"},
        {"Thu Nov 09 2023 04:59:25 GMT+0000 (UTC)", "2023-11-09T04:59:25Z"},
        {"Wed Nov 20 2019 08:00:58 GMT+0000", "2019-11-20T08:00:58Z"},
        {"Tue, 27 Nov 2018 17:26:18 +0000", "2018-11-27T17:26:18Z"},
        {"Thu, 07 Dec 17 10:00:29 -0800", "2017-12-07T10:00:29-08:00"},
        {"Wed, 22 Jan 2014 20:31:31 +0600", "2014-01-22T20:31:31+06:00"},
        {"23 Apr 93 14:20:06 GMT", "1993-04-23T14:20:06Z"},
        {"Tue, 20 Apr 1993 21:21:17 GMT", "1993-04-20T21:21:17Z"},
        {"5 Apr 93 23:31:32 -0400", "1993-04-05T23:31:32-04:00"},
        {"Mon, 19 Apr 93 08:05 BST", "1993-04-19T08:05+01:00"},
        {"21 Apr 93 18:07 UT", "1993-04-21T18:07Z"},
        {"16 Apr 93 02:07:59 CDT", "1993-04-16T02:07:59-05:00"},
        {"20 Apr 93 11:03 CET", "1993-04-20T11:03+01:00"},
        {"19 Apr 93 16:00:09 GMT+1000", "1993-04-19T16:00:09+10:00"},
        {"Mon Jan 13 13:37:49 UTC 2020", "2020-01-13T13:37:49Z"},
        {"Sun Nov 23 16:00:00 EDT 2014", "2014-11-23T16:00:00-04:00"},
        {"Fri Mar 13 21:30:09 EST 2015", "2015-03-13T21:30:09-05:00"},
        {"Fri Feb 18 10:27:24 2022", "2022-02-18T10:27:24"},
        {"Tue, Sep 15 2020 10:01:41 EDT", "2020-09-15T10:01:41-04:00"},
        {"[10/Oct/2000:13:55:36 -0700]", "2000-10-10T13:55:36-07:00"},
        {"26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01"},
        {"26-FEB-1987 15:18:06.67\x05\x05\x05"
         "F",
         "1987-02-26T15:18:06"},
        {" 1-APR-1987 09:12:33.51", "1987-04-01T09:12:33"},
        {"10-Nov-2000", "2000-11-10"},
        {"18Nov2019", "2019-11-18"},
        {"31-MAR-1987 605:12:19.12", "1987-03-31"},
        {"Thu, 30 Feb 2012 06:28:00 UTC", NULL},
        {"Thu, 07 Dec 2027 10:00:29 -0800", NULL},
    };
    DateContext context = plain_context();

    check_cases(cases, G_N_ELEMENTS(cases), &context);
}

static void test_english(void)
{
    static const Case cases[] = {
        {"November 18, 2019", "2019-11-18"},
        {"18th of Nov. 2019", "2019-11-18"},
        {"Sep 26, 2019", "2019-09-26"},
        {"Sept. 19, 2016", "2016-09-19"},
        {"JULY 29, 2016", "2016-07-29"},
        {"1 March 1994", "1994-03-01"},
        {"January 1, 1989, Sunday, Home Edition", "1989-01-01"},
        {"December 31, 2017 ", "2017-12-31"},
        {"January 11, 2010 Monday", "2010-01-11"},
        {"November 18, 2019 6:30 AM", "2019-11-18T06:30"},
        {"November 25, 2019 at 12:00 am", "2019-11-25T00:00"},
        {"April 26, 2020 at 5:46 am", "2020-04-26T05:46"},
        {"January 17, 2023 at 3:58 a.m.", "2023-01-17T03:58"},
        {"January 16, 2023 at 4:30 p.m.", "2023-01-16T16:30"},
        {"December 23, 2016 at 11:14am", "2016-12-23T11:14"},
        {"August 18, 2010 3:21 PM PDT", "2010-08-18T15:21-07:00"},
        {"September 13, 2011, 8:50 PM EDT", "2011-09-13T20:50-04:00"},
        {"Jun 16, 2019 at 7:30am PDT", "2019-06-16T07:30-07:00"},
        {"Nov 18, 2019, 11:47am EST", "2019-11-18T11:47-05:00"},
        {"Nov 9, 2023 / 01:14 AM EST", "2023-11-09T01:14-05:00"},
        {"Nov. 9, 2023, 4:59 AM UTC", "2023-11-09T04:59Z"},
        {"December 6, 2016 \xE2\x80\x94 6:22 PM EST", "2016-12-06T18:22-05:00"},
        {"November 18, 2019 -- 19:14 GMT (19:14 GMT)", "2019-11-18T19:14Z"},
        {"January 13, 2020 / 1:39 PM / Updated 2 minutes ago", "2020-01-13T13:39"},
        {"November 19, 2019 12:04AM ET", "2019-11-19T00:04-05:00"},
        {"Nov. 18, 2019 7:04 pm ET", "2019-11-18T19:04-05:00"},
        {"July 9, 2020 at 6:40 PM ET", "2020-07-09T18:40-04:00"},
        {"Nov. 18th 2019 12:12 pm PT", "2019-11-18T12:12-08:00"},
        {"November 29, 2016: 3:42 PM ET", "2016-11-29T15:42-05:00"},
        {"Sunday, Feb 1, 2015 11:57 AM UTC", "2015-02-01T11:57Z"},
        {"Wednesday, April 7, 2010 as of 11:14 AM ET", "2010-04-07T11:14-04:00"},
        {"posted on Saturday, August 13th, 2011", "2011-08-13"},
        {"posted on April 21, 2015, at 11:29 a.m.", "2015-04-21T11:29"},
        {"Thursday, November 9th 2023", "2023-11-09"},
        {"Friday, January 20th 2023", "2023-01-20"},
        {"Tuesday , February 18 2020", "2020-02-18"},
        {"Mon., March 23, 2020", "2020-03-23"},
        {"Published Tue, Nov 19 2019", "2019-11-19"},
        {"Published 29th Oct 2023, 12:47 GMT", "2023-10-29T12:47Z"},
        {"Tue, 15 September 2020 1:43PM", "2020-09-15T13:43"},
        {"Thursday, 28 April 2022 \xE2\x80\x93 3:55pm", "2022-04-28T15:55"},
        {"Wednesday 20 November 2019 9:22 am", "2019-11-20T09:22"},
        {"20 Nov, 2019 05:47", "2019-11-20T05:47"},
        {"19 Nov 2019 05:44 GMT", "2019-11-19T05:44Z"},
        {"31 October 23", "2023-10-31"},
        {"Jan 5, '89", "1989-01-05"},
        {"Posted by: SJ, 06 Oct 2011  |  13:59", "2011-10-06T13:59"},
        {"November 8 2023, 3:18 p.m.", "2023-11-08T15:18"},
        {"The Week, 3 May 2019, page 4", "2019-05-03"},
        {"Updated: Jan 23, 2020, 10.45 AM IST", "2020-01-23T10:45"},
        {"November 2022", "2022-11"},
        {"nov.2018", "2018-11"},
        {"Published October, 1824", "1824-10"},
        {"2013 Jul 09", "2013-07-09"},
        {"c. 1824", "1824"},
        {"[1824?]", "1824"},
        {"1735/6", "1736"},
        {"Oct 2015 16:20:00", NULL},
    };
    DateContext context = plain_context();

    check_cases(cases, G_N_ELEMENTS(cases), &context);
}

static void test_time_before_date(void)
{
    static const Case cases[] = {
        {"03:24 AM on 9/19/2010", "2010-09-19T03:24"},
        {"10:04, 3 NOV 2023", "2023-11-03T10:04"},
        {"20:34 17.04.2020", "2020-04-17T20:34"},
        {"17:00, 24 December 2015", "2015-12-24T17:00"},
        {"22:00,\xC2\xA0"
         "11 July 2021 BST",
         "2021-07-11T22:00+01:00"},
        {"Published 11:11 PM EST Nov 19, 2019", "2019-11-19T23:11-05:00"},
        {"Updated 11:22 PM EST, Tue November 29, 2016", "2016-11-29T23:22-05:00"},
        {"3:53 p.m. EST January 25, 2014", "2014-01-25T15:53-05:00"},
        {"Updated 2010 GMT (0410 HKT) March 14, 2021", "2021-03-14T20:10Z"},
        {"04:25:06 PM IST Apr 08, 2020", "2020-04-08T16:25:06"},
        {"Updated: Sat 8:31 PM, Feb 17, 2018", "2018-02-17T20:31"},
    };
    DateContext context = plain_context();

    check_cases(cases, G_N_ELEMENTS(cases), &context);
}

static void test_languages(void)
{
    static const Case cases[] = {
        /* German */
        {"Montag, 18. November 2019", "2019-11-18"},
        {"23. Juni 2016 um 17:21\xC2\xA0Uhr", "2016-06-23T17:21"},
        {"11.01.2022, 09:50 Uhr", "2022-01-11T09:50"},
        {"Fr, 15.05.2020, 07.11 Uhr", "2020-05-15T07:11"},
        {"14.09.2022 um 21.11", "2022-09-14T21:11"},
        {"18. November 2019, 18.30 Uhr", "2019-11-18T18:30"},
        {"18. November 2019, 6 Uhr", "2019-11-18T06"},
        {"2. Oktober 2015 - 12:33", "2015-10-02T12:33"},
        {"01. Dez. 2022 | 14:08 Uhr", "2022-12-01T14:08"},
        {"vom 20. April 2022", "2022-04-20"},
        {"M\xC3\xA4r 12, 2018 um 12:30 PDT", "2018-03-12T12:30-07:00"},
        {"Aktualisiert am 06. M\xC3\xA4r. 2023", "2023-03-06"},
        {"29 / Dezember / 2022", "2022-12-29"},
        {"Dezember 26, 2019", "2019-12-26"},
        {"3. J\xC3\xA4nner 1900", "1900-01-03"},
        {"12. Mrz. 1914", "1914-03-12"},
        {"9. Feber 1880", "1880-02-09"},
        {"Sa, 19. Okt 2019", "2019-10-19"},
        {"22. Dezember 2019 um 11:16 MEZ", "2019-12-22T11:16+01:00"},
        /* French */
        {"1er ao\xC3\xBBt 1914", "1914-08-01"},
        {"Le 7 d\xC3\xA9"
         "cembre 2019 \xC3\xA0 13:45",
         "2019-12-07T13:45"},
        {"27 octobre 2012 \xC3\xA0 18:27", "2012-10-27T18:27"},
        {"lundi 9 d\xC3\xA9"
         "cembre 2019 \xC3\xA0 09h08",
         "2019-12-09T09:08"},
        {"Publi\xC3\xA9 le 27 octobre 2023 \xC3\xA0\xC2\xA0"
         "15h01",
         "2023-10-27T15:01"},
        {"Edition du lundi 12 octobre 2020", "2020-10-12"},
        {"Cr\xC3\xA9\xC3\xA9: 12.12.2019, 07h36", "2019-12-12T07:36"},
        {"12 7bre 1789", "1789-09-12"},
        {"3 Xbre 1770", "1770-12-03"},
        {"le 4 9bre 1701", "1701-11-04"},
        {"14 juil. 1889", "1889-07-14"},
        /* Spanish */
        {"18 de noviembre de 2019", "2019-11-18"},
        {"26 de abril de 2022 1:04 PM", "2022-04-26T13:04"},
        {"04 de mayo 2022 a las 09:01 hrs.", "2022-05-04T09:01"},
        {"Mi\xC3\xA9rcoles, 4 de Mayo de 2022 a las 07:46hrs.", "2022-05-04T07:46"},
        {"sabado 07 de mayo del 2022", "2022-05-07"},
        {"5 mayo, 2022, 6:12 pm", "2022-05-05T18:12"},
        {"22 de Abril de 2022 - 00:00 HS", "2022-04-22T00:00"},
        {"12 de setiembre de 1897", "1897-09-12"},
        /* Italian */
        {"Domenica 06 Dicembre 2020  |  00:36", "2020-12-06T00:36"},
        {"3 maggio 1898", "1898-05-03"},
        {"gioved\xC3\xAC 1\xC2\xB0 giugno 1876", "1876-06-01"},
        /* Portuguese */
        {"21.dez.2018 \xC3\xA0s 12h55", "2018-12-21T12:55"},
        {"11 de Outubro de 2020, 8:34", "2020-10-11T08:34"},
        {"5 de mar\xC3\xA7o de 1889", "1889-03-05"},
        {"21/05/2020 19h03", "2020-05-21T19:03"},
        /* Dutch */
        {"12 maart 1898", "1898-03-12"},
        {"zaterdag 5 mrt. 1921", "1921-03-05"},
        {"30 mei 1940", "1940-05-30"},
        /* Turkish */
        {"15 \xC5\x9Eubat 2019", "2019-02-15"},
        {"3 A\xC4\x9Fustos 2020 saat 14:30", "2020-08-03T14:30"},
        {"29 EK\xC4\xB0M 1923", "1923-10-29"},
        {"10 Kas\xC4\xB1m 1938", "1938-11-10"},
        /* Polish */
        {"5 maja 2021 11:22", "2021-05-05T11:22"},
        {"31 stycznia 2020  |  10:00", "2020-01-31T10:00"},
        {"niedziela, 28 maja 2023", "2023-05-28"},
        {"16 marca 2021", "2021-03-16"},
        {"11 pa\xC5\xBA"
         "dziernika 1939",
         "1939-10-11"},
        {"listopad 1918", "1918-11"},
        {"12.XI.1918", "1918-11-12"},
        {"12 XI 1918", "1918-11-12"},
        {"3.V.1921 r.", "1921-05-03"},
        /* Russian and Ukrainian */
        {"22 \xD1\x81\xD0\xB5\xD0\xBD\xD1\x82\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F 2021", "2021-09-22"},
        {"15 августа 2016, 13:43", "2016-08-15T13:43"},
        {"9 мая 1945 г., 10:00 MSK", "1945-05-09T10:00+03:00"},
        {"3 іюля 1916 г.", "1916-07-03"},
        {"10 апрѣля 1912", "1912-04-10"},
        {"мартъ 1881", "1881-03"},
        {"18 листопада 2019 р.", "2019-11-18"},
        {"7 червня 2020, неділя", "2020-06-07"},
        {"24 серпня 1991 року", "1991-08-24"},
        /* Chinese, Japanese, Korean */
        {"2019年11月18日", "2019-11-18"},
        {"2020年7月15日 11時00分", "2020-07-15T11:00"},
        {"2019年3月2日09:18", "2019-03-02T09:18"},
        {"2016年10月14日07:17", "2016-10-14T07:17"},
        {"2018年6月20日（水）", "2018-06-20"},
        {"2019年04月21日 12時00分更新", "2019-04-21T12:00"},
        {"2019年11月18日 下午3:30", "2019-11-18T15:30"},
        {"（2018/6/18 14:10）", "2018-06-18T14:10"},
        {"2022.8.9(Tue) 8:15", "2022-08-09T08:15"},
        {"2019.3.4 Mon 8:15", "2019-03-04T08:15"},
        {"2022.08.11（木）", "2022-08-11"},
        {"昭和20年8月15日", "1945-08-15"},
        {"令和元年5月1日", "2019-05-01"},
        {"令和元年", "2019"},
        {"平成元年", "1989"},
        {"2004년 05월 28일", "2004-05-28"},
        {"2004년 05월 28일 오후 11:23", "2004-05-28T23:23"},
        {"입력 2020.08.27 20:27", "2020-08-27T20:27"},
        {"2019年11月", "2019-11"},
        /* old newspapers */
        {"Novemb. 16. 1665", "1665-11-16"},
        {"Decemb. 12. 1695.", "1695-12-12"},
        {"Saturday, May 3d, 1788", "1788-05-03"},
        {"den 15. Januarij 1609", "1609-01-15"},
        {"Dienstags, den 3ten May 1756", "1756-05-03"},
        {"du 30 Aoust 1631", "1631-08-30"},
        {"ce 12 Iuin 1632", "1632-06-12"},
        {"1 Septembris 1650", "1650-09-01"},
        /* and some more that pages are written in */
        {"Uppdaterad 9.4.2020 - 00.00", "2020-04-09T00:00"},
        {"10. marts 2020", "2020-03-10"},
        {"23 Març 2020", "2020-03-23"},
        {"13 gusht 2020, 09:08", "2020-08-13T09:08"},
        {"2004-július-13T9:15-05:00", "2004-07-13T09:15-05:00"},
        {"Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T12:00:00-05:00"},
        {"الأربعاء، 07 أكتوبر 2020 - 12:09 م", "2020-10-07T12:09"},
        {"الاحد 12 / 04 / 2020", "2020-04-12"},
        {"วันอังคารที่ 28 กุมภาพันธ์ 2566", "2023-02-28"},
        {"٢٠٢٠-٠٤-١٢", "2020-04-12"},
        {"２０１８年６月２０日", "2018-06-20"},
    };
    DateContext context = plain_context();

    check_cases(cases, G_N_ELEMENTS(cases), &context);
}

static void test_numeric(void)
{
    static const Case cases[] = {
        {"18.11.2019", "2019-11-18"},
        {"18/11/19", "2019-11-18"},
        {"11/18/2019", "2019-11-18"},
        {"2019/11/18", "2019-11-18"},
        {"01.21.2020 07:00 AM", "2020-01-21T07:00"},
        {"29.07.2020 // 12:56", "2020-07-29T12:56"},
        {"15.12.2020 \xE2\x80\x93 14:49", "2020-12-15T14:49"},
        {"14/04/2020 at 3:00 pm", "2020-04-14T15:00"},
        {"1/25/2014 12:49:46 AM", "2014-01-25T00:49:46"},
        {"11/20/19 6:38 AM", "2019-11-20T06:38"},
        {"Actualizado al 03/05/2022 22:46", "2022-05-03T22:46"},
        {"02-11-2023 \xE2\x80\xA2 16h43", "2023-11-02T16:43"},
        {"02.02.2022 \xC2\xB7 11:14", "2022-02-02T11:14"},
        {"02/11/2023, 22:02 WIB", "2023-11-02T22:02+07:00"},
        {"Stand: 11/01/2021, 05:00", "2021-01-11T05:00"},
        {"Kultur, 2.11.22", "2022-11-02"},
        {"01.08.1821", "1821-08-01"},
        {"10.12.2022, 09:15:02", "2022-12-10T09:15:02"},
        {"97/12/31", "1997-12-31"},
        {"03/24/87", "1987-03-24"},
        {"10/2021", "2021-10"},
        {"16.08.2020 - 21:03h", "2020-08-16T21:03"},
        {"10/04/2016 05:07 AM EDT", "2016-10-04T05:07-04:00"},
    };
    static const Case american[] = {
        {"02-12-88 2046EST", "1988-02-12T20:46-05:00"},
        {"3/4/2019", "2019-03-04"},
        {"11/8/2023 10:46 PM", "2023-11-08T22:46"},
        {"10/04/2016 05:07 AM EDT", "2016-10-04T05:07-04:00"},
        {"25/12/2019", "2019-12-25"},
        {"07:41 PM on 8/5/2010", "2010-08-05T19:41"},
    };
    DateContext context = plain_context();

    check_cases(cases, G_N_ELEMENTS(cases), &context);
    context.language = "en-US";
    check_cases(american, G_N_ELEMENTS(american), &context);
    context.language = "en_US";
    check_cases(american, G_N_ELEMENTS(american), &context);
}

static void test_refusals(void)
{
    static const Case cases[] = {
        {"", NULL},
        {"   ", NULL},
        {"n/a", NULL},
        {"None", NULL},
        {"null", NULL},
        {"%Y-%m-%d", NULL},
        {"${Main.GetVerbalDateTime($data.DateCreated)}", NULL},
        {"1708-1795", NULL},
        {"1914-1918", NULL},
        {"1914-18", NULL},
        {"1914/1918", NULL},
        {"1824 \xE2\x80\x93 1830", NULL},
        {"12-14 March 2020", NULL},
        {"12 to 14 March 2020", NULL},
        {"From Monday November 13. to Thursday November 16. 1665", NULL},
        {"1820s", NULL},
        {"18th century", NULL},
        {"Spring 2019", NULL},
        {"vom 12. bis 14. M\xC3\xA4rz 2020", NULL},
        {"3/4 May 2019", NULL},
        {"OCTOBER 24-28, 2022", NULL},
        {"NOVEMBER 29 - DECEMBER 9, 2022", NULL},
        {"18.11.2019 - 20.11.2019", NULL},
        {"2018-06-18/2018-06-19", NULL},
        {"605:12:19.12", NULL},
        {"19:56", NULL},
        {"2:21 pm", NULL},
        {"3:33 PM ET", NULL},
        {"PT1H50M", NULL},
        {"P3M,14S", NULL},
        {"2019-13-01", NULL},
        {"2019-02-30", NULL},
        {"31/04/2019", NULL},
        {"31 April 2019", NULL},
        {"29 February 2019", NULL},
        {"32 May 2019", NULL},
        {"99/99/2019", NULL},
        {"0000-00-00 00:00:00", NULL},
        {"0001-01-01T00:00:00", NULL},
        {"1604-12-31", NULL},
        {"2027-01-01", NULL},
        {"3 January 2099", NULL},
        {"Nov 18", NULL},
        {"11. November um 14:00", NULL},
        {"18 November", NULL},
        {"3 hours ago", NULL},
        {"yesterday", NULL},
        {"Monday", NULL},
        {"1325422860", NULL},
        {"1325422860000", NULL},
        {"-62135596800", NULL},
        {"9905929490", NULL},
        {"200511", NULL},
        {"45613", NULL},
        {"5 Minuten Lesezeit", NULL},
        {"60 min.", NULL},
        {"DIE ZEIT Nr. 43/2019", NULL},
        {"\xC2\xA9 2019 Example Press", NULL},
        {"192.168.19.11", NULL},
        {"1.2.2013.4", NULL},
        {"AIME202004070-M193075", NULL},
        {"1125597921.13.103.0", NULL},
        {"36879475773792950F4872586A371571", NULL},
        {"juillet ao\xC3\xBBt", NULL},
        {"jui 2019", NULL},
        {"May", NULL},
        {"13 brumaire an XV", NULL},
        {"31 brumaire an VIII", NULL},
        {"1 (15) января 1911", NULL},
        {"1735/8", NULL},
        {"2019-W47-1", NULL},
        {"2019-322", NULL},
        {"۲۹ بهمن ۱۳۹۸ - ۰۶:۵۵", NULL},
        {"\xFF\xFE\x80 2019", NULL},
    };
    DateContext context = plain_context();

    check_cases(cases, G_N_ELEMENTS(cases), &context);
}

static Date parse(const char *text, const DateContext *context)
{
    g_autoptr(GError) error = NULL;
    Date date = {0};

    date_parse(text, strlen(text), context, &date, &error);
    g_assert_no_error(error);
    return date;
}

static void assert_date(const Date *date, const char *expected)
{
    char text[DATE_TEXT_SIZE];

    g_assert_cmpstr(date_format_timestamp(date, text), ==, expected);
}

static void test_order(void)
{
    DateContext context = plain_context();
    Date date = parse("3/4/2019", &context);

    assert_date(&date, "2019-04-03");
    g_assert_true(date.ambiguous_order);
    date = parse("3.4.2019", &context);
    assert_date(&date, "2019-04-03");
    g_assert_false(date.ambiguous_order);
    date = parse("Monday, 3/4/2019", &context);
    assert_date(&date, "2019-03-04");
    g_assert_false(date.ambiguous_order);
    date = parse("4/4/2019", &context);
    g_assert_false(date.ambiguous_order);
    context.language = "de";
    date = parse("3/4/2019", &context);
    g_assert_false(date.ambiguous_order);
    context.language = "en";
    context.agreement = date_from_ymd(2019, 3, 4);
    date = parse("3/4/2019", &context);
    assert_date(&date, "2019-03-04");
    g_assert_false(date.ambiguous_order);
    context.agreement = (Date){0};
    context.upper = date_from_ymd(2019, 3, 10);
    date = parse("3/4/2019", &context);
    assert_date(&date, "2019-03-04");
}

static void test_two_digits(void)
{
    DateContext context = plain_context();
    Date date = parse("3 May 69", &context);

    assert_date(&date, "1969-05-03");
    date = parse("3 May 20", &context);
    assert_date(&date, "2020-05-03");
    date = parse("3 May 35", &context);
    assert_date(&date, "1935-05-03");
    context.century = DATE_CENTURY_1900;
    date = parse("910514", &context);
    assert_date(&date, "1991-05-14");
    date = parse("= 891102", &context);
    assert_date(&date, "1989-11-02");
    date = parse("03/24/07", &context);
    assert_date(&date, "1907-03-24");
    context.century = DATE_CENTURY_REFERENCE;
    context.reference = date_from_ymd(1824, 2, 17);
    date = parse("3 May 23", &context);
    assert_date(&date, "1823-05-03");
    date = parse("3 May 99", &context);
    assert_date(&date, "1799-05-03");
}

static void test_epoch(void)
{
    DateContext context = plain_context();
    Date date;

    context.epoch_allowed = TRUE;
    date = parse("1529283660000", &context);
    assert_date(&date, "2018-06-18T01:01:00Z");
    date = parse("1498043724.0", &context);
    assert_date(&date, "2017-06-21T11:15:24Z");
    date = parse("1530924095.328", &context);
    assert_date(&date, "2018-07-07T00:41:35Z");
    check_case(&(Case){"0123456789", NULL}, &context);
    check_case(&(Case){"9905929490", NULL}, &context);
    check_case(&(Case){"-1529283660", NULL}, &context);
    check_case(&(Case){"1529283660 1529283661", NULL}, &context);
    check_case(&(Case){"2019-11-18", "2019-11-18"}, &context);
}

static void test_midnight(void)
{
    DateContext context = plain_context();

    check_case(&(Case){"2022-04-22T00:00", "2022-04-22T00:00"}, &context);
    context.always_midnight = TRUE;
    check_case(&(Case){"2022-04-22T00:00", "2022-04-22"}, &context);
    check_case(&(Case){"2022-04-22 00:00:00", "2022-04-22"}, &context);
    check_case(&(Case){"2022-04-22T00:00:00Z", "2022-04-22T00:00:00Z"}, &context);
    check_case(&(Case){"2022-04-22T00:01", "2022-04-22T00:01"}, &context);
}

static void test_reference(void)
{
    static const Case cases[] = {
        {"3 hours ago", "2022-05-04T07"},
        {"15 seconds ago (7:18 PM)", "2022-05-04T10:30"},
        {"32 mins ago", "2022-05-04T09:58"},
        {"1H ago", "2022-05-04T09"},
        {"2 days ago at 07:52 am", "2022-05-02T07:52"},
        {"Yesterday at 10:54 p.m.", "2022-05-03T22:54"},
        {"vor 2 Stunden", "2022-05-04T08"},
        {"Vor 14 Stunden", "2022-05-03T20"},
        {"vor 1 Tag", "2022-05-03"},
        {"gestern", "2022-05-03"},
        {"Gestern um 02:12", "2022-05-03T02:12"},
        {"heute", "2022-05-04"},
        {"Hier à 19:20", "2022-05-03T19:20"},
        {"il y a 3 jours", "2022-05-01"},
        {"hace una semana", "2022-04-27"},
        {"1 ano atrás", "2021"},
        {"1 month ago", "2022-04"},
        {"4 years ago", "2018"},
        {"2 часа назад", "2022-05-04T08"},
        {"сьогодні, 18:06", "2022-05-04T18:06"},
        {"2時間前", "2022-05-04T08"},
        {"12時間前", "2022-05-03T22"},
        {"3小时前", "2022-05-04T07"},
        {"昨天 10:30", "2022-05-03T10:30"},
        {"Monday", "2022-05-02"},
        {"mercredi", "2022-05-04"},
        {"Nov 18", NULL},
        {"April 28", "2022-04-28"},
        {"5. Mai um 8:00", "2022-05-05T08:00"},
        {"29 aprile, 20:18", "2022-04-29T20:18"},
        {"DEC 27", NULL},
        {"May 6 at 3:57 PM", "2022-05-06T15:57"},
        {"May 7", NULL},
        {"4月24日 11時30分", "2022-04-24T11:30"},
        {"4/24 11:06", "2022-04-24T11:06"},
        {"Le 12/04 à 11:30", "2022-04-12T11:30"},
        {"OCTOBER 24-28", NULL},
        {"4/24(日) 8:10", "2022-04-24T08:10"},
        {"3/5(日) 8:10", NULL},
        {"Thursday, April 28", "2022-04-28"},
        {"Friday, April 28", NULL},
        {"9 minuta më parë", NULL},
        {"about 3 people", NULL},
    };
    DateContext context = plain_context();
    Date date;

    context.reference = parse("2022-05-04T10:30:00", &context);
    context.upper = date_from_ymd(2022, 5, 6);
    context.relative_allowed = TRUE;
    check_cases(cases, G_N_ELEMENTS(cases), &context);
    date = parse("3 hours ago", &context);
    g_assert_true(date.approximate);
    context.reference = date_from_ymd(2022, 5, 4);
    date = parse("3 hours ago", &context);
    assert_date(&date, "2022-05-04");
    context.relative_allowed = FALSE;
    check_case(&(Case){"3 hours ago", NULL}, &context);
}

static void test_new_year(void)
{
    Date reference = date_from_ymd(2020, 1, 2);
    Date date = {.month = 12, .day = 28};

    g_assert_true(date_complete_year(&date, &reference));
    assert_date(&date, "2019-12-28");
    reference = date_from_ymd(2019, 12, 31);
    date = (Date){.month = 1, .day = 2};
    g_assert_true(date_complete_year(&date, &reference));
    assert_date(&date, "2020-01-02");
    date = (Date){.month = 1, .day = 3};
    g_assert_false(date_complete_year(&date, &reference));
    reference = date_from_ymd(2019, 3, 5);
    date = (Date){.month = 2, .day = 29};
    g_assert_false(date_complete_year(&date, &reference));
}

static void test_old_calendars(void)
{
    DateContext context = plain_context();
    Date date = parse("Monday, 3 March 1701", &context); /* as Britain reckoned */

    assert_date(&date, "1701-03-03");
    g_assert_cmpint(date.calendar, ==, DATE_CALENDAR_JULIAN);
    date = parse("Thursday, 3 March 1701", &context);
    g_assert_cmpint(date.calendar, ==, DATE_CALENDAR_GREGORIAN);
    g_assert_false(date.weekday_mismatch);
    date = parse("Friday, 3 March 1701", &context);
    g_assert_true(date.weekday_mismatch);
    date = parse("12 January 1735/6", &context);
    assert_date(&date, "1736-01-12");
    g_assert_cmpint(date.calendar, ==, DATE_CALENDAR_JULIAN);
    date = parse("January 12, 1699/00", &context);
    assert_date(&date, "1700-01-12");
    date = parse("1 (14) января 1911 г.", &context);
    assert_date(&date, "1911-01-14");
    g_assert_cmpint(date.calendar, ==, DATE_CALENDAR_GREGORIAN);
    date = parse("25 октября (7 ноября) 1917", &context);
    assert_date(&date, "1917-11-07");
    date = parse("Среда, 25 октября 1917", &context);
    assert_date(&date, "1917-10-25");
    g_assert_cmpint(date.calendar, ==, DATE_CALENDAR_JULIAN);
    date = parse("29 февраля 1900", &context);
    assert_date(&date, "1900-02-29");
    date = parse("13 brumaire an VIII", &context);
    assert_date(&date, "1799-11-04");
    g_assert_cmpint(date.calendar, ==, DATE_CALENDAR_REPUBLICAN);
    date = parse("Décadi 10 frimaire, l'an 9 de la République", &context);
    assert_date(&date, "1800-12-01");
    date = parse("1er vendémiaire an I", &context);
    assert_date(&date, "1792-09-22");
    date = parse("6e jour complémentaire an XI", &context);
    assert_date(&date, "1803-09-23");
    date = parse("9 thermidor an II", &context);
    assert_date(&date, "1794-07-27");
}

static void test_croatian(void)
{
    DateContext context = plain_context();

    check_case(&(Case){"18. listopada 2019.", "2019-11-18"}, &context);
    context.language = "hr";
    check_case(&(Case){"18. listopada 2019.", "2019-10-18"}, &context);
    check_case(&(Case){"3. srpnja 2020. u 10:30", "2020-07-03T10:30"}, &context);
    check_case(&(Case){"3. may 2020", "2020-05-03"}, &context);
}

static void test_marks(void)
{
    DateContext context = plain_context();
    Date date = parse("ca. 1824", &context);

    g_assert_true(date.approximate);
    date = parse("Tuesday, 18 November 2019", &context);
    g_assert_true(date.weekday_mismatch);
    date = parse("Monday, 18 November 2019", &context);
    g_assert_false(date.weekday_mismatch);
}

/* Running text, and the bytes that a date is found in; NULL: there is none. */
typedef struct FindCase {
    const char *text;
    const char *expected;
    const char *place;
} FindCase;

/* A date that begins at `start` is found from there on, and not where it must begin earlier. */
static void assert_found_near(const char *text, gsize start, const DateContext *context)
{
    Date date = {0};
    gsize found_start = 0;

    g_assert_true(
        date_find_near_start(text, strlen(text), start, context, &date, &found_start, NULL));
    g_assert_cmpuint(found_start, ==, start);
    g_assert_false(start > 0 &&
                   date_find_near_start(text, strlen(text), start - 1, context, &date, NULL, NULL));
}

static void check_find(const FindCase *row, const DateContext *context)
{
    Date date = {0};
    gsize start = 0;
    gsize end = 0;
    char text[DATE_TEXT_SIZE];
    gboolean found = date_find(row->text, strlen(row->text), context, &date, &start, &end);
    g_autofree char *place = g_strndup(row->text + start, end - start);

    if (g_strcmp0(found ? date_format_timestamp(&date, text) : NULL, row->expected) != 0 ||
        (found && strcmp(place, row->place) != 0)) {
        g_test_message("\"%s\": %s in \"%s\", expected %s", row->text, found ? text : "nothing",
                       place, row->expected);
        g_test_fail();
    }
    if (found)
        assert_found_near(row->text, start, context);
}

static void test_find(void)
{
    static const FindCase cases[] = {
        {"Published on 18 November 2019 at 10:30 by A. Writer", "2019-11-18T10:30",
         "18 November 2019 at 10:30"},
        {"Santiago, May 31, 2009 (AFP) - Ministers", "2009-05-31", "May 31, 2009"},
        {"Von Redaktion, Mittwoch, 8. Juli 2020, 12:01 Uhr, Berlin", "2020-07-08T12:01",
         "Mittwoch, 8. Juli 2020, 12:01 Uhr"},
        {"In 2019, 3 May 15 people met on 4 June 2020.", "2020-06-04", "4 June 2020"},
        {"From 12-14 March 2020, then 20 March 2020", "2020-03-20", "20 March 2020"},
        {"Open March 12, 2020 - March 14, 2020. Posted 1 March 2020", "2020-03-01", "1 March 2020"},
        {"Version 1.2.2013.4 of 3.5.2014", "2014-05-03", "3.5.2014"},
        {"Do 5 maja 1701", "1701-05-05", "5 maja 1701"},
        {"Nr. 2, 3 i 2019", NULL, NULL},
        {"The first 1984 readers in March 2019 paid 12.50", NULL, NULL},
        {"call 555-1234 at 10:30", NULL, NULL},
        {"May 20 people came", NULL, NULL},
        {"20191118", NULL, NULL},
        {"", NULL, NULL},
    };
    static const FindCase datelines[] = {
        {"WASHINGTON, Aug 18 (Reuters) - The", "2025-08-18", "Aug 18"},
        {"(New York, NY - August 21) - Two", "2025-08-21", "August 21"},
        {"SALVADOR, Feb 26 - Carnival", NULL, NULL},
        {"it may 20 times be", NULL, NULL},
    };
    DateContext context = plain_context();

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        check_find(&cases[i], &context);
    context.reference = date_from_ymd(2025, 8, 20);
    for (gsize i = 0; i < G_N_ELEMENTS(datelines); i++)
        check_find(&datelines[i], &context);
}

/* The window slides: a date is found however much text stands before it. */
static void test_find_far(void)
{
    DateContext context = plain_context();

    for (guint words = 0; words < 200; words++) {
        g_autoptr(GString) text = g_string_new(NULL);
        Date date = {0};
        gsize start = 0;

        for (guint i = 0; i < words; i++)
            g_string_append(text, "word, ");
        g_string_append(text, "Monday, 18 November 2019, 10:30 a.m. EST");
        g_assert_true(date_find(text->str, text->len, &context, &date, &start, NULL));
        assert_date(&date, "2019-11-18T10:30-05:00");
        g_assert_cmpuint(start, ==, words * strlen("word, "));
        assert_found_near(text->str, start, &context);
    }
}

static void test_find_near_start(void)
{
    static const char text[] = "Posted on Monday, 18 November 2019, and again on 4 June 2020";
    DateContext context = plain_context();
    gsize starts_at = strlen("Posted on ");
    gsize end = 0;
    Date date = {0};

    g_assert_false(
        date_find_near_start(text, strlen(text), starts_at - 1, &context, &date, NULL, &end));
    g_assert_false(date_is_set(&date));
    g_assert_true(date_find_near_start(text, strlen(text), starts_at, &context, &date, NULL, &end));
    assert_date(&date, "2019-11-18");
    g_assert_cmpuint(end, ==, strlen("Posted on Monday, 18 November 2019"));
}

static void test_urls(void)
{
    static const Case cases[] = {
        {"https://example.org/2019/11/18/a-story.html", "2019-11-18"},
        {"https://example.org/news/2019/nov/18/a-story", "2019-11-18"},
        {"https://example.org/news/2019/11/a-story", "2019-11"},
        {"https://example.org/2019/11/3-questions", "2019-11"},
        {"https://example.org/politics/a-story/2019/11/18/c3d22ec8-c151-11ea.html", "2019-11-18"},
        {"https://example.org/2019/11/18", "2019-11-18"},
        {"https://example.org/a-story-2019-11-18", "2019-11-18"},
        {"https://example.org/20191118-a-story", "2019-11-18"},
        {"https://example.org/n1/2019/1118/c1001-31460000.html", "2019-11-18"},
        {"https://example.org/2019-11/18/c_1125241111.htm", "2019-11-18"},
        {"https://example.org/news/18-11-2019", "2019-11-18"},
        {"https://example.org/news/18.11.2019/a-story", "2019-11-18"},
        {"https://example.org/news/11-18-2019", NULL},
        {"https://example.org/news/room-18-11-2019", NULL},
        {"https://example.org/view?date=2019-11-18", "2019-11-18"},
        {"http://example.org/2018/midp-emulator/", NULL},
        {"https://example.org/article-201911", NULL},
        {"https://example.org/story/1574035200", NULL},
        {"https://example.org/story/1574035200000", NULL},
        {"https://example.org/web/20191118102233/", NULL},
        {"https://example.org/12345678", NULL},
        {"https://example.org/2019/13/45/", NULL},
        {"https://2019-11-18.example.org/", NULL},
        {"https://example.org/#2019-11-18", NULL},
        {"https://example.org", NULL},
        {"", NULL},
    };
    DateContext context = plain_context();

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Date date = {0};
        char text[DATE_TEXT_SIZE];
        gboolean found = date_from_url(cases[i].text, &context, &date);

        g_assert_cmpint(found, ==, date_is_set(&date));
        g_test_message("%s", cases[i].text);
        g_assert_cmpstr(found ? date_format_iso(&date, text) : NULL, ==, cases[i].expected);
    }
}

static void test_paths(void)
{
    static const Case cases[] = {
        {"0002194/1824/0217/0002194_18240217_mets.xml", "1824-02-17"},
        {"1824/0217/page.xml", "1824-02-17"},
        {"EXCELSIOR/18451228_01/X0000001.xml", "1845-12-28"},
        {"latimes/LA010189", "1989-01-01"},
        {"la123190.gz", "1990-12-31"},
        {"AP880212", "1988-02-12"},
        {"wsj/1987/WSJ870324", "1987-03-24"},
        {"v2/2023/03/01/article.txt", "2023-03-01"},
        {"json/2015-08-03.json", "2015-08-03"},
        {"cctv/20221013.md", "2022-10-13"},
        {"2020/2019-11-18/2019-11-19.txt", "2019-11-19"},
        {"archive/2019/11/18", "2019-11-18"},
        {"C35-Law/C35-Law064.txt", NULL},
        {"la130189", NULL},
        {"LAX010189", NULL},
        {"1824", NULL},
        {"", NULL},
    };
    DateContext context = plain_context();

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Date date = {0};
        char text[DATE_TEXT_SIZE];
        gboolean found = date_from_path(cases[i].text, &context, &date);

        g_test_message("%s", cases[i].text);
        g_assert_cmpstr(found ? date_format_iso(&date, text) : NULL, ==, cases[i].expected);
    }
}

/* A context of all zeros, and none, are bounded by tomorrow. */
static void test_default_bounds(void)
{
    Date today = date_today(NULL);
    Date tomorrow = date_shift_days(&today, 1);
    Date late = date_shift_days(&today, 3);
    Date date = {0};
    char text[DATE_TEXT_SIZE];
    DateContext context;

    date_format_iso(&tomorrow, text);
    g_assert_true(date_parse(text, strlen(text), NULL, &date, NULL));
    date_format_iso(&late, text);
    g_assert_false(date_parse(text, strlen(text), NULL, &date, NULL));
    date_context_init(&context, &(Date){0});
    g_assert_false(date_parse(text, strlen(text), &context, &date, NULL));
    date_context_init(&context, &late);
    g_assert_true(date_parse(text, strlen(text), &context, &date, NULL));
}

static void test_reasons(void)
{
    static const Case cases[] = {
        {"2019-02-30", "date \"2019-02-30\": there is no such day"},
        {"1708-1795", "date \"1708-1795\": it is a span of time, not a date"},
        {"2099-01-01", "date \"2099-01-01\": it is out of the bounds that dates have here"},
        {"hello", "date \"hello\": no known form of date"},
        {"Nov 18", "date \"Nov 18\": it has no year"},
    };
    DateContext context = plain_context();

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        Date date = date_from_ymd(1999, 1, 1);

        g_assert_false(date_parse(cases[i].text, strlen(cases[i].text), &context, &date, &error));
        g_assert_cmpstr(error->message, ==, cases[i].expected);
        assert_date(&date, "1999-01-01");
    }
}

/* Random changes of real strings: whatever is read is a date in the bounds, inside the text. */
static void test_mutations(void)
{
    static const char *const seeds[] = {
        "Thu Aug 30 2012 17:26:16 GMT+0200 (CEST)",
        "Updated 2010 GMT (0410 HKT) March 14, 2021",
        "25 октября (7 ноября) 1917",
        "2004년 05월 28일 오후 11:23",
        "昭和20年8月15日 11時00分",
        "13 brumaire an VIII, l'an 9",
        "02-12-88 2046EST",
        "12 January 1735/6",
        "20130605T210000+0000",
        "1529283660000.123",
        "il y a 3 jours à 19:20",
        "https://example.org/2019/nov/18/20191118",
        "November 29 - December 9, 2022",
    };
    static const char pieces[] = "0123456789 -/.:,()+TZaeé年\x80\xFF\xCC\x81";
    g_autoptr(GRand) random = g_rand_new_with_seed(1605);
    DateContext context = plain_context();

    context.reference = date_from_ymd(2022, 5, 4);
    context.relative_allowed = TRUE;
    context.epoch_allowed = TRUE;
    for (guint round = 0; round < 40000; round++) {
        const char *seed = seeds[round % G_N_ELEMENTS(seeds)];
        gsize length = strlen(seed);
        g_autofree char *text = g_strdup(seed); /* of its own size: sanitizers see every overrun */
        Date date = {0};
        gsize start, end;
        gint changes = g_rand_int_range(random, 1, 5);

        length -= (gsize)g_rand_int_range(random, 0, 4);
        for (gint i = 0; i < changes; i++)
            text[g_rand_int_range(random, 0, (gint32)length)] =
                pieces[g_rand_int_range(random, 0, (gint32)sizeof pieces)];
        text = g_realloc(text, length);
        if (date_parse(text, length, &context, &date, NULL))
            g_assert_true(date_valid(&date) && date.year >= 1605 && date.year <= 2026);
        if (date_find(text, length, &context, &date, &start, &end))
            g_assert_true(date_valid(&date) && start < end && end <= length);
    }
}

int main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/date-parse/iso-8601", test_iso);
    g_test_add_func("/date-parse/compact", test_compact);
    g_test_add_func("/date-parse/mail-and-scripts", test_mail_and_scripts);
    g_test_add_func("/date-parse/english", test_english);
    g_test_add_func("/date-parse/time-before-date", test_time_before_date);
    g_test_add_func("/date-parse/languages", test_languages);
    g_test_add_func("/date-parse/numeric", test_numeric);
    g_test_add_func("/date-parse/refusals", test_refusals);
    g_test_add_func("/date-parse/order-of-day-and-month", test_order);
    g_test_add_func("/date-parse/two-digit-years", test_two_digits);
    g_test_add_func("/date-parse/epoch-only-where-allowed", test_epoch);
    g_test_add_func("/date-parse/midnight-without-a-time", test_midnight);
    g_test_add_func("/date-parse/relative-to-a-reference", test_reference);
    g_test_add_func("/date-parse/year-of-a-dateline", test_new_year);
    g_test_add_func("/date-parse/old-calendars", test_old_calendars);
    g_test_add_func("/date-parse/croatian-by-hint", test_croatian);
    g_test_add_func("/date-parse/approximate-and-mismatch", test_marks);
    g_test_add_func("/date-parse/find-in-text", test_find);
    g_test_add_func("/date-parse/find-far-into-text", test_find_far);
    g_test_add_func("/date-parse/find-near-the-start", test_find_near_start);
    g_test_add_func("/date-parse/urls", test_urls);
    g_test_add_func("/date-parse/paths", test_paths);
    g_test_add_func("/date-parse/default-bounds", test_default_bounds);
    g_test_add_func("/date-parse/reasons", test_reasons);
    g_test_add_func("/date-parse/random-changes", test_mutations);
    return g_test_run();
}
