/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pipeline.h: workers that read files side by side, and their results in the files' order.
 *
 * The order of results does not depend on the number of workers, so neither does the index.
 * What is read ahead is bounded in bytes, whatever the files hold. POSIX threads and locks:
 * ThreadSanitizer understands them.
 */
#ifndef INDEXER_PIPELINE_H
#define INDEXER_PIPELINE_H

#include <glib.h>

#include "indexer/ingest.h"

typedef struct Pipeline Pipeline;

/*
 * Starts `options->jobs` workers. `files` (of IngestFile *) and `options` must stay as they are
 * until pipeline_free(). Error: MORGUE_ERROR_FAILED where no thread can be started.
 */
Pipeline *pipeline_new(const GPtrArray *files, const IndexerOptions *options, const Date *today,
                       GError **error);

/*
 * The next item of the first file that is not finished, whose index in `files` is then in
 * `file`; waits for it. NULL after the last file's end. The caller owns the item.
 */
IngestItem *pipeline_next(Pipeline *pipeline, guint *file);

/* Lets the workers stop after the record they are at, and waits for them. */
void pipeline_free(Pipeline *pipeline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pipeline, pipeline_free)

#endif
