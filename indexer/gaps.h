/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * gaps.h: a shard without gaps in its numbers of documents.
 *
 * Xapian 1.4 reads the list of all documents in the place of a term that all of them have, and
 * gives it the term's name. Where the list has gaps, and so is read from the disk, its second part
 * is not found under that name: the search ends with DatabaseCorruptError. Without gaps there is
 * nothing to read.
 */
#ifndef INDEXER_GAPS_H
#define INDEXER_GAPS_H

#include <glib.h>

#include "xapian-c.h"

/*
 * Moves the last documents of a database into the places of those that were deleted. When that is
 * committed, the version file has to be told by glass_files_close_gaps().
 * `path` is named in errors.
 */
gboolean gaps_fill(XapianWritableDatabase *database, const char *path, GError **error);

#endif
