/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * value-query.h: fields whose whole value is asked for: lang: url: file: id: has:
 */
#ifndef SEARCHER_VALUE_QUERY_H
#define SEARCHER_VALUE_QUERY_H

#include "morgue/index.h"
#include "morgue/query.h"
#include "searcher/expression.h"

/* More addresses or files than this are not stood for by one `*`. */
#define VALUE_MAX_EXPANSION 100000

/* The query, owned by the caller, for a QUERY_VALUE node. */
XapianQuery *value_query_new(const QueryNode *node, const Index *index);

/* The query for an id as people type it: whole, 6 characters or more of it, or its source. */
XapianQuery *value_query_new_id(const char *id);

#endif
