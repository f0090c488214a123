/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A concordance (--kwic): a line for each occurrence, the word in the middle, always in the same
 * column, so that what precedes and follows it can be read down the page.
 */
#include "searcher/output/kwic.h"

#include <string.h>

#include "morgue/terminal.h"
#include "searcher/output/output.h"

/* Columns of a date to the day. */
enum { DATE_COLUMNS = 10 };

static const char mark_on[] = "\033[1;31m";
static const char mark_off[] = "\033[0m";

/* Where the last characters of `text` begin that fit in so many columns, before `end`. */
static const char *fit_before(const char *text, const char *end, guint columns)
{
    const char *start = end;
    for (const char *p = end; p > text;) {
        p = g_utf8_prev_char(p);
        guint used = terminal_columns(p, (gsize)(end - p));
        if (used > columns)
            break;
        if (!g_unichar_iszerowidth(g_utf8_get_char(p)))
            start = p;
    }
    return start;
}

/* Where the first characters of `text` end that fit; marks stay with what they combine with. */
static const char *fit_after(const char *text, guint columns)
{
    guint used = 0;
    while (*text != '\0') {
        const char *next = g_utf8_next_char(text);
        used += terminal_columns(text, (gsize)(next - text));
        if (used > columns)
            break;
        text = next;
    }
    return text;
}

void kwic_line_init(KwicLine *line, const Snippet *text, const SnippetRange *mark, guint width)
{
    const char *word = text->text + mark->start;
    const char *after = text->text + mark->end;
    guint taken = terminal_columns(word, (gsize)(after - word));
    guint right = width - width / 2;
    const char *start = fit_before(text->text, word, width / 2);
    const char *end = fit_after(after, right > taken ? right - taken : 0);
    line->left = g_strndup(start, (gsize)(word - start));
    line->word = g_strndup(word, (gsize)(after - word));
    line->right = g_strndup(after, (gsize)(end - after));
}

void kwic_line_clear(KwicLine *line)
{
    g_free(line->left);
    g_free(line->word);
    g_free(line->right);
}

/* `2022-03-05  7h3k9q2m4x1d  what precedes the [word] and what follows it`. */
static void print_line(Output *output, const Result *result, const KwicLine *line)
{
    guint half = output->options->kwic / 2;
    const char *date = result_get(result, RECORD_DATE);
    int day = (int)MIN(strcspn(date, "T"), DATE_COLUMNS);
    g_autofree char *safe_left = terminal_safe(line->left);
    g_autofree char *word = terminal_safe(line->word);
    g_autofree char *right = terminal_safe(line->right);
    const char *left = fit_before(safe_left, safe_left + strlen(safe_left), half);
    guint gap = half - terminal_columns(left, strlen(left));
    fprintf(output->stream, "%-*.*s  %s  %*s%s%s%s%s%s\n", DATE_COLUMNS, day > 0 ? day : 7,
            day > 0 ? date : "undated", result_get(result, RECORD_ID), (int)gap, "", left,
            output->color ? mark_on : "[", word, output->color ? mark_off : "]", right);
}

static void print_text(Output *output, const Result *result, const Snippet *text)
{
    for (guint i = 0; text->text != NULL && i < text->marks->len; i++) {
        KwicLine line;
        kwic_line_init(&line, text, &g_array_index(text->marks, SnippetRange, i),
                       output->options->kwic);
        print_line(output, result, &line);
        kwic_line_clear(&line);
    }
}

static void print_heading(Output *output, gboolean partial G_GNUC_UNUSED)
{
    output_query_heading(output);
}

static void print_article(Output *output, const Result *result)
{
    print_text(output, result, &result->headline);
    print_text(output, result, &result->body);
}

const OutputForm output_kwic = {
    .id = FORM_KWIC,
    .needs_articles = TRUE,
    .needs_occurrences = TRUE,
    .begin = print_heading,
    .article = print_article,
};
