/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walking a directory in a fixed order. A directory is read to its end and closed, and its entries
 * are sorted, before anything below it is looked at: no more than one descriptor is open,
 * however deep the tree, and files are looked at from their directory, not from the root.
 */
#include "indexer/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "morgue/error.h"

typedef struct {
    gsize name; /* offset in Walk.names */
    WalkFile file;
    gboolean is_directory;
    int failure; /* why it could not be looked at; 0: it was */
} Entry;

typedef struct {
    const WalkFilter *filter;
    WalkFunc found;
    WalkUnreadableFunc unreadable;
    gpointer data;
    GString *path;  /* of what is looked at */
    gsize relative; /* where in it the part below the start begins */
    /* Those of the directory at hand, behind those of the ones above it. */
    GArray *entries; /* of Entry */
    GString *names;  /* each with a closing zero */
} Walk;

static gboolean matches(const GPtrArray *globs, const char *name, const char *relative)
{
    for (guint i = 0; globs != NULL && i < globs->len; i++) {
        const char *glob = g_ptr_array_index(globs, i);
        const char *subject = strchr(glob, '/') != NULL ? relative : name;
        if (fnmatch(glob, subject, 0) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Whether Walk.path is, of which `name` is the end. */
static gboolean is_left_out(const Walk *walk, const char *name, gboolean is_directory)
{
    const WalkFilter *filter = walk->filter;
    const char *relative = walk->path->str + walk->relative;
    if (matches(filter->exclude, name, relative))
        return TRUE;
    if (is_directory)
        return g_strcmp0(walk->path->str, filter->skip) == 0;
    return filter->include != NULL && filter->include->len > 0 &&
           !matches(filter->include, name, relative);
}

static void describe_file(WalkFile *file, const struct stat *status)
{
    file->size = (guint64)status->st_size;
    file->mtime =
        (gint64)status->st_mtim.tv_sec * G_GINT64_CONSTANT(1000000000) + status->st_mtim.tv_nsec;
    file->inode = status->st_ino;
}

/* Whether it is a directory, or a file that is described, or cannot be. */
static gboolean look_at(int directory, const struct dirent *found, Entry *entry)
{
    struct stat status;
    entry->is_directory = found->d_type == DT_DIR;
    if (found->d_type != DT_REG && found->d_type != DT_UNKNOWN)
        return entry->is_directory;
    if (fstatat(directory, found->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        /* What vanished between the listing and the look at it was never there. */
        entry->failure = errno;
        return errno != ENOENT;
    }
    entry->is_directory = S_ISDIR(status.st_mode);
    describe_file(&entry->file, &status);
    return entry->is_directory || S_ISREG(status.st_mode);
}

/* Reads the open directory into `entries`. Returns 0 or an errno. */
static int read_entries(Walk *walk, DIR *stream)
{
    const struct dirent *found;
    while (errno = 0, (found = readdir(stream)) != NULL) {
        Entry entry = {.name = walk->names->len};
        if (found->d_name[0] == '.' || !look_at(dirfd(stream), found, &entry))
            continue;
        g_string_append_len(walk->names, found->d_name, (gssize)strlen(found->d_name) + 1);
        g_array_append_val(walk->entries, entry);
    }
    return errno;
}

/* The same for the directory at Walk.path. */
static int list_directory(Walk *walk)
{
    int descriptor =
        open(walk->path->str, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    DIR *stream = descriptor < 0 ? NULL : fdopendir(descriptor);
    if (stream == NULL) {
        int failure = errno;
        if (descriptor >= 0)
            close(descriptor);
        return failure;
    }
    int failure = read_entries(walk, stream);
    closedir(stream);
    return failure;
}

static int by_name(gconstpointer a, gconstpointer b, gpointer data)
{
    const char *names = data;
    return strcmp(names + ((const Entry *)a)->name, names + ((const Entry *)b)->name);
}

static gboolean walk_directory(Walk *walk, gboolean is_start, GError **error);

/* Walk.path is the entry's. */
static gboolean visit(Walk *walk, const Entry *entry, GError **error)
{
    if (is_left_out(walk, walk->names->str + entry->name, entry->is_directory))
        return TRUE;
    if (entry->failure != 0) {
        walk->unreadable(walk->path->str, g_strerror(entry->failure), walk->data);
        return TRUE;
    }
    if (entry->is_directory)
        return walk_directory(walk, FALSE, error);
    WalkFile file = entry->file;
    file.path = walk->path->str;
    file.relative = walk->path->str + walk->relative;
    return walk->found(&file, walk->data, error);
}

static gboolean visit_entries(Walk *walk, guint first, GError **error)
{
    GString *path = walk->path;
    gsize length = path->len;
    guint end = walk->entries->len;
    gboolean going = TRUE;
    for (guint i = first; i < end && going; i++) {
        const Entry entry = g_array_index(walk->entries, Entry, i);
        if (length == 0 || path->str[length - 1] != '/')
            g_string_append_c(path, '/');
        g_string_append(path, walk->names->str + entry.name);
        going = visit(walk, &entry, error);
        g_string_truncate(path, length);
    }
    return going;
}

/* Whether a directory that cannot be read is one no more: then it was never there. */
static gboolean has_vanished(int failure)
{
    return failure == ENOENT || failure == ENOTDIR || failure == ELOOP;
}

/* Everything below Walk.path. */
static gboolean walk_directory(Walk *walk, gboolean is_start, GError **error)
{
    guint first = walk->entries->len;
    gsize names = walk->names->len;
    int failure = list_directory(walk);
    if (failure != 0 && (is_start || !has_vanished(failure)))
        walk->unreadable(walk->path->str, g_strerror(failure), walk->data);
    guint count = walk->entries->len - first;
    if (count > 1)
        g_qsort_with_data(&g_array_index(walk->entries, Entry, first), (int)count, sizeof(Entry),
                          by_name, walk->names->str);
    gboolean going = visit_entries(walk, first, error);
    g_array_set_size(walk->entries, first);
    g_string_truncate(walk->names, names);
    return going;
}

/* A file given by name is its own name. */
static gboolean walk_file(Walk *walk, const struct stat *status, GError **error)
{
    const char *path = walk->path->str, *slash = strrchr(path, '/');
    WalkFile file = {.path = path, .relative = slash == NULL ? path : slash + 1};
    describe_file(&file, status);
    return walk->found(&file, walk->data, error);
}

static gboolean walk_start(Walk *walk, GError **error)
{
    struct stat status;
    if (lstat(walk->path->str, &status) != 0) {
        walk->unreadable(walk->path->str, g_strerror(errno), walk->data);
        return TRUE;
    }
    if (S_ISREG(status.st_mode))
        return walk_file(walk, &status, error);
    return !S_ISDIR(status.st_mode) || walk_directory(walk, TRUE, error);
}

gboolean walk(const char *start, const WalkFilter *filter, WalkFunc found,
              WalkUnreadableFunc unreadable, gpointer data, GError **error)
{
    gsize length = strlen(start);
    Walk walk = {
        .filter = filter,
        .found = found,
        .unreadable = unreadable,
        .data = data,
        .path = g_string_new(start),
        .relative = length > 0 && start[length - 1] == '/' ? length : length + 1,
        .entries = g_array_new(FALSE, FALSE, sizeof(Entry)),
        .names = g_string_new(NULL),
    };
    gboolean walked = walk_start(&walk, error);
    g_string_free(walk.path, TRUE);
    g_string_free(walk.names, TRUE);
    g_array_unref(walk.entries);
    return walked;
}
