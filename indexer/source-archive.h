/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source-archive.h: the entries of a tar or zip archive, one after the other, each as a source.
 *
 * Nothing is ever written but the copy of a zip file that cannot be read at any place, and of
 * entries that are to be kept (source-kept.h). Entries are read as a stream, so memory does not
 * grow with the archive. What an archive says of an entry is not believed: its name is a label
 * (entry-name.h), its length buys no memory.
 */
#ifndef INDEXER_SOURCE_ARCHIVE_H
#define INDEXER_SOURCE_ARCHIVE_H

#include "indexer/source.h"

typedef struct SourceArchive SourceArchive;

typedef struct ArchiveEntry {
    const char *name; /* the label; borrowed until the next entry */
    guint64 offset;   /* where it begins in the archive, bytes */
    guint64 place;    /* for source_archive_return(); of a zip file, or of what was kept */
    gboolean is_encrypted;
} ArchiveEntry;

typedef enum {
    ENTRY_FOUND,
    ENTRY_DAMAGED, /* `error` says how; the next entry may be whole. `offset` is set */
    ENTRY_NONE,    /* that was the last */
    ENTRY_FAILED,  /* the rest of the archive cannot be read: `error` */
} EntryStatus;

/*
 * Whether these are the first bytes of an archive, less the blanks with which the name of a tar's
 * first entry may begin.
 */
gboolean source_archive_is_zip(const guint8 *bytes, gsize length);
gboolean source_archive_is_tar(const guint8 *bytes, gsize length);

/* Reads the archive in `source`, which stays the caller's and must outlive it. */
SourceArchive *source_archive_open(Source *source, GError **error);
void source_archive_close(SourceArchive *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SourceArchive, source_archive_close)

/*
 * The next entry that is a file: folders, links, devices and hidden files are passed over.
 */
EntryStatus source_archive_next(SourceArchive *archive, ArchiveEntry *entry, GError **error);

/*
 * The bytes of the entry that was found last; to be closed before the archive. What was neither
 * kept nor is in a zip file must not be read any more after the next entry was asked for.
 */
Source *source_archive_open_entry(SourceArchive *archive, GError **error);

/* Whether damage, within an entry too, lets nothing more be read. */
gboolean source_archive_is_over(const SourceArchive *archive);

/*
 * Keeps the entry that source_archive_next() gave last, to be found and returned to: `bytes` is
 * what is left of it, decompressed or not, and is not consumed. Sets its place. FALSE where it is
 * to be read now, for want of room or since it is longer than SOURCE_ITEM_CEILING; `error` is set
 * where that has not been told before (kept_entries_add()). A zip file keeps all of its entries
 * anyway.
 */
gboolean source_archive_keep(SourceArchive *archive, Source *bytes, ArchiveEntry *entry,
                             GError **error);

/*
 * Finds the entry of that label, the first of several, among those that are kept, wherever
 * source_archive_next() is. FALSE where there is none.
 */
gboolean source_archive_find(SourceArchive *archive, const char *label, ArchiveEntry *entry);

/* Finds a kept entry again; FALSE on a failure to read. */
gboolean source_archive_return(SourceArchive *archive, guint64 place, ArchiveEntry *entry);

/* Whether it is a web archive collection (WACZ 1.1.1 §4). */
gboolean source_archive_is_wacz(SourceArchive *archive);

#endif
