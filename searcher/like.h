/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * like.h: articles like another one, or like a text (--like).
 *
 * Of the words of the model, by their stems, the LIKE_TERMS that tell most about it are looked for:
 * those that are frequent in it and rare in the archive. An article that has any of them is a hit;
 * the more, the better.
 */
#ifndef SEARCHER_LIKE_H
#define SEARCHER_LIKE_H

#include "searcher/session.h"

#define LIKE_TERMS 40

/* Bytes of a text on standard input that are looked at. */
#define LIKE_MAX_TEXT ((gsize)1 << 20)

/*
 * Makes what the plan finds the filter of what is like the model of --like; the model itself is
 * left out. A model without words is like nothing. Errors: those of find_article().
 */
gboolean like_apply(const Session *session, Plan *plan, GError **error);

#endif
