/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The query lexer: blanks and punctuation separate, everything else means something. */
#include "lib/query-lexer.h"

#include <string.h>

#include "morgue/query-error.h"
#include "morgue/query.h"

/* Returned past the end of the query, where it separates like a blank. */
#define END_CHARACTER ((gunichar)0)

static gunichar character_at(const Lexer *lexer, gsize position)
{
    return position < lexer->length ? g_utf8_get_char(lexer->text + position) : END_CHARACTER;
}

static gunichar character_before(const Lexer *lexer, gsize position)
{
    return position == 0 ? END_CHARACTER
                         : g_utf8_get_char(g_utf8_prev_char(lexer->text + position));
}

static gsize next_position(const Lexer *lexer, gsize position)
{
    return (gsize)(g_utf8_next_char(lexer->text + position) - lexer->text);
}

static gboolean is_blank(gunichar c)
{
    return c == END_CHARACTER || g_unichar_isspace(c) || g_unichar_iscntrl(c);
}

static gboolean is_word_character(gunichar c)
{
    return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

static gboolean is_quote(gunichar c)
{
    return c == '"' || c == 0x201C || c == 0x201D || c == 0x201E || c == 0x201F || c == 0xAB ||
           c == 0xBB || c == 0xFF02;
}

/* En dash and minus sign: what word processors make of a hyphen. */
static gboolean is_dash(gunichar c)
{
    return c == 0x2013 || c == 0x2212;
}

/* Punctuation that may stand inside a word; whether it parts it is up to analysis. */
static gboolean may_join(gunichar c)
{
    if (c < 0x80)
        return TRUE;
    return g_unichar_type(c) == G_UNICODE_FORMAT || is_dash(c) || c == 0x2010 || c == 0x2011 ||
           c == 0x2014 || c == 0x2019 || c == 0xB7 || c == 0x2027 || c == 0x5F3 || c == 0x5F4;
}

static gboolean separates(const Lexer *lexer, gsize position, gunichar c)
{
    if (c == ',')
        return !g_ascii_isdigit(character_before(lexer, position)) ||
               !g_ascii_isdigit(character_at(lexer, position + 1));
    return c == ';' || !(is_word_character(c) || may_join(c));
}

static gboolean fail(const Lexer *lexer, gsize place, GError **error, const char *hint,
                     const char *message)
{
    return query_error_set(error, lexer->text, lexer->length, place, hint, "%s", message);
}

char lexer_peek_byte(const Lexer *lexer)
{
    return lexer->position < lexer->length ? lexer->text[lexer->position] : '\0';
}

static gboolean has_word(const Lexer *lexer, gsize start, gsize end)
{
    for (gsize at = start; at < end; at = next_position(lexer, at)) {
        if (is_word_character(character_at(lexer, at)))
            return TRUE;
    }
    return FALSE;
}

/* After a quotation mark or a bracket there must be an end, or punctuation. */
static gboolean check_apart(const Lexer *lexer, const char *message, GError **error)
{
    gunichar c = character_at(lexer, lexer->position);
    gboolean glued = is_word_character(c) || is_quote(c) || c == '(' || c == '=' || c == '*' ||
                     c == '+' || c == '-';
    return !glued || fail(lexer, lexer->position, error, NULL, message);
}

/* Operators with a number or a unit. */

static gboolean span_is(const char *span, gsize length, const char *word)
{
    return strlen(word) == length && memcmp(span, word, length) == 0;
}

static gboolean span_is_in_any_case(const char *span, gsize length, const char *word)
{
    return strlen(word) == length && g_ascii_strncasecmp(span, word, length) == 0;
}

typedef struct SlashOperator {
    const char *name;
    TokenKind kind;
    guint most;       /* what its number may be; 0: it takes none */
    const char *unit; /* instead of a number */
} SlashOperator;

static const SlashOperator slash_operators[] = {
    {"NEAR", TOKEN_NEAR, QUERY_MAX_DISTANCE, NULL},
    {"W", TOKEN_NEAR, QUERY_MAX_DISTANCE, NULL},
    {"ADJ", TOKEN_ADJACENT, QUERY_MAX_DISTANCE, NULL},
    {"PRE", TOKEN_ADJACENT, QUERY_MAX_DISTANCE, NULL},
    {"ATLEAST", TOKEN_AT_LEAST, QUERY_MAX_TIMES, NULL},
    {"W", TOKEN_SENTENCE, 0, "s"},
    {"W", TOKEN_PARAGRAPH, 0, "p"},
};

static gboolean all_digits(const char *text, gsize length)
{
    gsize digits = 0;
    while (digits < length && g_ascii_isdigit(text[digits]))
        digits++;
    return length > 0 && digits == length;
}

/* The operator that a span is written as, whatever its number; NULL where it is none. */
static const SlashOperator *find_slash_operator(const char *span, gsize length)
{
    const char *slash = memchr(span, '/', length);
    if (slash == NULL)
        return NULL;
    gsize name_length = (gsize)(slash - span);
    gsize rest_length = length - name_length - 1;
    for (gsize i = 0; i < G_N_ELEMENTS(slash_operators); i++) {
        const SlashOperator *row = &slash_operators[i];
        if (span_is_in_any_case(span, name_length, row->name) &&
            (row->unit != NULL ? span_is_in_any_case(slash + 1, rest_length, row->unit)
                               : all_digits(slash + 1, rest_length)))
            return row;
    }
    return NULL;
}

/* NEAR, ADJ and ATLEAST in capitals, whatever follows a slash after them: they are no words. */
static gboolean begins_with_operator(const char *span, gsize length)
{
    const char *slash = memchr(span, '/', length);
    if (slash != NULL)
        length = (gsize)(slash - span);
    return span_is(span, length, "NEAR") || span_is(span, length, "ADJ") ||
           span_is(span, length, "ATLEAST");
}

/* Of their own they lack a number; and where it should be, there is something else. */
static gboolean lacks_number(const char *span, gsize length)
{
    const char *slash = memchr(span, '/', length);
    gboolean has_digit = slash != NULL && slash + 1 < span + length && g_ascii_isdigit(slash[1]);
    return !has_digit && begins_with_operator(span, length);
}

static gboolean refuse_bare_operator(const Lexer *lexer, gsize start, gsize end, GError **error)
{
    const char *span = lexer->text + start;
    int length = (int)(end - start);
    const char *slash = memchr(span, '/', end - start);
    int name_length = slash != NULL ? (int)(slash - span) : length;
    gsize place = slash != NULL ? (gsize)(slash + 1 - lexer->text) : start;
    g_autofree char *hint =
        g_strdup_printf("for example %.*s/5; as a word write it in quotation marks: \"%.*s\"",
                        name_length, span, length, span);
    length = slash != NULL ? name_length + 1 : length;
    return query_error_set(error, lexer->text, lexer->length, place, hint,
                           "a number is missing after %.*s", length, span);
}

static gboolean read_number(const Lexer *lexer, const SlashOperator *row, Token *token,
                            GError **error)
{
    if (row->most == 0)
        return TRUE;
    const char *digits = strchr(lexer->text + token->start, '/') + 1;
    guint64 number = 0;
    for (const char *end = lexer->text + token->end; digits < end; digits++)
        number = MIN(number * 10 + (guint64)g_ascii_digit_value(*digits), G_MAXUINT32);
    token->number = (guint)number;
    if (number >= 1 && number <= row->most)
        return TRUE;
    return query_error_set(error, lexer->text, lexer->length, token->start, NULL,
                           "the number after %s/ must be from 1 to %u", row->name, row->most);
}

/* Characters that mean something here or elsewhere, where they stand. */
static gboolean check_character(const Lexer *lexer, gsize start, gsize end, gsize at,
                                GError **error)
{
    gboolean after_word = at > start && is_word_character(character_before(lexer, at));
    gboolean before_word = at + 1 < end && is_word_character(character_at(lexer, at + 1));
    const char *span = lexer->text + start;
    switch (span[at - start]) {
    case '*':
        return fail(lexer, at, error, "a * of its own stands for every article",
                    "this * belongs to no word");
    case '~':
        return !after_word ||
               fail(lexer, at, error, "for example zelensk~1", "a ~ stands at the end of a word");
    case '^':
        return !after_word ||
               fail(lexer, at, error, "leave the ^ out", "words cannot be given weights");
    case '|':
        return end - start == 1 || fail(lexer, at, error, "write OR", "| is not an operator");
    case '!':
        return after_word || !before_word ||
               fail(lexer, at, error, "write -word or NOT word", "! is not an operator");
    case '\\':
        return fail(lexer, at, error, "put words with signs in them in quotation marks",
                    "a backslash means nothing here");
    case '&':
        return !(at + 1 < end && span[at + 1 - start] == '&') ||
               fail(lexer, at, error, "write AND", "&& is not an operator");
    }
    return TRUE;
}

static gboolean check_chunk(const Lexer *lexer, gsize start, gsize end, GError **error)
{
    for (gsize at = start; at < end; at++) {
        if (!check_character(lexer, start, end, at, error))
            return FALSE;
    }
    gunichar next = character_at(lexer, end);
    if (is_quote(next) && has_word(lexer, start, end))
        return fail(lexer, end, error, NULL, "a blank is missing before the quotation mark");
    if (next == '(' && has_word(lexer, start, end))
        return fail(lexer, end, error, NULL, "a blank is missing before the bracket");
    return TRUE;
}

/* Fields. */

static char *field_names(void)
{
    GString *names = g_string_new("fields are");
    for (int id = 0; id < FIELD_COUNT; id++)
        g_string_append_printf(names, " %s:", field_get((FieldId)id)->name);
    return g_string_free(names, FALSE);
}

/* The nearest field first. */
static char *field_hint(const char *name, gsize length)
{
    const char *nearest = field_nearest(name, length);
    g_autofree char *names = field_names();
    return nearest == NULL ? g_steal_pointer(&names)
                           : g_strdup_printf("did you mean %s:? %s", nearest, names);
}

static gboolean refuse_field(const Lexer *lexer, gsize start, gsize colon, GError **error)
{
    const char *name = lexer->text + start;
    int length = (int)(colon - start);
    g_autofree char *hint = NULL;
    if (g_ascii_strncasecmp(name, "http", 4) == 0)
        hint = g_strdup("write url: before a web address");
    else
        hint = field_hint(name, colon - start);
    return query_error_set(error, lexer->text, lexer->length, start, hint,
                           "there is no field %.*s:", length, name);
}

/*
 * At a colon inside a chunk: the field that ends there, or NULL where the colon is punctuation.
 * Only letters before it, and something other than a blank after it, can have been meant as one.
 */
static gboolean check_colon(const Lexer *lexer, gsize start, gsize colon, const Field **field,
                            GError **error)
{
    *field = NULL;
    for (gsize at = start; at < colon; at++) {
        if (!g_ascii_isalpha(lexer->text[at]))
            return TRUE;
    }
    *field = field_find(lexer->text + start, colon - start);
    gunichar next = character_at(lexer, colon + 1);
    if (*field != NULL && (is_blank(next) || next == ')'))
        return query_error_set(error, lexer->text, lexer->length, colon + 1,
                               "the value follows the colon without a blank",
                               "nothing to look for after %.*s", (int)(colon + 1 - start),
                               lexer->text + start);
    gboolean meant = is_word_character(next) || is_quote(next) || next == '(' || next == '=' ||
                     next == '*' || next == '/' || next == '-' || next == '+';
    return *field != NULL || !meant || refuse_field(lexer, start, colon, error);
}

/* Words. */

static gsize first_word_character(const Lexer *lexer, gsize at)
{
    while (at < lexer->length && !is_word_character(character_at(lexer, at)))
        at = next_position(lexer, at);
    return at;
}

/*
 * Finds the end of what stands between separators; or, where that begins with the name of a
 * field, the end of the field's colon.
 */
static gboolean scan_chunk(const Lexer *lexer, gsize start, gsize *end, const Field **field,
                           GError **error)
{
    gsize at = start;
    *field = NULL;
    gboolean colon_seen = FALSE;
    gsize name = first_word_character(lexer, start);
    for (; at < lexer->length; at = next_position(lexer, at)) {
        gunichar c = character_at(lexer, at);
        if (is_blank(c) || is_quote(c) || c == '(' || c == ')' || separates(lexer, at, c))
            break;
        if (c != ':' || at <= name || colon_seen)
            continue;
        colon_seen = TRUE;
        if (!check_colon(lexer, name, at, field, error))
            return FALSE;
        if (*field != NULL && name > start)
            return fail(lexer, start, error, "what belongs to the word stands after the colon",
                        "something stands before the name of a field");
        if (*field != NULL) {
            at++;
            break;
        }
    }
    *end = at;
    return TRUE;
}

/* Full stops at the end belong to acronyms (U.S.); + and # to names (C++). */
static gboolean may_end_word(const Lexer *lexer, gsize start, gsize at, gunichar c)
{
    if (is_word_character(c) || c == '+' || c == '#')
        return TRUE;
    if (c != '.' || at == start)
        return FALSE;
    gsize before = (gsize)(g_utf8_prev_char(lexer->text + at) - lexer->text);
    return before > start && character_before(lexer, before) == '.';
}

static void trim_word(const Lexer *lexer, Token *token)
{
    token->text_start = first_word_character(lexer, token->text_start);
    while (token->text_end > token->text_start) {
        gsize last = (gsize)(g_utf8_prev_char(lexer->text + token->text_end) - lexer->text);
        if (may_end_word(lexer, token->text_start, last, character_at(lexer, last)))
            break;
        token->text_end = last;
    }
}

static TokenKind operator_kind(const char *span, gsize length)
{
    static const struct {
        const char *name;
        TokenKind kind;
    } operators[] = {{"AND", TOKEN_AND},       {"OR", TOKEN_OR},          {"NOT", TOKEN_NOT},
                     {"SENT", TOKEN_SENTENCE}, {"PARA", TOKEN_PARAGRAPH}, {"*", TOKEN_EVERYTHING}};
    for (gsize i = 0; i < G_N_ELEMENTS(operators); i++) {
        if (span_is(span, length, operators[i].name))
            return operators[i].kind;
    }
    const SlashOperator *row = find_slash_operator(span, length);
    return row != NULL ? row->kind : TOKEN_WORD;
}

/* `...AND`: an operator or a word? */
static gboolean check_trimmed(const Lexer *lexer, const Token *token, GError **error)
{
    const char *word = lexer->text + token->text_start;
    gsize length = token->text_end - token->text_start;
    if (token->kind != TOKEN_WORD)
        return TRUE;
    if (operator_kind(word, length) == TOKEN_WORD && !begins_with_operator(word, length))
        return TRUE;
    return fail(lexer, token->text_start, error,
                "an operator stands between blanks; in small letters it is a word",
                "this is neither an operator nor a word");
}

static void set_token(Token *token, TokenKind kind, gsize start, gsize end)
{
    *token =
        (Token){.kind = kind, .start = start, .end = end, .text_start = start, .text_end = end};
}

/* Words with wildcards, and similar words. */

static gboolean is_wildcard(gunichar c)
{
    return c == '*' || c == '?';
}

/* Whether a chunk that holds a word holds a wildcard, too: * and ? beside a letter. */
static gboolean has_wildcard(const Lexer *lexer, gsize start, gsize end)
{
    for (gsize at = start; at < end; at++) {
        gboolean after = at > start && is_word_character(character_before(lexer, at));
        gboolean before = at + 1 < end && is_word_character(character_at(lexer, at + 1));
        if (is_wildcard((guchar)lexer->text[at]) && (after || before))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_apostrophe(gunichar c)
{
    return c == '\'' || c == 0x2019;
}

/* Punctuation around the pattern is passed over; within it there may be nothing but letters. */
static gboolean read_pattern(const Lexer *lexer, Token *token, GError **error)
{
    gsize start = token->start, end = token->end;
    if (lexer->text[start] == '=')
        return fail(lexer, start, error, "leave the = out",
                    "a word with wildcards stands for exact forms already");
    while (!is_word_character(character_at(lexer, start)) &&
           !is_wildcard(character_at(lexer, start)))
        start = next_position(lexer, start);
    while (!is_word_character(character_before(lexer, end)) &&
           !is_wildcard(character_before(lexer, end)))
        end = (gsize)(g_utf8_prev_char(lexer->text + end) - lexer->text);
    for (gsize at = start; at < end; at = next_position(lexer, at)) {
        gunichar c = character_at(lexer, at);
        if (!is_word_character(c) && !is_wildcard(c) && !is_apostrophe(c))
            return fail(lexer, at, error, "look for the parts by themselves, joined by ADJ/1",
                        "a word with wildcards has nothing but letters in it");
    }
    token->kind = TOKEN_PATTERN;
    token->text_start = start;
    token->text_end = end;
    return TRUE;
}

/* `word~`, `word~2`: sets the number of letters that may differ. FALSE where it is another chunk.
 */
static gboolean is_similar(const Lexer *lexer, Token *token)
{
    const char *span = lexer->text + token->start;
    gsize length = token->end - token->start;
    const char *tilde = memchr(span, '~', length);
    if (tilde == NULL || tilde == span ||
        !is_word_character(character_before(lexer, (gsize)(tilde - lexer->text))))
        return FALSE;
    gsize digits = length - (gsize)(tilde - span) - 1;
    if (digits > 1 || (digits == 1 && !g_ascii_isdigit(tilde[1])))
        return FALSE;
    token->number = digits == 0 ? 1 : (guint)g_ascii_digit_value(tilde[1]);
    token->text_end = (gsize)(tilde - lexer->text);
    return TRUE;
}

static gboolean read_similar(const Lexer *lexer, Token *token, GError **error)
{
    if (token->number < 1 || token->number > QUERY_MAX_CHANGES)
        return fail(lexer, token->text_end + 1, error, "~1 is one letter more, less or other",
                    "similar words differ in 1 or 2 letters");
    token->kind = TOKEN_SIMILAR;
    token->text_start = first_word_character(lexer, token->text_start);
    for (gsize at = token->text_start; at < token->text_end; at = next_position(lexer, at)) {
        gunichar c = character_at(lexer, at);
        if (!is_word_character(c) && !is_apostrophe(c))
            return fail(lexer, at, error, NULL, "a similar word has nothing but letters in it");
    }
    return TRUE;
}

/* A chunk that is no operator and no field. */
static gboolean read_word(const Lexer *lexer, Token *token, GError **error)
{
    gsize start = token->start, end = token->end;
    const char *span = lexer->text + start;
    gunichar next = character_at(lexer, end);
    if (lacks_number(span, end - start))
        return refuse_bare_operator(lexer, start, end, error);
    gboolean glued = is_quote(next) || next == '(';
    if (!glued && has_wildcard(lexer, start, end))
        return read_pattern(lexer, token, error);
    if (!glued && is_similar(lexer, token))
        return read_similar(lexer, token, error);
    if (!check_chunk(lexer, start, end, error))
        return FALSE;
    if (!has_word(lexer, start, end)) {
        token->kind = TOKEN_END;
        return TRUE;
    }
    if (*span == '=')
        token->kind = TOKEN_EXACT;
    trim_word(lexer, token);
    return check_trimmed(lexer, token, error);
}

/* TOKEN_END in `token` where the chunk is nothing but punctuation. */
static gboolean read_chunk(Lexer *lexer, Token *token, GError **error)
{
    gsize start = lexer->position;
    gsize end = start;
    const Field *field;
    if (!scan_chunk(lexer, start, &end, &field, error))
        return FALSE;
    lexer->position = end;
    const char *span = lexer->text + start;
    TokenKind kind = field != NULL ? TOKEN_FIELD : operator_kind(span, end - start);
    set_token(token, kind, start, end);
    token->field = field;
    if (kind == TOKEN_EVERYTHING)
        return check_apart(lexer, "a blank is missing after the *", error);
    const SlashOperator *row = find_slash_operator(span, end - start);
    if (kind != TOKEN_FIELD && row != NULL)
        return read_number(lexer, row, token, error);
    return kind != TOKEN_WORD || read_word(lexer, token, error);
}

/* Phrases. */

static gboolean check_phrase(const Lexer *lexer, const Token *token, GError **error)
{
    if (!has_word(lexer, token->text_start, token->text_end))
        return fail(lexer, token->start, error, NULL, "there is no word in this phrase");
    for (gsize at = token->text_start; at < token->text_end; at++) {
        char c = lexer->text[at];
        gboolean after = is_word_character(character_before(lexer, at));
        gboolean before = is_word_character(character_at(lexer, at + 1));
        if ((c == '*' && (after || before)) || (c == '?' && after && before))
            return fail(lexer, at, error, "write the words with ADJ/1 between them",
                        "there are no wildcards in a phrase");
    }
    return TRUE;
}

/* From the opening quotation mark at the position; `token->start` is set. */
static gboolean read_quoted(Lexer *lexer, Token *token, TokenKind kind, GError **error)
{
    gsize opening = lexer->position;
    gsize start = token->start;
    gsize text = next_position(lexer, opening);
    gsize close = text;
    while (close < lexer->length && !is_quote(character_at(lexer, close)))
        close = next_position(lexer, close);
    if (close == lexer->length)
        return fail(lexer, opening, error, NULL, "this quotation mark is never closed");
    lexer->position = next_position(lexer, close);
    set_token(token, kind, start, lexer->position);
    token->text_start = text;
    token->text_end = close;
    if (!check_apart(lexer, "a blank is missing after the quotation mark", error))
        return FALSE;
    return kind == TOKEN_VALUE || check_phrase(lexer, token, error);
}

/* Values. */

static gboolean scan_value(Lexer *lexer, GError **error)
{
    guint open = 0;
    gsize opening = 0;
    for (; lexer->position < lexer->length;
         lexer->position = next_position(lexer, lexer->position)) {
        gunichar c = character_at(lexer, lexer->position);
        if (is_blank(c) || (c == ')' && open == 0))
            break;
        if (c == '(' && open++ == 0)
            opening = lexer->position;
        else if (c == ')')
            open--;
    }
    return open == 0 || fail(lexer, opening, error, "put a value with brackets in quotation marks",
                             "this bracket is never closed");
}

gboolean lexer_next_value(Lexer *lexer, Token *token, GError **error)
{
    token->start = lexer->position;
    if (is_quote(character_at(lexer, lexer->position)))
        return read_quoted(lexer, token, TOKEN_VALUE, error);
    if (!scan_value(lexer, error))
        return FALSE;
    set_token(token, TOKEN_VALUE, token->start, lexer->position);
    return TRUE;
}

/* A value in brackets: operators stand between them, commas may. */
static gboolean read_listed_value(Lexer *lexer, Token *token, GError **error)
{
    if (!lexer_next_value(lexer, token, error))
        return FALSE;
    while (token->text_end > token->text_start && lexer->text[token->text_end - 1] == ',')
        token->text_end--;
    TokenKind kind = operator_kind(lexer->text + token->start, token->end - token->start);
    if (kind == TOKEN_AND || kind == TOKEN_OR || kind == TOKEN_NOT)
        token->kind = kind;
    else if (token->text_end == token->text_start)
        token->kind = TOKEN_END;
    return TRUE;
}

/* Signs. */

/* Whether there is anything before the next blank that a sign could be for. */
static gboolean has_operand(const Lexer *lexer, gsize at)
{
    for (;; at = next_position(lexer, at)) {
        gunichar c = character_at(lexer, at);
        if (is_word_character(c) || is_quote(c) || c == '(' || c == '*')
            return TRUE;
        if (is_blank(c))
            return FALSE;
    }
}

/* Before nothing but punctuation a sign is punctuation, too: `a - b`, `a -- b`, `a -> b`. */
static gboolean read_sign(Lexer *lexer, Token *token, GError **error)
{
    gsize start = lexer->position++;
    char sign = lexer->text[start];
    char next = lexer_peek_byte(lexer);
    set_token(token, sign == '+' ? TOKEN_PLUS : TOKEN_MINUS, start, lexer->position);
    if (!has_operand(lexer, lexer->position))
        token->kind = TOKEN_END;
    else if (next == '-' || next == '+')
        return fail(lexer, lexer->position, error, "one sign before a word is enough",
                    "a word is missing between these signs");
    return TRUE;
}

static gboolean read_bracket(Lexer *lexer, Token *token, GError **error)
{
    gsize start = lexer->position++;
    gboolean open = lexer->text[start] == '(';
    set_token(token, open ? TOKEN_OPEN : TOKEN_CLOSE, start, lexer->position);
    return open || check_apart(lexer, "a blank is missing after the bracket", error);
}

/* One step: a token, or TOKEN_END in `token` for separators that were passed over. */
static gboolean read_token(Lexer *lexer, Token *token, GError **error)
{
    gsize start = lexer->position;
    gunichar c = character_at(lexer, start);
    token->start = start;
    if (c == '(' || c == ')')
        return read_bracket(lexer, token, error);
    if (c == '+' || c == '-')
        return read_sign(lexer, token, error);
    if (lexer->values)
        return read_listed_value(lexer, token, error);
    if (is_quote(c))
        return read_quoted(lexer, token, TOKEN_PHRASE, error);
    if (c == '=' && is_quote(character_at(lexer, start + 1))) {
        lexer->position++;
        return read_quoted(lexer, token, TOKEN_EXACT, error);
    }
    if (is_dash(c) && is_word_character(character_at(lexer, next_position(lexer, start))))
        return fail(lexer, start, error,
                    "write -word to leave a word out, or put a blank after the dash",
                    "this is a dash, not a minus sign");
    if (separates(lexer, start, c)) {
        lexer->position = next_position(lexer, start);
        set_token(token, TOKEN_END, start, lexer->position);
        return TRUE;
    }
    return read_chunk(lexer, token, error);
}

gboolean lexer_next(Lexer *lexer, Token *token, GError **error)
{
    for (;;) {
        while (lexer->position < lexer->length && is_blank(character_at(lexer, lexer->position)))
            lexer->position = next_position(lexer, lexer->position);
        set_token(token, TOKEN_END, lexer->position, lexer->position);
        if (lexer->position == lexer->length)
            return TRUE;
        if (!read_token(lexer, token, error))
            return FALSE;
        if (token->kind != TOKEN_END)
            return TRUE;
    }
}
