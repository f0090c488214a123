/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking an article up by its id. */
#include "searcher/find.h"

#include <string.h>

#include "morgue/error.h"
#include "morgue/field.h"
#include "morgue/public-id.h"
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

/* Several indexes may have the same article. */
static gboolean is_one_article(const XapianMatchSet *matches)
{
    XapianString ids[2] = {XAPIAN_STRING_INIT, XAPIAN_STRING_INIT};
    gboolean same = TRUE;
    for (XapianDocumentCount at = 0; at < 2; at++)
        same =
            same && xapian_match_set_get_value(matches, at, SLOT_ID, &ids[at], NULL) == XAPIAN_OK;
    same = same && ids[0].length == ids[1].length &&
           memcmp(ids[0].bytes, ids[1].bytes, ids[0].length) == 0;
    xapian_string_clear(&ids[0]);
    xapian_string_clear(&ids[1]);
    return same;
}

gboolean find_article(const Session *session, const char *id, XapianDocid *docid, GError **error)
{
    g_autoptr(XapianMatchSet) matches = find_matches(session, id, error);
    if (matches == NULL)
        return FALSE;
    if (xapian_match_set_size(matches) == 0) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED,
                    "no article has the id '%s'\nhint: an id, or at least %d characters of one, as "
                    "results show it",
                    id, PUBLIC_ID_MIN_PREFIX);
        return FALSE;
    }
    if (xapian_match_set_size(matches) > 1 && !is_one_article(matches)) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE,
                    "more than one article has an id that begins with '%s'\nhint: write more of it",
                    id);
        return FALSE;
    }
    *docid = xapian_match_set_get_docid(matches, 0);
    return TRUE;
}
