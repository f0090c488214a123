/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates by their distance from a reference. */
#include "lib/date-relative.h"

#include <string.h>

#include "lib/date-clock.h"
#include "lib/date-names.h"

enum { COUNT_MAX = 10000 };

static gboolean is_word_of(const Token *token, const char *const *words, gsize count)
{
    for (gsize i = 0; i < count && token->kind == TOKEN_WORD; i++) {
        if (strcmp(token->word, words[i]) == 0)
            return TRUE;
    }
    return FALSE;
}

/* vor, hace, há, il y a */
static guint match_back_before(Lexer *lexer, guint at)
{
    static const char *const words[] = {"vor", "hace", "ha", "fa"};

    if (is_word_of(lexer_token(lexer, at), words, G_N_ELEMENTS(words)))
        return at + 1;
    if (token_is_word(lexer_token(lexer, at), "il") &&
        token_is_word(lexer_token(lexer, at + 1), "y") &&
        token_is_word(lexer_token(lexer, at + 2), "a"))
        return at + 3;
    return at;
}

static gboolean is_back_after(const Token *token)
{
    static const char *const words[] = {"ago",  "fa",    "atras", "geleden", "once",
                                        "temu", "назад", "тому",  "前",      "전"};

    return is_word_of(token, words, G_N_ELEMENTS(words));
}

/* A number, or a word for one: "an hour ago", "vor einer Stunde". 0 if it is neither. */
static int match_count(const Token *token)
{
    static const char *const ones[] = {"a",  "an",  "one", "ein", "eine", "einer", "einem", "einen",
                                       "un", "une", "una", "uno", "um",   "uma",   "een",   "bir"};

    if (token_is_number(token, 1, 4) && token->number > 0 && token->number <= COUNT_MAX)
        return (int)token->number;
    return is_word_of(token, ones, G_N_ELEMENTS(ones)) ? 1 : 0;
}

/* The unit of time: a name, 小时 and 分钟 in two characters. */
static guint match_unit(Lexer *lexer, guint at, Unit *unit)
{
    const Token *token = lexer_token(lexer, at);
    const Name *name = token->kind == TOKEN_WORD ? name_find(&unit_names, token->word) : NULL;
    gboolean second_of_two;

    if (token_is_word(token, "小") && (token_is_word(lexer_token(lexer, at + 1), "时") ||
                                       token_is_word(lexer_token(lexer, at + 1), "時"))) {
        *unit = UNIT_HOUR;
        return at + 2;
    }
    if (name == NULL)
        return at;
    *unit = (Unit)name->value;
    second_of_two = token_is_word(lexer_token(lexer, at + 1), "间") ||
                    token_is_word(lexer_token(lexer, at + 1), "間") ||
                    token_is_word(lexer_token(lexer, at + 1), "钟") ||
                    token_is_word(lexer_token(lexer, at + 1), "鐘");
    return second_of_two ? at + 2 : at + 1;
}

/* The reference moved back by minutes, precise to `precision` or to what the reference knows. */
static Date back_minutes(const Date *reference, gint64 minutes, DatePrecision precision)
{
    Date date = *reference;
    gint64 total = reference->hour * 60 + reference->minute - minutes;
    gint64 days = total >= 0 ? 0 : (total - 1439) / 1440;
    Date day = date_shift_days(reference, days);

    total -= days * 1440;
    if (!date_is_set(&day))
        return day;
    if (reference->precision < DATE_PRECISION_HOUR)
        return minutes < 1440 ? date_truncate(reference, DATE_PRECISION_DAY) : day;
    date.year = day.year;
    date.month = day.month;
    date.day = day.day;
    date.hour = (guint8)(total / 60);
    date.minute = (guint8)(total % 60);
    date.second = 0;
    date.precision = DATE_PRECISION_MINUTE;
    return date_truncate(&date, MIN(precision, (DatePrecision)reference->precision));
}

static Date back(const Date *reference, int count, Unit unit)
{
    Date date = {0};

    switch (unit) {
    case UNIT_SECOND:
        return back_minutes(reference, count / 60, DATE_PRECISION_MINUTE);
    case UNIT_MINUTE:
        return back_minutes(reference, count, DATE_PRECISION_MINUTE);
    case UNIT_HOUR:
        return back_minutes(reference, (gint64)count * 60, DATE_PRECISION_HOUR);
    case UNIT_DAY:
        return date_shift_days(reference, -count);
    case UNIT_WEEK:
        return date_shift_days(reference, -(gint64)count * 7);
    case UNIT_MONTH:
        date = date_shift_months(reference, -count);
        return date_truncate(&date, DATE_PRECISION_MONTH);
    case UNIT_YEAR:
        date = date_shift_months(reference, -count * 12);
        return date_truncate(&date, DATE_PRECISION_YEAR);
    }
    g_assert_not_reached();
}

/* 3 hours ago, vor 2 Tagen, il y a une heure, 2時間前 */
static gboolean match_distance(Lexer *lexer, guint at, const Date *reference, Date *date,
                               guint *end)
{
    guint number = match_back_before(lexer, at);
    gboolean is_back = number != at;
    int count = match_count(lexer_token(lexer, number));
    Unit unit;
    guint next = match_unit(lexer, number + 1, &unit);

    if (count == 0 || next == number + 1)
        return FALSE;
    if (!is_back && !is_back_after(lexer_token(lexer, next)))
        return FALSE;
    *date = back(reference, count, unit);
    date->approximate = date_is_set(date) && unit != UNIT_DAY;
    *end = is_back ? next : next + 1;
    return date_is_set(date);
}

/* today, gestern, ayer */
static gboolean match_day_word(Lexer *lexer, guint at, const Date *reference, Date *date,
                               guint *end)
{
    const Token *token = lexer_token(lexer, at);
    const Name *name =
        token->kind == TOKEN_WORD ? name_find(&relative_day_names, token->word) : NULL;
    const Token *day = lexer_token(lexer, at + 1);
    gboolean is_day = token_is_word(day, "日") || token_is_word(day, "天");

    *end = at + 1;
    if (name != NULL) {
        *date = date_shift_days(reference, name->value);
        return date_is_set(date);
    }
    if (token_is_word(token, "aujourd") && token_is_mark(lexer_token(lexer, at + 1), '\'')) {
        *date = date_truncate(reference, DATE_PRECISION_DAY);
        *end = at + 3;
        return TRUE;
    }
    if (is_day && (token_is_word(token, "今") || token_is_word(token, "昨"))) {
        *date = date_shift_days(reference, token_is_word(token, "今") ? 0 : -1);
        *end = at + 2;
        return date_is_set(date);
    }
    return FALSE;
}

/* The time after a day: "Yesterday at 10:54 p.m.", "2 days ago at 07:52 am". */
static void match_time(Lexer *lexer, guint at, Date *date)
{
    static const char *const words[] = {"at", "um", "a", "as", "alle", "om", "o", "в", "на"};
    ClockPlace place = CLOCK_ALONE;
    Clock clock;

    if (token_is_mark(lexer_token(lexer, at), ','))
        at++;
    if (is_word_of(lexer_token(lexer, at), words, G_N_ELEMENTS(words))) {
        place = CLOCK_AFTER_WORD;
        at++;
    }
    if (date->precision == DATE_PRECISION_DAY && clock_match(lexer, at, place, &clock) != at)
        clock_apply(&clock, FALSE, date);
}

gboolean date_relative_match(Lexer *lexer, guint at, const Date *reference, Date *date)
{
    guint end;

    g_assert(reference->precision >= DATE_PRECISION_DAY);
    if (!match_distance(lexer, at, reference, date, &end) &&
        !match_day_word(lexer, at, reference, date, &end))
        return FALSE;
    match_time(lexer, end, date);
    return TRUE;
}

Date date_relative_weekday(int weekday, const Date *reference)
{
    return date_shift_days(reference, -(gint64)((date_weekday(reference) - weekday + 7) % 7));
}
