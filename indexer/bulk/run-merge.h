/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * run-merge.h: the lists of several runs as if they were one.
 *
 * Runs are given in the order of their documents, so that the postings of a term are those of
 * the first run that has it, then those of the next.
 */
#ifndef BULK_RUN_MERGE_H
#define BULK_RUN_MERGE_H

#include "indexer/bulk/run.h"

typedef struct RunMerge RunMerge;

/*
 * `readers`: of RunReader, in the order of documents; they outlive the merge. Errors of this and of
 * all that follows are theirs.
 */
RunMerge *run_merge_open(const GPtrArray *readers, GError **error);
void run_merge_close(RunMerge *merge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RunMerge, run_merge_close)

/* The next list, whose key stays until the one after it. `at_end`: there is none. */
gboolean run_merge_next_list(RunMerge *merge, RunList *list, gboolean *at_end, GError **error);
/* Its next posting, of which there are as many as documents. */
gboolean run_merge_next_posting(RunMerge *merge, RunPosting *posting, GError **error);

#endif
