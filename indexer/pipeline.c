/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Workers, a queue of findings for each file in work, one lock. */
#include "indexer/pipeline.h"

#include <pthread.h>

#include "indexer/file-reading.h"
#include "indexer/fold.h"
#include "morgue/error.h"

/* Files that may be finished before the one whose turn it is. */
#define MAX_FILES_AHEAD 1024

/* Of --memory, the share that documents waiting for their turn may take. */
#define QUEUE_SHARE 8

/* Findings that wait for each worker that reads no file. */
#define FINDINGS_AHEAD 16

/*
 * Complete findings for which the caller is woken, so that it does not sleep before each; and
 * microseconds after which it is woken for one.
 */
#define WAKING_AT    16
#define WAKING_AFTER 20000

/* A finding in its place in the file. */
typedef struct {
    Finding *finding;
    guint file;
    gsize size;       /* bytes, as counted in `waiting` */
    gboolean is_done; /* complete */
} Slot;

/*
 * Workers read files, one each. When there are more workers than files, those without one complete
 * what the others find. A reader hands over no more than these can take, and does the rest itself;
 * so with one worker, or as long as there are files for all, each does all of its file.
 *
 * One reader is always free to go on: the one at the file whose items are being taken (`turn`)
 * waits only for its own queue to shrink, the others for the sum of all. A worker without a file
 * takes one only if nothing has been handed over, so that what has been will be done.
 */
struct Pipeline {
    const GPtrArray *files;
    const IndexerOptions *options;
    Date today;
    pthread_t *threads;
    guint thread_count;
    gsize limit; /* bytes waiting, in all */

    pthread_mutex_t lock;    /* of everything below, up to `fold` */
    pthread_cond_t arrived;  /* enough that is complete, the first of it to be taken now */
    pthread_cond_t consumed; /* room, or the next file's turn */
    pthread_cond_t work;     /* something to do for a worker without a file, or the end of it */
    GQueue *queues;          /* one of Slot * for each file */
    GQueue raw;              /* of Slot *, in the queues, too: what has been handed over */
    guint next;              /* the file that the next free worker takes */
    guint turn;              /* the file whose items are taken */
    guint readers;           /* workers that have a file */
    gsize waiting;           /* bytes in all queues */
    gsize turn_waiting;      /* bytes in the queue of `turn` */
    guint done;              /* complete findings in all queues */
    gint64 announced;        /* when the caller was woken last, by the monotonic clock */
    gboolean stopping;

    Fold fold; /* of the file whose turn it is; the caller's thread alone has it */
    DocumentBuilder *builder;
};

/* A worker, or what one of them is at. */
typedef struct {
    Pipeline *pipeline;
    DocumentBuilder *builder;
    guint file;
} Worker;

static FindingContext context_of(const Pipeline *pipeline, guint file)
{
    return (FindingContext){g_ptr_array_index(pipeline->files, file), pipeline->options,
                            &pipeline->today};
}

static void slot_free(Slot *slot)
{
    finding_free(slot->finding);
    g_free(slot);
}

static gboolean has_room(const Pipeline *pipeline, guint file)
{
    if (file == pipeline->turn) /* one item always has room, or it would never be taken */
        return pipeline->turn_waiting == 0 || pipeline->turn_waiting < pipeline->limit / 2;
    return pipeline->waiting < pipeline->limit / 2;
}

/* Counts the slot with the size that it has by now. */
static void weigh(Pipeline *pipeline, Slot *slot, gsize size)
{
    pipeline->waiting += size - slot->size;
    if (slot->file == pipeline->turn)
        pipeline->turn_waiting += size - slot->size;
    slot->size = size;
}

static gboolean is_wanted_raw(const Pipeline *pipeline)
{
    guint others = pipeline->thread_count - pipeline->readers;
    return pipeline->raw.length < others * FINDINGS_AHEAD;
}

/* The next finding that is to be taken, or NULL where it is not complete. */
static const Slot *next_slot(const Pipeline *pipeline)
{
    if (pipeline->turn == pipeline->files->len)
        return NULL;
    const Slot *head = g_queue_peek_head(&pipeline->queues[pipeline->turn]);
    return head != NULL && head->is_done ? head : NULL;
}

/* Wakes the caller where there is something to take. The lock is held. */
static void announce(Pipeline *pipeline)
{
    if (next_slot(pipeline) == NULL)
        return;
    pipeline->announced = g_get_monotonic_time();
    pthread_cond_signal(&pipeline->arrived);
}

/* Who waits for the caller or another worker leaves nothing unannounced. The lock is held. */
static void wait_for(Pipeline *pipeline, pthread_cond_t *condition)
{
    announce(pipeline);
    pthread_cond_wait(condition, &pipeline->lock);
}

/* The lock is held. */
static void count_done(Pipeline *pipeline, Slot *slot)
{
    slot->is_done = TRUE;
    pipeline->done++;
    if (pipeline->done >= WAKING_AT || g_get_monotonic_time() - pipeline->announced > WAKING_AFTER)
        announce(pipeline);
}

/* The lock is held. FALSE where the work is to end. */
static gboolean wait_for_room(Pipeline *pipeline, guint file)
{
    while (!pipeline->stopping && !has_room(pipeline, file))
        wait_for(pipeline, &pipeline->consumed);
    return !pipeline->stopping;
}

/* The lock is held. */
static void put_slot(Pipeline *pipeline, Slot *slot, gsize size, gboolean is_done)
{
    g_queue_push_tail(&pipeline->queues[slot->file], slot);
    weigh(pipeline, slot, size);
    if (is_done) {
        count_done(pipeline, slot);
    } else {
        g_queue_push_tail(&pipeline->raw, slot);
        pthread_cond_signal(&pipeline->work);
    }
}

/* To hand over comes after all waiting: nobody might be left to do it. */
static gboolean deliver(Finding *finding, gpointer data)
{
    Worker *worker = data;
    Pipeline *pipeline = worker->pipeline;
    Slot *slot = g_new0(Slot, 1);
    *slot = (Slot){.finding = finding, .file = worker->file};
    gboolean is_done = !finding_is_raw(finding);
    gsize size = finding_size(finding);
    pthread_mutex_lock(&pipeline->lock);
    gboolean going = wait_for_room(pipeline, slot->file);
    if (going && !is_done && !is_wanted_raw(pipeline)) {
        pthread_mutex_unlock(&pipeline->lock);
        const FindingContext context = context_of(pipeline, slot->file);
        finding_complete(finding, &context, worker->builder);
        size = finding_size(finding);
        pthread_mutex_lock(&pipeline->lock);
        is_done = TRUE;
    }
    put_slot(pipeline, slot, size, is_done);
    pthread_mutex_unlock(&pipeline->lock);
    return going;
}

/* The lock is held, but not while the finding is completed. */
static void complete_slot(Worker *worker, Slot *slot)
{
    Pipeline *pipeline = worker->pipeline;
    const FindingContext context = context_of(pipeline, slot->file);
    pthread_mutex_unlock(&pipeline->lock);
    finding_complete(slot->finding, &context, worker->builder);
    gsize size = finding_size(slot->finding);
    pthread_mutex_lock(&pipeline->lock);
    weigh(pipeline, slot, size);
    count_done(pipeline, slot);
}

/* The lock is held, but not while the file is read. */
static void read_file(Worker *worker)
{
    Pipeline *pipeline = worker->pipeline;
    worker->file = pipeline->next++;
    pipeline->readers++;
    pthread_mutex_unlock(&pipeline->lock);
    const FindingContext context = context_of(pipeline, worker->file);
    file_reading_run(&context, deliver, worker);
    pthread_mutex_lock(&pipeline->lock);
    pipeline->readers--;
    pthread_cond_broadcast(&pipeline->work);
}

static gboolean may_take_file(const Pipeline *pipeline)
{
    return pipeline->next < pipeline->files->len &&
           pipeline->next <= pipeline->turn + MAX_FILES_AHEAD;
}

static gboolean is_over(const Pipeline *pipeline)
{
    return pipeline->stopping || (pipeline->next >= pipeline->files->len && pipeline->readers == 0);
}

static void *work(void *data)
{
    Pipeline *pipeline = data;
    Worker worker = {.pipeline = pipeline, .builder = document_builder_new()};
    pthread_mutex_lock(&pipeline->lock);
    for (;;) {
        Slot *slot = pipeline->stopping ? NULL : g_queue_pop_head(&pipeline->raw);
        if (slot != NULL)
            complete_slot(&worker, slot);
        else if (is_over(pipeline))
            break;
        else if (may_take_file(pipeline))
            read_file(&worker);
        else
            wait_for(pipeline, &pipeline->work);
    }
    announce(pipeline);
    pthread_mutex_unlock(&pipeline->lock);
    document_builder_free(worker.builder);
    return NULL;
}

static void begin_turn(Pipeline *pipeline)
{
    if (pipeline->turn == pipeline->files->len)
        return;
    const FindingContext context = context_of(pipeline, pipeline->turn);
    fold_init(&pipeline->fold, &context, pipeline->builder);
}

/* As many as can be had; takes the pipeline where that is none. */
static gboolean start_workers(Pipeline *pipeline, GError **error)
{
    guint wanted = MAX(pipeline->options->jobs, 1);
    pipeline->threads = g_new0(pthread_t, wanted);
    pthread_mutex_lock(&pipeline->lock);
    int failure = 0;
    while (failure == 0 && pipeline->thread_count < wanted) {
        failure = pthread_create(&pipeline->threads[pipeline->thread_count], NULL, work, pipeline);
        pipeline->thread_count += failure == 0 ? 1 : 0;
    }
    pthread_mutex_unlock(&pipeline->lock);
    if (pipeline->thread_count > 0)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "cannot start a worker: %s",
                g_strerror(failure));
    pipeline_free(pipeline);
    return FALSE;
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
    pipeline->builder = document_builder_new();
    pthread_mutex_init(&pipeline->lock, NULL);
    pthread_cond_init(&pipeline->arrived, NULL);
    pthread_cond_init(&pipeline->consumed, NULL);
    pthread_cond_init(&pipeline->work, NULL);
    begin_turn(pipeline);
    return start_workers(pipeline, error) ? pipeline : NULL;
}
/* Turns to the next file, whose findings may have been waiting for long. */
static void pass_turn(Pipeline *pipeline)
{
    pthread_mutex_lock(&pipeline->lock);
    pipeline->turn++;
    pipeline->turn_waiting = 0;
    if (pipeline->turn < pipeline->files->len) {
        for (GList *slot = pipeline->queues[pipeline->turn].head; slot != NULL; slot = slot->next)
            pipeline->turn_waiting += ((const Slot *)slot->data)->size;
    }
    pthread_cond_broadcast(&pipeline->consumed);
    pthread_cond_broadcast(&pipeline->work);
    pthread_mutex_unlock(&pipeline->lock);
    fold_clear(&pipeline->fold);
    begin_turn(pipeline);
}

/* The next finding of the file whose turn it is, complete; waits for it. */
static Finding *take_finding(Pipeline *pipeline)
{
    pthread_mutex_lock(&pipeline->lock);
    while (next_slot(pipeline) == NULL)
        pthread_cond_wait(&pipeline->arrived, &pipeline->lock);
    Slot *slot = g_queue_pop_head(&pipeline->queues[pipeline->turn]);
    weigh(pipeline, slot, 0);
    pipeline->done--;
    if (pipeline->turn_waiting <= pipeline->limit / 4) /* room for many, not for one more */
        pthread_cond_broadcast(&pipeline->consumed);
    pthread_mutex_unlock(&pipeline->lock);
    Finding *finding = g_steal_pointer(&slot->finding);
    slot_free(slot);
    return finding;
}

IngestItem *pipeline_next(Pipeline *pipeline, guint *file)
{
    if (pipeline->turn == pipeline->files->len)
        return NULL;
    IngestItem *item;
    while ((item = fold_next(&pipeline->fold)) == NULL)
        fold_push(&pipeline->fold, take_finding(pipeline));
    *file = pipeline->turn;
    if (item->kind == INGEST_END)
        pass_turn(pipeline);
    return item;
}

void pipeline_free(Pipeline *pipeline)
{
    if (pipeline == NULL)
        return;
    pthread_mutex_lock(&pipeline->lock);
    pipeline->stopping = TRUE;
    pthread_cond_broadcast(&pipeline->consumed);
    pthread_cond_broadcast(&pipeline->work);
    pthread_mutex_unlock(&pipeline->lock);
    for (guint i = 0; i < pipeline->thread_count; i++)
        pthread_join(pipeline->threads[i], NULL);
    g_queue_clear(&pipeline->raw);
    for (guint i = 0; i < pipeline->files->len; i++)
        g_queue_clear_full(&pipeline->queues[i], (GDestroyNotify)slot_free);
    fold_clear(&pipeline->fold);
    document_builder_free(pipeline->builder);
    pthread_cond_destroy(&pipeline->work);
    pthread_cond_destroy(&pipeline->consumed);
    pthread_cond_destroy(&pipeline->arrived);
    pthread_mutex_destroy(&pipeline->lock);
    g_free(pipeline->threads);
    g_free(pipeline->queues);
    g_free(pipeline);
}
