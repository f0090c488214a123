/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes JSON anew from whatever tokens there are. What has been written is always the beginning
 * of a valid text; `state` says what may come next.
 */
#include "indexer/extract/json-repair.h"

#include <string.h>

/* Deeper nesting is dropped; jansson reads 2048. */
#define DEPTH_CEILING 1000

/* So many bytes may stray in between a value and the next key, and a key is no longer than this. */
#define STRAY_CEILING 2
#define KEY_CEILING   64

typedef enum {
    EXPECT_VALUE, /* after `[`, `:` or `,` in an array, or at the beginning */
    EXPECT_KEY,   /* after `{` or `,` in an object */
    EXPECT_COLON, /* after a key */
    EXPECT_NEXT,  /* after a value */
    EXPECT_END    /* the first whole value has been written */
} State;

typedef struct {
    const char *at, *end;
    GString *out;
    GString *open; /* `{` and `[`, innermost last */
    State state;
    gboolean comma; /* a comma is due before the next value or key */
    gboolean is_guessed;
    const char *sign;      /* as next_sign() found it last, so that nothing is searched twice */
    gboolean is_abandoned; /* the next record begins before this one ends */
} Repair;

static char innermost(const Repair *repair)
{
    return repair->open->len > 0 ? repair->open->str[repair->open->len - 1] : '\0';
}

static gboolean starts_with(const Repair *repair, const char *mark)
{
    gsize length = strlen(mark);
    return (gsize)(repair->end - repair->at) >= length && memcmp(repair->at, mark, length) == 0;
}

static void pass_until(Repair *repair, const char *mark)
{
    gsize length = strlen(mark);
    const char *found = g_strstr_len(repair->at, repair->end - repair->at, mark);
    repair->at = found != NULL ? found + length : repair->end;
}

/* Passes over blanks, comments and marks of other languages. TRUE while there is more. */
static gboolean skip_blanks(Repair *repair)
{
    static const char *const marks[] = {"<!--", "-->", "<![CDATA[", "]]>", "\xef\xbb\xbf"};
    while (repair->at < repair->end) {
        const char *before = repair->at;
        if ((guchar)*repair->at <= ' ' || *repair->at == ';')
            repair->at++;
        for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
            if (starts_with(repair, marks[i]))
                repair->at += strlen(marks[i]);
        if (starts_with(repair, "//<![CDATA[") || starts_with(repair, "//]]>"))
            repair->at += 2;
        else if (starts_with(repair, "//"))
            pass_until(repair, "\n");
        else if (starts_with(repair, "/*"))
            pass_until(repair, "*/");
        if (repair->at == before)
            return TRUE;
    }
    return FALSE;
}

/* Whether a value may be written here; writes the comma that it needs. */
static gboolean prepare_value(Repair *repair)
{
    if (repair->state == EXPECT_COLON) {
        g_string_append_c(repair->out, ':');
        repair->state = EXPECT_VALUE;
        repair->is_guessed = TRUE;
    }
    if (repair->state == EXPECT_NEXT) {
        repair->is_guessed = TRUE;
        repair->comma = TRUE;
        repair->state = innermost(repair) == '{' ? EXPECT_KEY : EXPECT_VALUE;
    }
    if (repair->state == EXPECT_END)
        return FALSE;
    if (repair->comma)
        g_string_append_c(repair->out, ',');
    repair->comma = FALSE;
    return TRUE;
}

static void value_written(Repair *repair)
{
    if (repair->state == EXPECT_KEY)
        repair->state = EXPECT_COLON;
    else
        repair->state = repair->open->len > 0 ? EXPECT_NEXT : EXPECT_END;
}

/* Something other than a string stands where a key must be: it becomes an empty key's value. */
static void give_key(Repair *repair)
{
    if (repair->state != EXPECT_KEY)
        return;
    g_string_append(repair->out, "\"\":");
    repair->state = EXPECT_VALUE;
    repair->is_guessed = TRUE;
}

static const char *pass_blanks(const char *at, const char *end)
{
    while (at < end && (guchar)*at <= ' ')
        at++;
    return at;
}

/* Where a run of bytes that keys are of ends. */
static const char *pass_key(const char *at, const char *end)
{
    const char *start = at;
    while (at < end && at - start < KEY_CEILING &&
           (g_ascii_isalnum(*at) || strchr("_-.$@", *at) != NULL || (guchar)*at >= 0x80))
        at++;
    return at;
}

/* Whether a key, of which the opening quote was seen or is lost, ends `key":` here; sets where. */
static gboolean ends_key(const char **at, const char *end)
{
    const char *quote = pass_key(*at, end);
    if (quote == *at || quote == end || *quote != '"')
        return FALSE;
    *at = pass_blanks(quote + 1, end);
    return *at < end && **at == ':';
}

/* Whether `"key": value` begins here: prose has no such thing. */
static gboolean begins_member(const char *at, const char *end)
{
    at = pass_blanks(at, end);
    if (at == end || *at++ != '"' || !ends_key(&at, end))
        return FALSE;
    at = pass_blanks(at + 1, end);
    return at < end && (g_ascii_isdigit(*at) || strchr("\"'{[-tfnN", *at) != NULL);
}

/* Whether a member begins here, after a comma, or none, and no more than a few stray bytes. */
static gboolean begins_member_soon(const char *at, const char *end)
{
    for (guint stray = 0; stray <= STRAY_CEILING; stray++) {
        at = pass_blanks(at, end);
        if (at < end && *at == ',')
            at = pass_blanks(at + 1, end);
        if (begins_member(at, end))
            return TRUE;
        if (at == end || strchr("\"'{}[]:,", *at) != NULL)
            return FALSE;
        at++;
    }
    return FALSE;
}

/* Whether one of these signs follows, after no more than a few stray bytes. */
static gboolean has_sign_soon(const char *at, const char *end, const char *signs)
{
    at = pass_blanks(at, end);
    for (guint stray = 0; stray < STRAY_CEILING && at < end; stray++)
        if (strchr("\"'{}[]:,", *at) == NULL)
            at++;
    at = pass_blanks(at, end);
    return at < end && strchr(signs, *at) != NULL;
}

static int hex_value(const char *at, const char *end)
{
    int value = 0;
    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int digit = g_ascii_xdigit_value(at[i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

static gboolean is_low_surrogate(const Repair *repair)
{
    if (!starts_with(repair, "\\u"))
        return FALSE;
    int value = hex_value(repair->at + 2, repair->end);
    return value >= 0xdc00 && value < 0xe000;
}

/* After `\u`: a character, a pair of surrogates, or U+FFFD for what is neither. */
static void copy_unicode_escape(Repair *repair)
{
    int value = hex_value(repair->at, repair->end);
    if (value < 0) {
        g_string_append(repair->out, "\\ufffd");
        return;
    }
    repair->at += 4;
    if (value >= 0xd800 && value < 0xdc00 && is_low_surrogate(repair)) {
        g_string_append_printf(repair->out, "\\u%04x%.6s", (guint)value, repair->at);
        repair->at += 6;
    } else if (value == 0) {
        g_string_append_c(repair->out, ' ');
    } else {
        guint good = value >= 0xd800 && value < 0xe000 ? 0xfffd : (guint)value;
        g_string_append_printf(repair->out, "\\u%04x", good);
    }
}

static void copy_escape(Repair *repair)
{
    repair->at++;
    if (repair->at == repair->end)
        return;
    char letter = *repair->at++;
    if (letter == 'u') {
        copy_unicode_escape(repair);
    } else if (letter != '\0' && strchr("\"\\/bfnrt", letter) != NULL) {
        g_string_append_c(repair->out, '\\');
        g_string_append_c(repair->out, letter);
    } else {
        /* The backslash means nothing; what follows it is read as usual. */
        repair->at--;
    }
}

static gboolean begins_comment(const char *at, const char *end)
{
    return end - at >= 2 && at[0] == '/' && (at[1] == '/' || at[1] == '*');
}

/* Whether the quote at `mark` ends a string: only then a sign of JSON, or nothing, follows. */
static gboolean is_closing(const Repair *repair, const char *mark, char quote)
{
    const char *at = mark + 1;
    while (at < repair->end && (guchar)*at <= ' ')
        at++;
    if (at == repair->end || strchr(":}]", *at) != NULL || begins_comment(at, repair->end))
        return TRUE;
    if (has_sign_soon(mark + 1, repair->end, repair->state == EXPECT_KEY ? ":" : "}"))
        return TRUE;
    if (quote == '"' && begins_member_soon(mark + 1, repair->end))
        return TRUE;
    if (*at == ',') {
        /* `"He said "no", and left"`: what follows a comma in JSON is no bare word. */
        for (at++; at < repair->end && (guchar)*at <= ' ';)
            at++;
        return at == repair->end || *at == quote || strchr("{[]}\"-tfn/", *at) != NULL ||
               g_ascii_isdigit(*at) || ends_key(&at, repair->end);
    }
    /* The next string begins here: only the comma lacks. */
    return *at == quote && memchr(mark, '\n', (gsize)(at - mark)) != NULL;
}

/* The string that is being copied. */
typedef struct {
    const char *start;
    gsize written; /* of the output, before it */
    char quote;
    gboolean is_key;
    guint quotes; /* within it, not escaped */
} String;

/*
 * `"Ferry sails, "text": "…"`: the quote at `repair->at` begins the next key, so the string has
 * lost its own. Goes back to where that must have been; FALSE where this is not so.
 */
static gboolean go_back_to_end(Repair *repair, const String *string)
{
    const char *at = repair->at;
    if (*at != '"' || string->is_key || !begins_member(at, repair->end))
        return FALSE;
    while (at > string->start && ((guchar)at[-1] <= ' ' || strchr(",{}[]", at[-1]) != NULL))
        at--;
    gsize passed = (gsize)(repair->at - at);
    gboolean has_line = g_strstr_len(at, (gssize)passed, "\n") != NULL;
    if (string->quote == '"'
            ? !has_line && memchr(at, ',', passed) == NULL && memchr(at, '}', passed) == NULL
            : !has_line || repair->at[-1] != '{')
        return FALSE;
    /* What is gone back over are blanks and brackets, which were written byte by byte. */
    g_string_truncate(repair->out, MAX(string->written, repair->out->len - passed));
    repair->at = at;
    return TRUE;
}

/* `"title: "…"`: the key has lost its closing quote. */
static gboolean is_unclosed_key(const Repair *repair, const String *string)
{
    if (!string->is_key || *repair->at != ':' || repair->at == string->start)
        return FALSE;
    const char *next = pass_blanks(repair->at + 1, repair->end);
    return next < repair->end && strchr("\"{[", *next) != NULL;
}

/* Whether the string ends at `repair->at`; if so, goes to what follows it. */
static gboolean end_string(Repair *repair, String *string)
{
    if (go_back_to_end(repair, string) || is_unclosed_key(repair, string)) {
        repair->is_guessed = TRUE;
        return TRUE;
    }
    if (*repair->at != string->quote)
        return FALSE;
    const char *next = repair->at + 1;
    /* `"Bath closes""`: a quote too many, unless it ends what another within began. */
    gboolean is_doubled = string->quotes % 2 == 0 && next < repair->end && *next == string->quote &&
                          is_closing(repair, next, string->quote);
    if (is_doubled || is_closing(repair, repair->at, string->quote)) {
        repair->at += is_doubled ? 2 : 1;
        repair->is_guessed |= is_doubled;
        return TRUE;
    }
    string->quotes++;
    repair->is_guessed = TRUE;
    return FALSE;
}

/* Copies a string from behind its opening quote. */
static void copy_string(Repair *repair, char quote)
{
    g_string_append_c(repair->out, '"');
    String string = {.start = repair->at,
                     .written = repair->out->len,
                     .quote = quote,
                     .is_key = repair->state == EXPECT_KEY};
    while (repair->at < repair->end && !end_string(repair, &string)) {
        char byte = *repair->at;
        if (byte == '\\') {
            copy_escape(repair);
            continue;
        }
        if (byte == '"')
            g_string_append(repair->out, "\\\"");
        else
            g_string_append_c(repair->out, (guchar)byte < ' ' ? ' ' : byte);
        repair->at++;
    }
    g_string_append_c(repair->out, '"');
}

static void read_string(Repair *repair)
{
    if (!prepare_value(repair)) {
        repair->at = repair->end;
        return;
    }
    repair->at++;
    copy_string(repair, repair->at[-1]);
    value_written(repair);
}

static void read_opening(Repair *repair)
{
    char bracket = *repair->at;
    /* Records follow one another where this one breaks off within a line. */
    if (bracket == '{' && repair->state == EXPECT_NEXT && innermost(repair) == '{') {
        repair->is_abandoned = TRUE;
        return;
    }
    repair->at++;
    if (repair->open->len >= DEPTH_CEILING || !prepare_value(repair)) {
        repair->is_guessed = TRUE;
        repair->at = repair->end;
        return;
    }
    give_key(repair);
    g_string_append_c(repair->out, bracket);
    g_string_append_c(repair->open, bracket);
    repair->state = bracket == '{' ? EXPECT_KEY : EXPECT_VALUE;
}

static void close_innermost(Repair *repair)
{
    gboolean object = innermost(repair) == '{';
    if (repair->state == EXPECT_COLON)
        g_string_append(repair->out, ":null");
    else if (repair->state == EXPECT_VALUE && object)
        g_string_append(repair->out, "null");
    g_string_append_c(repair->out, object ? '}' : ']');
    g_string_truncate(repair->open, repair->open->len - 1);
    repair->comma = FALSE;
    repair->state = repair->open->len > 0 ? EXPECT_NEXT : EXPECT_END;
}

static void read_closing(Repair *repair)
{
    char wanted = *repair->at++ == '}' ? '{' : '[';
    if (strchr(repair->open->str, wanted) == NULL) {
        repair->is_guessed = TRUE;
        return;
    }
    repair->is_guessed |= innermost(repair) != wanted;
    while (innermost(repair) != wanted)
        close_innermost(repair);
    close_innermost(repair);
}

static gboolean is_number(const char *text, gsize length)
{
    g_autofree char *copy = g_strndup(text, length);
    return g_regex_match_simple("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?$", copy, 0, 0);
}

/* Words that mean a value to whoever wrote them. */
static gboolean is_known_value(const char *word)
{
    static const char *const words[] = {"true", "false",    "null",      "None",
                                        "NaN",  "Infinity", "-Infinity", "undefined"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(word, words[i]) == 0)
            return TRUE;
    return is_number(word, strlen(word));
}

/* Whether the word before `repair->at` is none that JSON could have there: what follows tells. */
static gboolean is_stray(const Repair *repair, const char *word)
{
    const char *next = pass_blanks(repair->at, repair->end);
    char sign = next < repair->end ? *next : '\0';
    switch (repair->state) {
    case EXPECT_KEY:
        return sign != ':';
    case EXPECT_NEXT:
        return innermost(repair) == '{' && sign != ':';
    case EXPECT_COLON:
        return sign == ':';
    case EXPECT_VALUE:
        return sign != '\0' && strchr("\"{[", sign) != NULL && repair->open->len > 0 &&
               !is_known_value(word) && !begins_member(next, repair->end);
    case EXPECT_END:
        break;
    }
    return FALSE;
}

/* The next quote, bracket or line feed, or the end. */
static const char *next_sign(Repair *repair)
{
    if (repair->sign == NULL || repair->sign < repair->at) {
        repair->sign = repair->at;
        while (repair->sign < repair->end && strchr("\"{}[]\n", *repair->sign) == NULL)
            repair->sign++;
    }
    return repair->sign;
}

/* Whether words are a string that has lost its opening quote: its closing one is on the line. */
static gboolean is_unopened(Repair *repair, const char *word)
{
    if (repair->state != EXPECT_VALUE || innermost(repair) != '{' || is_known_value(word))
        return FALSE;
    const char *mark = next_sign(repair);
    if (mark == repair->end || *mark != '"' || begins_member(mark, repair->end))
        return FALSE;
    /* A word, and then a string: the word is stray. */
    return mark != pass_blanks(repair->at, repair->end) || is_closing(repair, mark, '"');
}

/* Whether the word that began at `start` is a key that has lost its opening quote. */
static gboolean is_unopened_key(const Repair *repair, const char *start)
{
    gboolean is_key =
        repair->state == EXPECT_KEY || (repair->state == EXPECT_NEXT && innermost(repair) == '{');
    return is_key && ends_key(&start, repair->end);
}

static void write_word(Repair *repair, char *word)
{
    gboolean is_constant = strcmp(word, "true") == 0 || strcmp(word, "false") == 0;
    if (repair->state == EXPECT_KEY) {
        g_strdelimit(word, "\\", '_');
        g_string_append_printf(repair->out, "\"%s\"", word);
    } else {
        gboolean is_kept = is_constant || is_number(word, strlen(word));
        g_string_append(repair->out, is_kept ? word : "null");
        repair->is_guessed |= !is_known_value(word);
    }
    value_written(repair);
}

/* A number, true, false, null, or something bare: a key, or nothing. */
static void read_word(Repair *repair)
{
    const char *start = repair->at;
    while (repair->at < repair->end && (guchar)*repair->at > ' ' &&
           strchr("{}[]:,\"';", *repair->at) == NULL)
        repair->at++;
    g_autofree char *word = g_strndup(start, (gsize)(repair->at - start));
    if (*word == '\0') {
        repair->at++;
        repair->is_guessed = TRUE;
    } else if (is_unopened(repair, word)) {
        repair->is_guessed = TRUE;
        repair->at = start;
        copy_string(repair, '"');
        value_written(repair);
    } else if (is_unopened_key(repair, start)) {
        repair->is_guessed = TRUE;
        repair->at++;
        if (prepare_value(repair))
            write_word(repair, word);
    } else if (is_stray(repair, word)) {
        repair->is_guessed = TRUE;
    } else if (prepare_value(repair)) {
        write_word(repair, word);
    } else {
        repair->at = repair->end;
    }
}

static void read_comma(Repair *repair)
{
    gboolean lacks_value = repair->state == EXPECT_COLON ||
                           (repair->state == EXPECT_VALUE && innermost(repair) == '{');
    if (lacks_value) {
        g_string_append(repair->out, repair->state == EXPECT_COLON ? ":null" : "null");
        repair->state = EXPECT_NEXT;
        repair->is_guessed = TRUE;
    }
    if (repair->state != EXPECT_NEXT)
        return;
    repair->comma = TRUE;
    repair->state = innermost(repair) == '{' ? EXPECT_KEY : EXPECT_VALUE;
}

static void read_sign(Repair *repair)
{
    char sign = *repair->at++;
    if (sign == ',') {
        read_comma(repair);
    } else if (repair->state == EXPECT_COLON) {
        g_string_append_c(repair->out, ':');
        repair->state = EXPECT_VALUE;
    } else {
        repair->is_guessed = TRUE;
    }
}

static void read_token(Repair *repair)
{
    char byte = *repair->at;
    if (byte == '"' || byte == '\'')
        read_string(repair);
    else if (byte == '{' || byte == '[')
        read_opening(repair);
    else if (byte == '}' || byte == ']')
        read_closing(repair);
    else if (byte == ',' || byte == ':')
        read_sign(repair);
    else
        read_word(repair);
}

GString *json_repair(const char *text, gsize length, JsonRepair *result)
{
    Repair repair = {.at = text,
                     .end = text + length,
                     .out = g_string_sized_new(length + 16),
                     .open = g_string_new(NULL),
                     .state = EXPECT_VALUE};
    while (skip_blanks(&repair) && repair.state != EXPECT_END && !repair.is_abandoned)
        read_token(&repair);
    if (result != NULL)
        *result = (JsonRepair){.used = (gsize)(repair.at - text),
                               .is_closed = repair.state == EXPECT_END,
                               .is_guessed = repair.is_guessed || repair.state != EXPECT_END};
    while (repair.open->len > 0)
        close_innermost(&repair);
    if (repair.out->len == 0)
        g_string_append(repair.out, "null");
    g_string_free(repair.open, TRUE);
    return repair.out;
}
