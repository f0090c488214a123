/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * article-stream.h: the articles of a source, in whatever format it turns out to be.
 *
 * What readers of containers (archives, web archives, messages) open for each of their parts: it
 * is decompressed, recognised and read like a file of its own.
 */
#ifndef INDEXER_ARTICLE_STREAM_H
#define INDEXER_ARTICLE_STREAM_H

#include "indexer/reader.h"

/* Containers in containers, no deeper than this (formats.md §4). */
#define ARTICLE_STREAM_DEPTH_MAX 4

/* Reasons for giving nothing that are no defect of the input (MORGUE_ERROR_PASSED). */
#define ARTICLE_STREAM_EMPTY          "empty"
#define ARTICLE_STREAM_UNKNOWN_FORMAT "not in a known format"

typedef struct ArticleStream ArticleStream;

/*
 * Takes the source, which is closed on failure, too. `reader`: NULL to recognise the format.
 * `context` is borrowed until the stream is closed. Errors: those of decompression and of the
 * reader; MORGUE_ERROR_PASSED where it is empty or in no known format; MORGUE_ERROR_LIMIT where
 * `context->depth` is past ARTICLE_STREAM_DEPTH_MAX.
 */
ArticleStream *article_stream_open(Source *source, const Reader *reader,
                                   const ReaderContext *context, GError **error);
void article_stream_close(ArticleStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ArticleStream, article_stream_close)

/* As Reader.next(); articles are cleared before each. */
ReadStatus article_stream_next(ArticleStream *stream, Article *article, GError **error);

/* As Reader.next_record(), of any reader. */
ReadStatus article_stream_next_record(ArticleStream *stream, Article *article, ReaderRecord *record,
                                      GError **error);

/* Whether no more bytes are to be come by: what is left to do needs nothing but the stream. */
gboolean article_stream_is_whole(const ArticleStream *stream);

const Reader *article_stream_reader(const ArticleStream *stream);

/*
 * What the reader reads, decompressed. It may be peeked at before the first article is asked for,
 * and is at its beginning then, where opening the reader reads nothing.
 */
Source *article_stream_source(const ArticleStream *stream);

/*
 * For containers: puts the part's name before the place of an article (or of a failure) that its
 * stream gave: `entry` of what is in `part` becomes `part!entry`.
 */
void article_enter(Article *article, const char *part);

/*
 * The context of a part: that of the container, one level deeper, with `path` + `!` + the part's
 * name, and without siblings. The caller frees the string `child->path`.
 */
void reader_context_enter(ReaderContext *child, const ReaderContext *container, const char *part);

#endif
