/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cursors: a file of keys for each, and a lock beside it. */
#include "searcher/cursor.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "morgue/error.h"

#define GROUP       "cursor"
#define LOCK_SUFFIX ".lock"

struct Cursor {
    char *name;
    char *path;
    int lock;    /* descriptor */
    char *index; /* uuid; NULL where nothing has been given yet */
    char *query;
    char *place; /* never NULL */
};

/* Names are file names that no shell and no glob takes for something else; locks are beside them.
 */
gboolean cursor_name_is_valid(const char *name)
{
    if (*name == '\0' || *name == '.' || strlen(name) > 100 || g_str_has_suffix(name, LOCK_SUFFIX))
        return FALSE;
    for (const char *p = name; *p != '\0'; p++) {
        if (!g_ascii_isalnum(*p) && strchr("-_.", *p) == NULL)
            return FALSE;
    }
    return TRUE;
}

static gboolean check_name(const char *name, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(name, "/", -1);
    guint count = g_strv_length(parts);
    gboolean is_valid = count == 1 || count == 2;
    for (guint i = 0; i < count && is_valid; i++)
        is_valid = cursor_name_is_valid(parts[i]);
    if (!is_valid)
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE,
                    "--new: '%s' is no name for a cursor\nhint: " CURSOR_NAME_HINT, name);
    return is_valid;
}

static gboolean fail(GError **error, const char *path, int reason)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path, g_strerror(reason));
    return FALSE;
}

static gboolean take_lock(Cursor *cursor, GError **error)
{
    g_autofree char *path = g_strconcat(cursor->path, LOCK_SUFFIX, NULL);
    cursor->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (cursor->lock < 0)
        return fail(error, path, errno);
    int held;
    do
        held = flock(cursor->lock, LOCK_EX);
    while (held != 0 && errno == EINTR);
    return held == 0 || fail(error, path, errno);
}

/* See cursor_place(). */
static gboolean is_place(const char *text)
{
    gsize digits = strspn(text, "0123456789abcdef");
    return text[digits] == '\0' && (digits == 0 || digits == CURSOR_PLACE_DIGITS);
}

static gboolean refuse_damage(const Cursor *cursor, GError **error)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED,
                "%s: not a cursor of morgue, or damaged\n"
                "hint: restore a copy of it, or begin anew with --new-reset",
                cursor->path);
    return FALSE;
}

static gboolean read_state(Cursor *cursor, GError **error)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) cause = NULL;
    if (!g_key_file_load_from_file(file, cursor->path, G_KEY_FILE_NONE, &cause)) {
        if (g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
            return TRUE;
        if (cause->domain == G_KEY_FILE_ERROR)
            return refuse_damage(cursor, error);
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", cursor->path,
                    cause->message);
        return FALSE;
    }
    cursor->index = g_key_file_get_string(file, GROUP, "index", NULL);
    cursor->query = g_key_file_get_string(file, GROUP, "query", NULL);
    g_autofree char *place = g_key_file_get_string(file, GROUP, "place", NULL);
    if (cursor->index == NULL || cursor->query == NULL || place == NULL || !is_place(place))
        return refuse_damage(cursor, error);
    g_free(cursor->place);
    cursor->place = g_steal_pointer(&place);
    return TRUE;
}

/* A name is that of one query or that of a file of them. */
static gboolean refuse_kind(const char *name, gboolean is_file_of_queries, GError **error)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE,
                is_file_of_queries ? "--new: '%s' is the name of a file of queries\n"
                                     "hint: take another name for one query"
                                   : "--new: '%s' is the name of one query\n"
                                     "hint: take another name for a file of queries",
                name);
    return FALSE;
}

static gboolean make_directory(const Cursor *cursor, GError **error)
{
    g_autofree char *directory = g_path_get_dirname(cursor->path);
    g_autofree char *file = g_path_get_basename(directory);
    if (g_file_test(cursor->path, G_FILE_TEST_IS_DIR))
        return refuse_kind(cursor->name, TRUE, error);
    if (g_file_test(directory, G_FILE_TEST_IS_REGULAR))
        return refuse_kind(file, FALSE, error);
    return g_mkdir_with_parents(directory, 0700) == 0 || fail(error, directory, errno);
}

Cursor *cursor_open(const char *name, gboolean anew, GError **error)
{
    if (!check_name(name, error))
        return NULL;
    g_autoptr(Cursor) cursor = g_new0(Cursor, 1);
    cursor->lock = -1;
    cursor->name = g_strdup(name);
    cursor->path = g_build_filename(g_get_user_state_dir(), "morgue", "new", name, NULL);
    cursor->place = g_strdup("");
    if (!g_path_is_absolute(cursor->path)) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE,
                    "--new: there is no directory of your own for '%s'\n"
                    "hint: set HOME, or XDG_STATE_HOME, to an absolute path",
                    cursor->path);
        return NULL;
    }
    if (!make_directory(cursor, error) || !take_lock(cursor, error) ||
        (!anew && !read_state(cursor, error)))
        return NULL;
    return g_steal_pointer(&cursor);
}

void cursor_close(Cursor *cursor)
{
    if (cursor == NULL)
        return;
    if (cursor->lock >= 0)
        close(cursor->lock);
    g_free(cursor->name);
    g_free(cursor->path);
    g_free(cursor->index);
    g_free(cursor->query);
    g_free(cursor->place);
    g_free(cursor);
}

gboolean cursor_check(const Cursor *cursor, const char *index_uuid, const char *query,
                      GError **error)
{
    if (cursor->index == NULL)
        return TRUE;
    gboolean is_same_index = strcmp(cursor->index, index_uuid) == 0;
    if (is_same_index && strcmp(cursor->query, query) == 0)
        return TRUE;
    gboolean is_one_of_many = strchr(cursor->name, '/') != NULL;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_QUERY, "--new: '%s' was asked %s%s\nhint: %s",
                cursor->name, is_same_index ? "another query: " : "of another index, ",
                is_same_index ? cursor->query : cursor->index,
                is_one_of_many ? "give the query another id, or add --new-reset to begin anew with "
                                 "all of the file"
                               : "take another name, or add --new-reset to begin anew");
    return FALSE;
}

gboolean cursor_check_run(const Cursor *cursor, guint64 run, GError **error)
{
    g_autofree char *digits = g_strndup(cursor->place, CURSOR_PLACE_DIGITS / 2);
    guint64 seen = g_ascii_strtoull(digits, NULL, 16);
    if (seen <= run)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_QUERY,
                "--new: '%s' has seen run %" G_GUINT64_FORMAT
                " of the index, which is at run %" G_GUINT64_FORMAT
                ": this is an older copy of it, or one that was rebuilt without its ledger\n"
                "hint: restore the cursor of that time, too, or add --new-reset to begin anew",
                cursor->name, seen, run);
    return FALSE;
}

const char *cursor_place(const Cursor *cursor)
{
    return cursor->place;
}

gboolean cursor_move(Cursor *cursor, const char *index_uuid, const char *query, const char *place,
                     GError **error)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_key_file_set_string(file, GROUP, "index", index_uuid);
    g_key_file_set_string(file, GROUP, "query", query);
    g_key_file_set_string(file, GROUP, "place", place);
    gsize length;
    g_autofree char *text = g_key_file_to_data(file, &length, NULL);
    g_autoptr(GError) cause = NULL;
    if (!g_file_set_contents_full(cursor->path, text, (gssize)length,
                                  G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                  0600, &cause)) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", cursor->path,
                    cause->message);
        return FALSE;
    }
    g_free(cursor->index);
    g_free(cursor->query);
    g_free(cursor->place);
    cursor->index = g_strdup(index_uuid);
    cursor->query = g_strdup(query);
    cursor->place = g_strdup(place);
    return TRUE;
}
