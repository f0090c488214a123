/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * version-file.h: `iamglass`, which says what a glass database of Xapian 1.4 holds.
 *
 * Its format carries a date, 2016-03-14, which is the same in all releases of 1.4; a library
 * of another format refuses the database. Counts in it are not checked by anybody, and bound the
 * weights of searches: they must be right.
 */
#ifndef BULK_VERSION_FILE_H
#define BULK_VERSION_FILE_H

#include "indexer/bulk/btree-writer.h"

/* Of a new database and of all its blocks. Never 0: opened for writing, that is one to be made. */
#define VERSION_FILE_REVISION 1

/* What all version files of this format begin with. */
#define VERSION_FILE_MAGIC        "\x0f\x0dXapian Glass\x04\x6e"
#define VERSION_FILE_MAGIC_LENGTH 16

typedef struct VersionFile {
    BTreeRoot postlist, docdata, termlist, position, spelling, synonym;
    guint32 documents;  /* the last docid, too: there are no gaps */
    guint32 length_min; /* of documents that have a length; 0: none has */
    guint32 length_max; /* of documents: the sum of their terms' wdf */
    guint32 wdf_max;    /* of any term in any document */
    guint64 length_sum;
} VersionFile;

/* Counts one more document, by its length. */
void version_file_count(VersionFile *version, guint32 length);

/*
 * Writes it into `directory`, the last file of all; tables that are empty and may be missing are
 * removed. Error: MORGUE_ERROR_FAILED naming the file.
 */
gboolean version_file_write(const VersionFile *version, const char *directory, GError **error);

#endif
