/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * statistics.h: what an index holds, for --stats.
 */
#ifndef INDEXER_STATISTICS_H
#define INDEXER_STATISTICS_H

#include <glib.h>

#include "indexer/store.h"

/*
 * Prints to standard output: articles, files by outcome, skipped files and records that were
 * passed over by reason.
 */
void statistics_print(Store *store);

#endif
