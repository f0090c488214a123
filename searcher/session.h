/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * session.h: one attempt at a query on one state of the index.
 */
#ifndef SEARCHER_SESSION_H
#define SEARCHER_SESSION_H

#include "morgue/query.h"
#include "searcher/options.h"
#include "searcher/plan.h"
#include "searcher/result.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianMatchSet, xapian_match_set_free)

typedef struct Session {
    const SearchOptions *options;
    Index *index;
    GPtrArray *unreachable; /* of GError *: archives that are left out */
    Vocabulary *vocabulary;
    XapianQuery *scope; /* --since, --until, --source and the dead; NULL where there is none */
    XapianQuery *dead;  /* NULL where there are none */
    DateRange range;    /* --since and --until; open where they are not given */
    Date today;
} Session;

/* Opens the indexes. Errors: those of index_open_all(), and of --since, --until. */
gboolean session_open(Session *session, const SearchOptions *options, GError **error);
void session_close(Session *session);

/* The tree of the query; `any` as in QueryOptions. Without a query it is everything. */
QueryNode *session_parse(const Session *session, gboolean any, GError **error);

/* The tree of another query. */
QueryNode *session_parse_text(const Session *session, const char *query, gboolean any,
                              GError **error);

/* What is asked for, within the scope, without dead versions. */
gboolean session_plan(Session *session, const QueryNode *tree, Plan *plan, GError **error);

/* All live articles of the scope. The caller owns it. */
XapianQuery *session_everything(const Session *session);

/* A query that has been given the plan's, unsorted. The caller owns it. */
XapianEnquire *session_enquire(const Session *session, const XapianQuery *query, GError **error);

/* How many articles a query finds that has been given the plan's restrictions. */
gboolean session_number(const Session *session, const XapianQuery *query, guint64 *count,
                        GError **error);

/* How many live articles a query (taken over) finds. */
gboolean session_count(const Session *session, XapianQuery *query, guint64 *count, GError **error);

/* A result with its path and its index; `data` is copied. */
Result *session_result(const Session *session, XapianDocid docid, const char *data, gsize length,
                       GError **error);

/* Sets `error` from one of the binding's. Returns FALSE. */
gboolean session_fail(const Session *session, GError **error, const XapianError *cause);

#endif
