/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * front-matter.h: metadata before a Markdown text, as static site generators write it.
 *
 * YAML between `---` lines, as far as front matter uses it: scalars plain, quoted and in blocks
 * (`|`, `>`), lists in both forms, and one map in another. Or TOML between `+++` lines.
 */
#ifndef INDEXER_EXTRACT_FRONT_MATTER_H
#define INDEXER_EXTRACT_FRONT_MATTER_H

#include "indexer/extract/field-name.h"

/*
 * Reads the front matter at the beginning of `text` (valid UTF-8, lines ended by LF). `collector`
 * may be NULL. Returns where the text after it begins; 0 where there is none: no first line, no
 * last line, or no key between them.
 */
gsize front_matter_read(const char *text, gsize length, FieldCollector *collector);

#endif
