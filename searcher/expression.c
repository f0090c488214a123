/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Building Xapian queries out of parts. */
#include "searcher/expression.h"

#include <string.h>

/* Arguments are always right here, so that only memory can be wanting. */
static XapianQuery *checked(XapianStatus status, XapianQuery *query)
{
    g_assert(status == XAPIAN_OK);
    return query;
}

XapianQuery *expression_term(const char *term, gsize length)
{
    XapianQuery *query = NULL;
    XapianStatus status = xapian_query_new_term(term, length, 1, 0, &query, NULL);
    return checked(status, query);
}

XapianQuery *expression_prefixed(const char *prefix, const char *text)
{
    g_autofree char *term = g_strconcat(prefix, text, NULL);
    return expression_term(term, strlen(term));
}

XapianQuery *expression_all(void)
{
    XapianQuery *query = NULL;
    XapianStatus status = xapian_query_new_match_all(&query, NULL);
    return checked(status, query);
}

XapianQuery *expression_nothing(void)
{
    XapianQuery *query = NULL;
    XapianStatus status = xapian_query_new_match_nothing(&query, NULL);
    return checked(status, query);
}

GPtrArray *expression_parts(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)xapian_query_free);
}

static XapianQuery *combine(XapianQueryOperator combiner, GPtrArray *parts, guint window)
{
    XapianQuery *query = NULL;
    if (parts->len == 1) {
        query = g_ptr_array_steal_index(parts, 0);
    } else if (parts->len > 1) {
        XapianStatus status = xapian_query_new_combined(
            combiner, (const XapianQuery *const *)parts->pdata, parts->len, window, &query, NULL);
        query = checked(status, query);
    }
    g_ptr_array_unref(parts);
    return query;
}

XapianQuery *expression_combine(XapianQueryOperator combiner, GPtrArray *parts)
{
    while (g_ptr_array_remove(parts, NULL))
        continue;
    return combine(combiner, parts, 0);
}

XapianQuery *expression_phrase(GPtrArray *parts)
{
    return combine(XAPIAN_QUERY_PHRASE, parts, parts->len);
}

XapianQuery *expression_pair(XapianQueryOperator combiner, XapianQuery *left, XapianQuery *right)
{
    if (left != NULL && right != NULL) {
        GPtrArray *parts = expression_parts();
        g_ptr_array_add(parts, left);
        g_ptr_array_add(parts, right);
        return combine(combiner, parts, 0);
    }
    if (left == NULL && combiner == XAPIAN_QUERY_AND_NOT) {
        xapian_query_free(right);
        return NULL;
    }
    return left != NULL ? left : right;
}

XapianQuery *expression_copy(const XapianQuery *query)
{
    XapianQuery *same = NULL;
    XapianStatus status = xapian_query_new_combined(XAPIAN_QUERY_OR, &query, 1, 0, &same, NULL);
    return checked(status, same);
}

XapianQuery *expression_bonus(XapianQuery *query, GPtrArray *bonuses)
{
    GPtrArray *parts = expression_parts();
    for (guint i = 0; query != NULL && i < bonuses->len; i++) {
        XapianQuery *bonus = expression_copy(g_ptr_array_index(bonuses, i));
        g_ptr_array_add(parts, expression_pair(XAPIAN_QUERY_FILTER, bonus, expression_copy(query)));
    }
    g_ptr_array_unref(bonuses);
    g_ptr_array_insert(parts, 0, query);
    return expression_combine(XAPIAN_QUERY_OR, parts);
}

XapianQuery *expression_scale(XapianQuery *query, double factor)
{
    XapianQuery *scaled = NULL;
    XapianStatus status = xapian_query_new_scaled(query, factor, &scaled, NULL);
    xapian_query_free(query);
    return checked(status, scaled);
}
