/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Timelines. What the query finds is counted from the column of dates. What the archive holds is
 * known without a pass over it: each year, month and day is a term, and a term knows in how many
 * articles it is. Within a scope, or where versions are dead, the column is read for that too.
 */
#include "searcher/timeline.h"

#include "morgue/field.h"
#include "searcher/tally.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianTermIterator, xapian_term_iterator_free)

static const guint date_slot = SLOT_DATE;

/* What the counts are put into. */
typedef struct Count {
    Timeline *timeline;
    GHashTable *rows; /* of TimelineRow *, by their period */
    gsize member;     /* of a row: which count */
    guint dated;
    guint placed;
} Count;

static TimelineRow *row_of(const Count *count, gint64 period)
{
    TimelineRow *row = g_hash_table_lookup(count->rows, &period);
    if (row != NULL)
        return row;
    row = g_new0(TimelineRow, 1);
    row->period = period;
    g_hash_table_insert(count->rows, &row->period, row);
    return row;
}

static void add_date(const char *key, gsize length, guint articles, gpointer user)
{
    Count *count = user;
    Date date;
    gint64 period;
    if (!date_from_key(key, length, &date))
        return;
    count->dated += articles;
    if (!period_of_date(count->timeline->kind, &date, &period))
        return;
    count->placed += articles;
    G_STRUCT_MEMBER(guint, row_of(count, period), count->member) += articles;
}

/* What is found. */

static gboolean count_found(Timeline *timeline, GHashTable *rows, const Session *session,
                            const XapianQuery *query, GError **error)
{
    Count count = {timeline, rows, G_STRUCT_OFFSET(TimelineRow, found), 0, 0};
    g_autoptr(Tally) tally = tally_new(session, query, &date_slot, 1, error);
    if (tally == NULL || !tally_visit(tally, 0, add_date, &count, error))
        return FALSE;
    timeline->found = tally_found(tally);
    timeline->undated = timeline->found - count.dated;
    timeline->imprecise = count.dated - count.placed;
    return TRUE;
}

/* What there is. */

/* The prefix of the terms that tell how many articles a period has; a week has its days'. */
static const char *term_prefix(PeriodKind kind)
{
    static const char *const prefixes[] = {"D", "D", "M", "Y"};
    return prefixes[kind];
}

static gboolean count_terms(Count *count, const Session *session, GError **error)
{
    const char *prefix = term_prefix(count->timeline->kind);
    g_autoptr(XapianTermIterator) terms = NULL;
    XapianError cause;
    XapianStatus status =
        xapian_database_allterms(index_database(session->index), prefix, 1, &terms, &cause);
    while (status == XAPIAN_OK &&
           (status = xapian_term_iterator_next(terms, &cause)) == XAPIAN_OK) {
        gsize length;
        const char *term = xapian_term_iterator_get_term(terms, &length);
        XapianDocumentCount articles = 0;
        status = xapian_term_iterator_get_termfreq(terms, &articles, &cause);
        if (status == XAPIAN_OK)
            add_date(term + 1, length - 1, articles, count);
    }
    return status == XAPIAN_END || session_fail(session, error, &cause);
}

static gboolean count_scope(Count *count, const Session *session, GError **error)
{
    g_autoptr(XapianQuery) query = session_everything(session);
    g_autoptr(Tally) tally = tally_new(session, query, &date_slot, 1, error);
    return tally != NULL && tally_visit(tally, 0, add_date, count, error);
}

static gboolean count_all(Timeline *timeline, GHashTable *rows, const Session *session,
                          GError **error)
{
    Count count = {timeline, rows, G_STRUCT_OFFSET(TimelineRow, all), 0, 0};
    if (session->scope == NULL && session->dead == NULL)
        return count_terms(&count, session, error);
    return count_scope(&count, session, error);
}

/* Which rows. */

static int compare_rows(gconstpointer a, gconstpointer b)
{
    const TimelineRow *left = a, *right = b;
    return left->period < right->period ? -1 : left->period > right->period;
}

/* The rows from `first` to `last`, in order. */
static void take_rows(Timeline *timeline, GHashTable *rows, gint64 first, gint64 last)
{
    GHashTableIter iterator;
    gpointer value;
    g_hash_table_iter_init(&iterator, rows);
    while (g_hash_table_iter_next(&iterator, NULL, &value)) {
        const TimelineRow *row = value;
        if (row->period >= first && row->period <= last)
            g_array_append_vals(timeline->rows, row, 1);
    }
    g_array_sort(timeline->rows, compare_rows);
}

static void find_span(GHashTable *rows, gint64 *first, gint64 *last)
{
    GHashTableIter iterator;
    gpointer value;
    *first = G_MAXINT64;
    *last = G_MININT64;
    g_hash_table_iter_init(&iterator, rows);
    while (g_hash_table_iter_next(&iterator, NULL, &value)) {
        const TimelineRow *row = value;
        if (row->found == 0)
            continue;
        *first = MIN(*first, row->period);
        *last = MAX(*last, row->period);
    }
}

static void choose_rows(Timeline *timeline, GHashTable *rows, const DateRange *range)
{
    gint64 first, last;
    find_span(rows, &first, &last);
    if (first > last)
        return;
    if (!range->open_start)
        first = MIN(first, period_of_day(timeline->kind, range->first_day));
    if (!range->open_end)
        last = MAX(last, period_of_day(timeline->kind, range->last_day));
    take_rows(timeline, rows, first, last);
}

gboolean timeline_init(Timeline *timeline, PeriodKind kind, const Session *session,
                       const XapianQuery *query, GError **error)
{
    *timeline = (Timeline){
        .kind = kind,
        .rows = g_array_new(FALSE, FALSE, sizeof(TimelineRow)),
    };
    g_autoptr(GHashTable) rows = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
    if (!count_found(timeline, rows, session, query, error) ||
        !count_all(timeline, rows, session, error)) {
        timeline_clear(timeline);
        return FALSE;
    }
    choose_rows(timeline, rows, &session->range);
    return TRUE;
}

void timeline_clear(Timeline *timeline)
{
    g_clear_pointer(&timeline->rows, g_array_unref);
}
