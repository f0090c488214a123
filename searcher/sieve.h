/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sieve.h: the best of all articles that a query finds, by any score, in little memory.
 *
 * Each article that is found passes by with its weight, and those stay that may belong to the
 * first ones that are wanted: 32 bytes for each of these, where Xapian takes 88. Not for indexes of
 * other hosts (passing.h).
 *
 * Articles come by score, then by weight, then by id.
 */
#ifndef SEARCHER_SIEVE_H
#define SEARCHER_SIEVE_H

#include "searcher/best.h"
#include "searcher/passing.h"

typedef struct SieveArticle {
    double score;
    double weight;
    guint64 id;
    XapianDocid docid;
} SieveArticle;

/* Scores an article, whose weight it may change; `value` is for reading the document. */
typedef XapianStatus (*SieveScore)(SieveArticle *article, const XapianDocument *document,
                                   XapianString *value, const void *data, XapianError *error);

/* Private, but for `articles`. */
typedef struct Sieve {
    SieveScore score;
    const void *data;
    guint wanted;
    GArray *articles; /* of SieveArticle; in order after sieve_sort() */
    double least;     /* what scores less cannot be wanted */
    Passing passing;
    XapianString value;
    XapianError cause;
} Sieve;

/* Keeps the `wanted` best by `score`, which is given `data`; by weight if it is NULL. */
void sieve_init(Sieve *sieve, guint wanted, SieveScore score, const void *data);
void sieve_clear(Sieve *sieve);

/* Adds an article. FALSE: `sieve->cause` says why it could not be read. */
gboolean sieve_add(Sieve *sieve, const XapianDocument *document, XapianDocid docid, double weight);

/* Whether sieve_match() works with the indexes of a session. */
gboolean sieve_can_match(const Session *session);

/* Adds all articles of a query, weighed as ranked ones are, and counts them. */
gboolean sieve_match(Sieve *sieve, const Session *session, const XapianQuery *query, guint64 *found,
                     GError **error);

/* Puts the articles in order, and drops those that are not wanted. */
void sieve_sort(Sieve *sieve);

/* Drops all articles. */
void sieve_restart(Sieve *sieve);

/* An array of BestArticle, sorted, from a place on, with their scores as weights. The caller owns
 * it. */
GArray *sieve_page(const Sieve *sieve, guint first);

#endif
