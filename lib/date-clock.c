/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times of day and zones. */
#include "lib/date-clock.h"

#include "lib/date-names.h"

enum { OFFSET_MAX = 14 * 60 + 45, OFFSET_MIN = -12 * 60 };

/* Before or after noon, if the text says. */
typedef enum { NOON_UNKNOWN, NOON_BEFORE, NOON_AFTER } Noon;

typedef struct NoonName {
    const char *word;
    Noon noon;
} NoonName;

/* A word for the half of the day, looked up in a short list. */
static Noon noon_of(const Token *token, const NoonName *names, gsize count)
{
    for (gsize i = 0; i < count && token->kind == TOKEN_WORD; i++) {
        if (token_is_word(token, names[i].word))
            return names[i].noon;
    }
    return NOON_UNKNOWN;
}

/* 오전 오후 午前 午後 上午 下午 晚上 凌晨 before a time. */
static guint match_noon_before(Lexer *lexer, guint at, Noon *noon)
{
    static const NoonName names[] = {{"오전", NOON_BEFORE}, {"오후", NOON_AFTER}};
    static const struct {
        const char *first, *second;
        Noon noon;
    } pairs[] = {{"午", "前", NOON_BEFORE}, {"午", "後", NOON_AFTER}, {"上", "午", NOON_BEFORE},
                 {"下", "午", NOON_AFTER},  {"晚", "上", NOON_AFTER}, {"凌", "晨", NOON_BEFORE}};

    *noon = noon_of(lexer_token(lexer, at), names, G_N_ELEMENTS(names));
    if (*noon != NOON_UNKNOWN)
        return at + 1;
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        if (token_is_word(lexer_token(lexer, at), pairs[i].first) &&
            token_is_word(lexer_token(lexer, at + 1), pairs[i].second)) {
            *noon = pairs[i].noon;
            return at + 2;
        }
    }
    return at;
}

/* am, a.m., a. m., and Arabic and Greek, after a time. */
static guint match_noon_after(Lexer *lexer, guint at, Noon *noon)
{
    static const NoonName names[] = {
        {"am", NOON_BEFORE}, {"pm", NOON_AFTER},  {"ص", NOON_BEFORE},
        {"م", NOON_AFTER},   {"πμ", NOON_BEFORE}, {"μμ", NOON_AFTER},
    };
    const Token *token = lexer_token(lexer, at);
    gboolean letter = token_is_word(token, "a") || token_is_word(token, "p");

    *noon = noon_of(token, names, G_N_ELEMENTS(names));
    if (*noon != NOON_UNKNOWN)
        return at + 1;
    if (!letter || !token_is_mark(lexer_token(lexer, at + 1), '.') ||
        !token_is_word(lexer_token(lexer, at + 2), "m"))
        return at;
    *noon = token_is_word(lexer_token(lexer, at), "a") ? NOON_BEFORE : NOON_AFTER;
    return token_is_mark(lexer_token(lexer, at + 3), '.') ? at + 4 : at + 3;
}

static gboolean is_hour_word(const Token *token)
{
    static const char *const words[] = {"h",  "uhr", "uur", "hrs", "hs",
                                        "hr", "час", "ч",   "год", "godz"};

    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (token_is_word(token, words[i]))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_glued_number(const Token *token, guint fewest, guint most)
{
    return token->glued && token_is_number(token, fewest, most);
}

/* A fraction of a second is read over: nothing is printed as finely. */
static guint skip_fraction(Lexer *lexer, guint at)
{
    const Token *mark = lexer_token(lexer, at);

    if (mark->glued &&
        (token_is_mark(mark, '.') || token_is_mark(mark, ',') || token_is_mark(mark, ':')) &&
        is_glued_number(lexer_token(lexer, at + 1), 1, 18))
        return at + 2;
    return at;
}

/* Whether a full stop and a number run on: 20.11.2019 begins no time. */
static gboolean goes_on(Lexer *lexer, guint at)
{
    return token_is_mark(lexer_token(lexer, at), '.') && lexer_token(lexer, at)->glued &&
           is_glued_number(lexer_token(lexer, at + 1), 1, G_MAXUINT8);
}

/* 18:30, 18:30:15.123; with `mark` '.': 18.30 */
static guint match_marked(Lexer *lexer, guint at, gunichar mark, Clock *clock)
{
    const Token *separator = lexer_token(lexer, at + 1);
    const Token *minute = lexer_token(lexer, at + 2);

    if (!token_is_mark(separator, mark) || !separator->glued || !is_glued_number(minute, 2, 2) ||
        (mark == '.' && !is_glued_number(lexer_token(lexer, at + 4), 2, 2) &&
         goes_on(lexer, at + 3)))
        return at;
    clock->minute = (guint8)minute->number;
    clock->precision = DATE_PRECISION_MINUTE;
    at += 3;
    if (token_is_mark(lexer_token(lexer, at), mark) && lexer_token(lexer, at)->glued &&
        is_glued_number(lexer_token(lexer, at + 1), 2, 2)) {
        clock->second = (guint8)lexer_token(lexer, at + 1)->number;
        clock->precision = DATE_PRECISION_SECOND;
        return skip_fraction(lexer, at + 2);
    }
    return at;
}

/* 18h30, 18 h 30, 18 Uhr 30, 18h */
static guint match_hour_word(Lexer *lexer, guint at, Clock *clock)
{
    const Token *minute = lexer_token(lexer, at + 2);

    if (!is_hour_word(lexer_token(lexer, at + 1)))
        return at;
    clock->precision = DATE_PRECISION_HOUR;
    if (!token_is_number(minute, 2, 2) || minute->number > 59)
        return at + 2;
    clock->minute = (guint8)minute->number;
    clock->precision = DATE_PRECISION_MINUTE;
    if (token_is_mark(lexer_token(lexer, at + 3), ':') &&
        is_glued_number(lexer_token(lexer, at + 4), 2, 2)) {
        clock->second = (guint8)lexer_token(lexer, at + 4)->number;
        clock->precision = DATE_PRECISION_SECOND;
        return at + 5;
    }
    return token_is_word(lexer_token(lexer, at + 3), "m") ||
                   token_is_word(lexer_token(lexer, at + 3), "min")
               ? at + 4
               : at + 3;
}

/* A unit of time, in Chinese or Japanese and in Korean. */
static gboolean is_cjk_unit(Lexer *lexer, guint at, const char *han, const char *hangul)
{
    return token_is_word(lexer_token(lexer, at), han) ||
           token_is_word(lexer_token(lexer, at), hangul);
}

/* 11時00分, 15点30分20秒, 오후 11시 23분 */
static guint match_cjk(Lexer *lexer, guint at, Clock *clock)
{
    if (!is_cjk_unit(lexer, at + 1, "時", "시") && !is_cjk_unit(lexer, at + 1, "时", "点") &&
        !is_cjk_unit(lexer, at + 1, "點", "点"))
        return at;
    clock->precision = DATE_PRECISION_HOUR;
    at += 2;
    if (!token_is_number(lexer_token(lexer, at), 1, 2) || !is_cjk_unit(lexer, at + 1, "分", "분"))
        return at;
    clock->minute = (guint8)lexer_token(lexer, at)->number;
    clock->precision = DATE_PRECISION_MINUTE;
    at += 2;
    if (!token_is_number(lexer_token(lexer, at), 1, 2) || !is_cjk_unit(lexer, at + 1, "秒", "초"))
        return at;
    clock->second = (guint8)lexer_token(lexer, at)->number;
    clock->precision = DATE_PRECISION_SECOND;
    return at + 2;
}

/* 0930 and 093015: after a T, or before a zone that is a word. */
static guint match_compact(Lexer *lexer, guint at, ClockPlace place, Clock *clock)
{
    const Token *token = lexer_token(lexer, at);
    Clock zone = {0};
    guint64 number = token->number;

    if (!token_is_number(token, 2, 6) || token->digits % 2 != 0 ||
        token_is_mark(lexer_token(lexer, at + 1), ':'))
        return at;
    if (place != CLOCK_AFTER_T &&
        (token->digits != 4 || lexer_token(lexer, at + 1)->kind != TOKEN_WORD ||
         clock_match_zone(lexer, at + 1, &zone) == at + 1))
        return at;
    clock->precision = (guint8)(DATE_PRECISION_HOUR + token->digits / 2 - 1);
    if (token->digits == 6) {
        clock->second = (guint8)(number % 100);
        number /= 100;
    }
    if (token->digits >= 4) {
        clock->minute = (guint8)(number % 100);
        number /= 100;
    }
    clock->hour = (guint8)number;
    return token->digits == 6 ? skip_fraction(lexer, at + 1) : at + 1;
}

/* Turns a 12-hour time into a 24-hour one; 13:49 PM is written, and means 13:49. */
static gboolean apply_noon(Clock *clock, Noon noon)
{
    if (noon == NOON_BEFORE && clock->hour == 12)
        clock->hour = 0;
    else if (noon == NOON_BEFORE && clock->hour > 12)
        return FALSE;
    else if (noon == NOON_AFTER && clock->hour < 12)
        clock->hour = (guint8)(clock->hour + 12);
    return TRUE;
}

static gboolean clock_is_valid(const Clock *clock)
{
    return clock->hour < 24 && clock->minute < 60 && clock->second <= 60;
}

/* The hour, minute and second, with what marks them as a time. */
static guint match_time(Lexer *lexer, guint at, ClockPlace place, Clock *clock)
{
    guint end = match_compact(lexer, at, place, clock);
    gboolean dotted = FALSE;
    Noon before, noon = NOON_UNKNOWN;
    guint number = match_noon_before(lexer, at, &before);

    if (end == at) {
        const Token *hour = lexer_token(lexer, number);

        if (!token_is_number(hour, 1, 2))
            return at;
        clock->hour = (guint8)hour->number;
        end = match_marked(lexer, number, ':', clock);
        if (end == number)
            end = match_hour_word(lexer, number, clock);
        if (end == number)
            end = match_cjk(lexer, number, clock);
        if (end == number)
            dotted = (end = match_marked(lexer, number, '.', clock)) != number;
        if (end == number)
            end++;
    }
    if (is_hour_word(lexer_token(lexer, end)) && clock->precision >= DATE_PRECISION_MINUTE) {
        dotted = FALSE;
        end++;
    }
    end = match_noon_after(lexer, end, &noon);
    if (noon == NOON_UNKNOWN)
        noon = before;
    if (clock->precision == DATE_PRECISION_NONE && noon != NOON_UNKNOWN)
        clock->precision = DATE_PRECISION_HOUR;
    if (clock->precision == DATE_PRECISION_NONE ||
        (dotted && noon == NOON_UNKNOWN && place == CLOCK_ALONE))
        return at;
    return apply_noon(clock, noon) && clock_is_valid(clock) ? end : at;
}

/* +0200, +02:00, +02, -5 at the sign; `colon_allowed` is FALSE where 10:00-12:00 is a span. */
static guint match_offset(Lexer *lexer, guint at, gboolean colon_allowed, gint16 *offset)
{
    const Token *sign = lexer_token(lexer, at);
    const Token *hours = lexer_token(lexer, at + 1);
    const Token *minutes = lexer_token(lexer, at + 3);
    gboolean colon =
        token_is_mark(lexer_token(lexer, at + 2), ':') && is_glued_number(minutes, 2, 2);
    int value;

    if ((!token_is_mark(sign, '+') && !token_is_mark(sign, '-')) || !is_glued_number(hours, 1, 4) ||
        hours->digits == 3 || (colon && (!colon_allowed || hours->digits > 2)))
        return at;
    value = hours->digits == 4 ? (int)(hours->number / 100 * 60 + hours->number % 100)
                               : (int)hours->number * 60;
    if (colon)
        value += (int)minutes->number;
    if (token_is_mark(sign, '-'))
        value = -value;
    if (value < OFFSET_MIN || value > OFFSET_MAX)
        return at;
    *offset = (gint16)value;
    return colon ? at + 4 : at + 2;
}

/* " (CEST)" after an offset says nothing new. */
static guint skip_zone_in_parentheses(Lexer *lexer, guint at)
{
    guint end = at + 1;

    if (!token_is_mark(lexer_token(lexer, at), '('))
        return at;
    while (end < at + 6 && lexer_token(lexer, end)->kind == TOKEN_WORD)
        end++;
    return end > at + 1 && token_is_mark(lexer_token(lexer, end), ')') ? end + 1 : at;
}

static ClockZone zone_kind(guint flags)
{
    if ((flags & ZONE_UNKNOWN) != 0)
        return CLOCK_ZONE_UNKNOWN;
    if ((flags & ZONE_AMERICAN_DAYLIGHT) != 0)
        return CLOCK_ZONE_DAYLIGHT;
    if ((flags & ZONE_SHARED) != 0)
        return CLOCK_ZONE_SHARED;
    return (flags & ZONE_AMERICAN) != 0 ? CLOCK_ZONE_AMERICAN : CLOCK_ZONE_OFFSET;
}

static guint match_zone_word(Lexer *lexer, guint at, Clock *clock)
{
    const Token *token = lexer_token(lexer, at);
    const Name *name = token->kind == TOKEN_WORD ? name_find(&zone_names, token->word) : NULL;
    gint16 offset;
    guint end;

    if (name == NULL)
        return at;
    clock->offset_minutes = name->value;
    clock->zone = (guint8)zone_kind(name->flags);
    end = name->value == 0 ? match_offset(lexer, at + 1, TRUE, &offset) : at + 1;
    if (end == at + 1)
        return end;
    clock->zone = CLOCK_ZONE_OFFSET; /* GMT+0200: the offset counts */
    clock->offset_minutes = offset;
    return end;
}

static guint match_zone(Lexer *lexer, guint at, gboolean colon_allowed, Clock *clock)
{
    guint end = match_zone_word(lexer, at, clock);

    if (end == at) {
        end = match_offset(lexer, at, colon_allowed, &clock->offset_minutes);
        if (end != at)
            clock->zone = CLOCK_ZONE_OFFSET;
    }
    if (end == at && token_is_mark(lexer_token(lexer, at), '(')) {
        guint inner = match_zone_word(lexer, at + 1, clock);

        return inner > at + 1 && token_is_mark(lexer_token(lexer, inner), ')') ? inner + 1 : at;
    }
    return end == at ? at : skip_zone_in_parentheses(lexer, end);
}

guint clock_match_zone(Lexer *lexer, guint at, Clock *clock)
{
    return match_zone(lexer, at, TRUE, clock);
}

guint clock_match(Lexer *lexer, guint at, ClockPlace place, Clock *clock)
{
    Clock read = {0};
    Clock zone = {0};
    guint end = match_time(lexer, at, place, &read);
    guint zone_end;
    gboolean colon_allowed = place == CLOCK_AFTER_T || read.precision == DATE_PRECISION_SECOND ||
                             !lexer_token(lexer, end)->glued;

    if (end == at)
        return at;
    zone_end = match_zone(lexer, end, colon_allowed, &zone);
    if (zone_end != end) {
        read.zone = zone.zone;
        read.offset_minutes = zone.offset_minutes;
    }
    *clock = read;
    return zone_end;
}

/* The n-th (from 1; 0: the last) Sunday of a month, as a day of the month. */
static int sunday_of_month(int year, int month, int n)
{
    Date date = date_from_ymd(year, month, n > 0 ? n * 7 : date_days_in_month(year, month));

    return date.day - date_weekday(&date) % 7;
}

/*
 * Whether American daylight time holds on a day: Uniform Time Act of 1966 and its amendments of
 * 1972, 1973, 1986 and 2005. Before 1967 each town had its own.
 */
static gboolean american_daylight(const Date *date, gboolean *known)
{
    int year = date->year;
    int start_month = year >= 2007 ? 3 : 4;
    int start = sunday_of_month(year, start_month, year >= 2007 ? 2 : year >= 1987 ? 1 : 0);
    int end_month = year >= 2007 ? 11 : 10;
    int end = sunday_of_month(year, end_month, year >= 2007 ? 1 : 0);
    int day = date->month * 100 + date->day;

    if (year == 1974) {
        start_month = 1;
        start = 6;
    } else if (year == 1975) {
        start_month = 2;
        start = 23;
    }
    *known = year >= 1967;
    if (day == start_month * 100 + start)
        return date->hour >= 2;
    if (day == end_month * 100 + end)
        return date->hour < 2;
    return day > start_month * 100 + start && day < end_month * 100 + end;
}

void clock_apply(const Clock *clock, gboolean american, Date *date)
{
    gboolean known = FALSE;
    gint16 offset = clock->offset_minutes;

    if (clock->precision == DATE_PRECISION_NONE)
        return;
    date->precision = clock->precision;
    date->hour = clock->hour;
    date->minute = clock->minute;
    date->second = clock->second;
    switch ((ClockZone)clock->zone) {
    case CLOCK_ZONE_NONE:
    case CLOCK_ZONE_UNKNOWN:
        break;
    case CLOCK_ZONE_OFFSET:
    case CLOCK_ZONE_AMERICAN:
        known = TRUE;
        break;
    case CLOCK_ZONE_SHARED:
        known = american;
        break;
    case CLOCK_ZONE_DAYLIGHT:
        offset = (gint16)(offset + (american_daylight(date, &known) ? 60 : 0));
        break;
    }
    date->has_offset = known;
    date->offset_minutes = known ? offset : 0;
}
