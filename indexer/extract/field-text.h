/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * field-text.h: plain text out of the value of a record's field.
 *
 * Databases keep text as it is, as HTML, or as what an export made of it: escaped twice
 * (`&lt;p&gt;`), with line feeds written `\n`, with a backslash in the place of each line feed,
 * with entities that lost their `&` (` #39;`). formats.md §6.6: a value is HTML if it has `<p`,
 * `<br` or `&lt;`.
 */
#ifndef INDEXER_EXTRACT_FIELD_TEXT_H
#define INDEXER_EXTRACT_FIELD_TEXT_H

#include <glib.h>

/* The value (clean UTF-8) on one line. The caller owns the string. */
char *field_text_line(const char *value, gsize length);

/* The value as paragraphs, separated by one empty line. The caller owns the string. */
char *field_text_paragraphs(const char *value, gsize length);

#endif
