/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * losses.h: articles of an old index that a fresh one lacks, and whether that may be.
 */
#ifndef INDEXER_LOSSES_H
#define INDEXER_LOSSES_H

#include <glib.h>

#include "indexer/options.h"
#include "indexer/store.h"

/*
 * With PRUNE_AUTO no root may lose all its articles, the index no more than a fifth, and standard
 * input, which nobody can read again, none; PRUNE_NEVER allows no loss. Error: MORGUE_ERROR_PRUNE.
 */
gboolean losses_allow(const Ledger *old, Store *fresh, PruneMode prune, GError **error);

#endif
