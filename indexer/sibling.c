/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names within a unit, and the files that they stand for. */
#include "indexer/sibling.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "morgue/error.h"

void sibling_folder_init(SiblingFolder *folder, const char *root, const char *relative,
                         char **failure)
{
    *folder = (SiblingFolder){
        .root = root,
        .relative = relative,
        .names = g_ptr_array_new_with_free_func(g_free),
        .failure = failure,
    };
}

void sibling_folder_clear(SiblingFolder *folder)
{
    g_clear_pointer(&folder->names, g_ptr_array_unref);
}

char *sibling_resolve(const char *relative, const char *name)
{
    g_autofree char *folder = g_path_get_dirname(relative);
    g_autofree char *joined = *name == '/' || strcmp(folder, ".") == 0
                                  ? g_strdup(name)
                                  : g_strconcat(folder, "/", name, NULL);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();
    g_auto(GStrv) steps = g_strsplit(joined, "/", -1);
    for (guint i = 0; steps[i] != NULL; i++) {
        gboolean up = strcmp(steps[i], "..") == 0;
        if ((up && kept->len == 0) || *name == '/')
            return NULL;
        if (up)
            g_ptr_array_set_size(kept, (int)kept->len - 1);
        else if (*steps[i] != '\0' && strcmp(steps[i], ".") != 0)
            g_ptr_array_add(kept, steps[i]);
    }
    g_ptr_array_add(kept, NULL);
    g_autofree char *place = g_strjoinv("/", (char **)kept->pdata);
    return *place == '\0' || strcmp(place, relative) == 0 ? NULL : g_steal_pointer(&place);
}

/* Whether there is such a file, as far as can be told: it may be had another time. */
static gboolean is_there(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0)
        return S_ISREG(status.st_mode);
    return errno != ENOENT && errno != ENOTDIR && errno != ELOOP && errno != ENAMETOOLONG;
}

/* Takes `cause`, why the file at `path` was not opened. */
static void tell_unopened(const SiblingFolder *folder, const char *name, const char *path,
                          GError *cause, GError **error)
{
    if (!is_there(path)) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT, "no file %s", name);
        g_error_free(cause);
        return;
    }
    if (*folder->failure == NULL)
        *folder->failure = g_strdup(cause->message);
    g_propagate_error(error, cause);
}

Source *sibling_open(gpointer data, const char *name, GError **error)
{
    SiblingFolder *folder = data;
    g_autofree char *place = sibling_resolve(folder->relative, name);
    if (place == NULL) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT, "names a file outside the archive: %s",
                    name);
        return NULL;
    }
    if (!g_ptr_array_find_with_equal_func(folder->names, place, g_str_equal, NULL))
        g_ptr_array_add(folder->names, g_strdup(place));
    g_autofree char *path = g_build_filename(folder->root, place, NULL);
    GError *cause = NULL;
    Source *source = source_open_file(path, &cause);
    if (source == NULL) {
        tell_unopened(folder, name, path, cause, error);
        return NULL;
    }
    source_watch(source, folder->failure);
    return source_decompress(source, error);
}
