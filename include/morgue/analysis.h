/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * analysis.h: what a text is indexed as: words, stems, further forms.
 *
 * Each word stands at its position. Beside it, at the same position and with a wdf of 0, stand its
 * form without accents and the joined form of a hyphenated word. Every word that begins with a
 * letter has a stem, whatever its case. Stop words of the language have a wdf of 0, except in
 * capitals within text in mixed case (WHO, IT).
 */
#ifndef MORGUE_ANALYSIS_H
#define MORGUE_ANALYSIS_H

#include <glib.h>

#include "morgue/word.h"

/* One for each thread and language: its stemmer, stop words, and a cache of stems. */
typedef struct Analyser Analyser;

/*
 * `language` is a primary subtag; in a language without a stemmer, or "", a word is its own
 * stem. Error: MORGUE_ERROR_FAILED.
 */
Analyser *analyser_new(const char *language, GError **error);
void analyser_free(Analyser *analyser);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Analyser, analyser_free)

/* The stem of a word in lower case, without the Z; borrowed until the next call. */
const char *analyser_stem(Analyser *analyser, const char *word, gsize length, gsize *stem_length);

/* See language_keeps_first_letter(). */
gboolean analyser_keeps_first_letter(const Analyser *analyser);

gboolean analyser_is_stop_word(Analyser *analyser, const char *word, gsize length);

typedef enum {
    ANALYSIS_WORD,      /* a word of the text */
    ANALYSIS_FORM,      /* another form of the word: without accents, joined */
    ANALYSIS_SENTENCE,  /* a sentence begins at `position`; no text */
    ANALYSIS_PARAGRAPH, /* a paragraph does */
} AnalysisKind;

/*
 * What the sink wants to remember of a word, so that it need not look it up again: all zero at
 * first, and again after the cache has forgotten the word.
 */
typedef struct AnalysisMemo {
    guint32 epoch, word, stem;
} AnalysisMemo;

/* Text and stem are borrowed for the call, as is the memo. */
typedef struct AnalysisTerm {
    AnalysisKind kind;
    gboolean is_stemmed; /* its stem is a term, too, of the same wdf */
    const char *text;
    gsize length;
    const char *stem; /* without the Z; of a word or form there always is one */
    gsize stem_length;
    guint32 position;   /* 0: none */
    guint wdf;          /* 0 or 1 */
    AnalysisMemo *memo; /* NULL: the cache does not hold the word */
} AnalysisTerm;

typedef void (*AnalysisSink)(const AnalysisTerm *term, gpointer data);

/*
 * Analyses a text (valid UTF-8, NFC); its first word stands at `first_position`. Returns how many
 * positions it took.
 */
guint32 analyser_text(Analyser *analyser, const char *text, gsize length, guint32 first_position,
                      AnalysisSink sink, gpointer data);

#endif
