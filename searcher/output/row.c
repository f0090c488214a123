/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cells, and what parts and quotes them. */
#include "searcher/output/row.h"

#include <string.h>

/* The wide forms count as well: spreadsheets take them for the narrow ones. */
static const char *const formula_starts[] = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};

void row_init(Row *row, RowKind kind)
{
    *row = (Row){.kind = kind, .line = g_string_new(NULL)};
}

void row_clear(Row *row)
{
    g_string_free(row->line, TRUE);
}

static gboolean is_formula(const char *text)
{
    text += strspn(text, " ");
    for (gsize i = 0; i < G_N_ELEMENTS(formula_starts); i++) {
        if (g_str_has_prefix(text, formula_starts[i]))
            return TRUE;
    }
    return FALSE;
}

/* RFC 4180 §2.5 to 2.7. A semicolon parts cells where the comma is the decimal sign. */
static void append_quoted(GString *line, const char *text)
{
    g_string_append_c(line, '"');
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"')
            g_string_append_c(line, '"');
        g_string_append_c(line, *p);
    }
    g_string_append_c(line, '"');
}

void row_add(Row *row, const char *text)
{
    g_autofree char *harmless = is_formula(text) ? g_strconcat("'", text, NULL) : NULL;
    const char *cell = harmless != NULL ? harmless : text;
    gboolean needs_quotes = strpbrk(cell, ",;\"") != NULL || *cell == ' ';
    if (row->cells++ > 0)
        g_string_append_c(row->line, row->kind == ROW_CSV ? ',' : '\t');
    if (row->kind == ROW_CSV && needs_quotes)
        append_quoted(row->line, cell);
    else
        g_string_append(row->line, cell);
}

void row_add_number(Row *row, guint number)
{
    char text[16];
    g_snprintf(text, sizeof text, "%u", number);
    row_add(row, text);
}

void row_print(Row *row, FILE *stream)
{
    g_string_append(row->line, row->kind == ROW_CSV ? "\r\n" : "\n");
    fwrite(row->line->str, 1, row->line->len, stream);
    g_string_truncate(row->line, 0);
    row->cells = 0;
}
