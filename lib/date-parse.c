/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates out of strings and out of running text: which matches count, and where. */
#include "morgue/date-parse.h"

#include <string.h>

#include "lib/date-lexer.h"
#include "lib/date-match.h"
#include "lib/date-relative.h"
#include "lib/date-resolve.h"
#include "morgue/error.h"

enum {
    LOOK_AHEAD = 40, /* tokens that the longest date can have, with room to spare */
    LOOK_BACK = 4,   /* tokens that tell whether a date is the end of a span */
};

static const char a_span[] = "it is a span of time, not a date";

static gboolean is_kind(Lexer *lexer, guint at, TokenKind kind)
{
    return lexer_token(lexer, at)->kind == kind;
}

/* Whether a token ends the first half of a span: a number, with its ordinal, or a month. */
static gboolean ends_half(Lexer *lexer, guint at)
{
    const Token *token = lexer_token(lexer, at);

    if (token->kind == TOKEN_MARK && token->mark == '.' && at > 0)
        return ends_half(lexer, at - 1);
    if (token->kind == TOKEN_NUMBER)
        return TRUE;
    return token->kind == TOKEN_WORD && at > 0 && token->glued &&
           is_kind(lexer, at - 1, TOKEN_NUMBER);
}

/* Whether the match at `at` is the second half of a span: 12-14 March 2020, 12. bis 14. März. */
static gboolean is_end_of_span(Lexer *lexer, guint at)
{
    if (at < 2)
        return FALSE;
    if (token_is_mark(lexer_token(lexer, at - 1), '.') && lexer_token(lexer, at)->glued)
        return ends_half(lexer, at - 2);
    return date_match_is_joint(lexer, at - 1) && ends_half(lexer, at - 2);
}

/* Whether a span goes on after the match: November 29 - December 9, 2022; 1708-1795. */
static gboolean is_start_of_span(Lexer *lexer, const DateMatch *match)
{
    DateMatch other;
    guint next = match->end + 1;

    if (!date_match_is_joint(lexer, match->end))
        return FALSE;
    if (match->strength != MATCH_STRONG && is_kind(lexer, next, TOKEN_NUMBER))
        return TRUE;
    return date_match(lexer, next, &other) &&
           (other.strength != MATCH_WEAK || other.year_digits != 0);
}

/* Whether a number runs on before or after it: v1.2.2013, 1.2.2013.4, 605:12:19 */
static gboolean runs_on(Lexer *lexer, guint at, guint end)
{
    const Token *next = lexer_token(lexer, end);

    if (next->glued && next->kind == TOKEN_NUMBER)
        return TRUE;
    if (next->glued && next->kind == TOKEN_MARK &&
        strchr("./-", (int)(next->mark & 0x7F)) != NULL && next->mark < 0x80 &&
        lexer_token(lexer, end + 1)->glued && is_kind(lexer, end + 1, TOKEN_NUMBER))
        return TRUE;
    if (at == 0 || !lexer_token(lexer, at)->glued || !is_kind(lexer, at, TOKEN_NUMBER))
        return FALSE;
    return at > 1 && is_kind(lexer, at - 1, TOKEN_MARK) && lexer_token(lexer, at - 1)->glued &&
           is_kind(lexer, at - 2, TOKEN_NUMBER);
}

static gboolean has_kind(Lexer *lexer, guint from, guint to, TokenKind kind)
{
    for (guint at = from; at < to; at++) {
        if (is_kind(lexer, at, kind))
            return TRUE;
        if (is_kind(lexer, at, TOKEN_END))
            return FALSE;
    }
    return FALSE;
}

/* Words and marks beside a year that say how sure it is, or that it is a year. */
static gboolean is_year_company(const Token *token, gboolean *approximate)
{
    static const char *const about[] = {"c", "ca", "circa", "cca", "um", "about", "vers", "около"};
    static const char *const years[] = {"year", "anno", "ad", "г", "год", "р", "рік", "jahr", "in"};

    if (token->kind == TOKEN_MARK) {
        *approximate = *approximate || token->mark == '?' || token->mark == '~';
        return token->mark != 0xFFFD;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(about); i++) {
        if (token_is_word(token, about[i])) {
            *approximate = TRUE;
            return TRUE;
        }
    }
    for (gsize i = 0; i < G_N_ELEMENTS(years); i++) {
        if (token_is_word(token, years[i]))
            return TRUE;
    }
    return FALSE;
}

/* Whether a weak match is all that the string holds. */
static gboolean stands_alone(Lexer *lexer, guint at, DateMatch *match)
{
    for (guint i = 0; i < LEXER_WINDOW && !is_kind(lexer, i, TOKEN_END); i++) {
        if ((i < at || i >= match->end) &&
            !is_year_company(lexer_token(lexer, i), &match->approximate))
            return FALSE;
    }
    return !(match->run_digits != 0 && at > 0 && token_is_mark(lexer_token(lexer, at - 1), '-'));
}

/* Why a match at `at` of a string that should be a date is not the date; NULL if it is. */
static const char *check_place(Lexer *lexer, guint at, DateMatch *match)
{
    static const char more_numbers[] = "there are other numbers beside it";

    if (is_end_of_span(lexer, at) || is_start_of_span(lexer, match))
        return a_span;
    if (runs_on(lexer, at, match->end) && match->clock.precision == DATE_PRECISION_NONE)
        return more_numbers;
    switch ((MatchStrength)match->strength) {
    case MATCH_WEAK:
        return stands_alone(lexer, at, match) ? NULL : "it is only a number among other text";
    case MATCH_FAIR:
        return has_kind(lexer, 0, at, TOKEN_NUMBER) ||
                       has_kind(lexer, match->end, LEXER_WINDOW, TOKEN_NUMBER)
                   ? more_numbers
                   : NULL;
    case MATCH_STRONG:
        return at > 0 && is_kind(lexer, at - 1, TOKEN_NUMBER) ? more_numbers : NULL;
    }
    g_assert_not_reached();
}

/*
 * The first match whose place is right is the date, or there is none: what is left of "Friday, 31
 * April" without its beginning would be another date. NULL if it became `date`, else an objection.
 */
static const char *parse_match(Lexer *lexer, const DateContext *context, Date *date)
{
    const char *first_reason = NULL;

    for (guint at = 0; at < LOOK_AHEAD && !is_kind(lexer, at, TOKEN_END); at++) {
        DateMatch match;
        const char *reason;

        if (!date_match(lexer, at, &match))
            continue;
        reason = check_place(lexer, at, &match);
        if (reason == NULL)
            return date_resolve(&match, context, date);
        first_reason = first_reason != NULL ? first_reason : reason;
        if (match.strength == MATCH_STRONG || reason == a_span)
            break;
    }
    return first_reason != NULL ? first_reason : "no known form of date";
}

/* "3 hours ago", "gestern", and a weekday alone. */
static gboolean parse_relative(Lexer *lexer, const DateContext *context, Date *date)
{
    Date read;

    if (context->reference.precision < DATE_PRECISION_DAY)
        return FALSE;
    for (guint at = 0; at < LOOK_AHEAD && !is_kind(lexer, at, TOKEN_END); at++) {
        int weekday = date_match_weekday(lexer, at);

        if (context->relative_allowed &&
            date_relative_match(lexer, at, &context->reference, &read)) {
            *date = read;
            return date_context_allows(context, &read);
        }
        if (weekday == 0 || has_kind(lexer, 0, LEXER_WINDOW, TOKEN_NUMBER))
            continue;
        *date = date_relative_weekday(weekday, &context->reference);
        return date_is_set(date) && date_context_allows(context, date);
    }
    return FALSE;
}

gboolean date_parse(const char *text, gsize length, const DateContext *context, Date *date,
                    GError **error)
{
    static const DateContext no_context = {0};
    Lexer lexer;
    Date read = {0};
    const char *reason;

    if (context == NULL)
        context = &no_context;
    lexer_init(&lexer, text, length, context->language);
    reason = parse_match(&lexer, context, &read);
    if (reason != NULL && reason != a_span && parse_relative(&lexer, context, &read))
        reason = NULL;
    if (reason == NULL) {
        *date = read;
        return TRUE;
    }
    if (error != NULL) {
        g_autofree char *quoted = g_utf8_make_valid(text, (gssize)MIN(length, 60));

        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT, "date \"%s\": %s", quoted, reason);
    }
    return FALSE;
}

/* Whether a match in running text is a date and not numbers and words by chance. */
static gboolean counts_in_text(Lexer *lexer, guint at, const DateMatch *match,
                               const DateContext *context)
{
    gboolean month_first = is_kind(lexer, at, TOKEN_WORD) && match->weekday == 0;

    if (match->day == 0 || match->compact || match->strength == MATCH_WEAK ||
        runs_on(lexer, at, match->end))
        return FALSE;
    if (match->year_digits == 0)
        return date_is_set(&context->reference) && match->named_month &&
               (match->capital || !month_first);
    if (match->year_digits == 2 && match->named_month)
        return FALSE; /* "3 May 23 people" */
    return at == 0 || !lexer_token(lexer, at)->glued || !is_kind(lexer, at - 1, TOKEN_NUMBER);
}

/* Keeps the window ahead of the search, with a few tokens behind it. Returns the new place. */
static guint slide(Lexer *lexer, guint at)
{
    if (at + LOOK_AHEAD < LEXER_WINDOW)
        return at;
    lexer_slide(lexer, at - LOOK_BACK);
    return LOOK_BACK;
}

/* Whether there may be a digit: those of other scripts are U+0660 and later, from byte D9 on. */
static gboolean may_have_digits(const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        if (g_ascii_isdigit(text[i]) || (guchar)text[i] >= 0xD9)
            return TRUE;
    }
    return FALSE;
}

gboolean date_find_near_start(const char *text, gsize length, gsize farthest,
                              const DateContext *context, Date *date, gsize *start, gsize *end)
{
    static const DateContext no_context = {0};
    Lexer lexer;
    DateMatch match;
    Date read;

    if (!may_have_digits(text, length))
        return FALSE;
    if (context == NULL)
        context = &no_context;
    lexer_init(&lexer, text, length, context->language);
    for (guint at = 0; !is_kind(&lexer, at, TOKEN_END); at++) {
        at = slide(&lexer, at);
        if (lexer_token(&lexer, at)->start > farthest)
            return FALSE;
        if (!date_match(&lexer, at, &match) || !counts_in_text(&lexer, at, &match, context) ||
            is_end_of_span(&lexer, at))
            continue;
        if (is_start_of_span(&lexer, &match)) {
            at = match.end;
            continue;
        }
        if (date_resolve(&match, context, &read) != NULL || read.precision < DATE_PRECISION_DAY)
            continue;
        *date = read;
        if (start != NULL)
            *start = lexer_token(&lexer, at)->start;
        if (end != NULL)
            *end = lexer_token(&lexer, match.end - 1)->end;
        return TRUE;
    }
    return FALSE;
}

gboolean date_find(const char *text, gsize length, const DateContext *context, Date *date,
                   gsize *start, gsize *end)
{
    return date_find_near_start(text, length, G_MAXSIZE, context, date, start, end);
}
