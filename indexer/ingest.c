/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One file: source, reader, articles, documents. */
#include "indexer/ingest.h"

#include <string.h>

#include "indexer/language-detect.h"
#include "morgue/date-parse.h"
#include "morgue/error.h"
#include "morgue/language.h"

/* Detection is trusted over what a page declares from this length on (formats.md §6.2). */
#define DETECTION_MIN_BYTES 400
/* More text than this does not change the answer. */
#define DETECTION_MAX_BYTES 4000

/* How sure a day is that only the path or the time stamp gives. */
#define PATH_CONFIDENCE  0.8
#define MTIME_CONFIDENCE 0.2

typedef struct {
    const IngestFile *file;
    const IndexerOptions *options;
    const Date *today;
    DocumentBuilder *builder;
    IngestSink sink;
    gpointer data;
    const Reader *reader;
    guint32 articles;
    guint32 skipped;
    char *first_reason; /* of the records that were skipped */
    gboolean going;
} Ingest;

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
    g_free(item->reason);
    g_free(item);
}

static void emit(Ingest *ingest, IngestItem *item)
{
    item->reader = ingest->reader;
    ingest->going = ingest->sink(item, ingest->data);
}

static void emit_end(Ingest *ingest, Outcome outcome, const char *reason)
{
    IngestItem *item = g_new0(IngestItem, 1);
    item->kind = INGEST_END;
    item->outcome = outcome;
    item->reason = g_strdup(reason);
    item->named = reason != NULL && reason == ingest->first_reason;
    emit(ingest, item);
}

static void emit_skipped(Ingest *ingest, guint64 offset, const char *reason)
{
    if (ingest->skipped++ == 0)
        ingest->first_reason = g_strdup(reason);
    IngestItem *item = g_new0(IngestItem, 1);
    item->kind = INGEST_SKIPPED;
    item->offset = offset;
    item->reason = g_strdup(reason);
    emit(ingest, item);
}

static gboolean is_listed(char **languages, const char *tag)
{
    char primary[LANGUAGE_SUBTAG_MAX];
    language_primary_subtag(tag, primary);
    for (; *languages != NULL; languages++) {
        char listed[LANGUAGE_SUBTAG_MAX];
        language_primary_subtag(*languages, listed);
        if (strcmp(primary, listed) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Detected where that is reliable ▸ declared ▸ detected all the same; within --lang, if given. */
static void settle_language(const IndexerOptions *options, Article *article)
{
    const char *declared = article_get(article, ARTICLE_LANGUAGE);
    g_autofree char *tag = NULL;
    gsize length = MIN(article->body->len, DETECTION_MAX_BYTES);
    LanguageGuess guess = {.reliable = FALSE};
    if (options->languages == NULL || options->languages[1] != NULL)
        guess = language_detect(article->body->str, length);
    gboolean trusted = length >= DETECTION_MIN_BYTES &&
                       language_outweighs(&guess, &article->text[ARTICLE_LANGUAGE]);
    if (guess.tag[0] != '\0' && (trusted || declared == NULL)) {
        char primary[LANGUAGE_SUBTAG_MAX] = "", detected[LANGUAGE_SUBTAG_MAX];
        if (declared != NULL)
            language_primary_subtag(declared, primary);
        language_primary_subtag(guess.tag, detected);
        /* A declared region (de-AT) that detection does not contradict is worth keeping. */
        if (strcmp(primary, detected) != 0)
            tag = g_strdup(guess.tag);
    }
    const char *language = tag != NULL ? tag : declared;
    if (options->languages != NULL &&
        (language == NULL || !is_listed(options->languages, language)))
        article_set_string(article, ARTICLE_LANGUAGE, options->languages[0], PROVENANCE_OPTION);
    else if (tag != NULL)
        article_replace(article, ARTICLE_LANGUAGE, tag, PROVENANCE_DETECTED);
}

static void settle_date(const Ingest *ingest, Article *article)
{
    if (date_is_set(&article->published.date))
        return;
    DateContext context;
    Date date;
    date_context_init(&context, ingest->today);
    DateFallback fallback = ingest->options->date_fallback;
    if (date_from_path(ingest->file->relative, &context, &date) &&
        (date.precision >= DATE_PRECISION_DAY || fallback != DATE_FALLBACK_NONE)) {
        article_set_published(article, &date, PROVENANCE_PATH, PATH_CONFIDENCE);
    } else if (fallback == DATE_FALLBACK_MTIME && ingest->file->path != NULL) {
        gint64 days = ingest->file->mtime / (G_GINT64_CONSTANT(86400) * 1000000000);
        date = date_from_days(days);
        article_set_published(article, &date, PROVENANCE_MTIME, MTIME_CONFIDENCE);
    }
}

/* Longer texts are better, unless they are a list of links or cut off. */
static guint32 quality_of(const Article *article, const Document *document)
{
    const guint lesser = ARTICLE_INDEX_PAGE | ARTICLE_PAYWALLED | ARTICLE_TRUNCATED;
    guint32 words = MIN(document->words, G_MAXINT32);
    return (article->flags & lesser) != 0 ? words / 4 : words;
}

static void take_article(Ingest *ingest, Article *article)
{
    if (!article_has_text(article)) {
        emit_skipped(ingest, article->offset, "an article without headline and text");
        return;
    }
    settle_language(ingest->options, article);
    settle_date(ingest, article);
    const DocumentOrigin origin = {
        .root = ingest->file->root,
        .prefix = ingest->file->prefix,
        .file = ingest->file->relative,
        .ordinal = ++ingest->articles,
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(Document) document = document_build(ingest->builder, article, &origin, &error);
    if (document == NULL) {
        emit_skipped(ingest, article->offset, error->message);
        return;
    }
    IngestItem *item = g_new0(IngestItem, 1);
    item->kind = INGEST_DOCUMENT;
    item->ordinal = origin.ordinal;
    item->offset = article->offset;
    item->quality = quality_of(article, document);
    const char *language = article_get(article, ARTICLE_LANGUAGE);
    if (language != NULL)
        language_primary_subtag(language, item->language);
    item->document = g_steal_pointer(&document);
    emit(ingest, item);
}

static void finish(Ingest *ingest, const char *failure)
{
    if (failure != NULL)
        emit_end(ingest, ingest->articles > 0 ? OUTCOME_PARTLY : OUTCOME_SKIPPED, failure);
    else if (ingest->articles == 0)
        emit_end(ingest, OUTCOME_SKIPPED,
                 ingest->first_reason != NULL ? ingest->first_reason : "no article in it");
    else
        emit_end(ingest, ingest->skipped > 0 ? OUTCOME_PARTLY : OUTCOME_READ, ingest->first_reason);
}

static void read_articles(Ingest *ingest, Source *source)
{
    const ReaderContext context = {
        .path = ingest->file->relative,
        .language = ingest->options->languages != NULL ? ingest->options->languages[0] : NULL,
        .today = *ingest->today,
    };
    g_autoptr(GError) error = NULL;
    gpointer state = ingest->reader->open(source, &context, &error);
    if (state == NULL) {
        finish(ingest, error->message);
        return;
    }
    g_autoptr(Article) article = article_new();
    ReadStatus status = READ_ARTICLE;
    while (ingest->going && (status == READ_ARTICLE || status == READ_SKIPPED)) {
        article_clear(article);
        status = ingest->reader->next(state, article, &error);
        if (status == READ_ARTICLE)
            take_article(ingest, article);
        else if (status == READ_SKIPPED)
            emit_skipped(ingest, source_offset(source), error->message);
        if (status == READ_SKIPPED)
            g_clear_error(&error);
    }
    ingest->reader->close(state);
    if (!ingest->going)
        return;
    if (status == READ_FAILED) {
        g_autofree char *failure = g_strdup_printf("at byte %" G_GUINT64_FORMAT ": %s",
                                                   source_offset(source), error->message);
        finish(ingest, failure);
    } else {
        finish(ingest, NULL);
    }
}

static void read_source(Ingest *ingest, Source *source)
{
    g_autoptr(GError) error = NULL;
    gsize available = 0;
    if (source_peek(source, 1, &available, &error) == NULL) {
        emit_end(ingest, OUTCOME_SKIPPED, error->message);
        return;
    }
    if (available == 0) {
        emit_end(ingest, OUTCOME_SKIPPED, INGEST_REASON_EMPTY);
        return;
    }
    ingest->reader = ingest->options->reader;
    if (ingest->reader == NULL)
        ingest->reader = reader_recognise(source, &error);
    if (ingest->reader != NULL)
        read_articles(ingest, source);
    else
        emit_end(ingest, OUTCOME_SKIPPED,
                 error != NULL ? error->message : INGEST_REASON_UNKNOWN_FORMAT);
}

void ingest(const IngestFile *file, const IndexerOptions *options, const Date *today,
            DocumentBuilder *builder, IngestSink sink, gpointer data)
{
    Ingest state = {
        .file = file,
        .options = options,
        .today = today,
        .builder = builder,
        .sink = sink,
        .data = data,
        .going = TRUE,
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) source = file->path != NULL ? source_open_file(file->path, &error)
                                                  : source_open_descriptor(0, file->relative);
    if (source != NULL)
        source = source_decompress(source, &error);
    if (source != NULL)
        read_source(&state, source);
    else
        emit_end(&state, OUTCOME_UNREADABLE, error->message);
    g_free(state.first_reason);
}
