/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening an index: stub, shards, dead versions, settings. */
#include "lib/index-internal.h"

#include <stdio.h>
#include <string.h>

#include "morgue/error.h"
#include "morgue/field.h"
#include "morgue/glass-files.h"

gboolean index_fail_schema(GError **error, const char *place, guint schema)
{
    const char *hint = schema > SCHEMA_VERSION
                           ? "use the newer version of morgue that wrote it"
                           : "morgue-index --rebuild reads the archive into it again";
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_SCHEMA,
                "%s: the index has schema version %u, this program reads version %d\nhint: %s",
                place, schema, SCHEMA_VERSION, hint);
    return FALSE;
}

/* Stub */

static gboolean stub_damaged(GError **error, const char *path, guint line, const char *what)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED, "%s:%u: %s", path, line, what);
    return FALSE;
}

static gboolean parse_head(Stub *stub, const char *line)
{
    char rest;
    return sscanf(line, "# morgue %u %" G_GINT64_MODIFIER "u%c", &stub->schema, &stub->commit,
                  &rest) == 2;
}

static gboolean parse_stub_line(Stub *stub, const char *line)
{
    guint number;
    StubRetired retired;
    char rest;
    if (sscanf(line, "glass shards/%u%c", &number, &rest) == 1) {
        g_array_append_val(stub->shards, number);
        return TRUE;
    }
    if (sscanf(line, "# retired %u %" G_GINT64_MODIFIER "u%c", &retired.number, &retired.commit,
               &rest) == 2) {
        g_array_append_val(stub->retired, retired);
        return TRUE;
    }
    return FALSE;
}

static gboolean parse_stub(Stub *stub, const char *path, char **lines, GError **error)
{
    if (lines[0] == NULL || !parse_head(stub, lines[0]))
        return stub_damaged(error, path, 1, "not a stub of morgue");
    if (stub->schema != SCHEMA_VERSION)
        return index_fail_schema(error, path, stub->schema);
    for (guint i = 1; lines[i] != NULL; i++) {
        if (*lines[i] != '\0' && !parse_stub_line(stub, lines[i]))
            return stub_damaged(error, path, i + 1, "not a line of a stub of morgue");
    }
    return stub->shards->len > 0 || stub_damaged(error, path, 1, "it names no shard");
}

gboolean stub_read(const char *directory, Stub *stub, GError **error)
{
    g_autofree char *path = g_build_filename(directory, "XAPIANDB", NULL);
    g_autofree char *text = NULL;
    g_autoptr(GError) cause = NULL;
    if (!g_file_get_contents(path, &text, NULL, &cause)) {
        gboolean missing = g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
                           g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
        if (missing)
            g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_NO_INDEX,
                        "%s: there is no index\nhint: make one with morgue-index --index=%s PATH…, "
                        "or name another with --index",
                        directory, directory);
        else
            g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s", cause->message);
        return FALSE;
    }
    memset(stub, 0, sizeof *stub);
    stub->shards = g_array_new(FALSE, FALSE, sizeof(guint));
    stub->retired = g_array_new(FALSE, FALSE, sizeof(StubRetired));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    if (parse_stub(stub, path, lines, error))
        return TRUE;
    stub_clear(stub);
    return FALSE;
}

void stub_clear(Stub *stub)
{
    if (stub == NULL)
        return;
    g_clear_pointer(&stub->shards, g_array_unref);
    g_clear_pointer(&stub->retired, g_array_unref);
}

/* Dead versions */

/* A number and the character after it; `at` is then behind that. */
static gboolean take_number(const char **at, guint base, char terminator, guint64 limit,
                            guint64 *number)
{
    char *end;
    if (!g_ascii_isxdigit(**at)) /* no sign, no blank */
        return FALSE;
    *number = g_ascii_strtoull(*at, &end, base);
    if (end == *at || *end != terminator || *number > limit)
        return FALSE;
    *at = end + 1;
    return TRUE;
}

static gboolean take_dead_version(const char **at, DeadVersion *version)
{
    guint64 serial, shard, docid;
    const char *line = *at;
    if (!take_number(&line, 16, ' ', G_MAXUINT64, &serial) ||
        !take_number(&line, 10, ' ', G_MAXUINT, &shard) ||
        !take_number(&line, 10, '\n', G_MAXUINT, &docid) || docid == 0)
        return FALSE;
    *at = line;
    *version = (DeadVersion){serial, (guint)shard, (guint)docid};
    return TRUE;
}

gboolean dead_list_read(const char *path, GArray *dead, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) cause = NULL;
    if (!g_file_get_contents(path, &text, NULL, &cause)) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED, "%s", cause->message);
        return FALSE;
    }
    const char *at = text;
    guint64 count = 0, stated;
    DeadVersion version;
    for (; take_dead_version(&at, &version); count++)
        g_array_append_val(dead, version);
    const char *end = at;
    if (g_str_has_prefix(end, "end ")) {
        end += strlen("end ");
        if (take_number(&end, 10, '\n', G_MAXUINT64, &stated) && stated == count && *end == '\0')
            return TRUE;
    }
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED,
                "%s:%" G_GUINT64_FORMAT ": not a line of a list of dead versions", path, count + 1);
    return FALSE;
}

static int shard_position(const Stub *stub, guint number)
{
    for (guint i = 0; i < stub->shards->len; i++) {
        if (g_array_index(stub->shards, guint, i) == number)
            return (int)i;
    }
    return -1;
}

/* Xapian deals the documents of n shards out in turn: docid d of shard i is (d − 1) n + i + 1. */
static void mark_dead(Index *index, const Stub *stub, const GArray *dead)
{
    XapianDocid last = index->last_docid;
    for (guint i = 0; i < dead->len; i++) {
        const DeadVersion *version = &g_array_index(dead, DeadVersion, i);
        int position = shard_position(stub, version->shard);
        if (position < 0)
            continue; /* a merge has dropped it */
        guint64 docid = (guint64)(version->docid - 1) * index->shards + (guint)position + 1;
        if (docid > last)
            continue;
        if (index->dead == NULL)
            index->dead = g_malloc0(last / 8 + 1);
        guint8 bit = (guint8)(1 << (docid & 7));
        index->dead_count += (index->dead[docid >> 3] & bit) == 0;
        index->dead[docid >> 3] |= bit;
    }
}

static gboolean read_dead_lists(Index *index, const Stub *stub, GError **error)
{
    g_autoptr(GArray) dead = g_array_new(FALSE, FALSE, sizeof(DeadVersion));
    for (guint i = 0; i < stub->shards->len; i++) {
        g_autofree char *path =
            shard_path(index->directory, g_array_index(stub->shards, guint, i), "dead");
        if (!dead_list_read(path, dead, error))
            return FALSE;
    }
    mark_dead(index, stub, dead);
    return TRUE;
}

/* Opening */

char *shard_path(const char *directory, guint number, const char *file)
{
    char name[16];
    g_snprintf(name, sizeof name, "%u", number);
    return g_build_filename(directory, "shards", name, file, NULL);
}

static gboolean open_shard(Index *index, guint number, GError **error)
{
    g_autofree char *path = shard_path(index->directory, number, NULL);
    XapianDatabase *shard;
    XapianError cause;
    if (!glass_files_open(path, &shard, error))
        return FALSE;
    XapianStatus added = xapian_database_add_database(index->database, shard, &cause);
    xapian_database_free(shard);
    return added == XAPIAN_OK || morgue_error_from_xapian(error, &cause, path);
}

gboolean index_read_size(Index *index, GError **error)
{
    XapianError cause;
    if (xapian_database_get_doccount(index->database, &index->documents, &cause) == XAPIAN_OK &&
        xapian_database_get_lastdocid(index->database, &index->last_docid, &cause) == XAPIAN_OK)
        return TRUE;
    return morgue_error_from_xapian(error, &cause, index->directory);
}

static gboolean open_shards(Index *index, const Stub *stub, GError **error)
{
    XapianError cause;
    if (xapian_database_new(&index->database, &cause) != XAPIAN_OK)
        return morgue_error_from_xapian(error, &cause, index->directory);
    index->shards = stub->shards->len;
    for (guint i = 0; i < stub->shards->len; i++) {
        if (!open_shard(index, g_array_index(stub->shards, guint, i), error))
            return FALSE;
    }
    return index_read_size(index, error);
}

char *index_get_setting(const Index *index, const char *key, GError **error)
{
    XapianString value = XAPIAN_STRING_INIT;
    XapianError cause;
    char *text = NULL;
    if (xapian_database_get_metadata(index->database, key, strlen(key), &value, &cause) ==
        XAPIAN_OK)
        text = g_strndup(value.bytes, value.length);
    else
        morgue_error_from_xapian(error, &cause, index->directory);
    xapian_string_clear(&value);
    return text;
}

static gboolean read_roots(Index *index, GError **error)
{
    index->roots = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(index->roots, NULL); /* standard input has none */
    for (guint number = 1;; number++) {
        g_autofree char *key = g_strdup_printf(INDEX_META_ROOT "%u", number);
        g_autofree char *root = index_get_setting(index, key, error);
        if (root == NULL || *root == '\0')
            return root != NULL;
        g_ptr_array_add(index->roots, g_steal_pointer(&root));
    }
}

gboolean index_read_settings(Index *index, GError **error)
{
    g_autofree char *languages = index_get_setting(index, INDEX_META_LANGUAGES, error);
    if (languages == NULL ||
        (index->uuid = index_get_setting(index, INDEX_META_UUID, error)) == NULL ||
        (index->timezone = index_get_setting(index, INDEX_META_TIMEZONE, error)) == NULL)
        return FALSE;
    index->languages = *languages == '\0' ? g_new0(char *, 1) : g_strsplit(languages, " ", -1);
    return read_roots(index, error);
}

static Index *open_once(const char *directory, const Stub *stub, GError **error)
{
    g_autoptr(Index) index = g_new0(Index, 1);
    index->directory = g_strdup(directory);
    index->commit = stub->commit;
    if (!open_shards(index, stub, error) || !read_dead_lists(index, stub, error) ||
        !index_read_settings(index, error))
        return NULL;
    return g_steal_pointer(&index);
}

/* Whether another commit has replaced the stub since it was read. */
static gboolean has_moved_on(const char *directory, guint64 commit)
{
    Stub now;
    if (!stub_read(directory, &now, NULL))
        return FALSE;
    gboolean moved = now.commit != commit;
    stub_clear(&now);
    return moved;
}

gboolean index_has_moved_on(const Index *index)
{
    if (index->is_remote)
        return TRUE; /* nobody here can tell */
    if (index->parts == NULL)
        return has_moved_on(index->directory, index->commit);
    for (guint i = 0; i < index->parts->len; i++) {
        if (index_has_moved_on(g_ptr_array_index(index->parts, i)))
            return TRUE;
    }
    return FALSE;
}

Index *index_open(const char *directory, GError **error)
{
    Stub stub;
    if (!stub_read(directory, &stub, error))
        return NULL;
    g_autoptr(GError) cause = NULL;
    Index *index = open_once(directory, &stub, &cause);
    if (index == NULL) {
        gboolean is_lost = g_error_matches(cause, MORGUE_ERROR, MORGUE_ERROR_DAMAGED) ||
                           g_error_matches(cause, MORGUE_ERROR, MORGUE_ERROR_MOVED);
        if (is_lost)
            cause->code =
                has_moved_on(directory, stub.commit) ? MORGUE_ERROR_MOVED : MORGUE_ERROR_DAMAGED;
        g_propagate_error(error, g_steal_pointer(&cause));
    }
    stub_clear(&stub);
    return index;
}

void index_close(Index *index)
{
    if (index == NULL)
        return;
    xapian_database_free(index->database);
    g_free(index->directory);
    g_free(index->dead);
    g_free(index->uuid);
    g_free(index->timezone);
    g_strfreev(index->languages);
    g_clear_pointer(&index->roots, g_ptr_array_unref);
    g_clear_pointer(&index->parts, g_ptr_array_unref);
    g_free(index);
}

XapianDatabase *index_database(const Index *index)
{
    return index->database;
}

const char *index_directory(const Index *index)
{
    return index->directory;
}

const char *index_uuid(const Index *index)
{
    return index->uuid;
}

const char *index_timezone(const Index *index)
{
    return *index->timezone == '\0' ? NULL : index->timezone;
}

const char *const *index_languages(const Index *index)
{
    return (const char *const *)index->languages;
}

const char *index_root(const Index *index, guint root)
{
    return index->roots != NULL && root < index->roots->len ? g_ptr_array_index(index->roots, root)
                                                            : NULL;
}

guint index_dead_count(const Index *index)
{
    return index->dead_count;
}

gboolean index_is_dead(const Index *index, XapianDocid docid)
{
    if (index->parts != NULL) {
        const Index *part = index_part(index, &docid);
        return index_is_dead(part, docid);
    }
    return index->dead != NULL && (index->dead[docid >> 3] & 1 << (docid & 7)) != 0;
}

guint index_article_count(const Index *index)
{
    return index->documents - index->dead_count;
}

char *index_default_directory(void)
{
    const char *chosen = g_getenv("MORGUE_INDEX");
    if (chosen != NULL && *chosen != '\0')
        return g_strdup(chosen);
    return g_build_filename(g_get_user_data_dir(), "morgue", NULL);
}
