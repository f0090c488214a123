/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * word-list.h: the words of an index that a pattern or a spelling stands for.
 *
 * Words are terms with positions: those of headline and body without a prefix, those of a field
 * with the field's. The list is walked from the first letters that are known, so the more of them,
 * the faster.
 */
#ifndef SEARCHER_WORD_LIST_H
#define SEARCHER_WORD_LIST_H

#include <glib.h>

#include "xapian-c.h"

/* Letters that a pattern must have besides its wildcards. */
#define WORD_LIST_LETTERS 3

typedef struct WordList {
    const XapianDatabase *database; /* borrowed */
    const char *prefix;             /* of the field; borrowed */
} WordList;

/*
 * The words that fit a pattern: `*` stands for any letters or none, `?` for one. In lower case, as
 * terms are. `words` (of char *, with prefix; owned by the caller) are the first `most` of them in
 * byte order, `count` is how many there are.
 */
XapianStatus word_list_match(const WordList *list, const char *pattern, guint most,
                             GPtrArray **words, guint *count, XapianError *error);

/*
 * The words that become `word` by adding, leaving out, changing or swapping at most `changes`
 * letters, after the first. The same results as above.
 */
XapianStatus word_list_similar(const WordList *list, const char *word, guint changes, guint most,
                               GPtrArray **words, guint *count, XapianError *error);

/* How many letters a pattern has besides its wildcards. */
guint word_pattern_letters(const char *pattern);

/* Whether a word fits a pattern. */
gboolean word_pattern_fits(const char *pattern, const char *word, gsize length);

/*
 * How many letters lie between two words (optimal string alignment), or `limit` + 1 where it is
 * more than `limit`. In code points.
 */
guint word_distance(const char *a, gsize a_length, const char *b, gsize b_length, guint limit);

#endif
