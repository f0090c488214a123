/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * word-forms.h: the terms that a word of a query stands for in the index.
 *
 * A query has no language: its words are analysed once for each language of the index. What they
 * come to, with what is written differently for the same word (élection, l'élection), is what an
 * article may have.
 */
#ifndef SEARCHER_WORD_FORMS_H
#define SEARCHER_WORD_FORMS_H

#include "morgue/analysis.h"
#include "morgue/index.h"

typedef struct WordForms WordForms;

/* `index` is borrowed and must outlive it. Error: MORGUE_ERROR_FAILED. */
WordForms *word_forms_new(const Index *index, GError **error);
void word_forms_free(WordForms *forms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WordForms, word_forms_free)

/*
 * The stems of a word as terms with their Z and the prefix of a field: in every language, those of
 * its elided forms, and of the accented words that it could be meant for. An array of char *,
 * owned by the caller, each once; not all of them need be in the index. Where none of them is, the
 * word itself is one of them, without Z. `folded` is the word without its accents, or NULL where it
 * has none.
 */
GPtrArray *word_forms_stems(WordForms *forms, const char *word, const char *folded,
                            const char *prefix);

/*
 * The words of the index that have one of some stems (as word_forms_stems() gives them, with their
 * Z and the prefix): they have positions, stems have none. An array of char * of the caller's, with
 * the prefix, each once.
 */
GPtrArray *word_forms_words(WordForms *forms, const GPtrArray *stems, const char *prefix);

/* The word's elided forms that are in the index, as terms; an array of char * of the caller's. */
GPtrArray *word_forms_elided(WordForms *forms, const char *word, const char *prefix);

/* In how many articles a term is; 0 also where the database failed. */
guint word_forms_frequency(WordForms *forms, const char *term);

/*
 * The languages of the index that at least one article in a thousand is in, NULL-terminated;
 * borrowed. Of the others there may be no more articles than short texts that were taken for them.
 */
const char *const *word_forms_usual_languages(const WordForms *forms);

/* The analyser for a language of the index ("" for any other); borrowed. */
Analyser *word_forms_analyser(WordForms *forms, const char *language);

/* The first error of the database; FALSE if there was one. */
gboolean word_forms_check(WordForms *forms, GError **error);

#endif
