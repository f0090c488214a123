/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One attempt at a query: the index, the scope, and what is asked of Xapian. */
#include "searcher/session.h"

#include <string.h>

#include "morgue/error.h"
#include "searcher/date-filter.h"
#include "searcher/like.h"
#include "searcher/order.h"

gboolean session_fail(const Session *session, GError **error, const XapianError *cause)
{
    return morgue_error_from_xapian(error, cause, index_directory(session->index));
}

/* Scope. */

/* Reads an option's date. A wrong one is an error of the options, not of the query. */
static gboolean parse_bound(const Session *session, const char *option, const char *text,
                            DateRange *range, GError **error)
{
    g_autoptr(GError) cause = NULL;
    if (date_range_parse(text, strlen(text), &session->today, range, &cause))
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE, "--%s: %s", option, cause->message);
    return FALSE;
}

/* The days from --since to --until, each to the end of what was typed. */
static gboolean parse_scope(const Session *session, DateRange *scope, GError **error)
{
    const SearchOptions *options = session->options;
    DateRange range;
    *scope = (DateRange){G_MININT64, G_MAXINT64, TRUE, TRUE};
    if (options->since != NULL) {
        if (!parse_bound(session, "since", options->since, &range, error))
            return FALSE;
        scope->first_day = range.first_day;
        scope->open_start = range.open_start;
    }
    if (options->until != NULL) {
        if (!parse_bound(session, "until", options->until, &range, error))
            return FALSE;
        scope->last_day = range.last_day;
        scope->open_end = range.open_end;
    }
    if (scope->first_day <= scope->last_day)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE,
                "--since %s is after --until %s\nhint: nothing lies between them", options->since,
                options->until);
    return FALSE;
}

static void narrow(Session *session, XapianQuery *query)
{
    session->scope = expression_pair(XAPIAN_QUERY_AND, session->scope, query);
}

/* Places are of one length, so that all that come after one begin with more than it. */
static XapianQuery *added_after(const char *place)
{
    g_autofree char *least = g_strconcat(place, "0", NULL);
    XapianQuery *query = NULL;
    XapianStatus status = xapian_query_new_value_ge(SLOT_ADDED, least, strlen(least), &query, NULL);
    g_assert(status == XAPIAN_OK);
    return query;
}

static gboolean read_scope(Session *session, GError **error)
{
    const SearchOptions *options = session->options;
    if (!parse_scope(session, &session->range, error))
        return FALSE;
    if (options->since != NULL || options->until != NULL) {
        XapianQuery *dates = date_filter_new(session->index, &session->range, error);
        if (dates == NULL)
            return FALSE;
        narrow(session, dates);
    }
    if (options->after != NULL && *options->after != '\0')
        narrow(session, added_after(options->after));
    if (options->source != NULL) {
        XapianQuery *source =
            vocabulary_phrase(session->vocabulary, options->source, field_get(FIELD_SOURCE));
        narrow(session, source != NULL ? source : expression_nothing());
    }
    return TRUE;
}

/* A host knows no queries for given documents. */
static gboolean refuse_dead(const Session *session, GError **error)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE,
                "%s: beside an archive on another host (%s) an index with replaced versions cannot "
                "be searched\nhint: morgue-index --compact drops them; or search them one after "
                "the other",
                index_directory(session->index), index_remote(session->index));
    return FALSE;
}

/* Versions that were replaced or have vanished, until the next merge drops them. */
static gboolean read_dead(Session *session, GError **error)
{
    guint dead = index_dead_count(session->index);
    if (dead == 0)
        return TRUE;
    if (index_remote(session->index) != NULL)
        return refuse_dead(session, error);
    XapianDatabase *database = index_database(session->index);
    XapianDocid last = 0;
    XapianError cause;
    if (xapian_database_get_lastdocid(database, &last, &cause) != XAPIAN_OK)
        return session_fail(session, error, &cause);
    g_autoptr(GArray) docids = g_array_sized_new(FALSE, FALSE, sizeof(XapianDocid), dead);
    for (XapianDocid docid = 1; docid <= last && docids->len < dead; docid++) {
        if (index_is_dead(session->index, docid))
            g_array_append_val(docids, docid);
    }
    if (xapian_query_new_documents(database, (const XapianDocid *)(const void *)docids->data,
                                   docids->len, &session->dead, &cause) != XAPIAN_OK)
        return session_fail(session, error, &cause);
    return TRUE;
}

/* A host sorts by a value, and one that is missing comes first; and it serves no posting source,
 * which feedback needs. */
static gboolean check_order(const Session *session, GError **error)
{
    const char *remote = index_remote(session->index);
    if (remote != NULL && session->options->feedback >= 0) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE,
                    "%s: an archive on another host cannot be ranked with --feedback\n"
                    "hint: leave it out, or search the index where it is",
                    remote);
        return FALSE;
    }
    if (remote == NULL || session->options->sort != SORT_OLDEST)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE,
                "%s: an archive on another host cannot give the oldest first\n"
                "hint: --sort=newest, or search the index where it is",
                remote);
    return FALSE;
}

gboolean session_open(Session *session, const SearchOptions *options, GError **error)
{
    *session = (Session){.options = options};
    session->unreachable = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    session->index =
        index_open_all((const char *const *)options->places->pdata, session->unreachable, error);
    if (session->index == NULL) {
        session_close(session);
        return FALSE;
    }
    if (!check_order(session, error)) {
        session_close(session);
        return FALSE;
    }
    const char *zone =
        options->timezone != NULL ? options->timezone : index_timezone(session->index);
    session->today = date_today(zone);
    if (!date_is_set(&session->today)) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE,
                    "there is no time zone '%s'\nhint: for example --timezone=Europe/Berlin", zone);
        session_close(session);
        return FALSE;
    }
    session->vocabulary = vocabulary_new(session->index, error);
    if (session->vocabulary != NULL && read_scope(session, error) && read_dead(session, error))
        return TRUE;
    session_close(session);
    return FALSE;
}

void session_close(Session *session)
{
    g_clear_pointer(&session->scope, xapian_query_free);
    g_clear_pointer(&session->dead, xapian_query_free);
    g_clear_pointer(&session->vocabulary, vocabulary_free);
    g_clear_pointer(&session->index, index_close);
    g_clear_pointer(&session->unreachable, g_ptr_array_unref);
}

/* Queries. */

QueryNode *session_parse(const Session *session, gboolean any, GError **error)
{
    const char *query = session->options->query;
    return session_parse_text(session, query != NULL ? query : "*", any, error);
}

QueryNode *session_parse_text(const Session *session, const char *query, gboolean any,
                              GError **error)
{
    const QueryOptions options = {.any = any, .today = &session->today};
    return query_parse(query, strlen(query), &options, error);
}

/* A handle of its own for a query that stays. */
static XapianQuery *share(XapianQuery *query)
{
    return query == NULL ? NULL : expression_copy(query);
}

gboolean session_plan(Session *session, const QueryNode *tree, Plan *plan, GError **error)
{
    if (!plan_init(plan, tree, session->index, session->vocabulary, error))
        return FALSE;
    if (session->options->like != NULL && !like_apply(session, plan, error)) {
        plan_clear(plan);
        return FALSE;
    }
    plan_restrict(plan, share(session->scope), share(session->dead));
    return TRUE;
}

XapianQuery *session_everything(const Session *session)
{
    XapianQuery *all = session->scope != NULL ? share(session->scope) : expression_all();
    return expression_pair(XAPIAN_QUERY_AND_NOT, all, share(session->dead));
}

XapianEnquire *session_enquire(const Session *session, const XapianQuery *query, GError **error)
{
    g_autoptr(XapianEnquire) enquire = NULL;
    XapianError cause;
    if (xapian_enquire_new(index_database(session->index), &enquire, &cause) != XAPIAN_OK ||
        xapian_enquire_set_query(enquire, query, 0, &cause) != XAPIAN_OK) {
        session_fail(session, error, &cause);
        return NULL;
    }
    return g_steal_pointer(&enquire);
}

/* Xapian's bounds meet where a term or everything is asked for: then nothing need be looked at. */
gboolean session_number(const Session *session, const XapianQuery *query, guint64 *count,
                        GError **error)
{
    g_autoptr(XapianEnquire) enquire = session_enquire(session, query, error);
    g_autoptr(XapianMatchSet) bounds = NULL;
    g_autoptr(XapianMatchSet) matches = NULL;
    XapianDocumentCount all = 0;
    XapianError cause;
    if (enquire == NULL)
        return FALSE;
    if (!order_apply_none(enquire, &cause) ||
        xapian_enquire_get_mset(enquire, 0, 0, 0, NULL, NULL, &bounds, &cause) != XAPIAN_OK)
        return session_fail(session, error, &cause);
    *count = xapian_match_set_get_matches_lower_bound(bounds);
    if (*count == xapian_match_set_get_matches_upper_bound(bounds))
        return TRUE;
    if (xapian_database_get_doccount(index_database(session->index), &all, &cause) != XAPIAN_OK ||
        xapian_enquire_get_mset(enquire, 0, 0, all, NULL, NULL, &matches, &cause) != XAPIAN_OK)
        return session_fail(session, error, &cause);
    *count = xapian_match_set_get_matches_estimated(matches);
    return TRUE;
}

gboolean session_count(const Session *session, XapianQuery *query, guint64 *count, GError **error)
{
    query = expression_pair(XAPIAN_QUERY_FILTER, query, share(session->scope));
    query = expression_pair(XAPIAN_QUERY_AND_NOT, query, share(session->dead));
    gboolean counted = session_number(session, query, count, error);
    xapian_query_free(query);
    return counted;
}

/* Results. */

/* The file of a result: below its root, or whole where the root is known. */
static char *result_path(const Session *session, const Index *index, const Result *result)
{
    const char *file = result_get(result, RECORD_FILE);
    guint64 number;
    if (session->options->relative || !g_ascii_string_to_unsigned(result_get(result, RECORD_ROOT),
                                                                  10, 0, G_MAXUINT, &number, NULL))
        return g_strdup(file);
    const char *root = index_root(index, (guint)number);
    return root == NULL ? g_strdup(file) : g_build_filename(root, file, NULL);
}

Result *session_result(const Session *session, XapianDocid docid, const char *data, gsize length,
                       GError **error)
{
    char *copy = g_malloc(length + 1);
    memcpy(copy, data, length);
    copy[length] = '\0';
    Result *result = result_new(copy, length, error);
    if (result == NULL)
        return NULL;
    const Index *index = index_part(session->index, &docid);
    result->path = result_path(session, index, result);
    if (session->options->places->len > 1)
        result->index = g_strdup(index_directory(index));
    return result;
}
