/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * boilerplate.h: blocks and lines that are not the article, though they stand within it.
 */
#ifndef INDEXER_EXTRACT_BOILERPLATE_H
#define INDEXER_EXTRACT_BOILERPLATE_H

#include "indexer/extract/block.h"

/* Whether a block within the article's container is running text, a heading or a caption. */
gboolean block_is_text(const HtmlDocument *document, const guint *hints, const Block *block);

/* Whether it stands under a picture. */
gboolean block_is_caption(const HtmlDocument *document, const guint *hints, const Block *block);

/* Whether a short line is a notice of the site and not of the article: "Advertisement". */
gboolean text_is_notice(const char *text, gsize length);

/* Whether a line with links asks to follow, to subscribe, to register or to write. */
gboolean text_is_invitation(const char *text, gsize length);

/* Whether a short line names nothing but who took a picture. */
gboolean text_is_credit(const char *text, gsize length);

/* Whether a line is a picture's caption: it ends with who took the picture, or says so. */
gboolean text_is_caption(const char *text, gsize length);

/* Whether a heading stands over a list of other stories, comments or tags. */
gboolean text_is_list_title(const char *text, gsize length);

/* Whether it is a program or its data. */
gboolean text_is_code(const char *text, gsize length);

/* Whether a line is little more than a date. */
gboolean text_is_date_line(const char *text, gsize length);

/* Whether a short line begins as a byline does. */
gboolean text_is_byline(const char *text, gsize length);

#endif
