/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One file: source, reader, articles, documents. */
#include "indexer/ingest.h"

#include <string.h>

#include "indexer/article-stream.h"
#include "indexer/language-detect.h"
#include "indexer/sibling.h"
#include "indexer/supply.h"
#include "morgue/date-parse.h"
#include "morgue/error.h"
#include "morgue/language.h"

/* Detection is trusted over what a page declares from this length on (formats.md §6.2). */
#define DETECTION_MIN_BYTES 400
/* Of more text the answer was another one for 5 of 18,898 articles, for better or worse. */
#define DETECTION_MAX_BYTES 1200

/* A capture with fewer words may be an error page or a consent form. */
#define USABLE_WORDS 50

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
    SiblingFolder siblings;
    char *entry;            /* of the last article, or NULL */
    guint32 entry_articles; /* so many in it */
    guint32 articles;
    guint32 skipped;
    char *first_reason; /* of the records that were skipped */
    char *failure;      /* why the file cannot be read to its end now; NULL: nothing of the kind */
    GHashTable *passed; /* reason → count */
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
    g_free(item->entry);
    g_free(item->reason);
    if (item->passed != NULL)
        g_hash_table_unref(item->passed);
    if (item->parts != NULL)
        g_ptr_array_unref(item->parts);
    g_free(item);
}

static void emit(Ingest *ingest, IngestItem *item)
{
    item->reader = ingest->reader;
    ingest->going = ingest->sink(item, ingest->data);
}

static void emit_end(Ingest *ingest, Outcome outcome, const char *reason, gboolean is_defect)
{
    if (ingest->failure != NULL) { /* whatever the reader made of it */
        outcome = OUTCOME_UNREADABLE;
        reason = ingest->failure;
        is_defect = TRUE;
    }
    IngestItem *item = g_new0(IngestItem, 1);
    item->kind = INGEST_END;
    item->outcome = outcome;
    item->reason = g_strdup(reason);
    item->is_defect = is_defect;
    item->named = reason != NULL && reason == ingest->first_reason;
    item->passed = g_steal_pointer(&ingest->passed);
    if (ingest->siblings.names->len > 0)
        item->parts = g_ptr_array_ref(ingest->siblings.names);
    emit(ingest, item);
}

static void emit_skipped(Ingest *ingest, const Article *article, const char *reason)
{
    if (ingest->skipped++ == 0)
        ingest->first_reason = g_strdup(reason);
    IngestItem *item = g_new0(IngestItem, 1);
    item->kind = INGEST_SKIPPED;
    item->entry = g_strdup(article->entry);
    item->offset = article->offset;
    item->reason = g_strdup(reason);
    emit(ingest, item);
}

static void count_passed(Ingest *ingest, const char *reason)
{
    if (ingest->passed == NULL)
        ingest->passed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gpointer count = g_hash_table_lookup(ingest->passed, reason);
    g_hash_table_insert(ingest->passed, g_strdup(reason),
                        GUINT_TO_POINTER(GPOINTER_TO_UINT(count) + 1));
}

/* The reason of most records that were passed over; of equals the first by its letters. */
static const char *main_passed_reason(const Ingest *ingest)
{
    const char *best = NULL;
    guint most = 0;
    GHashTableIter iterator;
    gpointer reason, count;
    g_hash_table_iter_init(&iterator, ingest->passed);
    while (g_hash_table_iter_next(&iterator, &reason, &count)) {
        guint number = GPOINTER_TO_UINT(count);
        if (best == NULL || number > most || (number == most && strcmp(reason, best) < 0)) {
            best = reason;
            most = number;
        }
    }
    return best;
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

/* The headline, which may say more than a very short text does, and the beginning of the text. */
static GString *detection_text(const Article *article)
{
    const char *headline = article_get(article, ARTICLE_HEADLINE);
    GString *text = g_string_new(headline);
    g_string_append_c(text, '\n');
    g_string_append_len(text, article->body->str,
                        (gssize)MIN(article->body->len, DETECTION_MAX_BYTES));
    return text;
}

/* Detected where that is reliable ▸ declared ▸ detected all the same; within --lang, if given. */
static void settle_language(const IndexerOptions *options, Article *article)
{
    const char *declared = article_get(article, ARTICLE_LANGUAGE);
    g_autofree char *tag = NULL;
    gsize length = MIN(article->body->len, DETECTION_MAX_BYTES);
    LanguageGuess guess = {.reliable = FALSE};
    if (options->languages == NULL || options->languages[1] != NULL) {
        g_autoptr(GString) text = detection_text(article);
        guess = language_detect(text->str, text->len);
    }
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

/* `path`: of the file, or of the entry in it. */
static void settle_date(const Ingest *ingest, const char *path, Article *article)
{
    if (date_is_set(&article->published.date))
        return;
    DateContext context;
    Date date;
    date_context_init(&context, ingest->today);
    DateFallback fallback = ingest->options->date_fallback;
    if (date_from_path(path, &context, &date) &&
        (date.precision >= DATE_PRECISION_DAY || fallback != DATE_FALLBACK_NONE)) {
        article_set_published(article, &date, PROVENANCE_PATH, PATH_CONFIDENCE);
    } else if (fallback == DATE_FALLBACK_MTIME && ingest->file->path != NULL) {
        gint64 days = ingest->file->mtime / (G_GINT64_CONSTANT(86400) * 1000000000);
        date = date_from_days(days);
        article_set_published(article, &date, PROVENANCE_MTIME, MTIME_CONFIDENCE);
    }
}

/*
 * More words are better, unless the text is a list of links or cut off. An agency's new version
 * always stands for the article, however short; a capture only if it has some text.
 */
static guint32 quality_of(const Article *article, const Document *document)
{
    const guint lesser = ARTICLE_INDEX_PAGE | ARTICLE_PAYWALLED | ARTICLE_TRUNCATED;
    guint32 words = MIN(document->words, SUPPLY_WORDS_MAX);
    if ((article->flags & lesser) != 0)
        words /= 4;
    gboolean is_capture = date_is_set(&article->captured);
    return words >= USABLE_WORDS || !is_capture ? words | SUPPLY_USABLE : words;
}

/* A capture's time in seconds since 1970, or the version that the record gives. */
static guint32 revision_of(const Article *article)
{
    const Date *captured = &article->captured;
    if (!date_is_set(captured))
        return article->revision;
    gint64 seconds = date_first_day(captured) * 86400 + captured->hour * 3600 +
                     captured->minute * 60 + captured->second;
    return (guint32)CLAMP(seconds, 1, G_MAXUINT32);
}

/* The file's path, with the entry's after it; counts the articles in it. The caller owns it. */
static char *place_article(Ingest *ingest, const Article *article, guint32 *ordinal)
{
    if (g_strcmp0(ingest->entry, article->entry) != 0) {
        g_free(ingest->entry);
        ingest->entry = g_strdup(article->entry);
        ingest->entry_articles = 0;
    }
    *ordinal = ++ingest->entry_articles;
    return article->entry == NULL ? g_strdup(ingest->file->relative)
                                  : g_strconcat(ingest->file->relative, "!", article->entry, NULL);
}

static void take_article(Ingest *ingest, Article *article)
{
    if (!article_has_text(article)) {
        emit_skipped(ingest, article, "an article without headline and text");
        return;
    }
    settle_language(ingest->options, article);
    guint32 ordinal;
    g_autofree char *file = place_article(ingest, article, &ordinal);
    settle_date(ingest, file, article);
    const DocumentOrigin origin = {
        .root = ingest->file->root,
        .prefix = ingest->file->prefix,
        .file = file,
        .ordinal = ordinal,
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(Document) document = document_build(ingest->builder, article, &origin, &error);
    if (document == NULL) {
        emit_skipped(ingest, article, error->message);
        return;
    }
    IngestItem *item = g_new0(IngestItem, 1);
    item->kind = INGEST_DOCUMENT;
    item->id = document->id;
    item->ordinal = ++ingest->articles;
    item->offset = article->offset;
    item->quality = quality_of(article, document);
    item->revision = revision_of(article);
    const char *language = article_get(article, ARTICLE_LANGUAGE);
    if (language != NULL)
        language_primary_subtag(language, item->language);
    item->document = g_steal_pointer(&document);
    emit(ingest, item);
}

/* What is taken back has an id of its own, so its place is of no matter. */
static void take_withdrawn(Ingest *ingest, const Article *article)
{
    const DocumentOrigin origin = {.prefix = ingest->file->prefix, .file = ingest->file->relative};
    IngestItem *item = g_new0(IngestItem, 1);
    item->kind = INGEST_DOCUMENT;
    item->id = document_id(article, &origin);
    item->ordinal = ++ingest->articles;
    item->offset = article->offset;
    item->quality = SUPPLY_USABLE | SUPPLY_WITHDRAWN;
    item->revision = revision_of(article);
    emit(ingest, item);
}

static void take_skipped(Ingest *ingest, const Article *article, const GError *error)
{
    if (!g_error_matches(error, MORGUE_ERROR, MORGUE_ERROR_PASSED)) {
        emit_skipped(ingest, article, error->message);
        return;
    }
    count_passed(ingest, error->message);
    if ((article->flags & ARTICLE_WITHDRAWN) != 0)
        take_withdrawn(ingest, article);
}

/* What broke the file off, and where. */
static char *describe_failure(const Article *article, const GError *error)
{
    return g_strdup_printf("%s%sat byte %" G_GUINT64_FORMAT ": %s",
                           article->entry != NULL ? article->entry : "",
                           article->entry != NULL ? " " : "", article->offset, error->message);
}

static void finish(Ingest *ingest, const char *failure)
{
    if (failure != NULL)
        emit_end(ingest, ingest->articles > 0 ? OUTCOME_PARTLY : OUTCOME_SKIPPED, failure, TRUE);
    else if (ingest->skipped > 0)
        emit_end(ingest, ingest->articles > 0 ? OUTCOME_PARTLY : OUTCOME_SKIPPED,
                 ingest->first_reason, TRUE);
    else if (ingest->articles > 0)
        emit_end(ingest, OUTCOME_READ, NULL, FALSE);
    else if (ingest->passed != NULL)
        emit_end(ingest, OUTCOME_SKIPPED, main_passed_reason(ingest), FALSE);
    else
        emit_end(ingest, OUTCOME_SKIPPED, "no article in it", FALSE);
}

static void read_articles(Ingest *ingest, ArticleStream *stream)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Article) article = article_new();
    ReadStatus status = READ_ARTICLE;
    while (ingest->going && (status == READ_ARTICLE || status == READ_SKIPPED)) {
        status = article_stream_next(stream, article, &error);
        if (status == READ_ARTICLE)
            take_article(ingest, article);
        else if (status == READ_SKIPPED)
            take_skipped(ingest, article, error);
        if (status == READ_SKIPPED)
            g_clear_error(&error);
    }
    if (!ingest->going)
        return;
    g_autofree char *failure = status == READ_FAILED ? describe_failure(article, error) : NULL;
    finish(ingest, failure);
}

static void put_off(Ingest *ingest)
{
    IngestItem *item = g_new0(IngestItem, 1);
    item->kind = INGEST_END;
    item->is_put_off = TRUE;
    emit(ingest, item);
}

static void read_source(Ingest *ingest, Source *source)
{
    const IngestFile *file = ingest->file;
    const ReaderContext context = {
        .path = file->relative,
        .language = ingest->options->languages != NULL ? ingest->options->languages[0] : NULL,
        .today = *ingest->today,
        .open_sibling = file->folder != NULL ? sibling_open : NULL,
        .sibling_data = &ingest->siblings,
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(ArticleStream) stream =
        article_stream_open(source, ingest->options->reader, &context, &error);
    if (stream == NULL) {
        gboolean is_defect = !g_error_matches(error, MORGUE_ERROR, MORGUE_ERROR_PASSED);
        emit_end(ingest, OUTCOME_SKIPPED, error->message, is_defect);
        return;
    }
    ingest->reader = article_stream_reader(stream);
    if (file->may_wait && ingest->reader->is_part)
        put_off(ingest);
    else
        read_articles(ingest, stream);
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
    sibling_folder_init(&state.siblings, file->folder, file->relative);
    g_autoptr(GError) error = NULL;
    Source *source = file->path != NULL ? source_open_file(file->path, &error)
                                        : source_open_descriptor(0, file->relative);
    g_assert((source == NULL) == (error != NULL));
    if (source != NULL && file->path != NULL) /* standard input cannot be read again */
        source_watch(source, &state.failure);
    if (source != NULL)
        read_source(&state, source);
    else
        emit_end(&state, OUTCOME_UNREADABLE, error->message, TRUE);
    sibling_folder_clear(&state.siblings);
    g_clear_pointer(&state.passed, g_hash_table_unref);
    g_free(state.first_reason);
    g_free(state.failure);
    g_free(state.entry);
}
