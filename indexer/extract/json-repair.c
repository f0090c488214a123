/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes JSON anew from whatever tokens there are. What has been written is always the beginning
 * of a valid text; `state` says what may come next.
 */
#include "indexer/extract/json-repair.h"

#include <string.h>

/* Deeper nesting is dropped; jansson reads 2048. */
#define DEPTH_CEILING 1000

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
    }
    if (repair->state == EXPECT_NEXT) {
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

/* Whether the quote at `at` ends a string: only then a sign of JSON, or nothing, follows. */
static gboolean is_closing(const Repair *repair, char quote)
{
    const char *at = repair->at + 1;
    while (at < repair->end && (guchar)*at <= ' ')
        at++;
    if (at == repair->end || strchr(":}]", *at) != NULL || begins_comment(at, repair->end))
        return TRUE;
    if (*at == ',') {
        /* `"He said "no", and left"`: what follows a comma in JSON is no bare word. */
        for (at++; at < repair->end && (guchar)*at <= ' ';)
            at++;
        return at == repair->end || *at == quote || strchr("{[]}\"-tfn/", *at) != NULL ||
               g_ascii_isdigit(*at);
    }
    /* The next string begins here: only the comma lacks. */
    return *at == quote && memchr(repair->at, '\n', (gsize)(at - repair->at)) != NULL;
}

static void copy_string(Repair *repair)
{
    char quote = *repair->at++;
    g_string_append_c(repair->out, '"');
    while (repair->at < repair->end) {
        char byte = *repair->at;
        if (byte == quote && is_closing(repair, quote)) {
            repair->at++;
            break;
        }
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
    copy_string(repair);
    value_written(repair);
}

static void read_opening(Repair *repair)
{
    char bracket = *repair->at++;
    if (repair->open->len >= DEPTH_CEILING || !prepare_value(repair)) {
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
    if (strchr(repair->open->str, wanted) == NULL)
        return;
    while (innermost(repair) != wanted)
        close_innermost(repair);
    close_innermost(repair);
}

static gboolean is_number(const char *text, gsize length)
{
    g_autofree char *copy = g_strndup(text, length);
    return g_regex_match_simple("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?$", copy, 0, 0);
}

/* A number, true, false, null, or something bare: a key, or nothing. */
static void read_word(Repair *repair)
{
    const char *start = repair->at;
    while (repair->at < repair->end && (guchar)*repair->at > ' ' &&
           strchr("{}[]:,\"';", *repair->at) == NULL)
        repair->at++;
    gsize length = (gsize)(repair->at - start);
    if (length == 0) {
        repair->at++;
        return;
    }
    if (!prepare_value(repair)) {
        repair->at = repair->end;
        return;
    }
    g_autofree char *word = g_strndup(start, length);
    gboolean constant = strcmp(word, "true") == 0 || strcmp(word, "false") == 0;
    if (repair->state == EXPECT_KEY) {
        g_strdelimit(word, "\\", '_');
        g_string_append_printf(repair->out, "\"%s\"", word);
    } else {
        g_string_append(repair->out, constant || is_number(start, length) ? word : "null");
    }
    value_written(repair);
}

static void read_sign(Repair *repair)
{
    char sign = *repair->at++;
    if (sign == ',' && repair->state == EXPECT_NEXT) {
        repair->comma = TRUE;
        repair->state = innermost(repair) == '{' ? EXPECT_KEY : EXPECT_VALUE;
    } else if (sign == ',' && repair->state == EXPECT_COLON) {
        g_string_append(repair->out, ":null");
        repair->state = EXPECT_NEXT;
    } else if (sign == ',' && repair->state == EXPECT_VALUE && innermost(repair) == '{') {
        g_string_append(repair->out, "null");
        repair->state = EXPECT_NEXT;
    } else if (sign == ':' && repair->state == EXPECT_COLON) {
        g_string_append_c(repair->out, ':');
        repair->state = EXPECT_VALUE;
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

GString *json_repair(const char *text, gsize length)
{
    Repair repair = {.at = text,
                     .end = text + length,
                     .out = g_string_sized_new(length + 16),
                     .open = g_string_new(NULL),
                     .state = EXPECT_VALUE};
    while (skip_blanks(&repair) && repair.state != EXPECT_END)
        read_token(&repair);
    while (repair.open->len > 0)
        close_innermost(&repair);
    if (repair.out->len == 0)
        g_string_append(repair.out, "null");
    g_string_free(repair.open, TRUE);
    return repair.out;
}
