/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recognising a source, and reading it with the reader that fits. */
#include "indexer/article-stream.h"

#include "morgue/error.h"

struct ArticleStream {
    Source *source;
    const Reader *reader;
    gpointer state;
};

/* The source to read, decompressed; NULL where there is nothing to read. Takes `source`. */
static Source *prepare(Source *source, GError **error)
{
    source = source_decompress(source, error);
    if (source == NULL)
        return NULL;
    gsize available = 0;
    const guint8 *bytes = source_peek(source, 1, &available, error);
    if (bytes != NULL && available > 0)
        return source;
    if (bytes != NULL)
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, ARTICLE_STREAM_EMPTY);
    source_close(source);
    return NULL;
}

static const Reader *recognise(Source *source, GError **error)
{
    GError *failure = NULL;
    const Reader *reader = reader_recognise(source, &failure);
    if (failure != NULL)
        g_propagate_error(error, failure);
    else if (reader == NULL)
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED,
                            ARTICLE_STREAM_UNKNOWN_FORMAT);
    return reader;
}

ArticleStream *article_stream_open(Source *source, const Reader *reader,
                                   const ReaderContext *context, GError **error)
{
    if (context->depth > ARTICLE_STREAM_DEPTH_MAX) {
        source_close(source);
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_LIMIT,
                    "containers are nested more than %d deep", ARTICLE_STREAM_DEPTH_MAX);
        return NULL;
    }
    source = prepare(source, error);
    if (source == NULL)
        return NULL;
    if (reader == NULL)
        reader = recognise(source, error);
    gpointer state = reader != NULL ? reader->open(source, context, error) : NULL;
    if (state == NULL) {
        source_close(source);
        return NULL;
    }
    ArticleStream *stream = g_new(ArticleStream, 1);
    *stream = (ArticleStream){.source = source, .reader = reader, .state = state};
    return stream;
}

void article_stream_close(ArticleStream *stream)
{
    if (stream == NULL)
        return;
    stream->reader->close(stream->state);
    source_close(stream->source);
    g_free(stream);
}

ReadStatus article_stream_next(ArticleStream *stream, Article *article, GError **error)
{
    article_clear(article);
    return stream->reader->next(stream->state, article, error);
}

ReadStatus article_stream_next_record(ArticleStream *stream, Article *article, ReaderRecord *record,
                                      GError **error)
{
    if (stream->reader->next_record == NULL)
        return article_stream_next(stream, article, error);
    article_clear(article);
    return stream->reader->next_record(stream->state, article, record, error);
}

gboolean article_stream_is_whole(const ArticleStream *stream)
{
    return !stream->reader->is_container && source_is_whole(stream->source);
}

const Reader *article_stream_reader(const ArticleStream *stream)
{
    return stream->reader;
}

Source *article_stream_source(const ArticleStream *stream)
{
    return stream->source;
}

void article_enter(Article *article, const char *part)
{
    char *entry =
        article->entry == NULL ? g_strdup(part) : g_strconcat(part, "!", article->entry, NULL);
    g_free(article->entry);
    article->entry = entry;
}

void reader_context_enter(ReaderContext *child, const ReaderContext *container, const char *part)
{
    *child = *container;
    child->path = g_strconcat(container->path, "!", part, NULL);
    child->depth = container->depth + 1;
    child->open_sibling = NULL;
    child->sibling_data = NULL;
}
