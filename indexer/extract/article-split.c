/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where one article of a text file ends. */
#include "indexer/extract/article-split.h"

#include <string.h>

#include "indexer/extract/header-block.h"

#define RULER_MIN_LENGTH    10
#define HEADLINE_MAX_LENGTH 600 /* bytes: 200 characters */
#define HEADLINE_MAX_LINES  3

/* The text after a headline begins within so many blocks, with a paragraph of so many bytes. */
#define HEAD_BLOCKS          3
#define PARAGRAPH_MIN_LENGTH 120

/* What must be seen after a division to know whether it is one. */
#define LOOKAHEAD ((gsize)2048)

typedef struct {
    const char *text;
    gsize length; /* without the line feed and blanks at the end */
    gsize next;   /* where the line after it begins */
} Line;

typedef struct {
    const char *bytes;
    gsize length;
    gboolean is_all;
} Bytes;

static Line line_at(Bytes bytes, gsize place)
{
    const char *text = bytes.bytes + place;
    const char *feed = memchr(text, '\n', bytes.length - place);
    gsize length = feed == NULL ? bytes.length - place : (gsize)(feed - text);
    Line line = {text, length, feed == NULL ? bytes.length : place + length + 1};
    while (line.length > 0 && g_ascii_isspace(text[line.length - 1]) &&
           text[line.length - 1] != '\f')
        line.length--;
    return line;
}

static gsize skip_blank(Bytes bytes, gsize place)
{
    while (place < bytes.length && g_ascii_isspace(bytes.bytes[place]))
        place++;
    return place;
}

/* A line of nothing but one character of `-=*_~#+`. */
static gboolean is_ruler(Line line)
{
    const char *text = line.text;
    gsize length = line.length;
    while (length > 0 && *text == ' ') {
        text++;
        length--;
    }
    if (length < RULER_MIN_LENGTH || strchr("-=*_~#+", *text) == NULL)
        return FALSE;
    for (gsize i = 1; i < length; i++) {
        if (text[i] != *text)
            return FALSE;
    }
    return TRUE;
}

/* The known key at the beginning of a line: its length, 0 without one. */
static gsize known_key(Line line)
{
    gsize value;
    gsize key = header_key(line.text, line.length, &value);
    return key > 0 && field_role(line.text, key) != ROLE_NONE ? key : 0;
}

/* The length of the lines from `place` on up to an empty one; `lines` counts them. */
static gsize block_length(Bytes bytes, gsize place, guint *lines)
{
    gsize start = place;
    *lines = 0;
    while (place < bytes.length) {
        Line line = line_at(bytes, place);
        if (line.length == 0 || is_ruler(line))
            break;
        ++*lines;
        place = line.next;
    }
    return place - start;
}

/*
 * Whether what begins at `place` can be an article: it has a header, or (`by_look`) a headline in
 * lines of its own with a paragraph below. After a ruler there are also signatures and notes.
 */
static gboolean begins_article(Bytes bytes, gsize place, gboolean by_look)
{
    place = skip_blank(bytes, place);
    if (place == bytes.length)
        return FALSE;
    Line line = line_at(bytes, place);
    if (known_key(line) > 0 || !by_look)
        return known_key(line) > 0;
    guint lines;
    gsize headline = block_length(bytes, place, &lines);
    if (lines == 0 || lines > HEADLINE_MAX_LINES || headline > HEADLINE_MAX_LENGTH ||
        g_ascii_islower(*line.text) || strchr(".,;:", line.text[line.length - 1]) != NULL)
        return FALSE;
    for (guint i = 0; i < HEAD_BLOCKS; i++) { /* byline and date may come before the text */
        place = skip_blank(bytes, place + headline);
        headline = block_length(bytes, place, &lines);
        if (headline >= PARAGRAPH_MIN_LENGTH)
            return TRUE;
    }
    return FALSE;
}

/* A title with a line of `===` below it, as Markdown writes headings. */
static gboolean is_underline(Line ruler, Line before, gboolean blank_before_that)
{
    return before.length > 0 && blank_before_that && ruler.length <= before.length + 2 &&
           before.length <= ruler.length + 2;
}

/* A page break: the sentence goes on after it. */
static gboolean continues(Bytes bytes, gsize place)
{
    place = skip_blank(bytes, place);
    return place < bytes.length && g_ascii_islower(bytes.bytes[place]);
}

/* What the first article begins with, and so every other. */
typedef struct {
    Line key_line;      /* of the first key */
    gsize key;          /* its length; 0: there is none */
    gboolean is_fenced; /* it stands in front matter, after a line of `---` */
    gsize text;         /* where the text begins at the earliest */
} Opening;

static gboolean is_fence(Line line)
{
    return line.length == 3 &&
           (memcmp(line.text, "---", 3) == 0 || memcmp(line.text, "+++", 3) == 0);
}

static gsize any_key(Line line)
{
    gsize length = 0;
    while (length < line.length && length < 40 &&
           (g_ascii_isalnum(line.text[length]) || line.text[length] == '_'))
        length++;
    gsize end = length;
    while (end < line.length && line.text[end] == ' ')
        end++;
    return length > 0 && end < line.length && strchr(":=", line.text[end]) != NULL ? length : 0;
}

static Opening read_opening(Bytes bytes)
{
    Opening opening = {0};
    gsize place = skip_blank(bytes, 0);
    opening.text = place;
    if (place == bytes.length)
        return opening;
    opening.key_line = line_at(bytes, place);
    opening.is_fenced = is_fence(opening.key_line) && opening.key_line.next < bytes.length;
    opening.text = opening.key_line.next;
    if (opening.is_fenced) {
        opening.key_line = line_at(bytes, opening.key_line.next);
        opening.key = any_key(opening.key_line);
    } else {
        opening.key = known_key(opening.key_line);
    }
    return opening;
}

static gboolean same_key(const Opening *opening, Line line)
{
    return line.length > opening->key &&
           g_ascii_strncasecmp(line.text, opening->key_line.text, opening->key) == 0 &&
           (opening->is_fenced ? any_key(line) : known_key(line)) == opening->key;
}

/* Whether the header of the next article begins at this line. */
static gboolean opens_again(Bytes bytes, const Opening *opening, Line line, gboolean blank_before)
{
    if (opening->key == 0)
        return FALSE;
    if (opening->is_fenced)
        return is_fence(line) && line.next < bytes.length &&
               same_key(opening, line_at(bytes, line.next));
    return blank_before && same_key(opening, line);
}

/* The last lines that were seen. */
typedef struct {
    Line before;
    gboolean blank_before, blank_before_that;
} Context;

/* Whether the article ends before or at this line, which begins at `place`. */
static gboolean divides(Bytes bytes, const Opening *opening, Line line, const Context *context,
                        gsize place, gsize *end, gsize *next)
{
    const char *page = memchr(line.text, '\f', line.length);
    *end = *next = place;
    if (page != NULL) {
        *end = (gsize)(page - bytes.bytes);
        *next = *end + 1;
        return *end >= opening->text && !continues(bytes, *next);
    }
    if (opens_again(bytes, opening, line, context->blank_before))
        return TRUE;
    *next = line.next;
    return is_ruler(line) && !is_underline(line, context->before, context->blank_before_that) &&
           begins_article(bytes, line.next, opening->key == 0);
}

gboolean article_split(const guint8 *data, gsize length, gboolean is_all, gsize *end, gsize *next)
{
    Bytes bytes = {(const char *)data, length, is_all};
    Opening opening = read_opening(bytes);
    Context context = {.blank_before_that = TRUE};
    for (gsize place = opening.text; place < length;) {
        if (!is_all && length - place < LOOKAHEAD)
            return FALSE;
        Line line = line_at(bytes, place);
        if (!is_all && line.next == length)
            return FALSE;
        if (divides(bytes, &opening, line, &context, place, end, next))
            return TRUE;
        context.blank_before_that = context.blank_before || context.before.text == NULL;
        context.blank_before = line.length == 0 || is_ruler(line);
        context.before = line;
        place = line.next;
    }
    *end = *next = length;
    return is_all;
}
