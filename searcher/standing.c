/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Standing queries: a cursor around a run. */
#include "searcher/standing.h"

#include <string.h>

#include "morgue/error.h"
#include "morgue/index.h"

/* The query as one would type it, with the options that decide what is found. */
static char *describe(const SearchOptions *options)
{
    const struct {
        const char *name, *value;
    } parts[] = {
        {"--since=", options->since},
        {"--until=", options->until},
        {"--source=", options->source},
        {"--timezone=", options->timezone},
    };
    GString *text = g_string_new(options->query);
    if (options->any)
        g_string_append(text, " --any");
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i].value != NULL)
            g_string_append_printf(text, " %s%s", parts[i].name, parts[i].value);
    return g_strchug(g_string_free(text, FALSE));
}

/* A cursor belongs to an index, which is opened before the search: here, as a host may be gone. */
static gboolean refuse_remote(const char *place, GError **error)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE,
                "%s: --new does not go with an archive on another host\n"
                "hint: ask where the index is",
                place);
    return FALSE;
}

static gboolean read_run(const Index *index, guint64 *run, GError **error)
{
    XapianString text = XAPIAN_STRING_INIT;
    XapianError cause;
    if (xapian_database_get_metadata(index_database(index), INDEX_META_RUN, strlen(INDEX_META_RUN),
                                     &text, &cause) != XAPIAN_OK)
        return morgue_error_from_xapian(error, &cause, index_directory(index));
    *run = g_ascii_strtoull(text.bytes, NULL, 10);
    xapian_string_clear(&text);
    return TRUE;
}

/* Whether the index is not an older copy of the one that was asked last. While this search waited
 * for the cursor, another one may have seen a later run: then it is looked at again. */
static gboolean check_run(const Standing *standing, const Index *index, GError **error)
{
    guint64 run = 0;
    if (!read_run(index, &run, error))
        return FALSE;
    if (cursor_check_run(standing->cursor, run, NULL))
        return TRUE;
    g_autoptr(Index) now = index_open(index_directory(index), error);
    return now != NULL && read_run(now, &run, error) &&
           cursor_check_run(standing->cursor, run, error);
}

gboolean standing_begin(Standing *standing, SearchOptions *options, GError **error)
{
    *standing = (Standing){.cursor = NULL};
    if (options->new_name == NULL)
        return TRUE;
    const char *place = g_ptr_array_index(options->places, 0);
    if (index_place_is_remote(place))
        return refuse_remote(place, error);
    g_autoptr(Index) index = index_open(place, error);
    if (index == NULL)
        return FALSE;
    standing->query = describe(options);
    standing->uuid = g_strdup(index_uuid(index));
    standing->cursor = cursor_open(options->new_name, options->new_reset, error);
    if (standing->cursor == NULL ||
        !cursor_check(standing->cursor, standing->uuid, standing->query, error) ||
        !check_run(standing, index, error))
        return FALSE;
    options->after = cursor_place(standing->cursor);
    return TRUE;
}

gboolean standing_end(const Standing *standing, const SearchOptions *options,
                      const RunOutcome *outcome, GError **error)
{
    if (standing->cursor == NULL || options->peek)
        return TRUE;
    if (g_strcmp0(outcome->uuid, standing->uuid) == 0)
        return cursor_move(standing->cursor, standing->uuid, standing->query, outcome->place,
                           error);
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED,
                "--new: the index was replaced by another one during the search\n"
                "hint: ask again");
    return FALSE;
}

void standing_clear(Standing *standing)
{
    cursor_close(standing->cursor);
    g_free(standing->query);
    g_free(standing->uuid);
    *standing = (Standing){.cursor = NULL};
}
