/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * column.h: what can be told of a result in one line of text: the columns of tables (--csv, --tsv)
 * and the letters of templates (--format). One table.
 */
#ifndef SEARCHER_OUTPUT_COLUMN_H
#define SEARCHER_OUTPUT_COLUMN_H

#include "searcher/output/output.h"

typedef enum {
    COLUMN_RECORD, /* a value of the record, as it is */
    COLUMN_QUERY,  /* the id of the query, with --queries */
    COLUMN_RANK,
    COLUMN_SCORE,
    COLUMN_DAY, /* the date without its time */
    COLUMN_KEYWORDS,
    COLUMN_FILE,
    COLUMN_PASSAGE,
} ColumnKind;

typedef struct Column {
    char letter;
    const char *name; /* in the header row; NULL: for templates only */
    ColumnKind kind;
    RecordKey key; /* COLUMN_RECORD */
} Column;

extern const Column columns[];
extern const gsize column_count;

/* The column with a letter, or NULL. */
const Column *column_find(char letter);

/*
 * Appends the value on one line: control characters, line feeds and tabs are blanks, and what is
 * not UTF-8 is replaced. Absent ones are empty.
 */
void column_append(GString *line, const Column *column, const Output *output, const Result *result);

/* Appends any text in that way. */
void column_append_text(GString *line, const char *text);

#endif
