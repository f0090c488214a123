/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What people read: headline, best passage, file and id of each article; and whole articles
 * (--show). The same on a terminal and in a pipe, but for colour instead of brackets around the
 * matched words, and lines broken at the terminal's width.
 */
#include "searcher/output/chart.h"

#include <string.h>

#include "morgue/field.h"
#include "morgue/terminal.h"
#include "searcher/output/wrap.h"

enum { INDENT = 3 };

static const char mark_on[] = "\033[1;31m";
static const char mark_off[] = "\033[0m";

/* Adds part of a text from the archive. */
static void add_text(Wrap *wrap, const char *text, gsize length)
{
    g_autofree char *part = g_strndup(text, length);
    g_autofree char *safe = terminal_safe(part);
    wrap_add(wrap, safe, strlen(safe));
}

static void add_string(Wrap *wrap, const char *text)
{
    wrap_add(wrap, text, strlen(text));
}

static void add_marked(Wrap *wrap, const Snippet *snippet, gboolean color)
{
    const char *text = snippet->text;
    gsize at = 0;
    for (guint i = 0; i < snippet->marks->len; i++) {
        const SnippetRange *mark = &g_array_index(snippet->marks, SnippetRange, i);
        add_text(wrap, text + at, mark->start - at);
        if (color)
            wrap_add_invisible(wrap, mark_on);
        else
            add_string(wrap, "[");
        add_text(wrap, text + mark->start, mark->end - mark->start);
        if (color)
            wrap_add_invisible(wrap, mark_off);
        else
            add_string(wrap, "]");
        at = mark->end;
    }
    add_text(wrap, text + at, strlen(text) - at);
}

/* `1. 2025-08-18  Example Wire — Envoys weigh guarantees`: never broken. */
static void print_headline(Output *output, const Result *result)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const char *date = result_get(result, RECORD_DATE);
    const char *source = result_get(result, RECORD_SOURCE);
    const char *headline = result_get(result, RECORD_HEADLINE);
    int day = (int)MIN(strcspn(date, "T"), 10);
    g_string_append_printf(out, "%u. %.*s  ", result->rank, day > 0 ? day : 7,
                           day > 0 ? date : "undated");
    Wrap wrap;
    wrap_init(&wrap, out, 0, 0);
    if (*source != '\0') {
        add_text(&wrap, source, strlen(source));
        add_string(&wrap, " — ");
    }
    if (output->color && result->headline.text != NULL)
        add_marked(&wrap, &result->headline, TRUE);
    else if (*headline != '\0')
        add_text(&wrap, headline, strlen(headline));
    else
        add_string(&wrap, "(no headline)");
    wrap_end(&wrap);
    fputs(out->str, output->stream);
}

static void print_snippet(Output *output, const Snippet *snippet)
{
    if (*snippet->text == '\0')
        return;
    g_autoptr(GString) out = g_string_new(NULL);
    Wrap wrap;
    wrap_init(&wrap, out, INDENT, output->columns);
    if (!snippet->at_start)
        add_string(&wrap, "… ");
    add_marked(&wrap, snippet, output->color);
    if (!snippet->at_end)
        add_string(&wrap, " …");
    wrap_end(&wrap);
    fputs(out->str, output->stream);
}

/* The id at the right edge of the terminal, where it fits; else two blanks after the path. */
static void print_place(Output *output, const Result *result)
{
    g_autofree char *path = terminal_safe(result->path);
    const char *id = result_get(result, RECORD_ID);
    guint used =
        INDENT + terminal_columns(path, strlen(path)) + (guint)strlen("id ") + (guint)strlen(id);
    int gap = output->columns > used + 2 ? (int)(output->columns - used) : 2;
    fprintf(output->stream, "%*s%s%*sid %s\n", INDENT, "", path, gap, "", id);
}

static void print_notice(Output *output, gboolean partial)
{
    output_query_heading(output);
    if (partial)
        fputs("No article has all of the words. These have some of them:\n\n", output->stream);
}

static void print_article(Output *output, const Result *result)
{
    if (output->printed > 0)
        putc('\n', output->stream);
    print_headline(output, result);
    for (guint i = 0; result->snippets != NULL && i < result->snippets->len; i++)
        print_snippet(output, &g_array_index(result->snippets, Snippet, i));
    print_place(output, result);
}

/* Whole articles. */

static void print_value(Output *output, const char *name, const char *value)
{
    if (*value == '\0')
        return;
    g_autofree char *safe = terminal_safe(value);
    fprintf(output->stream, "%-9s %s\n", name, safe);
}

static void print_date(Output *output, const Result *result)
{
    const char *date = result_get(result, RECORD_DATE);
    const char *from = result_get(result, RECORD_DATE_FROM);
    g_autofree char *value =
        *from == '\0' ? g_strdup(date) : g_strdup_printf("%s (from %s)", date, from);
    print_value(output, "date", *date == '\0' ? "" : value);
}

static void print_values(Output *output, const Result *result)
{
    static const struct {
        const char *name;
        RecordKey key;
    } values[] = {
        {"source", RECORD_SOURCE}, {"byline", RECORD_BYLINE}, {"section", RECORD_SECTION},
        {"place", RECORD_PLACE},   {"lang", RECORD_LANGUAGE}, {"edition", RECORD_EDITION},
        {"page", RECORD_PAGE},     {"flags", RECORD_FLAGS},   {"url", RECORD_URL},
    };
    print_date(output, result);
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++)
        print_value(output, values[i].name, result_get(result, values[i].key));
    g_auto(GStrv) keywords =
        g_strsplit(result_get(result, RECORD_KEYWORDS), FIELD_VALUE_SEPARATOR, -1);
    g_autofree char *joined = g_strjoinv(", ", keywords);
    print_value(output, "keywords", joined);
    print_value(output, "file", result->path);
    print_value(output, "id", result_get(result, RECORD_ID));
}

static void print_paragraph(Output *output, const char *text, gsize length)
{
    g_autoptr(GString) out = g_string_new("\n");
    Wrap wrap;
    wrap_init(&wrap, out, 0, output->columns);
    add_text(&wrap, text, length);
    wrap_end(&wrap);
    fputs(out->str, output->stream);
}

/* Lines of the text are kept: they may be verse or a table. */
static void print_body(Output *output, const char *text, gsize length)
{
    const char *end = text + length;
    for (const char *line = text; line < end;) {
        const char *next = memchr(line, '\n', (gsize)(end - line));
        gsize line_length = next == NULL ? (gsize)(end - line) : (gsize)(next - line);
        if (line_length > 0)
            print_paragraph(output, line, line_length);
        line += line_length + 1;
    }
}

static void print_whole(Output *output, const Result *result)
{
    const char *headline = result_get(result, RECORD_HEADLINE);
    const char *subtitle = result_get(result, RECORD_SUBTITLE);
    print_value(output, "headline", headline);
    print_value(output, "subtitle", subtitle);
    print_values(output, result);
    print_body(output, result->record.text, result->record.text_length);
}

const OutputForm output_text = {
    .id = FORM_TEXT,
    .needs_articles = TRUE,
    .needs_snippets = TRUE,
    .partial_by_itself = TRUE,
    .begin = print_notice,
    .article = print_article,
    .whole = print_whole,
    .timeline = chart_print_timeline,
    .facet = chart_print_facet,
    .terms = chart_print_terms,
};
