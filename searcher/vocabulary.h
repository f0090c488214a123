/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vocabulary.h: words of a query as queries of the index's terms.
 *
 * A query's words go through the same analysis as those of articles, once for every language of
 * the index; what they come to is combined so that it counts as one word. On the way the
 * vocabulary notes what snippets should mark.
 */
#ifndef SEARCHER_VOCABULARY_H
#define SEARCHER_VOCABULARY_H

#include "morgue/field.h"
#include "morgue/index.h"
#include "morgue/query.h"
#include "morgue/snippet.h"
#include "searcher/expression.h"
#include "searcher/spot.h"

typedef struct Vocabulary Vocabulary;

/* `index` is borrowed and must outlive it. Error: MORGUE_ERROR_FAILED. */
Vocabulary *vocabulary_new(const Index *index, GError **error);
void vocabulary_free(Vocabulary *vocabulary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Vocabulary, vocabulary_free)

/*
 * In the functions below `field` is NULL for headline and body, FIELD_WORDS or FIELD_FOLDED. Each
 * returns a query of the caller's; NULL where the text holds no word, or the database failed,
 * which vocabulary_check() tells.
 */

/*
 * A word in any of its forms; a text that splits into several, as these side by side, or (e-mail)
 * as one.
 */
XapianQuery *vocabulary_word(Vocabulary *vocabulary, const char *text, const Field *field);
/* Word forms as they are, side by side; accents fold. */
XapianQuery *vocabulary_phrase(Vocabulary *vocabulary, const char *text, const Field *field);
/* The same, and accents count. */
XapianQuery *vocabulary_exact(Vocabulary *vocabulary, const char *text, const Field *field);

/* Terms that a word with wildcards, or a spelling, may stand for (search.md §1). */
#define VOCABULARY_TERMS_MAX 10000u

/*
 * The words that a QUERY_PATTERN or a QUERY_SIMILAR stands for, as one word. That there are too
 * many, or that a pattern has too few letters, vocabulary_check() tells, with the number and a
 * caret.
 */
XapianQuery *vocabulary_expansion(Vocabulary *vocabulary, const QueryNode *node);

/*
 * Where the same words and phrases stand, for proximity: the caller's. A pattern or a spelling
 * stands for fewer terms there (PROXIMITY_TERMS_MAX).
 */
Spot *vocabulary_word_spot(Vocabulary *vocabulary, const char *text, const Field *field);
Spot *vocabulary_phrase_spot(Vocabulary *vocabulary, const char *text, const Field *field,
                             gboolean folds);
Spot *vocabulary_expansion_spot(Vocabulary *vocabulary, const QueryNode *node);

/*
 * Two neighbouring words of a query side by side, as typed: for ranking. NULL where either is not
 * a single word.
 */
XapianQuery *vocabulary_pair(Vocabulary *vocabulary, const char *left, const char *right);

/*
 * Whether a text is a single stop word in every one of `languages` that has a list. In capitals it
 * is none (WHO, IT): `capitals_count` says whether capitals mean anything in this query.
 */
gboolean vocabulary_is_stop_word(const char *const *languages, const char *text,
                                 gboolean capitals_count);

/* The languages whose stop words count, see word_forms_usual_languages(); borrowed. */
const char *const *vocabulary_languages(const Vocabulary *vocabulary);

/* While off, nothing is noted for snippets: inside NOT. Returns what it was before. */
gboolean vocabulary_set_noting(Vocabulary *vocabulary, gboolean noting);

/* The first error of the database or of a pattern; FALSE if there was one. */
gboolean vocabulary_check(Vocabulary *vocabulary, GError **error);

/* What snippets should mark; borrowed. */
const SnippetTerms *vocabulary_snippet_terms(const Vocabulary *vocabulary);
/* The analyser for a language of the index ("" for any other); borrowed. */
Analyser *vocabulary_analyser(Vocabulary *vocabulary, const char *language);

#endif
