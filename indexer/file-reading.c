/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One file: source, reader, findings. */
#include "indexer/file-reading.h"

#include "indexer/article-stream.h"
#include "indexer/fold.h"
#include "indexer/sibling.h"
#include "morgue/error.h"

typedef struct {
    const FindingContext *context;
    FindingSink sink;
    gpointer data;
    const Reader *reader;
    SiblingFolder siblings;
    EntryCounter counter;
    char *failure; /* why the file cannot be read to its end now; NULL: nothing of the kind */
    gboolean has_records; /* so the places of articles after them are not known */
    gboolean going;
} Reading;

static void deliver(Reading *reading, Finding *finding)
{
    reading->going = reading->sink(finding, reading->data);
}

/* The caller fills in the item. */
static Finding *new_end(const Reading *reading)
{
    Finding *finding = g_new0(Finding, 1);
    finding->kind = FINDING_END;
    finding->item = g_new0(IngestItem, 1);
    finding->item->kind = INGEST_END;
    finding->item->reader = reading->reader;
    if (reading->siblings.names->len > 0)
        finding->item->parts = g_ptr_array_ref(reading->siblings.names);
    return finding;
}

static void set_outcome(Finding *finding, Outcome outcome, const char *reason, gboolean is_defect)
{
    finding->item->outcome = outcome;
    finding->item->reason = g_strdup(reason);
    finding->item->is_defect = is_defect;
}

/* Where nothing of the file has been read, or not all of it can be. */
static void end_unread(Reading *reading, Outcome outcome, const char *reason, gboolean is_defect)
{
    Finding *finding = new_end(reading);
    if (reading->failure != NULL) /* whatever the reader made of it */
        set_outcome(finding, OUTCOME_UNREADABLE, reading->failure, TRUE);
    else
        set_outcome(finding, outcome, reason, is_defect);
    deliver(reading, finding);
}

static void put_off(Reading *reading)
{
    Finding *finding = new_end(reading);
    finding->item->is_put_off = TRUE;
    deliver(reading, finding);
}

/* `failure`: what broke the file off, at the place of `article`; NULL where all of it was read. */
static void end_read(Reading *reading, const Article *article, const GError *failure)
{
    if (reading->failure != NULL) {
        end_unread(reading, OUTCOME_UNREADABLE, NULL, TRUE);
        return;
    }
    Finding *finding = new_end(reading);
    finding->is_open = TRUE;
    if (failure != NULL) {
        finding->reason = g_strdup(failure->message);
        finding->item->entry = g_strdup(article->entry);
        finding->item->offset = article->offset;
        finding->item->has_place = TRUE;
    }
    deliver(reading, finding);
}

static void deliver_article(Reading *reading, Article *article)
{
    Finding *finding = finding_new_article(article);
    finding->lacks_part = reading->failure != NULL && (article->flags & ARTICLE_TRUNCATED) != 0;
    if (!reading->has_records && article_has_text(article))
        finding->place = entry_counter_next(&reading->counter, article->entry);
    deliver(reading, finding);
}

static void deliver_record(Reading *reading, const ReaderRecord *record)
{
    reading->has_records = TRUE;
    deliver(reading, finding_new_record(record));
}

/* That the system cannot give bytes is told at the end, of the file. */
static void deliver_skipped(Reading *reading, const Article *article, const GError *error)
{
    gboolean told_later =
        reading->failure != NULL && g_error_matches(error, MORGUE_ERROR, MORGUE_ERROR_FAILED);
    if (!told_later)
        deliver(reading, finding_new_skipped(article, error, reading->context));
}

/* FALSE at the end. */
static gboolean read_next(Reading *reading, ArticleStream *stream)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Article) article = article_new();
    ReaderRecord record;
    switch (article_stream_next_record(stream, article, &record, &error)) {
    case READ_ARTICLE:
        deliver_article(reading, g_steal_pointer(&article));
        return TRUE;
    case READ_RECORD:
        deliver_record(reading, &record);
        return TRUE;
    case READ_SKIPPED:
        deliver_skipped(reading, article, error);
        return TRUE;
    case READ_END:
    case READ_FAILED:
        end_read(reading, article, error);
        return FALSE;
    }
    g_assert_not_reached();
}

static void read_source(Reading *reading, Source *source)
{
    const FindingContext *context = reading->context;
    const IngestFile *file = context->file;
    const ReaderContext known = {
        .path = file->relative,
        .language = context->options->languages != NULL ? context->options->languages[0] : NULL,
        .today = *context->today,
        .open_sibling = file->folder != NULL ? sibling_open : NULL,
        .sibling_data = &reading->siblings,
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(ArticleStream) stream =
        article_stream_open(source, context->options->reader, &known, &error);
    if (stream == NULL) {
        gboolean is_defect = !g_error_matches(error, MORGUE_ERROR, MORGUE_ERROR_PASSED);
        end_unread(reading, OUTCOME_SKIPPED, error->message, is_defect);
        return;
    }
    reading->reader = article_stream_reader(stream);
    if (file->may_wait && reading->reader->is_part) {
        put_off(reading);
        return;
    }
    while (reading->going && read_next(reading, stream))
        ;
}

void file_reading_run(const FindingContext *context, FindingSink sink, gpointer data)
{
    const IngestFile *file = context->file;
    Reading reading = {.context = context, .sink = sink, .data = data, .going = TRUE};
    sibling_folder_init(&reading.siblings, file->folder, file->relative, &reading.failure);
    g_autoptr(GError) error = NULL;
    Source *source = file->path != NULL ? source_open_file(file->path, &error)
                                        : source_open_descriptor(0, "standard input");
    g_assert((source == NULL) == (error != NULL));
    if (source != NULL && file->path != NULL) /* standard input cannot be read again */
        source_watch(source, &reading.failure);
    if (source != NULL)
        read_source(&reading, source);
    else
        end_unread(&reading, OUTCOME_UNREADABLE, error->message, TRUE);
    sibling_folder_clear(&reading.siblings);
    g_free(reading.failure);
    entry_counter_clear(&reading.counter);
}
