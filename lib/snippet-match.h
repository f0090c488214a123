/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * snippet-match.h: where the words of a query stand in a text.
 */
#ifndef LIB_SNIPPET_MATCH_H
#define LIB_SNIPPET_MATCH_H

#include "lib/snippet-text.h"
#include "morgue/snippet.h"

typedef struct SnippetHit {
    gsize start, end;                 /* in the text, bytes */
    gsize first_column, after_column; /* the same in columns */
    guint concept;
} SnippetHit;

typedef struct SnippetBreak {
    gsize start;        /* of a sentence, bytes */
    gsize first_column; /* the same in columns */
} SnippetBreak;

typedef struct SnippetMatch {
    GArray *hits;      /* of SnippetHit, by start */
    GArray *sentences; /* of SnippetBreak, by start */
} SnippetMatch;

/* Goes through the text once. */
void snippet_match_init(SnippetMatch *match, Analyser *analyser, const SnippetTerms *terms,
                        SnippetText text);
void snippet_match_clear(SnippetMatch *match);

double snippet_terms_weight(const SnippetTerms *terms, guint concept);
guint snippet_terms_concepts(const SnippetTerms *terms);

#endif
