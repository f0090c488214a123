/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kb-text.h: the text of one article as the Koninklijke Bibliotheek delivers it: `text` with a
 * `title` and paragraphs, and nothing else (formats.md §8).
 */
#ifndef INDEXER_EXTRACT_KB_TEXT_H
#define INDEXER_EXTRACT_KB_TEXT_H

#include "indexer/xml-document.h"
#include "morgue/article.h"

/* Sets the headline, where none stronger is there, and adds the paragraphs. */
void kb_text_read(const XmlNode *root, Article *article);

#endif
