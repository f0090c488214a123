/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables with a header row: --csv (RFC 4180) and --tsv (IANA text/tab-separated-values).
 *
 * A spreadsheet takes a cell that begins with one of = + - @ for a formula and runs it. Such a text
 * gets an apostrophe in front: the archive is someone else's writing, and the table is made to be
 * opened (https://owasp.org/www-community/attacks/CSV_Injection).
 */
#include "searcher/output/column.h"

#include <string.h>

/* The wide forms count as well: spreadsheets take them for the narrow ones. */
static const char *const formula_starts[] = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};

static gboolean is_formula(const char *value)
{
    value += strspn(value, " ");
    for (gsize i = 0; i < G_N_ELEMENTS(formula_starts); i++) {
        if (g_str_has_prefix(value, formula_starts[i]))
            return TRUE;
    }
    return FALSE;
}

/* RFC 4180 §2.5 to 2.7. A semicolon parts cells where the comma is the decimal sign. */
static void append_quoted(GString *row, const char *value)
{
    if (strpbrk(value, ",;\"") == NULL && *value != ' ') {
        g_string_append(row, value);
        return;
    }
    g_string_append_c(row, '"');
    for (const char *p = value; *p != '\0'; p++) {
        if (*p == '"')
            g_string_append_c(row, '"');
        g_string_append_c(row, *p);
    }
    g_string_append_c(row, '"');
}

/* Only a table of several queries tells whose a row is. */
static gboolean is_shown(const Output *output, const Column *column)
{
    return column->name != NULL && (column->kind != COLUMN_QUERY || output->query_id != NULL);
}

static void print_row(Output *output, const Result *result, gboolean commas)
{
    g_autoptr(GString) row = g_string_new(NULL);
    g_autoptr(GString) value = g_string_new(NULL);
    for (gsize i = 0; i < column_count; i++) {
        if (!is_shown(output, &columns[i]))
            continue;
        g_string_truncate(value, 0);
        if (result == NULL)
            g_string_append(value, columns[i].name);
        else
            column_append(value, &columns[i], output, result);
        if (is_formula(value->str))
            g_string_prepend_c(value, '\'');
        if (row->len > 0)
            g_string_append_c(row, commas ? ',' : '\t');
        if (commas)
            append_quoted(row, value->str);
        else
            g_string_append(row, value->str);
    }
    g_string_append(row, commas ? "\r\n" : "\n");
    fwrite(row->str, 1, row->len, output->stream);
}

static void print_csv_header(Output *output, gboolean partial G_GNUC_UNUSED)
{
    if (!output->continued)
        print_row(output, NULL, TRUE);
}

static void print_csv(Output *output, const Result *result)
{
    print_row(output, result, TRUE);
}

static void print_tsv_header(Output *output, gboolean partial G_GNUC_UNUSED)
{
    if (!output->continued)
        print_row(output, NULL, FALSE);
}

static void print_tsv(Output *output, const Result *result)
{
    print_row(output, result, FALSE);
}

const OutputForm output_csv = {
    .id = FORM_CSV,
    .needs_articles = TRUE,
    .needs_snippets = TRUE,
    .begin = print_csv_header,
    .article = print_csv,
};

const OutputForm output_tsv = {
    .id = FORM_TSV,
    .needs_articles = TRUE,
    .needs_snippets = TRUE,
    .begin = print_tsv_header,
    .article = print_tsv,
};
