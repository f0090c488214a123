/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * document.h: an article as the index takes it: terms, positions, values and data.
 *
 * Flat arrays, independent of how shards are written: through libxapian or directly. What each term
 * means: docs/schema.md.
 */
#ifndef INDEXER_DOCUMENT_H
#define INDEXER_DOCUMENT_H

#include <glib.h>

#include "morgue/analysis.h"
#include "morgue/article.h"

/* No stem leads to the term. */
#define NO_STEM G_MAXUINT32

/* A term that has no number. */
#define NO_TERM_NUMBER G_MAXUINT32

/* A term of the document: each is there once. */
typedef struct DocumentTerm {
    guint32 start;  /* of its bytes in Document.bytes */
    guint16 length; /* in bytes, 1 to 245 */
    guint32 number; /* the same in all documents of the epoch; or NO_TERM_NUMBER */
    guint32 wdf;
    guint32 positions; /* how many postings it has */
    guint32 stem;      /* the first one that leads to it, as its place in Document.terms */
} DocumentTerm;

/* A place where a term stands. */
typedef struct Posting {
    guint32 term;     /* its place in Document.terms */
    guint32 position; /* from 1 */
} Posting;

/* A stem of the text, and a word with positions that it stands for, by places in Document.terms. */
typedef struct DocumentSynonym {
    guint32 stem, word;
} DocumentSynonym;

typedef struct DocumentValue {
    guint32 slot;
    guint32 start;  /* in Document.bytes */
    guint32 length; /* at least 1 */
} DocumentValue;

typedef struct Document {
    GByteArray *bytes;   /* of terms and values */
    GArray *terms;       /* of DocumentTerm */
    GArray *postings;    /* of Posting, in the order of the text */
    GArray *synonyms;    /* of DocumentSynonym; a pair may be there twice */
    GArray *values;      /* of DocumentValue, each slot once */
    GString *data;       /* see morgue/record.h */
    guint64 length;      /* the sum of all wdf */
    gpointer epoch;      /* of the collector, reference-counted (g_atomic_rc_box); or NULL */
    guint32 epoch_terms; /* numbers of terms are below it */
    guint64 id;          /* public id: morgue/public-id.h */
    guint32 words;       /* of headline and body */
    guint64 content; /* digest of all of the above but the version: equal articles, equal digest */
    ArticleDate published;
    guint32 date_term; /* terms from here on, and these bytes of the data, are of the date */
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

/* A document without anything in it. */
Document *document_new(void);

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
