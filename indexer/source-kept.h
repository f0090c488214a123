/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source-kept.h: entries of an archive that cannot be gone back in, kept to be read later.
 *
 * They are copied into one temporary file that has no name and vanishes with the process; what
 * lies in a file as it is stays there, and only its place is kept. Memory is 48 bytes an entry and
 * bounded by KEPT_ENTRIES_MAX, the temporary file by SOURCE_SPOOL_CEILING.
 */
#ifndef INDEXER_SOURCE_KEPT_H
#define INDEXER_SOURCE_KEPT_H

#include "indexer/source.h"

#define KEPT_ENTRIES_MAX (1024u * 1024)

typedef struct KeptEntries KeptEntries;

/* An entry to be kept; all of it is borrowed. */
typedef struct KeptEntry {
    const char *name;
    guint64 offset;        /* where it begins in the archive, bytes */
    const guint8 *bytes;   /* NULL: those of the archive, which is seekable, from `start` on */
    guint64 start, length; /* bytes */
    const GError *failure; /* what they end with, or NULL */
} KeptEntry;

/* `archive` is borrowed; the sources of entries share its budget. */
KeptEntries *kept_entries_new(Source *archive);
void kept_entries_free(KeptEntries *kept);

/*
 * Sets `place`. FALSE where no more can be kept; `error` is set the first time: MORGUE_ERROR_LIMIT
 * past the bounds, MORGUE_ERROR_FAILED where the temporary file cannot be written.
 */
gboolean kept_entries_add(KeptEntries *kept, const KeptEntry *entry, guint64 *place,
                          GError **error);

/* The name, which the caller owns, and the offset; NULL where the system cannot read it. */
char *kept_entries_name(const KeptEntries *kept, guint64 place, guint64 *offset);

/* What was kept, then its failure. To be closed before `kept` is freed; `name` is for messages. */
Source *kept_entries_open(const KeptEntries *kept, guint64 place, const char *name);

#endif
