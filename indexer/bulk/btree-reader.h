/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * btree-reader.h: the entries of a table of a glass database, from the first to the last.
 *
 * It goes through the branches, so that leaves may stand in any order: libxapian has written the
 * table, or we have. Nothing in a block is believed: what cannot be is MORGUE_ERROR_DAMAGED, and so
 * is another number of entries than the version file has.
 */
#ifndef BULK_BTREE_READER_H
#define BULK_BTREE_READER_H

#include "indexer/bulk/btree-writer.h"
#include "morgue/glass-files.h"

typedef struct BTreeEntry {
    const guint8 *key; /* its bytes, and those of the tag, are the reader's until the next one */
    gsize key_length;  /* 1 to BTREE_KEY_MAX */
    const guint8 *tag;
    gsize tag_length;
    gboolean compressed; /* the tag is a raw deflate stream */
} BTreeEntry;

typedef struct BTreeReader BTreeReader;

/*
 * Begins at the first entry of the table `name` ("postlist", …) in `directory`; `table` is what its
 * version file says. Errors of this and of all that follows: MORGUE_ERROR_FAILED or
 * MORGUE_ERROR_DAMAGED, naming the file.
 */
BTreeReader *btree_reader_open(const char *directory, const char *name, const GlassTable *table,
                               GError **error);
void btree_reader_close(BTreeReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BTreeReader, btree_reader_close)

/* The next entry; `at_end`: there is none, and `entry` is as it was. */
gboolean btree_reader_next(BTreeReader *reader, BTreeEntry *entry, gboolean *at_end,
                           GError **error);

/* Says that something in an entry is not what it must be. Returns FALSE. */
gboolean btree_reader_damaged(const BTreeReader *reader, GError **error);

#endif
