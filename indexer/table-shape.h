/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table-shape.h: how a table is written, and what its columns are.
 *
 * The delimiter is the one that divides the first rows most evenly (formats.md §6.6). A first row
 * that has two known names of fields (extract/field-name.h), or one and nothing that looks like a
 * value, names the columns. Where nothing names the text, the columns are understood by what is in
 * them:
 *
 *   1. Nearly all are addresses: the URL. Nearly all are dates: the date of publication.
 *   2. Of the others, those of several words are texts. The longest on average is the body, the
 *      longest of the rest the headline. A text alone, shorter than a paragraph, is the headline.
 *   3. What is left (numbers, single words) says nothing, and is not read.
 */
#ifndef INDEXER_TABLE_SHAPE_H
#define INDEXER_TABLE_SHAPE_H

#include "indexer/extract/field-name.h"
#include "indexer/reader.h"
#include "indexer/table-row.h"

typedef struct TableShape {
    TableForm form;
    gsize preface;            /* bytes before the first row: the line `sep=;` of spreadsheets */
    gboolean has_header;      /* the first row names the columns */
    GPtrArray *names;         /* of char *, one for each column; empty where it has none */
    gboolean is_month_first;  /* a date shows that 3/4/2019 is March the 4th */
    gboolean always_midnight; /* all dates say 00:00: they mean the day */
} TableShape;

/*
 * How strong the evidence is that a text (any ASCII superset without a BOM) begins with a table of
 * news; `is_all` says that it is the whole of it.
 */
Evidence table_shape_sniff(const char *text, gsize length, gboolean is_all);

/*
 * Reads the shape from the beginning of a table, whatever the evidence for one. The shape is to be
 * cleared.
 */
void table_shape_read(TableShape *shape, const char *text, gsize length, gboolean is_all);
void table_shape_clear(TableShape *shape);

#endif
