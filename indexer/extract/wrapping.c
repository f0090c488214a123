/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Layout of running text. */
#include "indexer/extract/wrapping.h"

#include <string.h>

#define WIDTH_MIN 40
#define WIDTH_MAX 100
/* How much shorter than the widest a broken line can be: a long word did not fit. */
#define RAGGED 20
/* A line so much shorter than the widest that ends a sentence is the last of its paragraph. */
#define LAST_LINE 25
/* Paragraphs are indented by at least this much. */
#define INDENT_MIN  2
#define TAB_COLUMNS 8
/* Fewer broken lines than this prove nothing. */
#define INNER_MIN 2

static guint columns_of(gunichar character)
{
    if (character < 0x300)
        return 1;
    if (g_unichar_iszerowidth(character))
        return 0;
    return g_unichar_iswide(character) ? 2 : 1;
}

/* Whether a line is only there for the eye: three signs or more, and blanks. */
static gboolean is_ruler(const char *text, gsize length)
{
    guint signs = 0;
    for (gsize i = 0; i < length; i++) {
        if (strchr("-=_*~#+", text[i]) != NULL && text[i] != '\0')
            signs++;
        else if (!g_ascii_isspace(text[i]))
            return FALSE;
    }
    return signs >= 3;
}

static TextLine line_of(const char *text, gsize length)
{
    TextLine line = {.text = text, .length = 0};
    const char *end = text + length;
    guint columns = 0;
    for (const char *place = text; place < end;) {
        gunichar character = (guint8)*place < 0x80 ? (gunichar)*place : g_utf8_get_char(place);
        const char *next = g_utf8_next_char(place);
        gboolean is_blank =
            character < 0x80 ? g_ascii_isspace((char)character) : g_unichar_isspace(character);
        if (!is_blank && line.length == 0)
            line.indent = columns;
        columns += character == '\t' ? TAB_COLUMNS : columns_of(character);
        if (!is_blank) {
            line.length = (gsize)(next - text);
            line.columns = columns;
        }
        place = next;
    }
    if (is_ruler(text, length))
        return (TextLine){.text = text};
    return line;
}

GArray *text_lines(const char *text, gsize length)
{
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(TextLine));
    const char *end = text + length;
    while (text < end) {
        const char *feed = memchr(text, '\n', (gsize)(end - text));
        TextLine line = line_of(text, (gsize)((feed == NULL ? end : feed) - text));
        g_array_append_val(lines, line);
        text = feed == NULL ? end : feed + 1;
    }
    return lines;
}

static const TextLine *line_at(const GArray *lines, guint index)
{
    return &g_array_index(lines, TextLine, index);
}

/* The indentation of most lines. */
static guint usual_indent(const GArray *lines, guint first)
{
    guint counts[WIDTH_MAX] = {0}, usual = 0;
    for (guint i = first; i < lines->len; i++) {
        const TextLine *line = line_at(lines, i);
        if (line->length > 0 && line->indent < WIDTH_MAX)
            counts[line->indent]++;
    }
    for (guint indent = 1; indent < WIDTH_MAX; indent++) {
        if (counts[indent] > counts[usual])
            usual = indent;
    }
    return usual;
}

/* Whether the next line goes on with the same paragraph, as far as indentation tells. */
static gboolean is_inner(const GArray *lines, guint index, guint indent)
{
    return index + 1 < lines->len && line_at(lines, index)->length > 0 &&
           line_at(lines, index + 1)->length > 0 &&
           line_at(lines, index + 1)->indent < indent + INDENT_MIN;
}

static int compare_widths(gconstpointer one, gconstpointer other)
{
    guint a = *(const guint *)one, b = *(const guint *)other;
    return (a > b) - (a < b);
}

TextLayout text_layout(const GArray *lines, guint first, guint *width)
{
    g_autoptr(GArray) widths = g_array_new(FALSE, FALSE, sizeof(guint));
    guint64 sum = 0;
    guint indent = usual_indent(lines, first);
    for (guint i = first; i < lines->len; i++) {
        if (!is_inner(lines, i, indent))
            continue;
        g_array_append_val(widths, line_at(lines, i)->columns);
        sum += line_at(lines, i)->columns;
    }
    *width = 0;
    guint count = widths->len;
    if (count < INNER_MIN)
        return count > 0 && sum / count > WIDTH_MAX ? LAYOUT_PARAGRAPHS : LAYOUT_LINES;
    g_array_sort(widths, compare_widths);
    guint widest = g_array_index(widths, guint, (count - 1) * 19 / 20);
    guint near_widest = 0;
    for (guint i = 0; i < count; i++)
        near_widest += g_array_index(widths, guint, i) + RAGGED >= widest;
    if (widest >= WIDTH_MIN && widest <= WIDTH_MAX && near_widest * 10 > count * 7) {
        *width = widest;
        return LAYOUT_WRAPPED;
    }
    return sum / count > WIDTH_MAX ? LAYOUT_PARAGRAPHS : LAYOUT_LINES;
}

static gboolean ends_sentence(const TextLine *line)
{
    gunichar last = g_utf8_get_char(g_utf8_prev_char(line->text + line->length));
    if (last < 0x80)
        return strchr(".!?\":)", (int)last) != NULL;
    return last == 0x201d || last == 0x3002 || last == 0x300d || last == 0x00bb;
}

static gboolean is_list_item(const TextLine *line)
{
    const char *text = line->text;
    while (text < line->text + line->length && g_ascii_isspace(*text))
        text++;
    gunichar first = g_utf8_get_char(text);
    gboolean is_bullet = first == '-' || first == '*' || first == 0x2022 || first == 0x25aa;
    return is_bullet && g_ascii_isspace(*g_utf8_next_char(text));
}

/* Scripts that are written without blanks between words. */
static gboolean is_unspaced(gunichar character)
{
    switch ((int)g_unichar_get_script(character)) {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_THAI:
    case G_UNICODE_SCRIPT_LAO:
    case G_UNICODE_SCRIPT_KHMER:
    case G_UNICODE_SCRIPT_MYANMAR:
        return TRUE;
    default:
        return (character >= 0x3000 && character < 0x3040) || /* CJK punctuation */
               (character >= 0xff00 && character < 0xffa0);   /* full width digits and signs */
    }
}

static gboolean is_hyphen(gunichar character)
{
    return character == '-' || character == 0xad || character == 0x2010 || character == 0xac ||
           character == 0x2e17;
}

const char *text_line_start(const TextLine *line, gsize *length)
{
    const char *start = line->text, *end = line->text + line->length;
    while (start < end && g_unichar_isspace(g_utf8_get_char(start)))
        start = g_utf8_next_char(start);
    *length = (gsize)(end - start);
    return start;
}

void text_join(GString *text, const TextLine *line)
{
    gsize length;
    const char *start = text_line_start(line, &length);
    if (text->len == 0 || length == 0) {
        g_string_append_len(text, start, (gssize)length);
        return;
    }
    const char *last = g_utf8_prev_char(text->str + text->len);
    gunichar before = g_utf8_get_char(last), after = g_utf8_get_char(start);
    gboolean follows_letter =
        last > text->str && g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(last)));
    if (is_hyphen(before) && follows_letter && g_unichar_islower(after))
        g_string_truncate(text, (gsize)(last - text->str));
    else if (!(is_unspaced(before) && is_unspaced(after)))
        g_string_append_c(text, ' ');
    g_string_append_len(text, start, (gssize)length);
}

/* How a line is tied to the one before it. */
static const char *separator(const TextLine *before, const TextLine *line, TextLayout layout,
                             guint width, guint indent)
{
    if (before->length == 0 || layout == LAYOUT_PARAGRAPHS)
        return "\n\n";
    if (layout == LAYOUT_LINES || is_list_item(line))
        return "\n";
    if (line->indent >= indent + INDENT_MIN && before->indent < line->indent)
        return "\n\n";
    if (width > 0 && before->columns + LAST_LINE < width && ends_sentence(before))
        return "\n\n";
    return NULL;
}

GString *text_join_lines(const GArray *lines, guint first, TextLayout layout, guint width)
{
    GString *text = g_string_new(NULL);
    guint indent = usual_indent(lines, first);
    const TextLine empty = {.text = ""};
    const TextLine *before = &empty;
    for (guint i = first; i < lines->len; i++) {
        const TextLine *line = line_at(lines, i);
        const char *tie = line->length == 0 ? "" : separator(before, line, layout, width, indent);
        if (tie == NULL) {
            text_join(text, line);
        } else {
            gsize length;
            const char *start = text_line_start(line, &length);
            g_string_append(text, text->len == 0 ? "" : tie);
            g_string_append_len(text, start, (gssize)length);
        }
        before = line;
    }
    return text;
}
