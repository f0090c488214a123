/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Markdown to text, line by line and then within the lines. */
#include "indexer/extract/markdown.h"

#include <string.h>

#include "indexer/extract/entity.h"

/* Links and tags longer than this are text: it bounds the search for their end. */
#define MARK_MAX_LENGTH 2000

/* After so many brackets and ampersands that mean nothing, a line is taken as it is. */
#define FAILURES_MAX 1000

typedef struct {
    GString *out;
    gboolean in_code;  /* between fences */
    gboolean new_line; /* the next line of text begins a paragraph */
} Markdown;

static gsize run_of(const char *text, char character)
{
    gsize length = 0;
    while (text[length] == character)
        length++;
    return length;
}

static gboolean is_only(const char *line, const char *characters)
{
    return line[strspn(line, characters)] == '\0';
}

/* `---`, `***`, `___`, with blanks between. */
static gboolean is_thematic_break(const char *line)
{
    char mark = *line;
    if (mark == '\0' || strchr("-*_", mark) == NULL)
        return FALSE;
    guint marks = 0;
    for (; *line != '\0'; line++) {
        if (*line == mark)
            marks++;
        else if (*line != ' ' && *line != '\t')
            return FALSE;
    }
    return marks >= 3;
}

/* The text after the marks of a list item, or NULL where it is none. */
static const char *list_item(const char *line)
{
    if (strchr("-*+", *line) != NULL && *line != '\0' && line[1] == ' ')
        return line + 2;
    gsize digits = strspn(line, "0123456789");
    if (digits > 0 && digits < 4 && (line[digits] == '.' || line[digits] == ')') &&
        line[digits + 1] == ' ')
        return line; /* the number may belong to the text: keep it */
    return NULL;
}

/* The end of a balanced `[…]` or `(…)` that opens at `text`, or NULL. */
static const char *closing(const char *text, char open, char close)
{
    int depth = 0;
    for (const char *last = text + MARK_MAX_LENGTH; *text != '\0' && text < last; text++) {
        if (*text == '\\' && text[1] != '\0')
            text++;
        else if (*text == open)
            depth++;
        else if (*text == close && --depth == 0)
            return text;
    }
    return NULL;
}

static void append_inline(GString *out, const char *text, gsize length, guint depth);

/* A link or an image at `text`: writes what it shows. NULL where it is neither. */
static const char *append_link(GString *out, const char *text, guint depth)
{
    const char *label = text + (*text == '!');
    if (*label != '[' || depth > 8)
        return NULL;
    const char *end = closing(label, '[', ']');
    if (end == NULL)
        return NULL;
    const char *after = end + 1;
    if (*after == '(' || *after == '[')
        after = closing(after, *after, *after == '(' ? ')' : ']');
    else if (label[1] != '^') /* [^1] is a footnote's number */
        return NULL;
    else
        return end + 1;
    if (after == NULL)
        return NULL;
    append_inline(out, label + 1, (gsize)(end - label - 1), depth + 1);
    return after + 1;
}

/* An HTML tag, comment or `<https://…>` at `text`; NULL where `<` is just that. */
static const char *skip_tag(GString *out, const char *text)
{
    static const char *const blocks[] = {"p", "/p", "br", "br/", "div", "/div", "li", "/li"};
    const char *end = memchr(text, '>', strnlen(text, MARK_MAX_LENGTH));
    if (end == NULL || !(g_ascii_isalpha(text[1]) || text[1] == '/' || text[1] == '!'))
        return NULL;
    gsize name = strcspn(text + 1, " >\t\n");
    if (memchr(text + 1, ':', name) != NULL) {
        g_string_append_len(out, text + 1, (gssize)(end - text - 1));
        return end + 1;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(blocks); i++) {
        if (strlen(blocks[i]) == name && g_ascii_strncasecmp(blocks[i], text + 1, name) == 0)
            g_string_append(out, *blocks[i] == 'b' ? "\n" : "\n\n");
    }
    return end + 1;
}

static gboolean is_word_byte(char byte)
{
    return g_ascii_isalnum(byte) || (guint8)byte >= 0x80;
}

/* Whether a run of `*`, `_` or `~` is emphasis and not part of the text (`a * b`, `file_name`). */
static gboolean is_emphasis(const char *start, const char *place, gsize run)
{
    gboolean blank_before = place == start || g_ascii_isspace(place[-1]);
    gboolean blank_after = place[run] == '\0' || g_ascii_isspace(place[run]);
    if (blank_before && blank_after)
        return FALSE;
    if (*place == '_')
        return place == start || !is_word_byte(place[-1]) || !is_word_byte(place[run]);
    return *place == '*' ? run <= 3 : run == 2;
}

/* Appends a run of `*`, `_`, `~` or backquotes unless it marks something; returns its end. */
static const char *append_run(GString *out, const char *start, const char *place)
{
    gsize run = run_of(place, *place);
    if (*place != '`' && !is_emphasis(start, place, run))
        g_string_append_len(out, place, (gssize)run);
    return place + run;
}

/* The text of a line or a part of one: without emphasis, code marks, links and tags. */
static void append_inline(GString *out, const char *text, gsize length, guint depth)
{
    g_autofree char *line = g_strndup(text, length);
    guint failures = 0; /* brackets that were no links, and so on */
    for (const char *place = line; *place != '\0';) {
        const char *after = NULL;
        gboolean is_mark = strchr("[!<&", *place) != NULL && failures < FAILURES_MAX;
        if (*place == '\\' && g_ascii_ispunct(place[1])) {
            g_string_append_c(out, place[1]);
            after = place + 2;
        } else if (strchr("*_~`", *place) != NULL) {
            after = append_run(out, line, place);
        } else if (is_mark && *place == '<') {
            after = skip_tag(out, place);
        } else if (is_mark && *place == '&') {
            after = entity_append(out, place);
        } else if (is_mark) {
            after = append_link(out, place, depth);
        }
        failures += is_mark && after == NULL ? 1 : 0;
        if (after == NULL)
            g_string_append_c(out, *place);
        place = after == NULL ? place + 1 : after;
    }
}

/* Cells of a table, with blanks between them. */
static void append_row(GString *out, const char *line)
{
    g_auto(GStrv) cells = g_strsplit(line, "|", -1);
    for (guint i = 0; cells[i] != NULL; i++) {
        const char *cell = g_strstrip(cells[i]);
        if (*cell == '\0')
            continue;
        append_inline(out, cell, strlen(cell), 0);
        g_string_append_c(out, ' ');
    }
}

static void begin_text(Markdown *markdown)
{
    if (markdown->out->len > 0)
        g_string_append(markdown->out, markdown->new_line ? "\n\n" : "\n");
    markdown->new_line = FALSE;
}

/* Strips what marks a line as a quotation, a heading or a list item; notes new paragraphs. */
static const char *strip_block_marks(Markdown *markdown, const char *line)
{
    line += strspn(line, " \t");
    while (*line == '>') {
        line++;
        line += strspn(line, " \t");
    }
    gsize level = run_of(line, '#');
    const char *item = list_item(line);
    if (level > 0 && level <= 6 && (line[level] == ' ' || line[level] == '\0')) {
        markdown->new_line = TRUE;
        line += level;
        return line + strspn(line, " \t");
    }
    if (item != NULL)
        markdown->new_line = TRUE;
    return item == NULL ? line : item;
}

static gboolean is_heading(const char *line)
{
    line += strspn(line, " ");
    gsize level = run_of(line, '#');
    return level > 0 && level <= 6 && line[level] == ' ';
}

/* `[label]: https://…`, which shows nothing. */
static gboolean is_definition(const char *line)
{
    const char *end = *line == '[' ? strchr(line, ']') : NULL;
    return end != NULL && end[1] == ':' && line[1] != '^';
}

static void append_line(Markdown *markdown, const char *line)
{
    const char *start = line + strspn(line, " \t");
    if (strncmp(start, "```", 3) == 0 || strncmp(start, "~~~", 3) == 0) {
        markdown->in_code = !markdown->in_code;
        markdown->new_line = TRUE;
        return;
    }
    gboolean is_underline = *start != '\0' && is_only(start, "=");
    gboolean is_table_rule = strchr(start, '|') != NULL && is_only(start, "|-: ");
    if (*start == '\0' || is_underline || is_table_rule || is_thematic_break(start)) {
        markdown->new_line = TRUE;
        return;
    }
    if (markdown->in_code || is_definition(start)) {
        if (markdown->in_code) {
            begin_text(markdown);
            g_string_append(markdown->out, line);
        }
        return;
    }
    gboolean ends_paragraph = is_heading(line);
    const char *text = strip_block_marks(markdown, line);
    begin_text(markdown);
    if (*text == '|')
        append_row(markdown->out, text);
    else
        append_inline(markdown->out, text, strlen(text), 0);
    markdown->new_line = ends_paragraph;
}

/* The heading in the first line: `# Title`, or a line with `===` below it. */
static char *first_heading(char **lines, guint *first)
{
    while (lines[*first] != NULL && *g_strchomp(lines[*first]) == '\0')
        ++*first;
    const char *line = lines[*first];
    if (line == NULL)
        return NULL;
    line += strspn(line, " ");
    const char *below = lines[*first + 1];
    gboolean has_hash = line[0] == '#' && (line[1] == ' ' || line[1] == '\t');
    gboolean is_underlined =
        !has_hash && below != NULL && below[0] == '=' && below[strspn(below, "= \r")] == '\0';
    if (!has_hash && !is_underlined)
        return NULL;
    g_autofree char *text = g_strdup(line + (has_hash ? 1 : 0));
    g_strstrip(text);
    gsize length = strlen(text);
    while (has_hash && length > 0 && (text[length - 1] == '#' || text[length - 1] == ' '))
        length--;
    GString *heading = g_string_new(NULL);
    append_inline(heading, text, length, 0);
    *first += has_hash ? 1 : 2;
    return g_string_free(heading, FALSE);
}

GString *markdown_to_text(const char *markdown, gsize length, char **headline)
{
    g_autofree char *copy = g_strndup(markdown, length);
    g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
    Markdown state = {.out = g_string_sized_new(length), .new_line = TRUE};
    guint first = 0;
    if (headline != NULL)
        *headline = first_heading(lines, &first);
    for (guint i = first; lines[i] != NULL; i++)
        append_line(&state, lines[i]);
    return state.out;
}
