/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The number of the version, and a look at what the library writes. */
#include "indexer/bulk/version-guard.h"

#include <string.h>

#include "indexer/bulk/version-file.h"
#include "xapian-c.h"

gboolean version_guard_knows(int major, int minor)
{
    return major == 1 && minor == 4;
}

/* Whether the database in `path` is of our format. */
static gboolean is_our_format(const char *path)
{
    g_autofree char *file = g_build_filename(path, "iamglass", NULL);
    g_autofree char *contents = NULL;
    gsize length;
    return g_file_get_contents(file, &contents, &length, NULL) &&
           length > VERSION_FILE_MAGIC_LENGTH &&
           memcmp(contents, VERSION_FILE_MAGIC, VERSION_FILE_MAGIC_LENGTH) == 0;
}

gboolean version_guard_admits(const char *directory)
{
    if (!version_guard_knows(xapian_major_version(), xapian_minor_version()))
        return FALSE;
    g_autofree char *path = g_build_filename(directory, "probe", NULL);
    XapianWritableDatabase *database;
    XapianError error;
    int flags = XAPIAN_DB_CREATE | XAPIAN_DB_NO_SYNC | XAPIAN_DB_BACKEND_GLASS;
    if (xapian_writable_database_open(path, flags, 0, &database, &error) != XAPIAN_OK)
        return FALSE;
    xapian_writable_database_free(database);
    return is_our_format(path);
}
