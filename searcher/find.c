/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking an article up by its id. */
#include "searcher/find.h"

#include "morgue/error.h"
#include "searcher/order.h"
#include "searcher/value-query.h"

/* At most two documents that have the id: more make no difference. */
static XapianMatchSet *find_matches(const Session *session, const char *id, GError **error)
{
    XapianMatchSet *matches = NULL;
    XapianError cause;
    XapianQuery *dead = session->dead == NULL ? NULL : expression_copy(session->dead);
    g_autoptr(XapianQuery) query =
        expression_pair(XAPIAN_QUERY_AND_NOT, value_query_new_id(id), dead);
    g_autoptr(XapianEnquire) enquire = session_enquire(session, query, error);
    if (enquire == NULL)
        return NULL;
    if (!order_apply_none(enquire, &cause) ||
        xapian_enquire_get_mset(enquire, 0, 2, 0, NULL, NULL, &matches, &cause) != XAPIAN_OK) {
        session_fail(session, error, &cause);
        return NULL;
    }
    return matches;
}

gboolean find_article(const Session *session, const char *id, XapianDocid *docid, GError **error)
{
    g_autoptr(XapianMatchSet) matches = find_matches(session, id, error);
    if (matches == NULL)
        return FALSE;
    if (xapian_match_set_size(matches) == 0) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "no article has the id '%s'", id);
        return FALSE;
    }
    if (xapian_match_set_size(matches) > 1) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE,
                    "more than one article has an id that begins with '%s'\nhint: write more of it",
                    id);
        return FALSE;
    }
    *docid = xapian_match_set_get_docid(matches, 0);
    return TRUE;
}
