/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source-zip.h: the central directory of a zip file (PKWARE APPNOTE 6.3 §4.3).
 *
 * Only the directory tells which entries are there, and how long they are: what was deleted is
 * still in the file, and lengths may be missing before an entry. It is read as a stream, so a
 * directory of any length needs no memory.
 */
#ifndef INDEXER_SOURCE_ZIP_H
#define INDEXER_SOURCE_ZIP_H

#include "indexer/source.h"

typedef struct ZipDirectory ZipDirectory;

typedef struct ZipEntry {
    GString *name;  /* as it is in the file; owned by whoever holds the entry */
    guint64 place;  /* of its record, from the directory's beginning */
    guint64 offset; /* of its local header in the file */
    guint64 compressed, size;
    guint32 checksum;
    guint16 method;
    gboolean is_encrypted;
    gboolean is_file; /* neither a directory nor a link or a device */
} ZipEntry;

void zip_entry_init(ZipEntry *entry);
void zip_entry_clear(ZipEntry *entry);

/*
 * Finds the directory of a seekable source, which must outlive it. NULL without an error where it
 * has none: the file was cut off.
 */
ZipDirectory *zip_directory_open(Source *file, GError **error);
void zip_directory_close(ZipDirectory *directory);

/*
 * The next record. FALSE at the end, or with `error` set where the directory is damaged, at
 * `entry->offset`.
 */
gboolean zip_directory_next(ZipDirectory *directory, ZipEntry *entry, GError **error);

/* Goes on with the record at a place; 0: from the beginning. */
void zip_directory_seek(ZipDirectory *directory, guint64 place);

/*
 * The bytes of an entry, as many sources at a time as are wanted; the directory's file must
 * outlive them. They are charged to its budget. NULL with MORGUE_ERROR_INPUT where there is no
 * entry at its place, or its method is not known (stored, deflated, bzip2, LZMA and zstd are).
 */
Source *zip_directory_open_entry(ZipDirectory *directory, const ZipEntry *entry, const char *name,
                                 GError **error);

#endif
