/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Language, date and document of an article; the articles of a record. */
#include "indexer/finding.h"

#include <string.h>

#include "indexer/language-detect.h"
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

Finding *finding_new_article(Article *article)
{
    Finding *finding = g_new0(Finding, 1);
    finding->kind = FINDING_ARTICLE;
    finding->article = article;
    finding->entry = g_strdup(article->entry);
    return finding;
}

static void make_skipped(Finding *finding, const Article *article, const char *reason)
{
    finding->kind = FINDING_SKIPPED;
    finding->item = g_new0(IngestItem, 1);
    finding->item->kind = INGEST_SKIPPED;
    finding->item->entry = g_strdup(article->entry);
    finding->item->offset = article->offset;
    finding->item->reason = g_strdup(reason);
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

/* What is taken back has an id of its own, so its place is of no matter. */
static IngestItem *make_withdrawn(const Article *article, const FindingContext *context)
{
    const DocumentOrigin origin = {.prefix = context->file->prefix,
                                   .file = context->file->relative};
    IngestItem *item = g_new0(IngestItem, 1);
    item->kind = INGEST_DOCUMENT;
    item->id = document_id(article, &origin);
    item->offset = article->offset;
    item->quality = SUPPLY_USABLE | SUPPLY_WITHDRAWN;
    item->revision = revision_of(article);
    return item;
}

Finding *finding_new_skipped(const Article *article, const GError *error,
                             const FindingContext *context)
{
    Finding *finding = g_new0(Finding, 1);
    if (!g_error_matches(error, MORGUE_ERROR, MORGUE_ERROR_PASSED)) {
        make_skipped(finding, article, error->message);
        return finding;
    }
    finding->kind = FINDING_PASSED;
    finding->reason = g_strdup(error->message);
    if ((article->flags & ARTICLE_WITHDRAWN) != 0)
        finding->item = make_withdrawn(article, context);
    return finding;
}

Finding *finding_new_record(const ReaderRecord *record)
{
    Finding *finding = g_new0(Finding, 1);
    finding->kind = FINDING_RECORD;
    finding->record = *record;
    return finding;
}

static void close_record(Finding *finding)
{
    if (finding->record.state != NULL)
        finding->record.close(finding->record.state);
    finding->record.state = NULL;
}

void finding_free(Finding *finding)
{
    if (finding == NULL)
        return;
    close_record(finding);
    article_free(finding->article);
    if (finding->findings != NULL)
        g_ptr_array_unref(finding->findings);
    ingest_item_free(finding->item);
    g_free(finding->entry);
    g_free(finding->reason);
    g_free(finding);
}

gboolean finding_is_raw(const Finding *finding)
{
    return (finding->kind == FINDING_ARTICLE && finding->item == NULL) ||
           finding->record.state != NULL;
}

static gsize item_size(const IngestItem *item)
{
    const Document *document = item->document;
    if (document == NULL)
        return sizeof *item;
    return sizeof *item + sizeof *document + document->bytes->len + document->data->len +
           document->terms->len * sizeof(DocumentTerm) + document->postings->len * sizeof(Posting) +
           document->synonyms->len * sizeof(DocumentSynonym);
}

gsize finding_size(const Finding *finding)
{
    gsize size = sizeof *finding + finding->record.size;
    if (finding->item != NULL)
        size += item_size(finding->item);
    if (finding->article != NULL)
        size += sizeof(Article) + finding->article->body->len;
    for (guint i = 0; finding->findings != NULL && i < finding->findings->len; i++)
        size += finding_size(g_ptr_array_index(finding->findings, i));
    return size;
}

/* Articles */

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
static void settle_date(const FindingContext *context, const char *path, Article *article)
{
    if (date_is_set(&article->published.date))
        return;
    DateContext dates;
    Date date;
    date_context_init(&dates, context->today);
    DateFallback fallback = context->options->date_fallback;
    if (date_from_path(path, &dates, &date) &&
        (date.precision >= DATE_PRECISION_DAY || fallback != DATE_FALLBACK_NONE)) {
        article_set_published(article, &date, PROVENANCE_PATH, PATH_CONFIDENCE);
    } else if (fallback == DATE_FALLBACK_MTIME && context->file->path != NULL) {
        gint64 days = context->file->mtime / (G_GINT64_CONSTANT(86400) * 1000000000);
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

/* The file's path, with the entry's after it; the caller owns it. */
static char *path_of(const FindingContext *context, const Article *article)
{
    const char *file = context->file->relative;
    return article->entry == NULL ? g_strdup(file) : g_strconcat(file, "!", article->entry, NULL);
}

static void describe(IngestItem *item, const Article *article, Document *document)
{
    item->kind = INGEST_DOCUMENT;
    item->id = document->id;
    item->offset = article->offset;
    item->quality = quality_of(article, document);
    item->revision = revision_of(article);
    const char *language = article_get(article, ARTICLE_LANGUAGE);
    if (language != NULL)
        language_primary_subtag(language, item->language);
    item->document = document;
}

void finding_build(Finding *finding, const FindingContext *context, DocumentBuilder *builder)
{
    g_autoptr(Article) article = g_steal_pointer(&finding->article);
    g_autofree char *path = path_of(context, article);
    const DocumentOrigin origin = {
        .root = context->file->root,
        .prefix = context->file->prefix,
        .file = path,
        .ordinal = finding->place,
    };
    g_autoptr(GError) error = NULL;
    Document *document = document_build(builder, article, &origin, &error);
    if (document == NULL) {
        make_skipped(finding, article, error->message);
        return;
    }
    finding->item = g_new0(IngestItem, 1);
    describe(finding->item, article, document);
}

static void complete_article(Finding *finding, const FindingContext *context,
                             DocumentBuilder *builder)
{
    Article *article = finding->article;
    if (!article_has_text(article)) {
        make_skipped(finding, article, "an article without headline and text");
        g_clear_pointer(&finding->article, article_free);
        return;
    }
    settle_language(context->options, article);
    g_autofree char *path = path_of(context, article);
    settle_date(context, path, article);
    if (finding->place != 0 || !document_needs_ordinal(article, context->file->root))
        finding_build(finding, context, builder);
}

/* Records */

static void complete_record(Finding *finding, const FindingContext *context,
                            DocumentBuilder *builder)
{
    const ReaderRecord *record = &finding->record;
    finding->findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    ReadStatus status;
    do {
        g_autoptr(Article) article = article_new();
        g_autoptr(GError) error = NULL;
        status = record->next(record->state, article, &error);
        if (status == READ_SKIPPED) {
            g_ptr_array_add(finding->findings, finding_new_skipped(article, error, context));
        } else if (status == READ_ARTICLE) {
            Finding *found = finding_new_article(g_steal_pointer(&article));
            g_ptr_array_add(finding->findings, found);
            complete_article(found, context, builder);
        }
    } while (status != READ_END);
    close_record(finding);
    finding->record.size = 0;
}

void finding_complete(Finding *finding, const FindingContext *context, DocumentBuilder *builder)
{
    if (finding->kind == FINDING_RECORD)
        complete_record(finding, context, builder);
    else if (finding->kind == FINDING_ARTICLE)
        complete_article(finding, context, builder);
}
