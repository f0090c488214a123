/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Front matter: the part of YAML and TOML that it is written in. */
#include "indexer/extract/front-matter.h"

#include <string.h>

/* Front matter of more lines is something else. */
#define LINES_MAX 2000

typedef struct {
    const char *text;
    gsize length;
    gsize indent; /* leading blanks */
} Line;

typedef struct {
    FieldCollector *collector;
    const GArray *lines; /* of Line, without the marks */
    guint next;
    guint keys; /* found so far */
} Parser;

static Line line_at(const char *text, gsize length)
{
    const char *feed = memchr(text, '\n', length);
    Line line = {text, feed == NULL ? length : (gsize)(feed - text), 0};
    while (line.indent < line.length &&
           (line.text[line.indent] == ' ' || line.text[line.indent] == '\t'))
        line.indent++;
    return line;
}

static gboolean is_mark(Line line, const char *mark)
{
    while (line.length > 0 && g_ascii_isspace(line.text[line.length - 1]))
        line.length--;
    return line.length == strlen(mark) && memcmp(line.text, mark, line.length) == 0;
}

static const Line *peek_line(const Parser *parser)
{
    return parser->next < parser->lines->len ? &g_array_index(parser->lines, Line, parser->next)
                                             : NULL;
}

/* The text of a line after its indentation. */
static GString *rest_of(const Line *line, gsize from)
{
    GString *rest = g_string_new_len(line->text + from, (gssize)(line->length - from));
    g_strchomp(rest->str);
    g_string_set_size(rest, strlen(rest->str));
    return rest;
}

/* The byte that an escape in double quotes stands for, or 0 where it is more than one. */
static char escaped(char letter)
{
    switch (letter) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case '"':
    case '\\':
    case '/':
        return letter;
    default:
        return '\0';
    }
}

/*
 * Appends one scalar that begins at `place` and returns what is after it. Quotes end where they
 * close, plain text at one of `stops`, or before ` #`.
 */
static const char *read_scalar(const char *place, const char *stops, GString *value)
{
    place += strspn(place, " \t");
    char quote = *place == '"' || *place == '\'' ? *place++ : '\0';
    for (; *place != '\0'; place++) {
        if (quote == '\0' && (strchr(stops, *place) != NULL || (*place == ' ' && place[1] == '#')))
            break;
        if (quote == '\'' && *place == '\'' && place[1] == '\'') {
            place++;
        } else if (quote != '\0' && *place == quote) {
            return place + 1;
        } else if (quote == '"' && *place == '\\' && escaped(place[1]) != '\0') {
            g_string_append_c(value, escaped(*++place));
            continue;
        }
        g_string_append_c(value, *place);
    }
    return place;
}

static void add(Parser *parser, const char *name, const GString *value)
{
    if (parser->collector != NULL)
        field_collector_add(parser->collector, name, strlen(name), value->str, value->len);
}

static void add_scalar(Parser *parser, const char *name, const char *text)
{
    g_autoptr(GString) value = g_string_new(NULL);
    read_scalar(text, "", value);
    add(parser, name, value);
}

/* `[a, "b, c"]`, which may go on over several lines. */
static void add_flow_list(Parser *parser, const char *name, GString *text)
{
    const Line *line;
    while (strchr(text->str, ']') == NULL && (line = peek_line(parser)) != NULL) {
        g_string_append_c(text, ' ');
        g_string_append_len(text, line->text, (gssize)line->length);
        parser->next++;
    }
    for (const char *place = text->str + 1; *place != '\0' && *place != ']';) {
        g_autoptr(GString) value = g_string_new(NULL);
        place = read_scalar(place, ",]", value);
        add(parser, name, value);
        place += strcspn(place, ",]");
        place += *place == ',';
    }
}

/* The lines of `|` (line by line) or `>` (as one paragraph), deeper than `indent`. */
static void add_block(Parser *parser, const char *name, char style, gsize indent)
{
    g_autoptr(GString) value = g_string_new(NULL);
    const Line *line;
    while ((line = peek_line(parser)) != NULL &&
           (line->indent > indent || line->indent == line->length)) {
        if (line->indent == line->length)
            g_string_append(value, "\n\n");
        else if (value->len > 0)
            g_string_append_c(value, style == '|' ? '\n' : ' ');
        g_string_append_len(value, line->text + line->indent,
                            (gssize)(line->length - line->indent));
        parser->next++;
    }
    add(parser, name, value);
}

/* The end of a key at the beginning of `text`; 0 where there is none. */
static gsize key_length(const char *text, char separator)
{
    gsize length = strcspn(text, separator == ':' ? ":" : "=");
    if (length == 0 || text[length] == '\0' || length > 60 || strchr("-#[{", *text) != NULL)
        return 0;
    gboolean is_key = separator == '=' || text[length + 1] == ' ' || text[length + 1] == '\0';
    return is_key ? length : 0;
}

static char *key_of(const char *text, gsize length)
{
    char *key = g_strstrip(g_strndup(text, length));
    gsize key_size = strlen(key);
    if (key_size > 1 && (*key == '"' || *key == '\'') && key[key_size - 1] == *key) {
        memmove(key, key + 1, key_size - 2);
        key[key_size - 2] = '\0';
    }
    return key;
}

/* A map within a map is the value of its `name`; other keys count under their own name. */
static const char *nested_name(const char *outer, const char *inner)
{
    return strcmp(inner, "name") == 0 || strcmp(inner, "main") == 0 ? outer : inner;
}

static void add_value(Parser *parser, const char *name, GString *text, gsize indent)
{
    const char *value = text->str + strspn(text->str, " \t");
    if (*value == '[') {
        g_string_erase(text, 0, value - text->str);
        add_flow_list(parser, name, text);
    } else if ((*value == '|' || *value == '>') && strlen(value) <= 2) {
        add_block(parser, name, *value, indent);
    } else {
        add_scalar(parser, name, value);
    }
}

/* What stands below a key without a value: list items, or a map. */
static void add_children(Parser *parser, const char *name, gsize indent)
{
    const Line *line;
    while ((line = peek_line(parser)) != NULL) {
        g_autoptr(GString) text = rest_of(line, line->indent);
        gboolean is_item = text->str[0] == '-' && (text->str[1] == ' ' || text->str[1] == '\0');
        if (text->len > 0 && !(line->indent > indent || (is_item && line->indent == indent)))
            return;
        parser->next++;
        if (is_item)
            g_string_erase(text, 0, MIN((gssize)text->len, 2));
        gsize key = key_length(text->str, ':');
        g_autofree char *inner = key == 0 ? NULL : key_of(text->str, key);
        if (key > 0)
            g_string_erase(text, 0, (gssize)key + 1);
        if (text->len > 0)
            add_value(parser, inner == NULL ? name : nested_name(name, inner), text, line->indent);
    }
}

static void parse_lines(Parser *parser, char separator)
{
    const Line *line;
    while ((line = peek_line(parser)) != NULL) {
        parser->next++;
        g_autoptr(GString) text = rest_of(line, line->indent);
        gsize key = key_length(text->str, separator);
        if (key == 0)
            continue;
        parser->keys++;
        g_autofree char *name = key_of(text->str, key);
        g_string_erase(text, 0, (gssize)key + 1);
        g_strchug(text->str);
        g_string_set_size(text, strlen(text->str));
        if (text->len == 0 && separator == ':')
            add_children(parser, name, line->indent);
        else
            add_value(parser, name, text, line->indent);
    }
}

gsize front_matter_read(const char *text, gsize length, FieldCollector *collector)
{
    gsize start = 0;
    while (start < length && g_ascii_isspace(text[start]))
        start++;
    Line first = line_at(text + start, length - start);
    gboolean is_toml = is_mark(first, "+++");
    if (!is_toml && !is_mark(first, "---"))
        return 0;
    g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(Line));
    gsize place = start + first.length + 1;
    while (place < length && lines->len < LINES_MAX) {
        Line line = line_at(text + place, length - place);
        place += line.length + 1;
        if (is_mark(line, is_toml ? "+++" : "---") || (!is_toml && is_mark(line, "..."))) {
            Parser parser = {.collector = collector, .lines = lines};
            parse_lines(&parser, is_toml ? '=' : ':');
            return parser.keys > 0 ? MIN(place, length) : 0;
        }
        g_array_append_val(lines, line);
    }
    return 0;
}
