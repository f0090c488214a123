/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * passing.h: articles that are looked at while a match runs, before it ends.
 *
 * Such an article has the number that it has in its own shard. For the number that the session
 * knows it by, the shard is noted on the way. Not for indexes of other hosts, which show no
 * articles while they search.
 */
#ifndef SEARCHER_PASSING_H
#define SEARCHER_PASSING_H

#include "searcher/session.h"

/* Which shard a match is at; it must stay in its place while there is an enquire of the query. */
typedef struct Passing {
    gsize shard;
    gsize shards;
} Passing;

/* The same query, which notes the shard. The caller owns it; NULL on an error. */
XapianQuery *passing_query(Passing *passing, const Session *session, const XapianQuery *query,
                           GError **error);

/* The docid of an article that a match spy or a match decider is shown. */
XapianDocid passing_docid(const Passing *passing, const XapianDocument *document);

#endif
