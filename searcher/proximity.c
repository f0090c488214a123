/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Xapian's NEAR and PHRASE, and lists of articles for what they cannot do. */
#include "searcher/proximity.h"

#include "searcher/expression.h"
#include "searcher/order.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianMatchSet, xapian_match_set_free)

static XapianQuery *any_of_terms(const GPtrArray *terms)
{
    GPtrArray *parts = expression_parts();
    for (guint i = 0; i < terms->len; i++)
        g_ptr_array_add(parts, expression_prefixed("", g_ptr_array_index(terms, i)));
    XapianQuery *query = expression_combine(XAPIAN_QUERY_OR, parts);
    return query != NULL ? query : expression_nothing();
}

XapianQuery *proximity_query(const Spot *pair)
{
    if (pair->kind != SPOT_NEAR && pair->kind != SPOT_ADJACENT)
        return NULL;
    XapianQuery *operands[2] = {NULL, NULL};
    for (guint i = 0; i < 2; i++) {
        g_autoptr(GPtrArray) terms = g_ptr_array_new();
        if (spot_is_words(g_ptr_array_index(pair->parts, i), terms))
            operands[i] = any_of_terms(terms);
    }
    XapianQuery *query = NULL;
    if (operands[0] != NULL && operands[1] != NULL) {
        /* The window counts both ends: two neighbours are in one of 2. */
        XapianStatus status = xapian_query_new_combined(
            pair->kind == SPOT_NEAR ? XAPIAN_QUERY_NEAR : XAPIAN_QUERY_PHRASE,
            (const XapianQuery *const *)operands, 2, pair->distance + 1, &query, NULL);
        g_assert(status == XAPIAN_OK);
    }
    xapian_query_free(operands[0]);
    xapian_query_free(operands[1]);
    return query;
}

/* All candidates: their docids take a few bytes each. */
static XapianStatus match_candidates(const XapianDatabase *database, const XapianQuery *candidates,
                                     XapianMatchSet **matches, XapianError *error)
{
    g_autoptr(XapianEnquire) enquire = NULL;
    XapianDocumentCount all = 0;
    XapianStatus status = xapian_database_get_doccount(database, &all, error);
    if (status == XAPIAN_OK)
        status = xapian_enquire_new(database, &enquire, error);
    if (status == XAPIAN_OK)
        status = xapian_enquire_set_query(enquire, candidates, 0, error);
    if (status == XAPIAN_OK && !order_apply_none(enquire, error))
        return error->status;
    return status != XAPIAN_OK
               ? status
               : xapian_enquire_get_mset(enquire, 0, all, 0, NULL, NULL, matches, error);
}

/* The docids of those that have enough places. */
static XapianStatus look_through(const XapianDatabase *database, const XapianMatchSet *matches,
                                 SpotSet *set, guint times, GArray *found, XapianError *error)
{
    XapianStatus status = XAPIAN_OK;
    XapianDocumentCount size = xapian_match_set_size(matches);
    for (XapianDocumentCount i = 0; i < size && status == XAPIAN_OK; i++) {
        XapianDocid docid = xapian_match_set_get_docid(matches, i);
        status = spot_set_read(set, database, docid, error);
        g_autoptr(GArray) places = status == XAPIAN_OK ? spot_set_places(set) : NULL;
        if (places != NULL && span_list_count_apart(places) >= times)
            g_array_append_val(found, docid);
    }
    return status;
}

XapianQuery *proximity_find(const XapianDatabase *database, XapianQuery *candidates, Spot *spot,
                            guint times, XapianError *error)
{
    g_autoptr(XapianMatchSet) matches = NULL;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(XapianDocid));
    g_autoptr(SpotSet) set = spot_set_new(spot);
    XapianStatus status = match_candidates(database, candidates, &matches, error);
    xapian_query_free(candidates);
    if (status == XAPIAN_OK)
        status = look_through(database, matches, set, times, found, error);
    if (status != XAPIAN_OK)
        return NULL;
    if (found->len == 0)
        return expression_nothing();
    XapianQuery *query = NULL;
    xapian_query_new_documents(database, (const XapianDocid *)(const void *)found->data, found->len,
                               &query, error);
    return query;
}
