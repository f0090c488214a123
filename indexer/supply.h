/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * supply.h: which file supplies each article that the index holds.
 *
 * Several files may hold the same article (recaptures, deliveries that repeat). The better one is
 * stored; the ledger's rows of the others have no version (serial 0), so that the article can be
 * read from them if the file that supplied it vanishes. Which is better does not depend on the
 * order in which they come: higher quality, then the smaller root, path and ordinal. Of two
 * deliveries of one revision by standard input, which nobody can read again, the later one is the
 * better.
 */
#ifndef INDEXER_SUPPLY_H
#define INDEXER_SUPPLY_H

#include <glib.h>

#include "indexer/ledger.h"

typedef struct Supply Supply;

/* A row of the ledger: its entry and the index in `articles`. */
typedef struct SupplyRow {
    LedgerEntry *entry;
    guint index;
} SupplyRow;

/* Takes in all stored versions of the ledger. */
Supply *supply_new(const Ledger *ledger);
void supply_free(Supply *supply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Supply, supply_free)

/* The row that supplies an article. FALSE where none does. */
gboolean supply_find(const Supply *supply, guint64 id, SupplyRow *row);
LedgerArticle *supply_row(const SupplyRow *row);

void supply_set(Supply *supply, guint64 id, LedgerEntry *entry, guint index);
void supply_remove(Supply *supply, guint64 id);

/*
 * A quality is the number of words, and this bit where the text can stand for the article at all: a
 * later capture that is a paywall or an error page must not supersede the article itself.
 */
#define SUPPLY_USABLE 0x80000000u

/*
 * The word of an agency that the article is taken back is a supplier, too: usable, and better than
 * all texts up to its revision. The row that has it stands for the article with a serial, but there
 * is no document. So neither the order of files nor the number of runs matters.
 */
#define SUPPLY_WITHDRAWN 0x40000000u
#define SUPPLY_WORDS_MAX (SUPPLY_WITHDRAWN - 1)

gboolean supply_is_withdrawn(const LedgerArticle *article);

/* Whether one is no worse than the other: usable before not, the later revision, more words. */
gboolean supply_is_as_good(const LedgerArticle *article, const LedgerArticle *other);

/*
 * Whether an article of the entry is better than the row; of equals that of the smaller root, path
 * and ordinal. A total order, so that the outcome does not depend on which came first.
 */
gboolean supply_is_better(const LedgerEntry *entry, const LedgerArticle *article,
                          const SupplyRow *row);

#endif
