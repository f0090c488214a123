/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * snippet.h: the passages of a text that show best why an article was found.
 *
 * Matched words are marked as they stand in the text, whatever their case, accents or ending;
 * neighbours share a mark.
 */
#ifndef MORGUE_SNIPPET_H
#define MORGUE_SNIPPET_H

#include <glib.h>

#include "morgue/analysis.h"

/* What to look for. */
typedef struct SnippetTerms SnippetTerms;

SnippetTerms *snippet_terms_new(void);
void snippet_terms_free(SnippetTerms *terms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SnippetTerms, snippet_terms_free)

/*
 * A concept to look for, as one number for all of its forms: `sanction` and `sanctions` found
 * twice are less than two concepts found once. Rarer words weigh more.
 */
guint snippet_terms_add_concept(SnippetTerms *terms, double weight);
/* A word form of the concept (lower case) or, with its `Z`, a stem. */
void snippet_terms_add(SnippetTerms *terms, guint concept, const char *term, gsize length);
/* A run of words that the concept is: marked only where they stand side by side. */
void snippet_terms_add_phrase(SnippetTerms *terms, guint concept, const char *const *words,
                              gsize count);
/* Another form of a word of phrases added before: they also fit where the text has it (l'ukraine
 * for ukraine). Other words do nothing. */
void snippet_terms_add_phrase_form(SnippetTerms *terms, const char *word, const char *form);

typedef struct SnippetRange {
    gsize start, end; /* bytes in the snippet's text */
} SnippetRange;

typedef struct Snippet {
    char *text;                /* one line: line feeds and runs of blanks are one blank; owned */
    GArray *marks;             /* of SnippetRange, in order, not overlapping */
    gboolean at_start, at_end; /* whether it begins and ends where the text does */
} Snippet;

/*
 * The best passages of about `width` columns each (wide characters, as Chinese ones, take two), at
 * most `count` (from 1), in the order of the text, none overlapping. They hold as much of the query
 * as they can, words that stand close together before words that do not, and each one what the
 * better ones lack; they begin and end with sentences where that costs little. A text without any
 * of the terms gives its beginning, and an empty one an empty snippet. The analyser must be of the
 * text's language. Of a very long text the first SNIPPET_MAX_TEXT bytes are looked at.
 * Returns an array of Snippet, which clears its items; the caller owns it.
 */
#define SNIPPET_MAX_TEXT ((gsize)1 << 20)
GArray *snippets_new(Analyser *analyser, const SnippetTerms *terms, const char *text, gsize length,
                     gsize width, guint count);
/* All of a text (a headline), marked. */
void snippet_make_whole(Snippet *snippet, Analyser *analyser, const SnippetTerms *terms,
                        const char *text, gsize length);
void snippet_clear(Snippet *snippet);

#endif
