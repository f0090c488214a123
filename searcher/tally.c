/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counting values: of an index here in the match decider, with a hash table for each column; where
 * another host takes part, which knows no deciders, with Xapian's match spies. Those keep a tree of
 * strings: twice as slow where most values differ, as times of publication do.
 */
#include "searcher/tally.h"

#include <string.h>

#include "searcher/order.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianTermIterator, xapian_term_iterator_free)

typedef struct Column {
    guint slot;
    GHashTable *counts;  /* of guint *, by value; NULL where there is a spy */
    XapianMatchSpy *spy; /* or NULL */
} Column;

struct Tally {
    const Session *session;
    GArray *columns; /* of Column */
    XapianString value;
    guint found;
    gboolean is_remote;
    XapianError cause; /* why an article could not be counted */
};

static void column_clear(Column *column)
{
    g_clear_pointer(&column->counts, g_hash_table_unref);
    g_clear_pointer(&column->spy, xapian_match_spy_free);
}

/* Here. */

static void count_value(GHashTable *counts, const XapianString *value)
{
    guint *count = g_hash_table_lookup(counts, value->bytes);
    if (count == NULL) {
        count = g_new0(guint, 1);
        g_hash_table_insert(counts, g_strndup(value->bytes, value->length), count);
    }
    ++*count;
}

/* Rejects every article once it is counted: none has to be kept. */
static XapianDecision count_article(const XapianDocument *document, void *user)
{
    Tally *tally = user;
    tally->found++;
    for (guint i = 0; i < tally->columns->len; i++) {
        const Column *column = &g_array_index(tally->columns, Column, i);
        if (xapian_document_get_value(document, column->slot, &tally->value, &tally->cause) !=
            XAPIAN_OK)
            return XAPIAN_DECISION_FAIL;
        if (tally->value.length > 0)
            count_value(column->counts, &tally->value);
    }
    return XAPIAN_DECISION_REJECT;
}

static void add_table(Tally *tally, guint slot)
{
    Column column = {.slot = slot};
    column.counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_array_append_val(tally->columns, column);
}

/* Anywhere. */

static gboolean add_spy(Tally *tally, XapianEnquire *enquire, guint slot, GError **error)
{
    Column column = {.slot = slot};
    XapianError cause;
    if (xapian_match_spy_new_value_count(slot, &column.spy, &cause) != XAPIAN_OK)
        return session_fail(tally->session, error, &cause);
    g_array_append_val(tally->columns, column);
    return xapian_enquire_add_matchspy(enquire, column.spy, &cause) == XAPIAN_OK ||
           session_fail(tally->session, error, &cause);
}

/* All articles pass by only if the match has to look at them all. */
static gboolean count(Tally *tally, XapianEnquire *enquire, GError **error)
{
    g_autoptr(XapianMatchSet) matches = NULL;
    XapianDocumentCount all = 0;
    XapianError cause;
    XapianDatabase *database = index_database(tally->session->index);
    const XapianMatchDecider decider = {count_article, tally};
    gboolean decides = !tally->is_remote && tally->columns->len > 0;
    if (!order_apply_none(enquire, &cause) ||
        xapian_database_get_doccount(database, &all, &cause) != XAPIAN_OK)
        return session_fail(tally->session, error, &cause);
    XapianStatus status = xapian_enquire_get_mset(enquire, 0, decides ? 1 : 0, all, NULL,
                                                  decides ? &decider : NULL, &matches, &cause);
    if (status != XAPIAN_OK)
        return session_fail(tally->session, error,
                            status == XAPIAN_CALLBACK_ERROR ? &tally->cause : &cause);
    if (!decides)
        tally->found = xapian_match_set_get_matches_estimated(matches);
    return TRUE;
}

Tally *tally_new(const Session *session, const XapianQuery *query, const guint *slots, guint size,
                 GError **error)
{
    g_autoptr(Tally) tally = g_new0(Tally, 1);
    tally->session = session;
    tally->is_remote = index_remote(session->index) != NULL;
    tally->columns = g_array_new(FALSE, FALSE, sizeof(Column));
    g_array_set_clear_func(tally->columns, (GDestroyNotify)column_clear);
    g_autoptr(XapianEnquire) enquire = session_enquire(session, query, error);
    if (enquire == NULL)
        return NULL;
    for (guint i = 0; i < size; i++) {
        if (!tally->is_remote)
            add_table(tally, slots[i]);
        else if (!add_spy(tally, enquire, slots[i], error))
            return NULL;
    }
    return count(tally, enquire, error) ? g_steal_pointer(&tally) : NULL;
}

void tally_free(Tally *tally)
{
    if (tally == NULL)
        return;
    g_array_unref(tally->columns);
    xapian_string_clear(&tally->value);
    g_free(tally);
}

guint tally_found(const Tally *tally)
{
    return tally->found;
}

static void visit_table(GHashTable *counts, TallyVisit visit, gpointer user)
{
    GHashTableIter iterator;
    gpointer value, count;
    g_hash_table_iter_init(&iterator, counts);
    while (g_hash_table_iter_next(&iterator, &value, &count))
        visit(value, strlen(value), *(const guint *)count, user);
}

static gboolean visit_spy(const Tally *tally, const XapianMatchSpy *spy, TallyVisit visit,
                          gpointer user, GError **error)
{
    g_autoptr(XapianTermIterator) values = NULL;
    XapianError cause;
    XapianStatus status = xapian_match_spy_values(spy, &values, &cause);
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

gboolean tally_visit(const Tally *tally, guint at, TallyVisit visit, gpointer user, GError **error)
{
    const Column *column = &g_array_index(tally->columns, Column, at);
    if (column->spy != NULL)
        return visit_spy(tally, column->spy, visit, user, error);
    visit_table(column->counts, visit, user);
    return TRUE;
}
