/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables with a header row, --csv and --tsv: of articles, and of reports. */
#include "searcher/output/column.h"
#include "searcher/output/row.h"

static RowKind kind_of(const Output *output)
{
    return output->form->id == FORM_CSV ? ROW_CSV : ROW_TSV;
}

/* Articles. */

/* Only a table of several queries tells whose a row is. */
static gboolean is_shown(const Output *output, const Column *column)
{
    return column->name != NULL && (column->kind != COLUMN_QUERY || output->query_id != NULL);
}

/* The header row, if there is no result. */
static void print_row(Output *output, const Result *result)
{
    g_autoptr(GString) value = g_string_new(NULL);
    Row row;
    row_init(&row, kind_of(output));
    for (gsize i = 0; i < column_count; i++) {
        if (!is_shown(output, &columns[i]))
            continue;
        g_string_truncate(value, 0);
        if (result == NULL)
            g_string_append(value, columns[i].name);
        else
            column_append(value, &columns[i], output, result);
        row_add(&row, value->str);
    }
    row_print(&row, output->stream);
    row_clear(&row);
}

static void print_header(Output *output, gboolean partial G_GNUC_UNUSED)
{
    if (!output->continued)
        print_row(output, NULL);
}

static void print_article(Output *output, const Result *result)
{
    print_row(output, result);
}

/* Reports. */

/* Begins a report with its header. FALSE: there is nothing to hand to --deliver. */
static gboolean begin_report(Output *output, Row *row, const char *const *names, guint found)
{
    if (found == 0 && output->options->deliver != NULL)
        return FALSE;
    row_init(row, kind_of(output));
    for (; *names != NULL; names++)
        row_add(row, *names);
    row_print(row, output->stream);
    return TRUE;
}

static void add_text(Row *row, const char *text)
{
    g_autoptr(GString) line = g_string_new(NULL);
    column_append_text(line, text);
    row_add(row, line->str);
}

static void add_decimal(Row *row, const char *format, double value)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    row_add(row, g_ascii_formatd(number, sizeof number, format, value));
}

/* Those of no period: what adds up to all that is found. */
static void print_outside(Output *output, Row *row, const Timeline *timeline)
{
    if (timeline->undated + timeline->imprecise == 0)
        return;
    row_add(row, "");
    row_add_number(row, timeline->undated + timeline->imprecise);
    row_add(row, "");
    row_add(row, "");
    row_print(row, output->stream);
}

static void print_timeline(Output *output, const Timeline *timeline)
{
    static const char *const names[] = {"period", "n", "N", "share", NULL};
    Row row;
    if (!begin_report(output, &row, names, timeline->found))
        return;
    for (guint i = 0; i < timeline->rows->len; i++) {
        const TimelineRow *period = &g_array_index(timeline->rows, TimelineRow, i);
        char name[PERIOD_NAME_SIZE];
        row_add(&row, period_name(timeline->kind, period->period, name));
        row_add_number(&row, period->found);
        row_add_number(&row, period->all);
        add_decimal(&row, "%.6f", (double)period->found / period->all);
        row_print(&row, output->stream);
    }
    print_outside(output, &row, timeline);
    row_clear(&row);
}

static void print_value(Output *output, Row *row, const Facet *facet, const char *text, guint found)
{
    row_add(row, facet->name);
    add_text(row, text);
    row_add_number(row, found);
    row_print(row, output->stream);
}

/* Several facets are one table, with one header row. */
static void print_facet(Output *output, const Facet *facet, guint limit)
{
    static const char *const names[] = {"facet", "value", "n", NULL};
    guint shown = limit == 0 ? facet->values->len : MIN(limit, facet->values->len);
    Row row;
    if (output->printed++ > 0)
        row_init(&row, kind_of(output));
    else if (!begin_report(output, &row, names, facet->found))
        return;
    for (guint i = 0; i < shown; i++) {
        const FacetValue *value = &g_array_index(facet->values, FacetValue, i);
        print_value(output, &row, facet, value->text, value->found);
    }
    if (facet->without > 0)
        print_value(output, &row, facet, "", facet->without);
    row_clear(&row);
}

static void print_terms(Output *output, const MarkedTerms *terms)
{
    static const char *const names[] = {"term", "n", "N", "score", NULL};
    Row row;
    if (!begin_report(output, &row, names, terms->found))
        return;
    for (guint i = 0; i < terms->terms->len; i++) {
        const MarkedTerm *term = &g_array_index(terms->terms, MarkedTerm, i);
        add_text(&row, term->word);
        row_add_number(&row, term->found);
        row_add_number(&row, term->all);
        add_decimal(&row, "%.2f", term->score);
        row_print(&row, output->stream);
    }
    row_clear(&row);
}

const OutputForm output_csv = {
    .id = FORM_CSV,
    .needs_articles = TRUE,
    .needs_snippets = TRUE,
    .begin = print_header,
    .article = print_article,
    .timeline = print_timeline,
    .facet = print_facet,
    .terms = print_terms,
};

const OutputForm output_tsv = {
    .id = FORM_TSV,
    .needs_articles = TRUE,
    .needs_snippets = TRUE,
    .begin = print_header,
    .article = print_article,
    .timeline = print_timeline,
    .facet = print_facet,
    .terms = print_terms,
};
