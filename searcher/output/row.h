/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * row.h: rows of tables: CSV (RFC 4180) and TSV (IANA text/tab-separated-values).
 *
 * A spreadsheet takes a cell that begins with one of = + - @ for a formula and runs it. Such a text
 * gets an apostrophe in front: the archive is someone else's writing, and the table is made to be
 * opened (https://owasp.org/www-community/attacks/CSV_Injection).
 */
#ifndef SEARCHER_OUTPUT_ROW_H
#define SEARCHER_OUTPUT_ROW_H

#include <glib.h>
#include <stdio.h>

typedef enum { ROW_CSV, ROW_TSV } RowKind;

typedef struct Row {
    RowKind kind;
    guint cells;
    GString *line;
} Row;

void row_init(Row *row, RowKind kind);
void row_clear(Row *row);

/* Adds a cell. The text is on one line, as column_append_text() makes it. */
void row_add(Row *row, const char *text);
void row_add_number(Row *row, guint number);

/* Writes the row and begins the next one. */
void row_print(Row *row, FILE *stream);

#endif
