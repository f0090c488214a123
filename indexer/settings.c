/* SPDX-License-Identifier: GPL-2.0-or-later */
/* morgue.ini, over GKeyFile. */
#include "indexer/settings.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "morgue/error.h"

typedef struct {
    char *path;
    char *prefix;
} Root;

struct Settings {
    char *file;
    gboolean changed;
    char *uuid;
    char *timezone;
    GTree *languages; /* a set of char * */
    GArray *roots;    /* of Root; number 1 first */
};

static void root_clear(gpointer data)
{
    Root *root = data;
    g_free(root->path);
    g_free(root->prefix);
}

static int compare(gconstpointer a, gconstpointer b, gpointer data)
{
    (void)data;
    return strcmp(a, b);
}

static Settings *settings_new(char *file)
{
    Settings *settings = g_new0(Settings, 1);
    settings->file = file;
    settings->languages = g_tree_new_full(compare, NULL, g_free, NULL);
    settings->roots = g_array_new(FALSE, FALSE, sizeof(Root));
    g_array_set_clear_func(settings->roots, root_clear);
    return settings;
}

void settings_free(Settings *settings)
{
    if (settings == NULL)
        return;
    g_free(settings->file);
    g_free(settings->uuid);
    g_free(settings->timezone);
    g_tree_unref(settings->languages);
    g_array_unref(settings->roots);
    g_free(settings);
}

static char *read_path(GKeyFile *keys, const char *group)
{
    g_autofree char *uri = g_key_file_get_string(keys, group, "uri", NULL);
    return uri != NULL ? g_filename_from_uri(uri, NULL, NULL)
                       : g_key_file_get_string(keys, group, "path", NULL);
}

static void write_path(GKeyFile *keys, const char *group, const char *path)
{
    g_autofree char *uri = NULL;
    if (g_utf8_validate(path, -1, NULL))
        g_key_file_set_string(keys, group, "path", path);
    else if ((uri = g_filename_to_uri(path, NULL, NULL)) != NULL)
        g_key_file_set_string(keys, group, "uri", uri);
}

static void read_roots(Settings *settings, GKeyFile *keys)
{
    for (guint number = 1;; number++) {
        g_autofree char *group = g_strdup_printf("root %u", number);
        g_autofree char *path = read_path(keys, group);
        g_autofree char *prefix = g_key_file_get_string(keys, group, "prefix", NULL);
        if (path == NULL)
            return;
        const Root root = {g_steal_pointer(&path),
                           prefix != NULL ? g_steal_pointer(&prefix) : g_strdup("")};
        g_array_append_val(settings->roots, root);
    }
}

static void read_keys(Settings *settings, GKeyFile *keys)
{
    settings->uuid = g_key_file_get_string(keys, "index", "uuid", NULL);
    settings->timezone = g_key_file_get_string(keys, "index", "timezone", NULL);
    g_auto(GStrv) languages = g_key_file_get_string_list(keys, "index", "languages", NULL, NULL);
    for (char **language = languages; language != NULL && *language != NULL; language++)
        settings_add_language(settings, *language);
    settings->changed = FALSE;
    if (settings->uuid == NULL) {
        settings->uuid = g_uuid_string_random();
        settings->changed = TRUE;
    }
    if (settings->timezone == NULL)
        settings->timezone = g_strdup("");
    read_roots(settings, keys);
}

char *settings_waiting_path(const char *directory, guint64 commit)
{
    return g_strdup_printf("%s/" SETTINGS_WAITING "%" G_GUINT64_FORMAT, directory, commit);
}

gboolean settings_settle(const char *directory, guint64 commit, GError **error)
{
    g_autofree char *waiting = settings_waiting_path(directory, commit);
    g_autofree char *file = g_build_filename(directory, "morgue.ini", NULL);
    if (rename(waiting, file) == 0 || errno == ENOENT)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", file, g_strerror(errno));
    return FALSE;
}

static char *file_in_force(const char *directory, guint64 commit)
{
    g_autofree char *waiting = settings_waiting_path(directory, commit);
    return g_file_test(waiting, G_FILE_TEST_EXISTS)
               ? g_steal_pointer(&waiting)
               : g_build_filename(directory, "morgue.ini", NULL);
}

Settings *settings_load(const char *directory, guint64 commit, GError **error)
{
    Settings *settings = settings_new(file_in_force(directory, commit));
    g_autoptr(GKeyFile) keys = g_key_file_new();
    g_autoptr(GError) cause = NULL;
    if (!g_key_file_load_from_file(keys, settings->file, G_KEY_FILE_NONE, &cause) &&
        !g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        gboolean is_damage = cause->domain == G_KEY_FILE_ERROR;
        g_set_error(error, MORGUE_ERROR, is_damage ? MORGUE_ERROR_DAMAGED : MORGUE_ERROR_FAILED,
                    "%s: %s", settings->file, cause->message);
        settings_free(settings);
        return NULL;
    }
    read_keys(settings, keys);
    return settings;
}

static gboolean add_name(gpointer key, gpointer value, gpointer names)
{
    (void)value;
    g_ptr_array_add(names, key);
    return FALSE;
}

/* Borrowed names, NULL-terminated. */
static GPtrArray *language_names(const Settings *settings)
{
    GPtrArray *names = g_ptr_array_new();
    g_tree_foreach(settings->languages, add_name, names);
    g_ptr_array_add(names, NULL);
    return names;
}

gboolean settings_save(Settings *settings, GError **error)
{
    if (!settings->changed)
        return TRUE;
    g_autoptr(GKeyFile) keys = g_key_file_new();
    g_autoptr(GPtrArray) languages = language_names(settings);
    g_key_file_set_string(keys, "index", "uuid", settings->uuid);
    g_key_file_set_string(keys, "index", "timezone", settings->timezone);
    g_key_file_set_string_list(keys, "index", "languages", (const char *const *)languages->pdata,
                               languages->len - 1);
    for (guint i = 0; i < settings->roots->len; i++) {
        const Root *root = &g_array_index(settings->roots, Root, i);
        g_autofree char *group = g_strdup_printf("root %u", i + 1);
        write_path(keys, group, root->path);
        g_key_file_set_string(keys, group, "prefix", root->prefix);
    }
    gsize length;
    g_autofree char *text = g_key_file_to_data(keys, &length, NULL);
    g_autoptr(GError) cause = NULL;
    if (!g_file_set_contents_full(settings->file, text, (gssize)length,
                                  G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                  0666, &cause)) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", settings->file,
                    cause->message);
        return FALSE;
    }
    settings->changed = FALSE;
    return TRUE;
}

gboolean settings_save_in(Settings *settings, const char *directory, GError **error)
{
    g_free(settings->file);
    settings->file = g_build_filename(directory, "morgue.ini", NULL);
    settings->changed = TRUE;
    return settings_save(settings, error);
}

const char *settings_uuid(const Settings *settings)
{
    return settings->uuid;
}

void settings_renew_uuid(Settings *settings)
{
    g_free(settings->uuid);
    settings->uuid = g_uuid_string_random();
    settings->changed = TRUE;
}

const char *settings_timezone(const Settings *settings)
{
    return settings->timezone;
}

void settings_set_timezone(Settings *settings, const char *zone)
{
    if (strcmp(settings->timezone, zone) == 0)
        return;
    g_free(settings->timezone);
    settings->timezone = g_strdup(zone);
    settings->changed = TRUE;
}

char *settings_languages(const Settings *settings)
{
    g_autoptr(GPtrArray) names = language_names(settings);
    return g_strjoinv(" ", (char **)names->pdata);
}

void settings_add_language(Settings *settings, const char *language)
{
    if (*language == '\0' || g_tree_lookup_node(settings->languages, language) != NULL)
        return;
    g_tree_insert(settings->languages, g_strdup(language), NULL);
    settings->changed = TRUE;
}

guint settings_root_count(const Settings *settings)
{
    return settings->roots->len;
}

static const Root *get_root(const Settings *settings, guint root)
{
    g_assert(root > 0 && root <= settings->roots->len);
    return &g_array_index(settings->roots, Root, root - 1);
}

const char *settings_root_path(const Settings *settings, guint root)
{
    return get_root(settings, root)->path;
}

const char *settings_root_prefix(const Settings *settings, guint root)
{
    return get_root(settings, root)->prefix;
}

static gboolean has_prefix(const Settings *settings, const char *prefix)
{
    for (guint i = 0; i < settings->roots->len; i++) {
        if (strcmp(g_array_index(settings->roots, Root, i).prefix, prefix) == 0)
            return TRUE;
    }
    return FALSE;
}

guint settings_add_root(Settings *settings, const char *path)
{
    g_autofree char *basename = g_path_get_basename(path);
    g_autofree char *name = g_utf8_make_valid(basename, -1);
    Root root = {g_strdup(path), g_strdup("")};
    for (guint number = 1; has_prefix(settings, root.prefix); number++) {
        g_free(root.prefix);
        root.prefix =
            number == 1 ? g_strdup_printf("%s:", name) : g_strdup_printf("%s-%u:", name, number);
    }
    g_array_append_val(settings->roots, root);
    settings->changed = TRUE;
    return settings->roots->len;
}
