/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * expression.h: building Xapian queries out of parts.
 *
 * Everything here takes ownership of the queries it is given, and gives one to the caller. NULL is
 * "no query": combining leaves it out. Building fails only for want of memory, which ends the
 * program, as everywhere with GLib.
 */
#ifndef SEARCHER_EXPRESSION_H
#define SEARCHER_EXPRESSION_H

#include <glib.h>

#include "xapian-c.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianQuery, xapian_query_free)

XapianQuery *expression_term(const char *term, gsize length);
/* The term `prefix` followed by `text`. */
XapianQuery *expression_prefixed(const char *prefix, const char *text);
XapianQuery *expression_all(void);
XapianQuery *expression_nothing(void);

/* An array for expression_combine(). */
GPtrArray *expression_parts(void);

/* Combines the parts and frees the array. One part is itself; of none NULL. */
XapianQuery *expression_combine(XapianQueryOperator combiner, GPtrArray *parts);
/* PHRASE of terms (or ORs of terms) side by side. */
XapianQuery *expression_phrase(GPtrArray *parts);
/* `left` combined with `right`; one of them alone is itself, except that nothing is ever taken
 * out of no query: AND_NOT without `left` is NULL. */
XapianQuery *expression_pair(XapianQueryOperator combiner, XapianQuery *left, XapianQuery *right);
/*
 * What `query` matches, with the weight of each of `bonuses` added where that matches too; without
 * a query NULL. Frees the array. Xapian 1.4.22 gives wrong weights where an OR of phrases stands
 * below AND_MAYBE, AND or FILTER, so here it never does (docs/architecture.md).
 */
XapianQuery *expression_bonus(XapianQuery *query, GPtrArray *bonuses);
XapianQuery *expression_scale(XapianQuery *query, double factor);

/* Another handle of the same query. */
XapianQuery *expression_copy(const XapianQuery *query);

#endif
