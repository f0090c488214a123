/* SPDX-License-Identifier: GPL-2.0-or-later */
/* find.h: the one article that has an id. */
#ifndef SEARCHER_FIND_H
#define SEARCHER_FIND_H

#include "searcher/session.h"

/*
 * Its document, by the id as people type it (value_query_new_id()). Errors: MORGUE_ERROR_FAILED
 * where there is none, MORGUE_ERROR_USAGE where there are several, and those of the database.
 */
gboolean find_article(const Session *session, const char *id, XapianDocid *docid, GError **error);

#endif
