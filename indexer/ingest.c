/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One file by one thread: each finding is completed and folded as it comes. */
#include "indexer/ingest.h"

#include "indexer/file-reading.h"
#include "indexer/fold.h"

void ingest_file_free(IngestFile *file)
{
    if (file == NULL)
        return;
    g_free(file->path);
    g_free(file->relative);
    g_free(file);
}

void ingest_item_free(IngestItem *item)
{
    if (item == NULL)
        return;
    document_free(item->document);
    g_free(item->entry);
    g_free(item->reason);
    if (item->passed != NULL)
        g_hash_table_unref(item->passed);
    if (item->parts != NULL)
        g_ptr_array_unref(item->parts);
    g_free(item);
}

typedef struct {
    Fold fold;
    IngestSink sink;
    gpointer data;
} Ingest;

static gboolean take(Finding *finding, gpointer data)
{
    Ingest *ingest = data;
    finding_complete(finding, &ingest->fold.context, ingest->fold.builder);
    fold_push(&ingest->fold, finding);
    gboolean going = TRUE;
    IngestItem *item;
    while (going && (item = fold_next(&ingest->fold)) != NULL)
        going = ingest->sink(item, ingest->data);
    return going;
}

void ingest(const IngestFile *file, const IndexerOptions *options, const Date *today,
            DocumentBuilder *builder, IngestSink sink, gpointer data)
{
    const FindingContext context = {file, options, today};
    Ingest state = {.sink = sink, .data = data};
    fold_init(&state.fold, &context, builder);
    file_reading_run(&context, take, &state);
    fold_clear(&state.fold);
}
