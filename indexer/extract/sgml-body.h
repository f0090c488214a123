/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sgml-body.h: text of wire services as paragraphs.
 */
#ifndef INDEXER_EXTRACT_SGML_BODY_H
#define INDEXER_EXTRACT_SGML_BODY_H

#include "morgue/article.h"

/*
 * Adds the paragraphs of a text (sgml_text()), its lines joined as their widths say.
 */
void sgml_add_body(Article *article, const char *text);

/* Cuts off the last line where it is nothing but the agency's name: ` Reuter`. */
void sgml_drop_signature(char *text);

#endif
