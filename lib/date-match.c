/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The forms of dates. Each matcher reads one of them at one place, without context. */
#include "lib/date-match.h"

#include <string.h>

#include "lib/date-names.h"

enum {
    BRITISH_NEW_STYLE = 1753, /* the first year that began on 1 January in Britain */
    NUMBER_WITHIN = 16,       /* tokens to the first number of any form, with room to spare */
};

/* A month name as read. */
typedef struct MonthMatch {
    int month;
    guint end;
    gboolean capital, eastern, buddhist;
} MonthMatch;

static gboolean is_in(const Token *token, const char *const *words, gsize count)
{
    for (gsize i = 0; i < count && token->kind == TOKEN_WORD; i++) {
        if (token->word[0] == words[i][0] && strcmp(token->word, words[i]) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean is_mark(Lexer *lexer, guint at, gunichar mark)
{
    return token_is_mark(lexer_token(lexer, at), mark);
}

static gboolean is_number(Lexer *lexer, guint at, guint fewest, guint most)
{
    return token_is_number(lexer_token(lexer, at), fewest, most);
}

static int number_at(Lexer *lexer, guint at)
{
    return (int)lexer_token(lexer, at)->number;
}

static gboolean is_glued(Lexer *lexer, guint at)
{
    return lexer_token(lexer, at)->glued;
}

/* of, de, den … between the parts of a date. */
static gboolean is_filler(const Token *token)
{
    static const char *const words[] = {"of", "de", "del", "di", "d", "des", "den", "the"};

    return is_in(token, words, G_N_ELEMENTS(words));
}

/* Passes over at most one of each: a comma or full stop, a filler with or without apostrophe. */
static guint skip_fillers(Lexer *lexer, guint at)
{
    if (is_mark(lexer, at, '.'))
        at++;
    if (is_mark(lexer, at, ','))
        at++;
    if (is_filler(lexer_token(lexer, at)))
        at++;
    if (is_mark(lexer, at, '\''))
        at++;
    return at;
}

/* 18th 2d 1er 2ème 3ten 1º 18-го after a day. */
static guint skip_ordinal(Lexer *lexer, guint at)
{
    static const char *const words[] = {"st",  "nd", "rd",  "th",  "er", "ere", "e",
                                        "eme", "o",  "a",   "ste", "de", "te",  "го",
                                        "г",   "он", "nde", "ro",  "d",  "ten"};

    if (is_glued(lexer, at) && is_in(lexer_token(lexer, at), words, G_N_ELEMENTS(words)))
        return at + 1;
    if (is_mark(lexer, at, 0xB0)) /* 1° */
        return at + 1;
    if (is_mark(lexer, at, '-') && token_is_word(lexer_token(lexer, at + 1), "го"))
        return at + 2;
    return at;
}

/* The script of a name, by its first byte: UTF-8 keeps Greek, Cyrillic and Thai apart. */
static void note_script(const char *word, MonthMatch *month)
{
    guchar lead = (guchar)word[0];

    month->eastern = lead >= 0xCD && lead <= 0xD3;
    month->buddhist = lead == 0xE0;
}

static gboolean is_croatian(const char *language)
{
    return language != NULL &&
           (g_str_has_prefix(language, "hr") || g_str_has_prefix(language, "bs"));
}

/* A name, with its full stop: Nov. 7bre 9bre */
static gboolean match_month_name(Lexer *lexer, guint at, MonthMatch *match)
{
    static const char *const latin[] = {"bre", "ber", "bris"};
    const Token *token = lexer_token(lexer, at);

    *match = (MonthMatch){.end = at + 1, .capital = token->capital};
    if (token->kind == TOKEN_WORD) {
        note_script(token->word, match);
        if (is_croatian(lexer->language))
            match->month = name_value(&croatian_month_names, token->word);
        if (match->month == 0)
            match->month = name_value(&month_names, token->word);
    } else if (token_is_number(token, 1, 2) && token->number >= 7 && token->number <= 10 &&
               is_glued(lexer, at + 1) &&
               is_in(lexer_token(lexer, at + 1), latin, G_N_ELEMENTS(latin))) {
        match->month = (int)token->number + 2;
        match->capital = TRUE;
        match->end = at + 2;
    }
    if (match->month != 0 && is_mark(lexer, match->end, '.') && is_glued(lexer, match->end))
        match->end++;
    return match->month != 0;
}

static void take_month(DateMatch *match, const MonthMatch *month)
{
    match->month = month->month;
    match->named_month = TRUE;
    match->capital = month->capital;
    match->eastern = month->eastern;
    match->buddhist = month->buddhist;
}

/* 1735/6: the year that began on 25 March, and the year as we count. */
static guint match_dual_year(Lexer *lexer, guint at, DateMatch *match)
{
    int next = match->year + 1;
    int second = number_at(lexer, at + 1);

    if (match->year >= BRITISH_NEW_STYLE || !is_mark(lexer, at, '/') || !is_glued(lexer, at) ||
        !is_glued(lexer, at + 1) || !is_number(lexer, at + 1, 1, 2) || is_mark(lexer, at + 2, '/'))
        return at;
    if (second != (is_number(lexer, at + 1, 1, 1) ? next % 10 : next % 100))
        return at;
    match->year = next;
    match->calendar = DATE_CALENDAR_JULIAN;
    return at + 2;
}

/* Whether the number at `at` begins a time of day: 10:30, 10h, 10 am, 10.30 Uhr. */
static gboolean begins_time(Lexer *lexer, guint at)
{
    Clock clock;

    return clock_match(lexer, at, CLOCK_ALONE, &clock) != at;
}

/*
 * A year of four digits, or of two. Two digits that could be anything ("3 May 15 people") count
 * only where `two_allowed`, and never if they begin a time.
 */
static guint match_year(Lexer *lexer, guint at, gboolean two_allowed, DateMatch *match)
{
    gboolean apostrophe = at > 0 && is_mark(lexer, at - 1, '\'');

    if (is_number(lexer, at, 4, 4)) {
        match->year = number_at(lexer, at);
        match->year_digits = 4;
        return match_dual_year(lexer, at + 1, match);
    }
    if (!is_number(lexer, at, 2, 2) || (!two_allowed && !apostrophe) || begins_time(lexer, at))
        return at;
    match->year = number_at(lexer, at);
    match->year_digits = 2;
    return at + 1;
}

/* Takes the time off the end of YYYYMMDDhhmm[ss]. */
static gboolean take_compact_time(guint64 *number, gboolean has_seconds, Clock *clock)
{
    if (has_seconds) {
        clock->second = (guint8)(*number % 100);
        *number /= 100;
    }
    clock->minute = (guint8)(*number % 100);
    clock->hour = (guint8)(*number / 100 % 100);
    clock->precision = has_seconds ? DATE_PRECISION_SECOND : DATE_PRECISION_MINUTE;
    *number /= 10000;
    return clock->hour < 24 && clock->minute < 60 && clock->second <= 60;
}

/* 20210516, 202105160806, 20210516080625 */
static gboolean match_compact(Lexer *lexer, guint at, DateMatch *match)
{
    const Token *token = lexer_token(lexer, at);
    guint64 number = token->number;

    if (token->kind != TOKEN_NUMBER ||
        (token->digits != 8 && token->digits != 12 && token->digits != 14))
        return FALSE;
    if (token->digits > 8 && !take_compact_time(&number, token->digits == 14, &match->clock))
        return FALSE;
    match->day = (int)(number % 100);
    match->month = (int)(number / 100 % 100);
    match->year = (int)(number / 10000);
    match->year_digits = 4;
    match->compact = TRUE;
    match->strength = MATCH_FAIR;
    match->end = at + 1;
    return TRUE;
}

/* The mark between two numbers, and the place after it; blanks around it if they are even. */
static gunichar match_separator(Lexer *lexer, guint at)
{
    const Token *mark = lexer_token(lexer, at);
    gboolean spread = !mark->glued && !is_glued(lexer, at + 1);

    if (token_is_mark(mark, '.') && mark->glued)
        return '.';
    if (token_is_mark(mark, '/') && (spread || (mark->glued && is_glued(lexer, at + 1))))
        return '/';
    if (token_is_mark(mark, '-') && mark->glued && is_glued(lexer, at + 1))
        return '-';
    return 0;
}

/* 2019-11-18, 2019/11/18, 2021.05.16, 2020. 06. 04. */
static gboolean match_year_month_day(Lexer *lexer, guint at, DateMatch *match)
{
    gunichar mark = match_separator(lexer, at + 1);

    if (mark == 0 || !is_number(lexer, at, 2, 4) || is_number(lexer, at, 3, 3) ||
        !is_number(lexer, at + 2, 1, 2) || match_separator(lexer, at + 3) != mark ||
        !is_number(lexer, at + 4, 1, 2))
        return FALSE;
    if (is_number(lexer, at, 2, 2) && number_at(lexer, at) <= 31)
        return FALSE; /* 18.11.19 is day first; 97/12/31 cannot be */
    match->year = number_at(lexer, at);
    match->year_digits = lexer_token(lexer, at)->digits;
    match->month = number_at(lexer, at + 2);
    match->day = number_at(lexer, at + 4);
    match->strength = MATCH_STRONG;
    match->end = at + 5;
    if (mark == '.' && is_mark(lexer, at + 5, '.') && !is_glued(lexer, at + 4))
        match->end++;
    return TRUE;
}

/* 2013-Jul-09, 2013 Jul 9, 2004. július 13., 2019 November */
static gboolean match_year_name_day(Lexer *lexer, guint at, DateMatch *match)
{
    MonthMatch month;
    guint next = at + 1;

    if (!is_number(lexer, at, 4, 4))
        return FALSE;
    if (is_mark(lexer, next, '-') || is_mark(lexer, next, '.') || is_mark(lexer, next, ',') ||
        is_mark(lexer, next, '/'))
        next++;
    if (lexer_token(lexer, next)->kind != TOKEN_WORD || !match_month_name(lexer, next, &month))
        return FALSE;
    match->year = number_at(lexer, at);
    match->year_digits = 4;
    take_month(match, &month);
    match->strength = MATCH_FAIR;
    match->end = month.end;
    next = month.end;
    if (is_mark(lexer, next, '-') || is_mark(lexer, next, '/'))
        next++;
    if (is_number(lexer, next, 1, 2) && !begins_time(lexer, next)) {
        match->day = number_at(lexer, next);
        match->strength = MATCH_STRONG;
        match->end = next + 1;
        if (is_mark(lexer, match->end, '.'))
            match->end++;
    }
    return TRUE;
}

static gboolean is_word_at(Lexer *lexer, guint at, const char *word, const char *other)
{
    return token_is_word(lexer_token(lexer, at), word) ||
           token_is_word(lexer_token(lexer, at), other);
}

/* In the place of a number. */
static const char first_year_word[] = "元";

/* Japanese eras, by the year before their first. */
static int era_before(Lexer *lexer, guint at)
{
    static const struct {
        const char *first, *second;
        int before;
    } eras[] = {{"明", "治", 1867}, {"大", "正", 1911}, {"昭", "和", 1925}, {"平", "成", 1988},
                {"令", "和", 2018}, {"民", "國", 1911}, {"民", "国", 1911}};

    for (gsize i = 0; i < G_N_ELEMENTS(eras); i++) {
        if (token_is_word(lexer_token(lexer, at), eras[i].first) &&
            token_is_word(lexer_token(lexer, at + 1), eras[i].second))
            return eras[i].before;
    }
    return 0;
}

/* 2019年, 2004년, 昭和20年, 令和元年 */
static guint match_cjk_year(Lexer *lexer, guint at, DateMatch *match)
{
    int before = era_before(lexer, at);
    guint next = before != 0 ? at + 2 : at;
    gboolean first_year = before != 0 && token_is_word(lexer_token(lexer, next), first_year_word);
    gboolean digits = before != 0 ? is_number(lexer, next, 1, 3) : is_number(lexer, next, 4, 4);

    if ((!first_year && !digits) || !is_word_at(lexer, next + 1, "年", "년"))
        return at;
    match->year = before + (first_year ? 1 : number_at(lexer, next));
    match->year_digits = 4;
    return next + 2;
}

/* 2019年11月18日, 2004년 05월 28일, 11月18日, 昭和20年8月 */
static gboolean match_cjk(Lexer *lexer, guint at, DateMatch *match)
{
    guint month = match_cjk_year(lexer, at, match);
    guint day = month + 2;

    match->end = month;
    match->strength = MATCH_FAIR;
    if (!is_number(lexer, month, 1, 2) || !is_word_at(lexer, month + 1, "月", "월"))
        return month != at;
    match->month = number_at(lexer, month);
    match->named_month = TRUE;
    match->capital = TRUE;
    match->end = day;
    if (!is_number(lexer, day, 1, 2) ||
        !(is_word_at(lexer, day + 1, "日", "일") || is_word_at(lexer, day + 1, "号", "號")))
        return month != at;
    match->day = number_at(lexer, day);
    match->end = day + 2;
    if (month != at)
        match->strength = MATCH_STRONG;
    return TRUE;
}

/* (14) or (7 ноября) beside an old-style day. */
static guint match_dual_day(Lexer *lexer, guint at, DateMatch *match)
{
    MonthMatch month = {.end = at + 2};

    if (!is_mark(lexer, at, '(') || !is_number(lexer, at + 1, 1, 2))
        return at;
    if (lexer_token(lexer, at + 2)->kind == TOKEN_WORD && !match_month_name(lexer, at + 2, &month))
        return at;
    if (!is_mark(lexer, month.end, ')'))
        return at;
    match->dual_day = number_at(lexer, at + 1);
    match->dual_month = month.month;
    return month.end + 1;
}

/* 12.XI.1918, 12 XI 1918, 12.xi.1918; but "2, 3 i 2019" are two numbers in Polish. */
static gboolean match_roman_month(Lexer *lexer, guint at, MonthMatch *month)
{
    const Token *token = lexer_token(lexer, at);
    int value = token->kind == TOKEN_WORD ? roman_value(token->word) : 0;
    guint next = at + 1;

    if (value == 0 || value > 12 || !(token->capital || is_mark(lexer, at - 1, '.')))
        return FALSE;
    if (is_mark(lexer, next, '.') || is_mark(lexer, next, '-') || is_mark(lexer, next, '/') ||
        is_mark(lexer, next, ','))
        next++;
    *month = (MonthMatch){.month = value, .end = next, .capital = TRUE};
    return is_number(lexer, next, 4, 4);
}

/* The year after day and month, with what may stand before it; the place after the month if none.
 */
static guint match_year_after(Lexer *lexer, guint at, gboolean two_allowed, DateMatch *match)
{
    guint next = at;
    guint end;

    if (is_mark(lexer, next, '-') || is_mark(lexer, next, '/'))
        next++;
    next = skip_fillers(lexer, next);
    end = match_year(lexer, next, two_allowed, match);
    return end == next ? at : end;
}

/* 18 November 2019, 18th of Nov. 2019, 18. November, 1er août 1914, 26-FEB-1987, 12.XI.1918 */
static gboolean match_day_name_year(Lexer *lexer, guint at, DateMatch *match)
{
    MonthMatch month;
    guint next;

    if (!is_number(lexer, at, 1, 2))
        return FALSE;
    next = skip_ordinal(lexer, at + 1);
    next = match_dual_day(lexer, next, match);
    if (is_mark(lexer, next, '-') || is_mark(lexer, next, '/'))
        next++;
    next = skip_fillers(lexer, next);
    if (!match_month_name(lexer, next, &month) && !match_roman_month(lexer, next, &month))
        return FALSE;
    match->day = number_at(lexer, at);
    take_month(match, &month);
    next = match->dual_day == 0 ? match_dual_day(lexer, month.end, match) : month.end;
    match->end = match_year_after(lexer, next, TRUE, match);
    match->strength = match->year_digits != 0 ? MATCH_STRONG : MATCH_FAIR;
    return TRUE;
}

/* November 18, 2019; November 18th 2019; JULY 29, 2016; November 2022; nov.2018 */
static gboolean match_name_day_year(Lexer *lexer, guint at, DateMatch *match)
{
    MonthMatch month;
    guint next;

    if (!match_month_name(lexer, at, &month))
        return FALSE;
    take_month(match, &month);
    match->strength = MATCH_FAIR;
    next = match_year_after(lexer, month.end, FALSE, match);
    if (next != month.end) {
        match->end = next;
        return TRUE;
    }
    if (is_mark(lexer, next, '-') || is_mark(lexer, next, '/'))
        next++;
    next = skip_fillers(lexer, next);
    if (!is_number(lexer, next, 1, 2) || begins_time(lexer, next))
        return FALSE;
    match->day = number_at(lexer, next);
    next = skip_ordinal(lexer, next + 1);
    match->end = match_year_after(lexer, next, is_mark(lexer, next, ','), match);
    if (match->year_digits != 0)
        match->strength = MATCH_STRONG;
    return TRUE;
}

/* 18.11.2019, 18/11/19, 11/18/2019, 02-12-88, 1. 8. 1821, 4 / 05 / 2020 */
static gboolean match_day_month_year(Lexer *lexer, guint at, DateMatch *match)
{
    gunichar mark = match_separator(lexer, at + 1);

    if (mark == 0 || !is_number(lexer, at, 1, 2) || !is_number(lexer, at + 2, 1, 2) ||
        match_separator(lexer, at + 3) != mark)
        return FALSE;
    match->day = number_at(lexer, at);
    match->month = number_at(lexer, at + 2);
    match->order = mark == '.' && match->month <= 12 ? ORDER_KNOWN : ORDER_UNKNOWN;
    match->strength = MATCH_STRONG;
    match->end = match_year(lexer, at + 4, TRUE, match);
    return match->end != at + 4;
}

/* 10/2021, 10-2021; 19/11 */
static gboolean match_numeric_short(Lexer *lexer, guint at, DateMatch *match)
{
    gunichar mark = match_separator(lexer, at + 1);

    if ((mark != '/' && mark != '-') || !is_number(lexer, at, 1, 2))
        return FALSE;
    match->strength = MATCH_WEAK;
    match->end = at + 3;
    match->month = number_at(lexer, at);
    if (is_number(lexer, at + 2, 4, 4)) {
        match->year = number_at(lexer, at + 2);
        match->year_digits = 4;
        return TRUE;
    }
    match->day = match->month;
    match->month = number_at(lexer, at + 2);
    match->order = ORDER_UNKNOWN;
    return mark == '/' && is_number(lexer, at + 2, 1, 2);
}

/* 13 brumaire an VIII, 18 brumaire de l'an 8, 3e jour complémentaire an VII */
static gboolean match_republican(Lexer *lexer, guint at, DateMatch *match)
{
    guint next = skip_ordinal(lexer, at + 1);
    const Token *token;

    if (!is_number(lexer, at, 1, 2))
        return FALSE;
    if (is_word_at(lexer, next, "jour", "jours"))
        next++;
    token = lexer_token(lexer, next);
    match->month = token->kind == TOKEN_WORD ? name_value(&republican_month_names, token->word) : 0;
    if (match->month == 0)
        return FALSE;
    next = skip_fillers(lexer, next + 1);
    if (token_is_word(lexer_token(lexer, next), "l"))
        next += is_mark(lexer, next + 1, '\'') ? 2 : 1;
    if (!token_is_word(lexer_token(lexer, next), "an"))
        return FALSE;
    token = lexer_token(lexer, next + 1);
    match->year = token->kind == TOKEN_WORD ? roman_value(token->word) : (int)token->number;
    match->year_digits = 4;
    match->day = number_at(lexer, at);
    match->calendar = DATE_CALENDAR_REPUBLICAN;
    match->named_month = TRUE;
    match->strength = MATCH_STRONG;
    match->end = next + 2;
    return token_is_number(token, 1, 2) || token->kind == TOKEN_WORD;
}

/* 1824, 1735/6; 2019-11, 2018/06 */
static gboolean match_year_alone(Lexer *lexer, guint at, DateMatch *match)
{
    guint end;
    gunichar mark;

    if (!is_number(lexer, at, 4, 4))
        return FALSE;
    match->strength = MATCH_WEAK;
    end = match_year(lexer, at, FALSE, match);
    mark = end == at + 1 ? match_separator(lexer, end) : 0;
    if ((mark == '-' || (mark == '/' && match->year >= BRITISH_NEW_STYLE)) &&
        is_number(lexer, at + 2, 1, 2)) {
        match->month = number_at(lexer, at + 2);
        end = at + 3;
    }
    match->end = end;
    return TRUE;
}

/* 910514, 1325422860, 1325422860.75, 1325422860000 */
static gboolean match_run(Lexer *lexer, guint at, DateMatch *match)
{
    const Token *token = lexer_token(lexer, at);

    if (token->kind != TOKEN_NUMBER ||
        (token->digits != 6 && token->digits != 10 && token->digits != 13))
        return FALSE;
    match->run = token->number;
    match->run_digits = token->digits;
    match->strength = MATCH_WEAK;
    match->end = at + 1;
    if (token->digits > 6 && is_mark(lexer, at + 1, '.') && is_glued(lexer, at + 1) &&
        is_glued(lexer, at + 2) && is_number(lexer, at + 2, 1, 9))
        match->end = at + 3;
    return TRUE;
}

typedef gboolean (*FormMatcher)(Lexer *lexer, guint at, DateMatch *match);

/* The forms that begin with a number, those that say more before those that they begin with. */
static const FormMatcher number_forms[] = {
    match_year_month_day,
    match_compact,
    match_day_month_year,
    match_cjk,
    match_day_name_year,
    match_republican,
    match_year_name_day,
    match_name_day_year,
    match_numeric_short,
    match_year_alone,
    match_run,
};

static const FormMatcher word_forms[] = {match_name_day_year, match_cjk};

/* The date alone, without weekday and time. */
static gboolean match_form(Lexer *lexer, guint at, DateMatch *match)
{
    const Token *token = lexer_token(lexer, at);
    const FormMatcher *forms = token->kind == TOKEN_WORD ? word_forms : number_forms;
    gsize count = token->kind == TOKEN_WORD     ? G_N_ELEMENTS(word_forms)
                  : token->kind == TOKEN_NUMBER ? G_N_ELEMENTS(number_forms)
                                                : 0;

    for (gsize i = 0; i < count; i++) {
        *match = (DateMatch){0};
        if (forms[i](lexer, at, match))
            return TRUE;
    }
    return FALSE;
}

/*
 * Abbreviations ("do", "mar") are words of other languages too: they count with a capital or with
 * a mark after them, those of two letters with the mark only.
 */
int date_match_weekday(Lexer *lexer, guint at)
{
    const Token *token = lexer_token(lexer, at);
    int weekday = token->kind == TOKEN_WORD ? name_value(&weekday_names, token->word) : 0;
    gboolean marked =
        is_mark(lexer, at + 1, '.') || is_mark(lexer, at + 1, ',') || is_mark(lexer, at + 1, ')');

    if (weekday == 0 || marked)
        return weekday;
    if (g_utf8_strlen(token->word, -1) <= 2)
        return 0;
    return token->capital || name_find(&weekday_names, token->word) != NULL ? weekday : 0;
}

gboolean date_match_is_joint(Lexer *lexer, guint at)
{
    static const char *const words[] = {"to",  "bis", "au",   "al",    "ate",     "tot",  "do",
                                        "по",  "до",  "till", "until", "through", "thru", "and",
                                        "und", "et",  "y",    "e",     "и",       "i"};
    const Token *token = lexer_token(lexer, at);

    return token_is_mark(token, '-') || token_is_mark(token, '/') || token_is_mark(token, '&') ||
           is_in(token, words, G_N_ELEMENTS(words));
}

/* at, um, à, a las, alle, kl., klo, о, в, saat: a time follows. */
static gboolean is_time_word(const Token *token)
{
    static const char *const words[] = {"at",   "um",  "a",   "as",  "las",  "los", "alle",
                                        "kl",   "klo", "om",  "o",   "godz", "в",   "у",
                                        "saat", "u",   "ore", "ora", "of"};

    return is_in(token, words, G_N_ELEMENTS(words));
}

/* г., р., года, р: "of the year" after it, in Russian and Ukrainian. */
static gboolean is_year_word(const Token *token)
{
    static const char *const words[] = {"г", "р", "года", "год", "року", "рік", "r", "roku"};

    return is_in(token, words, G_N_ELEMENTS(words));
}

/* Chinese, Japanese and Korean write one character for a weekday, in parentheses. */
static int weekday_of_character(const Token *token)
{
    static const char *const days[][3] = {
        {"月", "월", "一"}, {"火", "화", "二"}, {"水", "수", "三"}, {"木", "목", "四"},
        {"金", "금", "五"}, {"土", "토", "六"}, {"日", "일", "日"}};

    for (gsize i = 0; i < G_N_ELEMENTS(days); i++) {
        if (is_in(token, days[i], G_N_ELEMENTS(days[i])))
            return (int)i + 1;
    }
    return 0;
}

/* A weekday with what stands around it: ", Tuesday,", "(Tue)", "（木）". */
static guint match_weekday_after(Lexer *lexer, guint at, DateMatch *match)
{
    gboolean open = is_mark(lexer, at, '(');
    guint next = open || is_mark(lexer, at, ',') ? at + 1 : at;
    int weekday = date_match_weekday(lexer, next);

    if (open && weekday == 0)
        weekday = weekday_of_character(lexer_token(lexer, next));
    if (weekday == 0 || (open && !is_mark(lexer, next + 1, ')')))
        return at;
    match->weekday = (guint8)weekday;
    next++;
    return open || is_mark(lexer, next, '.') ? next + 1 : next;
}

/* The marks and words between a date and its time; says how much the time must look like one. */
static guint skip_to_time(Lexer *lexer, guint at, ClockPlace *place)
{
    guint last = at + 5;
    const Token *token = lexer_token(lexer, at);

    *place = CLOCK_ALONE;
    if (token_is_word(token, "t")) {
        *place = CLOCK_AFTER_T;
        return at + 1;
    }
    for (; at < last; at++) {
        token = lexer_token(lexer, at);
        if (token->kind == TOKEN_MARK && token->mark != '(' && token->mark != '+') {
            if (token->mark == '-')
                *place = CLOCK_AFTER_WORD;
        } else if (is_time_word(token)) {
            *place = CLOCK_AFTER_WORD;
        } else if (!is_year_word(token)) {
            break;
        }
    }
    return at;
}

/* A zone at the end of a date without time (XML Schema §3.3.9: 2019-11-18-05:00) is no time. */
static gboolean is_zone_of_day(Lexer *lexer, guint at)
{
    Clock zone;
    guint end;

    if (!is_glued(lexer, at) || (!is_mark(lexer, at, '-') && !is_mark(lexer, at, '+')))
        return FALSE;
    end = clock_match_zone(lexer, at, &zone);
    return end == at + 4 && zone.offset_minutes % 15 == 0 && !is_mark(lexer, end, ':');
}

/* The time after a date; asctime and `date` write the year after it. */
static void match_time_after(Lexer *lexer, DateMatch *match)
{
    ClockPlace place;
    guint start, end;

    if (is_zone_of_day(lexer, match->end)) {
        match->end += 4;
        return;
    }
    start = skip_to_time(lexer, match->end, &place);
    end = clock_match(lexer, start, place, &match->clock);
    if (end == start)
        return;
    if (match->year_digits == 0 && match->day != 0) {
        guint next = is_mark(lexer, end, ',') ? end + 1 : end;

        if (is_number(lexer, next, 4, 4)) {
            end = match_year(lexer, next, FALSE, match);
            match->strength = MATCH_STRONG;
        }
    }
    match->end = end;
}

/* The zone of a compact time or of one before the date: 20210516080625Z, 22:00, 11 July 2021 BST.
 */
static void match_zone_after(Lexer *lexer, DateMatch *match)
{
    if (match->clock.precision != DATE_PRECISION_NONE && match->clock.zone == CLOCK_ZONE_NONE)
        match->end = clock_match_zone(lexer, match->end, &match->clock);
}

/* A form with weekday and time after it. */
static gboolean match_with_sequel(Lexer *lexer, guint at, DateMatch *match)
{
    if (!match_form(lexer, at, match))
        return FALSE;
    if (match->day == 0)
        return TRUE;
    match->end = match_weekday_after(lexer, match->end, match);
    if (match->clock.precision == DATE_PRECISION_NONE)
        match_time_after(lexer, match);
    if (match->strength == MATCH_WEAK && match->clock.precision != DATE_PRECISION_NONE)
        match->strength = MATCH_FAIR; /* 12/04 à 11:30 */
    match->end = match_weekday_after(lexer, match->end, match);
    return TRUE;
}

static guint skip_after_weekday(Lexer *lexer, guint at)
{
    static const char *const words[] = {"the", "le", "den", "der", "el", "il", "dem", "as", "ที่"};

    for (guint last = at + 3; at < last; at++) {
        const Token *token = lexer_token(lexer, at);

        if (!token_is_mark(token, '.') && !token_is_mark(token, ',') &&
            !token_is_mark(token, '-') && !is_in(token, words, G_N_ELEMENTS(words)))
            break;
    }
    return at;
}

/* Tuesday, 15 September 2020. "Mar. 5 mai" is Tuesday, but "Mar. 5, 2019" is March. */
static gboolean match_with_weekday(Lexer *lexer, guint at, DateMatch *match)
{
    int weekday = date_match_weekday(lexer, at);

    if (weekday != 0 && match_with_sequel(lexer, skip_after_weekday(lexer, at + 1), match) &&
        match->day != 0) {
        match->weekday = (guint8)weekday;
        return TRUE;
    }
    return match_with_sequel(lexer, at, match);
}

/* on, am, le and marks between a time and its date; (0309 HKT) */
static guint skip_to_date(Lexer *lexer, guint at)
{
    static const char *const words[] = {"on",  "am", "le", "el",  "il", "den",
                                        "vom", "of", "em", "del", "de"};

    if (is_mark(lexer, at, '(') && is_number(lexer, at + 1, 1, 4) && is_mark(lexer, at + 3, ')'))
        at += 4;
    for (guint last = at + 3; at < last; at++) {
        const Token *token = lexer_token(lexer, at);

        if (!token_is_mark(token, ',') && !token_is_mark(token, '-') &&
            !token_is_mark(token, '|') && !is_in(token, words, G_N_ELEMENTS(words)))
            break;
    }
    return at;
}

/* 17:00, 24 December 2015; 11:22 PM EST, Tue November 29, 2016 */
static gboolean match_after_time(Lexer *lexer, guint at, DateMatch *match)
{
    Clock clock;
    guint end = clock_match(lexer, at, CLOCK_ALONE, &clock);

    if (end == at || !match_with_weekday(lexer, skip_to_date(lexer, end), match))
        return FALSE;
    if (match->day == 0 || match->strength == MATCH_WEAK)
        return FALSE;
    if (match->clock.precision == DATE_PRECISION_NONE) {
        match->clock = clock;
        match_zone_after(lexer, match);
    }
    return TRUE;
}

/* Whether a date could begin here: each has a number in it, or the word for the first year of an
 * era, and most words of a text have none near. */
static gboolean can_begin(Lexer *lexer, guint at)
{
    guint8 kind = lexer_token(lexer, at)->kind;

    if (kind != TOKEN_WORD)
        return kind == TOKEN_NUMBER;
    for (guint next = at + 1; next <= at + NUMBER_WITHIN; next++) {
        kind = lexer_token(lexer, next)->kind;
        if (kind == TOKEN_NUMBER || kind == TOKEN_END ||
            token_is_word(lexer_token(lexer, next), first_year_word))
            return kind != TOKEN_END;
    }
    return FALSE;
}

gboolean date_match(Lexer *lexer, guint at, DateMatch *match)
{
    gboolean matched;
    DateMatch timed;

    if (!can_begin(lexer, at))
        return FALSE;
    matched = match_with_weekday(lexer, at, match);
    if (matched && match->strength == MATCH_STRONG) {
        match_zone_after(lexer, match);
        return TRUE;
    }
    if (match_after_time(lexer, at, &timed)) {
        *match = timed;
        return TRUE;
    }
    if (matched)
        match_zone_after(lexer, match);
    return matched;
}
