/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The order of iamglass: magic, uuid, revision; for each table block, flags, number of entries,
 * block size, smallest tag to compress and free list; counts and bounds of documents.
 */
#include "indexer/bulk/version-file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "indexer/bulk/block.h"
#include "indexer/bulk/output-file.h"
#include "indexer/bulk/pack.h"
#include "morgue/error.h"

/* In a root's flags; the level stands above them. */
#define ROOT_FAKE       1 /* nothing is on disk */
#define ROOT_SEQUENTIAL 2 /* leaves ascend by key and nothing stands between them */
#define ROOT_LEVEL_BIT  2

#define BLOCK_SIZE_UNIT 2048

/* Tags from this size on are compressed by the library; 0: none are. */
#define COMPRESS_TEXT 18
#define COMPRESS_NONE 0

/* Revision, first unused block, and no block to be used again. */
static void append_free_list(GByteArray *bytes, const BTreeRoot *root)
{
    guint8 list[2 * PACK_NUMBER_MAX + 4] = {0};
    guint8 *end = pack_number(pack_number(list, VERSION_FILE_REVISION), root->blocks) + 4;
    pack_append_string(bytes, list, (gsize)(end - list));
}

static void append_root(GByteArray *bytes, const BTreeRoot *root, guint compress_from)
{
    gboolean fake = root->entries == 0;
    pack_append_number(bytes, root->block);
    pack_append_number(bytes, root->level << ROOT_LEVEL_BIT |
                                  (fake ? ROOT_FAKE | ROOT_SEQUENTIAL : ROOT_SEQUENTIAL));
    pack_append_number(bytes, root->entries);
    pack_append_number(bytes, BLOCK_SIZE / BLOCK_SIZE_UNIT);
    pack_append_number(bytes, compress_from);
    if (fake)
        pack_append_string(bytes, NULL, 0);
    else
        append_free_list(bytes, root);
}

static void append_roots(GByteArray *bytes, const VersionFile *version)
{
    append_root(bytes, &version->postlist, COMPRESS_NONE);
    append_root(bytes, &version->docdata, COMPRESS_TEXT);
    append_root(bytes, &version->termlist, COMPRESS_TEXT);
    append_root(bytes, &version->position, COMPRESS_NONE);
    append_root(bytes, &version->spelling, COMPRESS_TEXT);
    append_root(bytes, &version->synonym, COMPRESS_TEXT);
}

static void append_counts(GByteArray *bytes, const VersionFile *version)
{
    pack_append_number(bytes, version->documents);
    pack_append_number(bytes, 0); /* last docid less the number of documents */
    pack_append_number(bytes, version->length_min);
    pack_append_number(bytes, version->wdf_max);
    pack_append_number(bytes, version->length_max - version->wdf_max);
    pack_append_number(bytes, 0); /* oldest changeset */
    pack_append_number(bytes, version->length_sum);
    pack_append_number(bytes, 0); /* frequency of words for spelling */
}

/* A random uuid (RFC 4122 §4.4): no two databases have the same. */
static gboolean append_uuid(GByteArray *bytes, GError **error)
{
    guint8 uuid[16];
    if (getentropy(uuid, sizeof uuid) != 0) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "no random numbers: %s",
                    g_strerror(errno));
        return FALSE;
    }
    uuid[6] = (guint8)((uuid[6] & 0x0f) | 0x40);
    uuid[8] = (guint8)((uuid[8] & 0x3f) | 0x80);
    g_byte_array_append(bytes, uuid, sizeof uuid);
    return TRUE;
}

void version_file_count(VersionFile *version, guint32 length)
{
    version->documents++;
    version->length_sum += length;
    version->length_max = MAX(version->length_max, length);
    if (length > 0 && (version->length_min == 0 || length < version->length_min))
        version->length_min = length;
}

static void remove_if_empty(const char *directory, const BTreeRoot *root, const char *name)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    if (root->entries == 0)
        remove(path);
}

gboolean version_file_write(const VersionFile *version, const char *directory, GError **error)
{
    remove_if_empty(directory, &version->docdata, "docdata.glass");
    remove_if_empty(directory, &version->position, "position.glass");
    remove_if_empty(directory, &version->synonym, "synonym.glass");
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_byte_array_append(bytes, (const guint8 *)VERSION_FILE_MAGIC, VERSION_FILE_MAGIC_LENGTH);
    if (!append_uuid(bytes, error))
        return FALSE;
    pack_append_number(bytes, VERSION_FILE_REVISION);
    append_roots(bytes, version);
    append_counts(bytes, version);
    g_autofree char *path = g_build_filename(directory, "iamglass", NULL);
    g_autoptr(OutputFile) file = output_file_open(path, error);
    return file != NULL && output_file_write(file, bytes->data, bytes->len, error) &&
           output_file_finish(file, error);
}
