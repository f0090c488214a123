/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * snippet.h: the passage of a text that shows best why an article was found.
 *
 * Matched words are marked as they stand in the text, whatever their case, accents or ending.
 */
#ifndef MORGUE_SNIPPET_H
#define MORGUE_SNIPPET_H

#include <glib.h>

#include "morgue/analysis.h"

/* What to look for. */
typedef struct SnippetTerms SnippetTerms;

SnippetTerms *snippet_terms_new(void);
void snippet_terms_free(SnippetTerms *terms);
/* A word form (lower case) or, with its `Z`, a stem. Rarer words weigh more. */
void snippet_terms_add(SnippetTerms *terms, const char *term, gsize length, double weight);
/* A run of words that stand side by side in the query: passages with all of it are preferred. */
void snippet_terms_add_phrase(SnippetTerms *terms, const char *const *words, gsize count);

typedef struct SnippetRange {
    gsize start, end; /* bytes in the snippet's text */
} SnippetRange;

typedef struct Snippet {
    char *text;                /* one line: line feeds and runs of blanks are one blank; owned */
    GArray *marks;             /* of SnippetRange, in order, not overlapping */
    gboolean at_start, at_end; /* whether it begins and ends where the text does */
} Snippet;

/*
 * The best passage of about `width` characters, beginning and ending with sentences where that
 * costs little. A text without any of the terms gives its beginning. The analyser must be of
 * the text's language.
 */
void snippet_make(Snippet *snippet, Analyser *analyser, const SnippetTerms *terms, const char *text,
                  gsize length, gsize width);
void snippet_clear(Snippet *snippet);

#endif
