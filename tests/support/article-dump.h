/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * article-dump.h: articles as text that a person can review.
 */
#ifndef TESTS_SUPPORT_ARTICLE_DUMP_H
#define TESTS_SUPPORT_ARTICLE_DUMP_H

#include "morgue/article.h"

/*
 * Appends the article: one line for each field that it has, with its provenance in brackets, and
 * the body, each line indented by four blanks.
 */
void article_dump(GString *out, const Article *article, guint ordinal);

/* Appends what a record takes back (ARTICLE_WITHDRAWN), on one line. */
void article_dump_withdrawn(GString *out, const Article *article);

/* Fails the running test unless all texts are as morgue/article.h promises. */
void article_check(const Article *article);

#endif
