/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table-row.h: one row of a table in text: CSV (RFC 4180) and its kin.
 *
 * A row is scanned where it lies; its cells are places in its bytes. Values in quotes may hold
 * delimiters and line ends; a quote in them is written twice or after a backslash. What is not
 * written so is forgiven where it can be: a quote within a value that no delimiter and no line end
 * follows is part of the value, and makes the row doubtful.
 */
#ifndef INDEXER_TABLE_ROW_H
#define INDEXER_TABLE_ROW_H

#include <glib.h>

/* No row has more cells; what is beyond is passed over. */
#define TABLE_COLUMNS_CEILING 1000u

/* How a table is written. */
typedef struct TableForm {
    char delimiter;
    gboolean has_backslashes; /* a backslash makes the next character part of the value */
    gboolean is_unquoted;     /* quotes are characters like others */
    guint width;              /* bytes of a character's unit: 1, or 2 and 4 for UTF-16 and UTF-32 */
    gboolean is_big_endian;
} TableForm;

typedef struct TableCell {
    gsize start, end; /* in the row's bytes, without the quotes around it */
    gboolean is_quoted;
} TableCell;

typedef struct TableRow {
    GArray *cells;         /* of TableCell */
    gsize length;          /* in bytes, with the line end */
    gboolean is_open;      /* the bytes ended within it: there may be more of it */
    gboolean is_in_quotes; /* they ended within quotes */
    gboolean is_doubtful;  /* it has quotes that are not written as they should be */
    gboolean has_lines;    /* a value has a line end */
} TableRow;

void table_row_init(TableRow *row);
void table_row_clear(TableRow *row);

/*
 * Scans the row at the beginning of `bytes`. `is_all` says that nothing follows them: their end
 * then ends the row. A line that is empty is a row of one empty cell.
 */
void table_row_scan(TableRow *row, const TableForm *form, const guint8 *bytes, gsize length,
                    gboolean is_all);

/* Whether there is nothing in it. */
gboolean table_row_is_blank(const TableRow *row);

/*
 * Undoes in place what quoting did to the value of a cell (any ASCII superset): `""`, and `\"`.
 */
void table_cell_unescape(GString *value, const TableForm *form, gboolean is_quoted);

#endif
