/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * byline.h: the lines between headline and text that say who wrote it and when.
 */
#ifndef INDEXER_EXTRACT_BYLINE_H
#define INDEXER_EXTRACT_BYLINE_H

#include "morgue/article.h"
#include "morgue/date-parse.h"

/*
 * Whether a line (valid UTF-8) is a byline: short, and `By`, `Von`, `Par`, `作者：` … before words
 * that look like names. `name` gets the length of the part that is to be kept, without a date
 * after it.
 */
gboolean byline_is(const char *line, gsize length, gsize *name);

/*
 * Reads a byline or a line that is nothing but dates (`Published: 18 November 2019, 10:30`,
 * `Montag, 18. November 2019`) into the article, with PROVENANCE_BYLINE. FALSE, and nothing
 * changed, where the line is neither.
 */
gboolean byline_apply(const char *line, gsize length, const DateContext *dates, Article *article);

#endif
