/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * proximity.h: articles in which words stand as NEAR, ADJ, SENT, PARA and ATLEAST ask.
 *
 * Where the operands of NEAR and ADJ are words or choices of words, Xapian looks for them itself.
 * Phrases inside proximity, sentences, paragraphs and counts it does not know (it throws, or
 * wrongly finds nothing): for those the positions of every article that has the words are read
 * here, and the articles that fit become a list. A list works inside OR and NOT, and is counted
 * exactly; it needs the index on this machine.
 */
#ifndef SEARCHER_PROXIMITY_H
#define SEARCHER_PROXIMITY_H

#include "searcher/spot.h"

/* Terms that an operand of NEAR or ADJ may stand for: an OR of more is slow (search.md §1). */
#define PROXIMITY_TERMS_MAX 1000

/*
 * What NEAR or ADJ of two operands is for Xapian; NULL where it must be looked for here. The caller
 * owns it.
 */
XapianQuery *proximity_query(const Spot *pair);

/*
 * The articles among `candidates` (taken over) that have at least `times` places of the spot, as a
 * query without weight, owned by the caller. NULL with `error` set on failure.
 */
XapianQuery *proximity_find(const XapianDatabase *database, XapianQuery *candidates, Spot *spot,
                            guint times, XapianError *error);

#endif
