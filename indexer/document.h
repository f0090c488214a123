/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * document.h: an article as the index takes it: terms, positions, values and data.
 *
 * Flat arrays in the order of the text, independent of how shards are written: through libxapian
 * or directly. What each term means: docs/schema.md.
 */
#ifndef INDEXER_DOCUMENT_H
#define INDEXER_DOCUMENT_H

#include <glib.h>

#include "morgue/analysis.h"
#include "morgue/article.h"

/* One occurrence of a term. The same term may occur often; its wdf is the sum. */
typedef struct Posting {
    guint32 term;   /* offset of its bytes in Document.bytes */
    guint16 length; /* of the term in bytes, 1 to 245 */
    guint16 wdf;
    guint32 position; /* 0: none */
} Posting;

typedef struct DocumentValue {
    guint32 slot;
    guint32 start;  /* in Document.bytes */
    guint32 length; /* at least 1 */
} DocumentValue;

typedef struct Document {
    GByteArray *bytes; /* of terms and values */
    GArray *postings;  /* of Posting */
    GArray *values;    /* of DocumentValue, each slot once */
    GString *data;     /* see morgue/record.h */
    guint64 id;        /* public id: morgue/public-id.h */
    guint32 words;     /* of headline and body */
    guint64 content; /* digest of all of the above but the version: equal articles, equal digest */
    ArticleDate published;
    guint32 date_posting; /* postings from here on, and these bytes of the data, are of the date */
    gsize date_start, date_length;
} Document;

/* Where an article comes from. */
typedef struct DocumentOrigin {
    guint root;         /* 0: standard input */
    const char *prefix; /* of ids made from the path */
    const char *file;   /* relative to the root; entries of containers after `!` */
    guint ordinal;      /* of the article in that file or entry, from 1 */
} DocumentOrigin;

/* Analysers of all languages met, one set per thread. */
typedef struct DocumentBuilder DocumentBuilder;

DocumentBuilder *document_builder_new(void);
void document_builder_free(DocumentBuilder *builder);

/*
 * The document of a finished article, without its version. The caller owns it. Error:
 * MORGUE_ERROR_FAILED where no stemmer can be had.
 */
Document *document_build(DocumentBuilder *builder, const Article *article,
                         const DocumentOrigin *origin, GError **error);
void document_free(Document *document);

/* Whether the id of an article below a root depends on its ordinal. */
gboolean document_needs_ordinal(const Article *article, guint root);

/* The public id that the article's document has, or would have. */
guint64 document_id(const Article *article, const DocumentOrigin *origin);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Document, document_free)

/* Gives the document another publication date, before its version is set. */
void document_set_published(Document *document, const ArticleDate *published);

/*
 * Adds the term and the value that name this stored version: `serial` becomes XV, and
 * `added` (the serial of the article's first version) the order of addition.
 */
void document_set_version(Document *document, guint64 serial, guint64 added);

#endif
