/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tei-text.h: the running text of an article in TEI (formats.md §8), and which elements are one.
 *
 * Of what an editor gives twice the regular form is read (`choice`: `reg`, `corr`, `expan`); the
 * furniture of pages (`fw`) is left out; a word that a line or page break divides is whole.
 */
#ifndef INDEXER_EXTRACT_TEI_TEXT_H
#define INDEXER_EXTRACT_TEI_TEXT_H

#include "indexer/xml-document.h"

typedef struct TeiText {
    GString *headline, *subtitle, *byline, *place;
    GString *body, *notes; /* paragraphs, separated by empty lines */
    char *page;            /* of a pb before the first word, or NULL */
    const XmlNode
        *dateline; /* the first element that holds the article's date, or NULL; borrowed */
} TeiText;

/*
 * Whether an element is an article: a div with the type or subtype of one, or, outside of these,
 * a div with a head or paragraphs that is not named as something else (masthead, contents).
 */
gboolean tei_is_article(const XmlNode *node);

/* Whether there are articles in an element. */
gboolean tei_holds_articles(const XmlNode *node);

/*
 * The number of the page that a pb begins; NULL for other elements, and for the pages of another
 * edition than the printed one (`ed`). The caller owns it.
 */
char *tei_page(const XmlNode *node);

/* The text of an element, without that of articles in it. The caller owns it. */
TeiText *tei_text_new(const XmlNode *node);
void tei_text_free(TeiText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TeiText, tei_text_free)

#endif
