/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * facet.h: how many of the articles that a query finds have each value of a field.
 */
#ifndef SEARCHER_FACET_H
#define SEARCHER_FACET_H

#include "searcher/session.h"

typedef struct FacetValue {
    char *text;
    guint found; /* articles; one with several values counts once for each */
} FacetValue;

typedef struct Facet {
    const char *name; /* of the field; static */
    GArray *values;   /* of FacetValue, the most frequent first, then by byte order */
    guint found;      /* articles that the query finds */
    guint without;    /* of them have no value */
} Facet;

/*
 * The facet that people ask for by `name`: a field's name or alias, or `year`, `month`. NULL where
 * there is none; then facet_names() lists them, blank-separated, for the caller to free.
 */
const char *facet_find(const char *name);
char *facet_names(void);

/*
 * Counts what `query` (borrowed) finds by each of `names` (NULL-terminated, as facet_find() gives
 * them) in one pass. An array of Facet, owned by the caller. Errors: those of the database.
 */
GArray *facets_new(const char *const *names, const Session *session, const XapianQuery *query,
                   GError **error);

#endif
