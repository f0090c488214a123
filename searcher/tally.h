/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tally.h: counting the values of all articles that a query finds.
 *
 * One pass of the match, without weights and without an order, reads a column of values for each
 * slot that is asked for.
 */
#ifndef SEARCHER_TALLY_H
#define SEARCHER_TALLY_H

#include "searcher/session.h"

/* `value` is not NUL-terminated. */
typedef void (*TallyVisit)(const char *value, gsize length, guint count, gpointer user);

typedef struct Tally Tally;

/*
 * Counts the articles that `query` (borrowed) finds, and their values in `slots`. The caller owns
 * the result. Errors: those of the database.
 */
Tally *tally_new(const Session *session, const XapianQuery *query, const guint *slots, guint count,
                 GError **error);
void tally_free(Tally *tally);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tally, tally_free)

/* How many articles were found, exactly. */
guint tally_found(const Tally *tally);

/*
 * Each different value of the `at`-th slot, in no order, with the number of articles that have
 * it. Articles without a value are not among them. Error: MORGUE_ERROR_FAILED.
 */
gboolean tally_visit(const Tally *tally, guint at, TallyVisit visit, gpointer user, GError **error);

#endif
