/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Xapian's NEAR and PHRASE, and lists of articles for what they cannot do. */
#include "searcher/proximity.h"

#include <string.h>

#include "morgue/word.h"
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

static GPtrArray *without_accents(const GPtrArray *terms)
{
    GPtrArray *folded = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < terms->len; i++) {
        const char *term = g_ptr_array_index(terms, i);
        char buffer[WORD_MAX];
        gsize length = word_fold(term, strlen(term), buffer);
        g_ptr_array_add(folded, length > 0 ? g_strndup(buffer, length) : g_strdup(term));
    }
    return folded;
}

/*
 * Whether a term of one may stand at the position of one of the other: they are the same, or differ
 * in accents, or one is joined of what was parted by a hyphen and begins with the other.
 */
static gboolean may_coincide(const GPtrArray *first, const GPtrArray *second)
{
    g_autoptr(GPtrArray) left = without_accents(first);
    g_autoptr(GPtrArray) right = without_accents(second);
    for (guint i = 0; i < left->len; i++) {
        const char *term = g_ptr_array_index(left, i);
        for (guint j = 0; j < right->len; j++) {
            const char *other = g_ptr_array_index(right, j);
            if (g_str_has_prefix(term, other) || g_str_has_prefix(other, term))
                return TRUE;
        }
    }
    return FALSE;
}

/* The window counts both ends: two neighbours are in one of 2. */
static XapianQuery *within_window(XapianQueryOperator operator, const XapianQuery * first,
                                  const XapianQuery *second, guint distance)
{
    const XapianQuery *const operands[] = {first, second};
    XapianQuery *query = NULL;
    XapianStatus status =
        xapian_query_new_combined(operator, operands, 2, distance + 1, &query, NULL);
    g_assert(status == XAPIAN_OK);
    return query;
}

/*
 * Where both words stand at one position, as they may for `plant NEAR/3 (plant OR treaty)`, the
 * NEAR of Xapian 1.4 passes over places that fit. Its PHRASE does not, but takes as long for each
 * order.
 */
static XapianQuery *query_of_words(const Spot *pair, GPtrArray *const terms[2])
{
    g_autoptr(XapianQuery) first = any_of_terms(terms[0]);
    g_autoptr(XapianQuery) second = any_of_terms(terms[1]);
    if (pair->kind == SPOT_NEAR && !may_coincide(terms[0], terms[1]))
        return within_window(XAPIAN_QUERY_NEAR, first, second, pair->distance);
    XapianQuery *forward = within_window(XAPIAN_QUERY_PHRASE, first, second, pair->distance);
    XapianQuery *back = pair->kind == SPOT_NEAR
                            ? within_window(XAPIAN_QUERY_PHRASE, second, first, pair->distance)
                            : NULL;
    return expression_pair(XAPIAN_QUERY_OR, forward, back);
}

XapianQuery *proximity_query(const Spot *pair)
{
    if (pair->kind != SPOT_NEAR && pair->kind != SPOT_ADJACENT)
        return NULL;
    g_autoptr(GPtrArray) first = g_ptr_array_new();
    g_autoptr(GPtrArray) second = g_ptr_array_new();
    if (!spot_is_words(g_ptr_array_index(pair->parts, 0), first) ||
        !spot_is_words(g_ptr_array_index(pair->parts, 1), second))
        return NULL;
    GPtrArray *const terms[] = {first, second};
    return query_of_words(pair, terms);
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
