/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query-compound.h: hyphenated words among alternatives, taken apart.
 */
#ifndef LIB_QUERY_COMPOUND_H
#define LIB_QUERY_COMPOUND_H

#include "morgue/query.h"

/*
 * Replaces each child of a QUERY_OR that is `beside` and splits into several words (free-flight) by
 * these words, and adds their joined form (freeflight) at the end. Words of scripts that are
 * written without blanks stay whole. Where any of the words will do, an article about flights says
 * more than one about neither, and asking for both words side by side would lose it.
 */
void query_split_compounds(QueryNode *alternatives);

#endif
