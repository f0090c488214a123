/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * markdown.h: the words of a Markdown text without its marks.
 */
#ifndef INDEXER_EXTRACT_MARKDOWN_H
#define INDEXER_EXTRACT_MARKDOWN_H

#include <glib.h>

/*
 * The text of a Markdown document (CommonMark, and the tables of GitHub): headings, lists and
 * quotations are paragraphs, links and images are their text, raw HTML tags are dropped. Where the
 * document begins with a first-level heading and `headline` is not NULL, that becomes the headline
 * and is left out of the text; `headline` is the caller's, NULL where there is none. The caller
 * owns the result.
 */
GString *markdown_to_text(const char *markdown, gsize length, char **headline);

#endif
