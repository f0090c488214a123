/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * article-split.h: several articles in one text file (formats.md §6.1).
 *
 * They are divided by form feeds, by long ruler lines, or by the first key of the header coming
 * again. A page break or a ruler within an article divides nothing: what comes after must look
 * like the beginning of an article.
 */
#ifndef INDEXER_EXTRACT_ARTICLE_SPLIT_H
#define INDEXER_EXTRACT_ARTICLE_SPLIT_H

#include <glib.h>

/*
 * Finds the end of the first article in `bytes` (any ASCII superset); `is_all` says that nothing
 * follows them. Sets `end`, and `next` to the beginning of the next article. FALSE where the end
 * is not among the bytes yet; never where `is_all`.
 */
gboolean article_split(const guint8 *bytes, gsize length, gboolean is_all, gsize *end, gsize *next);

#endif
