/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sgml-article.h: from a document of an SGML collection to an article; what the readers of such
 * collections share.
 */
#ifndef INDEXER_SGML_ARTICLE_H
#define INDEXER_SGML_ARTICLE_H

#include "indexer/reader.h"
#include "indexer/sgml-document.h"
#include "morgue/date-parse.h"

/*
 * The next document called `name`, consumed; `document` is to be cleared after READ_ARTICLE. Sets
 * the article's place.
 */
ReadStatus sgml_read_document(Source *source, const char *name, Article *article,
                              SgmlDocument *document, GError **error);

/* Sets a field to the first element of `names` (NULL-terminated) that has text. */
gboolean sgml_set_field(Article *article, ArticleField field, const SgmlDocument *document,
                        const char *const *names);

/* Sets place, source and date from an element that holds a dateline, with or without its dash. */
void sgml_set_dateline(Article *article, const char *line, const DateContext *dates);

/* Adds lines as paragraphs: wrapped lines are joined, an indented one begins a paragraph. */
void sgml_add_body(Article *article, const char *text, gsize length);

/* Finishes the article: READ_SKIPPED (passed over) where it has no text. */
ReadStatus sgml_finish(Article *article, GError **error);

#endif
