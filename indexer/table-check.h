/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table-check.h: libxapian's own check of a shard's tables, in a process of its own.
 *
 * libxapian 1.4 believes what a block says of itself: of damaged blocks it reads memory that is
 * not its own, also while it looks for damage. What a check is for must not end it, so a child
 * does it.
 */
#ifndef INDEXER_TABLE_CHECK_H
#define INDEXER_TABLE_CHECK_H

#include <glib.h>

/*
 * What is wrong with the tables in the directory `path`, with the path before it; NULL where they
 * are sound. The caller owns it. Where they may not be written a copy is checked (table-copy.h). To
 * be called while the process has one thread. Error: MORGUE_ERROR_FAILED where no child or no copy
 * can be had, or where somebody ends the child.
 */
gboolean table_check(const char *path, char **finding, GError **error);

#endif
