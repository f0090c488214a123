/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * header-block.h: `Key: value` lines at the beginning of a text (formats.md §6.1).
 */
#ifndef INDEXER_EXTRACT_HEADER_BLOCK_H
#define INDEXER_EXTRACT_HEADER_BLOCK_H

#include "indexer/extract/field-name.h"

/*
 * Reads the header block at the beginning of `text` (valid UTF-8, lines ended by LF): key lines
 * and their continuations (which begin with a blank) up to an empty line. A key whose role is the
 * body ends it too; its value is the beginning of the body. Keys may be written `【key】value`.
 * Lines are a header block if two keys are known, or one that only headers have. `collector` may be
 * NULL.
 * Returns where the body begins; 0 where there is no header block.
 */
gsize header_block_read(const char *text, gsize length, FieldCollector *collector);

/*
 * The key of a line, with its end (the colon or bracket); 0 where it is no key line. Any ASCII
 * superset.
 */
gsize header_key(const char *line, gsize length, gsize *value_start);

#endif
