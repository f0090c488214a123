/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The version file of a glass database (`iamglass`, format 2016-03-14): magic and version in 16
 * bytes, a uuid, the revision, and for each table the root block, flags, the number of entries,
 * the block size in units of 2 KiB, a compression threshold, and the free list, whose second
 * number is the first unused block. Flags are two bits, and above them the level of the root.
 *
 * libxapian believes these numbers: of a root beyond the end, a block size of nothing or a level
 * of a thousand it reads memory that is not its own. So they are looked at before.
 */
#include "morgue/glass-files.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "morgue/error.h"

/* Before the revision: magic, version, uuid. */
#define HEADER_LENGTH 32
#define BLOCK_UNIT    2048

/* The format's own ceilings: a block of 64 KiB, block numbers of 32 bits, ten levels. */
#define BLOCK_UNITS_MAX 32
#define BLOCKS_MAX      G_MAXUINT32
#define LEVEL_MAX       9

/* In a root's flags: there is nothing on disk. */
#define FLAG_FAKE  1
#define LEVEL_FROM 2

static const guint8 magic[] = "\x0f\x0dXapian Glass\x04\x6e";

static const char *const tables[] = {
    "postlist", "docdata", "termlist", "position", "spelling", "synonym",
};

typedef struct {
    const guint8 *at, *end;
} Bytes;

/* Seven bits a byte, low ones first. */
static gboolean take_number(Bytes *bytes, guint64 *number)
{
    *number = 0;
    for (guint shift = 0; bytes->at < bytes->end && shift < 63; shift += 7) {
        guint8 byte = *bytes->at++;
        *number |= (guint64)(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0)
            return TRUE;
    }
    return FALSE;
}

/* A table that is on disk has a root in it; blocks are of a power of two. */
static gboolean is_possible(guint64 root, guint64 flags, guint64 block_units, guint64 blocks)
{
    gboolean is_size =
        block_units > 0 && block_units <= BLOCK_UNITS_MAX && (block_units & (block_units - 1)) == 0;
    gboolean is_fake = (flags & FLAG_FAKE) != 0;
    return is_size && flags >> LEVEL_FROM <= LEVEL_MAX &&
           (is_fake || (root < blocks && blocks <= BLOCKS_MAX));
}

/* How large the next table has to be. */
static gboolean take_table(Bytes *bytes, guint64 *size)
{
    guint64 root, flags, entries, block_units, threshold, length, revision, blocks = 0;
    if (!take_number(bytes, &root) || !take_number(bytes, &flags) ||
        !take_number(bytes, &entries) || !take_number(bytes, &block_units) ||
        !take_number(bytes, &threshold) || !take_number(bytes, &length) ||
        length > (guint64)(bytes->end - bytes->at))
        return FALSE;
    Bytes free_list = {bytes->at, bytes->at + length};
    bytes->at += length;
    gboolean fake = (flags & FLAG_FAKE) != 0;
    if (!fake && (!take_number(&free_list, &revision) || !take_number(&free_list, &blocks)))
        return FALSE;
    if (!is_possible(root, flags, block_units, blocks))
        return FALSE;
    *size = blocks * block_units * BLOCK_UNIT;
    return TRUE;
}

static gboolean verify_table(const char *directory, const char *table, guint64 size, GError **error)
{
    g_autofree char *name = g_strconcat(table, ".glass", NULL);
    g_autofree char *path = g_build_filename(directory, name, NULL);
    struct stat status;
    guint64 present = stat(path, &status) == 0 ? (guint64)status.st_size : 0;
    if (size > 0 && present > 0 && access(path, R_OK) != 0) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
        return FALSE;
    }
    if (present >= size)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED,
                "%s: has %" G_GUINT64_FORMAT " bytes, should have %" G_GUINT64_FORMAT, path,
                present, size);
    return FALSE;
}

gboolean glass_files_verify(const char *directory, GError **error)
{
    g_autofree char *path = g_build_filename(directory, "iamglass", NULL);
    g_autofree char *contents = NULL;
    gsize length;
    g_autoptr(GError) cause = NULL;
    if (!g_file_get_contents(path, &contents, &length, &cause)) {
        gboolean is_missing = g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
                              g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
        g_set_error(error, MORGUE_ERROR, is_missing ? MORGUE_ERROR_DAMAGED : MORGUE_ERROR_FAILED,
                    "%s", cause->message);
        return FALSE;
    }
    const guint8 *start = (const guint8 *)contents;
    Bytes bytes = {start + MIN(length, HEADER_LENGTH), start + length};
    guint64 revision, size;
    gboolean readable = length > HEADER_LENGTH && memcmp(contents, magic, sizeof magic - 1) == 0 &&
                        take_number(&bytes, &revision);
    for (gsize i = 0; i < G_N_ELEMENTS(tables) && readable; i++) {
        readable = take_table(&bytes, &size);
        if (readable && !verify_table(directory, tables[i], size, error))
            return FALSE;
    }
    if (!readable)
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED,
                    "%s: not the version file of a glass database of Xapian 1.4", path);
    return readable;
}
