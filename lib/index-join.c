/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several indexes as one database: Xapian deals their documents out in turn, shard by shard. */
#include <string.h>

#include "lib/index-internal.h"
#include "morgue/error.h"
#include "morgue/field.h"

/* Waits for an answer, and for a connection, milliseconds. */
enum { ANSWER_TIMEOUT = 30000, CONNECT_TIMEOUT = 5000 };

/* Remote indexes. */

gboolean index_place_is_remote(const char *place)
{
    const char *colon = strrchr(place, ':');
    return colon != NULL && colon > place && colon[1] != '\0' &&
           strspn(colon + 1, "0123456789") == strlen(colon + 1) && strchr(place, '/') == NULL;
}

static gboolean connect_to(Index *index, const char *place, GError **error)
{
    const char *colon = strrchr(place, ':');
    g_autofree char *host = g_strndup(place, (gsize)(colon - place));
    guint64 port;
    XapianError cause;
    if (!g_ascii_string_to_unsigned(colon + 1, 10, 1, G_MAXUINT16, &port, NULL)) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE,
                    "%s: there is no such port\n"
                    "hint: a port is a number from 1 to 65535; a directory can be written ./%s",
                    place, place);
        return FALSE;
    }
    if (xapian_database_open_remote(host, (guint)port, ANSWER_TIMEOUT, CONNECT_TIMEOUT,
                                    &index->database, &cause) == XAPIAN_OK)
        return TRUE;
    morgue_error_from_xapian(error, &cause, place);
    g_prefix_error(error, "the archive does not answer: ");
    return FALSE;
}

/* A database of something else has no schema. */
static gboolean check_schema(const Index *index, GError **error)
{
    g_autofree char *text = index_get_setting(index, INDEX_META_SCHEMA, error);
    if (text == NULL)
        return FALSE;
    guint64 schema = g_ascii_strtoull(text, NULL, 10);
    if (schema == SCHEMA_VERSION)
        return TRUE;
    if (schema > 0)
        return index_fail_schema(error, index->directory, (guint)schema);
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_NO_INDEX,
                "%s: what is served there is no index of morgue", index->directory);
    return FALSE;
}

static Index *open_remote(const char *place, GError **error)
{
    g_autoptr(Index) index = g_new0(Index, 1);
    index->directory = g_strdup(place);
    index->is_remote = TRUE;
    index->shards = 1;
    if (!connect_to(index, place, error) || !check_schema(index, error) ||
        !index_read_size(index, error) || !index_read_settings(index, error))
        return NULL;
    return g_steal_pointer(&index);
}

static Index *open_place(const char *place, GError **error)
{
    return index_place_is_remote(place) ? open_remote(place, error) : index_open(place, error);
}

/* Several. */

static gboolean has_index(const GPtrArray *parts, const Index *index)
{
    for (guint i = 0; i < parts->len; i++) {
        const Index *part = g_ptr_array_index(parts, i);
        if (strcmp(part->uuid, index->uuid) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Opens all that answer. The last error of a host is kept for when none does. */
static GPtrArray *open_parts(const char *const *places, GPtrArray *unreachable, GError **error)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)index_close);
    for (; *places != NULL; places++) {
        GError *cause = NULL;
        Index *index = open_place(*places, &cause);
        if (index != NULL && !has_index(parts, index)) {
            g_ptr_array_add(parts, index);
        } else if (index != NULL) {
            index_close(index);
        } else if (g_error_matches(cause, MORGUE_ERROR, MORGUE_ERROR_UNREACHABLE)) {
            g_ptr_array_add(unreachable, cause);
        } else {
            g_propagate_error(error, cause);
            return NULL;
        }
    }
    if (parts->len > 0)
        return g_steal_pointer(&parts);
    g_propagate_error(error, g_error_copy(g_ptr_array_index(unreachable, unreachable->len - 1)));
    g_ptr_array_set_size(unreachable, (int)unreachable->len - 1);
    return NULL;
}

static gboolean add_part(Index *index, const Index *part, GString *names, GError **error)
{
    XapianError cause;
    if (xapian_database_add_database(index->database, part->database, &cause) != XAPIAN_OK)
        return morgue_error_from_xapian(error, &cause, part->directory);
    index->shards += part->shards;
    index->dead_count += part->dead_count;
    g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", part->directory);
    return TRUE;
}

static GStrv all_languages(const GPtrArray *parts)
{
    g_autoptr(GPtrArray) languages = g_ptr_array_new();
    for (guint i = 0; i < parts->len; i++) {
        const Index *part = g_ptr_array_index(parts, i);
        for (char **language = part->languages; *language != NULL; language++) {
            if (!g_ptr_array_find_with_equal_func(languages, *language, g_str_equal, NULL))
                g_ptr_array_add(languages, *language);
        }
    }
    g_ptr_array_add(languages, NULL);
    return g_strdupv((char **)languages->pdata);
}

/* Takes `parts` over. What only one index can say, the first one says. */
static Index *join(GPtrArray *parts, GError **error)
{
    g_autoptr(Index) index = g_new0(Index, 1);
    g_autoptr(GString) names = g_string_new(NULL);
    const Index *first = g_ptr_array_index(parts, 0);
    XapianError cause;
    index->parts = parts;
    if (xapian_database_new(&index->database, &cause) != XAPIAN_OK) {
        morgue_error_from_xapian(error, &cause, first->directory);
        return NULL;
    }
    for (guint i = 0; i < parts->len; i++) {
        if (!add_part(index, g_ptr_array_index(parts, i), names, error))
            return NULL;
    }
    index->directory = g_strdup(names->str);
    index->uuid = g_strdup(first->uuid);
    index->timezone = g_strdup(first->timezone);
    index->languages = all_languages(parts);
    return index_read_size(index, error) ? g_steal_pointer(&index) : NULL;
}

Index *index_open_all(const char *const *places, GPtrArray *unreachable, GError **error)
{
    GPtrArray *parts = open_parts(places, unreachable, error);
    if (parts == NULL)
        return NULL;
    if (parts->len > 1)
        return join(parts, error);
    Index *only = g_ptr_array_steal_index(parts, 0);
    g_ptr_array_unref(parts);
    return only;
}

const Index *index_part(const Index *index, XapianDocid *docid)
{
    guint shard = (*docid - 1) % index->shards;
    guint number = (*docid - 1) / index->shards;
    for (guint i = 0; index->parts != NULL && i < index->parts->len; i++) {
        const Index *part = g_ptr_array_index(index->parts, i);
        if (shard < part->shards) {
            *docid = number * part->shards + shard + 1;
            return part;
        }
        shard -= part->shards;
    }
    return index;
}

const Index *index_get_part(const Index *index, guint at)
{
    if (index->parts == NULL)
        return at == 0 ? index : NULL;
    return at < index->parts->len ? g_ptr_array_index(index->parts, at) : NULL;
}

const char *index_remote(const Index *index)
{
    const Index *part;
    for (guint i = 0; (part = index_get_part(index, i)) != NULL; i++) {
        if (part->is_remote)
            return part->directory;
    }
    return NULL;
}
