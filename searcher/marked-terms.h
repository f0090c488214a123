/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * marked-terms.h: the words that mark the articles of a query off from the archive.
 *
 * A word is measured by Dunning's log-likelihood ratio ("Accurate Methods for the Statistics of
 * Surprise and Coincidence", 1993) of the articles that have it: those looked at against all
 * others of the archive.
 */
#ifndef SEARCHER_MARKED_TERMS_H
#define SEARCHER_MARKED_TERMS_H

#include "searcher/session.h"

/* So many articles are looked at, the first ones in the order that is asked for. */
#define MARKED_TERMS_ARTICLES 1000

typedef struct MarkedTerm {
    char *word;
    guint found;  /* articles looked at that have it */
    guint all;    /* articles of the archive that have it */
    double score; /* the log-likelihood ratio */
} MarkedTerm;

typedef struct MarkedTerms {
    GArray *terms;   /* of MarkedTerm, the best first */
    guint found;     /* articles that the query finds */
    guint looked_at; /* of them */
} MarkedTerms;

/*
 * The `limit` (0: all) words that mark off best what the plan finds. The query's own words are not
 * among them, nor stop words; of several forms of a word there is one. Errors: those of the
 * database.
 */
gboolean marked_terms_init(MarkedTerms *terms, const Session *session, const Plan *plan,
                           guint limit, GError **error);
void marked_terms_clear(MarkedTerms *terms);

#endif
