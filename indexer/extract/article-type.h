/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * article-type.h: the schema.org types that matter.
 */
#ifndef INDEXER_EXTRACT_ARTICLE_TYPE_H
#define INDEXER_EXTRACT_ARTICLE_TYPE_H

#include <glib.h>

/* Whether a type (`NewsArticle`, `https://schema.org/BlogPosting`) is an article of any kind. */
gboolean article_type_is_article(const char *type);

/* Whether it is the page around an article: `WebPage` and its kinds. */
gboolean article_type_is_page(const char *type);

/* Whether it is an article of pictures, or one that grows by entries while something happens. */
gboolean article_type_is_gallery(const char *type);
gboolean article_type_is_live_blog(const char *type);

/* Whether it is a page that lists others. */
gboolean article_type_is_list(const char *type);

#endif
