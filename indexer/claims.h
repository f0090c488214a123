/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * claims.h: which files are read as part of the unit of another one (a METS file's pages).
 *
 * Such a file gives nothing on its own. Follows from the ledger: an entry's `parts` are claimed by
 * it; of several owners the one with the smallest path has it.
 */
#ifndef INDEXER_CLAIMS_H
#define INDEXER_CLAIMS_H

#include "indexer/ledger.h"

typedef struct Claims Claims;

/* Those of all entries. */
Claims *claims_new(const Ledger *ledger);
void claims_free(Claims *claims);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Claims, claims_free)

/* After an entry with parts has come into the ledger. */
void claims_add(Claims *claims, const LedgerEntry *entry);
/* After one has left it or lost parts: looks through the whole ledger. */
void claims_renew(Claims *claims, const Ledger *ledger);

/* The path of the owner, below the same root; NULL where there is none. Borrowed. */
const char *claims_owner(const Claims *claims, guint root, const char *path);

/* A file's name in sets of names: `ROOT/PATH`. The caller owns it. */
char *claims_name(guint root, const char *path);

#endif
