/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spot.h: where in an article the words of a query stand.
 *
 * A Spot is what an operand of NEAR, ADJ, SENT, PARA or ATLEAST comes to: a word with all the terms
 * that stand for it, a sequence of words side by side, any of several, or two that must be near
 * each other. A SpotSet reads all the positions that its spots need out of a document at once.
 */
#ifndef SEARCHER_SPOT_H
#define SEARCHER_SPOT_H

#include <glib.h>

#include "searcher/span.h"
#include "xapian-c.h"

typedef enum {
    SPOT_WORD,      /* any of some terms */
    SPOT_SEQUENCE,  /* its parts in this order, with nothing between them */
    SPOT_ANY,       /* wherever one of its parts is */
    SPOT_NEAR,      /* its two parts, at most `distance` apart */
    SPOT_ADJACENT,  /* the same, in this order */
    SPOT_SENTENCE,  /* its two parts in one sentence */
    SPOT_PARAGRAPH, /* or in one paragraph */
} SpotKind;

typedef struct Spot {
    SpotKind kind;
    GPtrArray *terms; /* of char *, owned; SPOT_WORD */
    GPtrArray *parts; /* of Spot *, owned; all others */
    guint distance;   /* in positions */
    guint word;       /* private: the index of its positions in the set */
} Spot;

/* Takes the terms (of char *). */
Spot *spot_new_word(GPtrArray *terms);
Spot *spot_new(SpotKind kind, guint distance);
/* Takes the part. */
void spot_add(Spot *spot, Spot *part);
void spot_free(Spot *spot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Spot, spot_free)

/* Whether it is a word, or nothing but words to choose from: their terms go to `terms`, borrowed.
 */
gboolean spot_is_words(const Spot *spot, GPtrArray *terms);

typedef struct SpotSet SpotSet;

/* For one spot (borrowed), with what is in it. */
SpotSet *spot_set_new(Spot *spot);
void spot_set_free(SpotSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SpotSet, spot_set_free)

/* Reads the positions of a document. */
XapianStatus spot_set_read(SpotSet *set, const XapianDatabase *database, XapianDocid docid,
                           XapianError *error);

/* The places of the spot in the document read last, a list of spans. The caller owns it. */
GArray *spot_set_places(const SpotSet *set);

#endif
