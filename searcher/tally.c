/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counting values with Xapian's match spies. */
#include "searcher/tally.h"

#include "searcher/order.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianTermIterator, xapian_term_iterator_free)

struct Tally {
    const Session *session;
    GPtrArray *spies; /* of XapianMatchSpy *, one for each slot */
    guint found;
};

static gboolean add_spy(Tally *tally, XapianEnquire *enquire, guint slot, GError **error)
{
    XapianMatchSpy *spy;
    XapianError cause;
    if (xapian_match_spy_new_value_count(slot, &spy, &cause) != XAPIAN_OK)
        return session_fail(tally->session, error, &cause);
    g_ptr_array_add(tally->spies, spy);
    return xapian_enquire_add_matchspy(enquire, spy, &cause) == XAPIAN_OK ||
           session_fail(tally->session, error, &cause);
}

/* A spy sees every article only if the match has to look at them all. */
static gboolean count(Tally *tally, XapianEnquire *enquire, GError **error)
{
    g_autoptr(XapianMatchSet) matches = NULL;
    XapianDocumentCount all = 0;
    XapianError cause;
    XapianDatabase *database = index_database(tally->session->index);
    if (!order_apply_none(enquire, &cause) ||
        xapian_database_get_doccount(database, &all, &cause) != XAPIAN_OK ||
        xapian_enquire_get_mset(enquire, 0, 0, all, NULL, NULL, &matches, &cause) != XAPIAN_OK)
        return session_fail(tally->session, error, &cause);
    tally->found = xapian_match_set_get_matches_estimated(matches);
    return TRUE;
}

Tally *tally_new(const Session *session, const XapianQuery *query, const guint *slots, guint size,
                 GError **error)
{
    g_autoptr(Tally) tally = g_new0(Tally, 1);
    tally->session = session;
    tally->spies = g_ptr_array_new_with_free_func((GDestroyNotify)xapian_match_spy_free);
    g_autoptr(XapianEnquire) enquire = session_enquire(session, query, error);
    if (enquire == NULL)
        return NULL;
    for (guint i = 0; i < size; i++) {
        if (!add_spy(tally, enquire, slots[i], error))
            return NULL;
    }
    return count(tally, enquire, error) ? g_steal_pointer(&tally) : NULL;
}

void tally_free(Tally *tally)
{
    if (tally == NULL)
        return;
    g_ptr_array_unref(tally->spies);
    g_free(tally);
}

guint tally_found(const Tally *tally)
{
    return tally->found;
}

gboolean tally_visit(const Tally *tally, guint at, TallyVisit visit, gpointer user, GError **error)
{
    g_autoptr(XapianTermIterator) values = NULL;
    XapianError cause;
    XapianStatus status =
        xapian_match_spy_values(g_ptr_array_index(tally->spies, at), &values, &cause);
    while (status == XAPIAN_OK &&
           (status = xapian_term_iterator_next(values, &cause)) == XAPIAN_OK) {
        gsize length;
        const char *value = xapian_term_iterator_get_term(values, &length);
        XapianDocumentCount frequency = 0;
        status = xapian_term_iterator_get_termfreq(values, &frequency, &cause);
        if (status == XAPIAN_OK && length > 0)
            visit(value, length, frequency, user);
    }
    return status == XAPIAN_END || session_fail(tally->session, error, &cause);
}
