/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * report.h: what is said of all that a query finds: --timeline, --facet, --terms.
 */
#ifndef SEARCHER_REPORT_H
#define SEARCHER_REPORT_H

#include "searcher/output/output.h"
#include "searcher/session.h"

/*
 * Counts everything, then prints the report that the options ask for; `found` is how many articles
 * the query finds.
 */
gboolean report_query(Session *session, const QueryNode *tree, Output *output, guint64 *found,
                      GError **error);

#endif
