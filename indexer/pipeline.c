/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Workers, a queue of items for each file in work, one lock. */
#include "indexer/pipeline.h"

#include <pthread.h>

#include "morgue/error.h"

/* Files that may be finished before the one whose turn it is. */
#define MAX_FILES_AHEAD 1024

/* Of --memory, the share that documents waiting for their turn may take. */
#define QUEUE_SHARE 8

/*
 * One worker is always free to go on: the one at the file whose items are being taken (`turn`)
 * waits only for its own queue to shrink, the others for the sum of all.
 */
struct Pipeline {
    const GPtrArray *files;
    const IndexerOptions *options;
    Date today;
    pthread_t *threads;
    guint thread_count;
    gsize limit; /* bytes waiting, in all */

    pthread_mutex_t lock;    /* of everything below */
    pthread_cond_t arrived;  /* an item of the file whose turn it is */
    pthread_cond_t consumed; /* room, or the next file's turn */
    GQueue *queues;          /* one of IngestItem * for each file */
    guint next;              /* the file that the next free worker takes */
    guint turn;              /* the file whose items are taken */
    gsize waiting;           /* bytes in all queues */
    gsize turn_waiting;      /* bytes in the queue of `turn` */
    gboolean stopping;
};

typedef struct {
    Pipeline *pipeline;
    guint file;
} Delivery;

/* Bytes that an item occupies, near enough. */
static gsize item_size(const IngestItem *item)
{
    gsize size = sizeof *item;
    if (item->document != NULL)
        size += sizeof *item->document + item->document->bytes->len +
                item->document->postings->len * sizeof(Posting) + item->document->data->len;
    return size;
}

static gboolean has_room(const Pipeline *pipeline, guint file)
{
    if (file == pipeline->turn) /* one item always has room, or it would never be taken */
        return pipeline->turn_waiting == 0 || pipeline->turn_waiting < pipeline->limit / 2;
    return pipeline->waiting < pipeline->limit / 2;
}

static gboolean deliver(IngestItem *item, gpointer data)
{
    Delivery *delivery = data;
    Pipeline *pipeline = delivery->pipeline;
    gsize size = item_size(item);
    pthread_mutex_lock(&pipeline->lock);
    while (!pipeline->stopping && !has_room(pipeline, delivery->file))
        pthread_cond_wait(&pipeline->consumed, &pipeline->lock);
    gboolean going = !pipeline->stopping;
    g_queue_push_tail(&pipeline->queues[delivery->file], item);
    pipeline->waiting += size;
    if (delivery->file == pipeline->turn) {
        pipeline->turn_waiting += size;
        pthread_cond_signal(&pipeline->arrived);
    }
    pthread_mutex_unlock(&pipeline->lock);
    return going;
}

/* The next file to read, or FALSE where none is left. */
static gboolean take_file(Pipeline *pipeline, guint *file)
{
    pthread_mutex_lock(&pipeline->lock);
    while (!pipeline->stopping && pipeline->next < pipeline->files->len &&
           pipeline->next > pipeline->turn + MAX_FILES_AHEAD)
        pthread_cond_wait(&pipeline->consumed, &pipeline->lock);
    gboolean taken = !pipeline->stopping && pipeline->next < pipeline->files->len;
    if (taken)
        *file = pipeline->next++;
    pthread_mutex_unlock(&pipeline->lock);
    return taken;
}

static void *work(void *data)
{
    Pipeline *pipeline = data;
    DocumentBuilder *builder = document_builder_new();
    Delivery delivery = {.pipeline = pipeline};
    while (take_file(pipeline, &delivery.file))
        ingest(g_ptr_array_index(pipeline->files, delivery.file), pipeline->options,
               &pipeline->today, builder, deliver, &delivery);
    document_builder_free(builder);
    return NULL;
}

Pipeline *pipeline_new(const GPtrArray *files, const IndexerOptions *options, const Date *today,
                       GError **error)
{
    Pipeline *pipeline = g_new0(Pipeline, 1);
    pipeline->files = files;
    pipeline->options = options;
    pipeline->today = *today;
    pipeline->limit = (gsize)(options->memory / QUEUE_SHARE);
    pipeline->queues = g_new0(GQueue, files->len);
    pthread_mutex_init(&pipeline->lock, NULL);
    pthread_cond_init(&pipeline->arrived, NULL);
    pthread_cond_init(&pipeline->consumed, NULL);
    guint wanted = MIN(options->jobs, MAX(files->len, 1));
    pipeline->threads = g_new0(pthread_t, wanted);
    for (; pipeline->thread_count < wanted; pipeline->thread_count++) {
        int failure =
            pthread_create(&pipeline->threads[pipeline->thread_count], NULL, work, pipeline);
        if (failure != 0 && pipeline->thread_count == 0) {
            g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "cannot start a worker: %s",
                        g_strerror(failure));
            pipeline_free(pipeline);
            return NULL;
        }
        if (failure != 0)
            break;
    }
    return pipeline;
}

/* Turns to the next file, whose items may have been waiting for long. */
static void pass_turn(Pipeline *pipeline)
{
    pipeline->turn++;
    pipeline->turn_waiting = 0;
    if (pipeline->turn == pipeline->files->len)
        return;
    for (GList *item = pipeline->queues[pipeline->turn].head; item != NULL; item = item->next)
        pipeline->turn_waiting += item_size(item->data);
}

IngestItem *pipeline_next(Pipeline *pipeline, guint *file)
{
    pthread_mutex_lock(&pipeline->lock);
    IngestItem *item = NULL;
    if (pipeline->turn < pipeline->files->len) {
        GQueue *queue = &pipeline->queues[pipeline->turn];
        while (g_queue_is_empty(queue))
            pthread_cond_wait(&pipeline->arrived, &pipeline->lock);
        *file = pipeline->turn;
        item = g_queue_pop_head(queue);
        gsize size = item_size(item);
        pipeline->waiting -= size;
        pipeline->turn_waiting -= size;
        if (item->kind == INGEST_END)
            pass_turn(pipeline);
        pthread_cond_broadcast(&pipeline->consumed);
    }
    pthread_mutex_unlock(&pipeline->lock);
    return item;
}

void pipeline_free(Pipeline *pipeline)
{
    if (pipeline == NULL)
        return;
    pthread_mutex_lock(&pipeline->lock);
    pipeline->stopping = TRUE;
    pthread_cond_broadcast(&pipeline->consumed);
    pthread_mutex_unlock(&pipeline->lock);
    for (guint i = 0; i < pipeline->thread_count; i++)
        pthread_join(pipeline->threads[i], NULL);
    for (guint i = 0; i < pipeline->files->len; i++)
        g_queue_clear_full(&pipeline->queues[i], (GDestroyNotify)ingest_item_free);
    pthread_cond_destroy(&pipeline->consumed);
    pthread_cond_destroy(&pipeline->arrived);
    pthread_mutex_destroy(&pipeline->lock);
    g_free(pipeline->threads);
    g_free(pipeline->queues);
    g_free(pipeline);
}
