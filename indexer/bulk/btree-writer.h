/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * btree-writer.h: a table of a glass database, written in one pass from sorted entries.
 *
 * The leaves come first, one behind the other, then the branches above them: a file that is
 * written, and can be read, from its beginning to its end.
 */
#ifndef BULK_BTREE_WRITER_H
#define BULK_BTREE_WRITER_H

#include <glib.h>

/* Of a key: 1 to 255. */
#define BTREE_KEY_MAX 255

/* What the version file says of a table. */
typedef struct BTreeRoot {
    guint32 block;   /* of the root */
    guint level;     /* of the root; 0: it is a leaf */
    guint64 entries; /* 0: nothing is on disk */
    guint32 blocks;  /* in the file */
} BTreeRoot;

typedef struct BTreeWriter BTreeWriter;

/*
 * Begins the table `name` ("postlist", …) in `directory`. Errors of this and of all that follows:
 * MORGUE_ERROR_FAILED naming the file.
 */
BTreeWriter *btree_writer_open(const char *directory, const char *name, GError **error);
void btree_writer_close(BTreeWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BTreeWriter, btree_writer_close)

/*
 * Adds an entry. Keys ascend strictly, by their bytes. `compressed`: the tag is a raw deflate
 * stream of what the entry holds.
 */
gboolean btree_writer_add(BTreeWriter *writer, const guint8 *key, gsize key_length,
                          const guint8 *tag, gsize tag_length, gboolean compressed, GError **error);

/* Completes the file, which is empty where no entry has been added. */
gboolean btree_writer_finish(BTreeWriter *writer, BTreeRoot *root, GError **error);

#endif
