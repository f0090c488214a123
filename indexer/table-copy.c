/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copying tables to files without names, and linking to these. */
#include "indexer/table-copy.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "indexer/directory.h"
#include "morgue/error.h"
#include "morgue/temporary-file.h"

#define HINT "hint: name a directory that has the room: TMPDIR=DIRECTORY morgue-index --check"

enum { PIECE = 1 << 20 };

struct TableCopy {
    char *directory; /* NULL until it is made */
    GArray *files;   /* of int: descriptors */
};

static gboolean is_table(const char *name)
{
    return g_str_has_suffix(name, ".glass");
}

/* The names of the tables and of their version file. */
static GPtrArray *list_tables(const char *path, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GDir) entries = g_dir_open(path, 0, &cause);
    if (entries == NULL) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s", cause->message);
        return NULL;
    }
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; (name = g_dir_read_name(entries)) != NULL;) {
        if (is_table(name) || strcmp(name, "iamglass") == 0)
            g_ptr_array_add(names, g_strdup(name));
    }
    return names;
}

gboolean table_copy_is_needed(const char *path)
{
    gboolean needed = FALSE;
    g_autoptr(GPtrArray) names = list_tables(path, NULL);
    for (guint i = 0; names != NULL && i < names->len && !needed; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *table = g_build_filename(path, name, NULL);
        needed = is_table(name) && access(table, W_OK) != 0;
    }
    return needed;
}

static guint64 size_of(const char *path, const GPtrArray *names)
{
    guint64 bytes = 0;
    for (guint i = 0; i < names->len; i++) {
        struct stat status;
        g_autofree char *table = g_build_filename(path, g_ptr_array_index(names, i), NULL);
        bytes += stat(table, &status) == 0 ? (guint64)status.st_size : 0;
    }
    return bytes;
}

/* A copy that must fail is not begun: it could fill the disk for others. */
static gboolean has_room(const char *path, const GPtrArray *names, GError **error)
{
    struct statvfs disk;
    guint64 needed = size_of(path, names);
    if (statvfs(g_get_tmp_dir(), &disk) != 0)
        return TRUE; /* a write will say what is wrong */
    guint64 room = (guint64)disk.f_bavail * disk.f_frsize;
    if (needed <= room)
        return TRUE;
    g_autofree char *needed_text = g_format_size(needed);
    g_autofree char *room_text = g_format_size(room);
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED,
                "%s: its tables may not be written, so a copy of them is checked: that takes %s in "
                "%s, and %s are free\n" HINT,
                path, needed_text, g_get_tmp_dir(), room_text);
    return FALSE;
}

static gboolean copy_bytes(int from, int to, const char *path, GError **error)
{
    g_autofree char *piece = g_malloc(PIECE);
    guint64 copied = 0;
    for (;;) {
        ssize_t length = read(from, piece, PIECE);
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0) {
            g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path,
                        g_strerror(errno));
            return FALSE;
        }
        if (length == 0)
            return TRUE;
        if (!temporary_file_write(to, copied, piece, (gsize)length, error))
            return FALSE;
        copied += (guint64)length;
    }
}

static gboolean copy_file(TableCopy *copy, const char *path, const char *name, GError **error)
{
    g_autofree char *original = g_build_filename(path, name, NULL);
    int from = open(original, O_RDONLY | O_CLOEXEC);
    if (from < 0) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", original,
                    g_strerror(errno));
        return FALSE;
    }
    int to = temporary_file_open(error);
    gboolean copied = to >= 0 && copy_bytes(from, to, original, error);
    close(from);
    if (to >= 0)
        g_array_append_val(copy->files, to);
    if (!copied)
        return FALSE;
    g_autofree char *link = g_build_filename(copy->directory, name, NULL);
    /* The child that checks has the same descriptors. */
    g_autofree char *target = g_strdup_printf("/proc/self/fd/%d", to);
    if (symlink(target, link) == 0 && access(link, R_OK) == 0) /* there may be no /proc */
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", link, g_strerror(errno));
    return FALSE;
}

static gboolean make_directory(TableCopy *copy, const char *path, GError **error)
{
    g_autofree char *template = g_build_filename(g_get_tmp_dir(), "morgue-check-XXXXXX", NULL);
    if (g_mkdtemp(template) == NULL) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED,
                    "%s: its tables may not be written, so a copy of them is checked, and none can "
                    "be made in %s: %s\n" HINT,
                    path, g_get_tmp_dir(), g_strerror(errno));
        return FALSE;
    }
    copy->directory = g_steal_pointer(&template);
    return TRUE;
}

TableCopy *table_copy_new(const char *path, GError **error)
{
    g_autoptr(GPtrArray) names = list_tables(path, error);
    if (names == NULL || !has_room(path, names, error))
        return NULL;
    g_autoptr(TableCopy) copy = g_new0(TableCopy, 1);
    copy->files = g_array_new(FALSE, FALSE, sizeof(int));
    gboolean copied = make_directory(copy, path, error);
    for (guint i = 0; i < names->len && copied; i++)
        copied = copy_file(copy, path, g_ptr_array_index(names, i), error);
    return copied ? g_steal_pointer(&copy) : NULL;
}

const char *table_copy_directory(const TableCopy *copy)
{
    return copy->directory;
}

void table_copy_free(TableCopy *copy)
{
    if (copy == NULL)
        return;
    for (guint i = 0; i < copy->files->len; i++)
        close(g_array_index(copy->files, int, i));
    if (copy->directory != NULL)
        directory_remove(copy->directory);
    g_array_unref(copy->files);
    g_free(copy->directory);
    g_free(copy);
}
