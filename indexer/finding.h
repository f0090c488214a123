/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * finding.h: what the reading of a file comes upon, and how it becomes an item.
 *
 * A reader goes through a file from its beginning to its end, and one thread does so. Most of the
 * work on an article comes after that, and on some records before there is an article at all. It
 * needs nothing of what stands before it in the file, so any thread can do it: finding_complete().
 * What does depend on that is done in the file's order: see fold.h.
 */
#ifndef INDEXER_FINDING_H
#define INDEXER_FINDING_H

#include "indexer/ingest.h"

typedef struct Finding {
    enum {
        FINDING_ARTICLE,
        FINDING_RECORD,  /* cut off by the reader, and not read; after that `findings` */
        FINDING_SKIPPED, /* `item` */
        FINDING_PASSED,  /* no news text: `reason`; `item` where it takes back an article */
        FINDING_END,     /* `item`; where it `is_open` its outcome depends on what came before */
    } kind;
    Article *article;    /* owned; NULL when it has become a document */
    guint32 place;       /* of the article in its file or entry, from 1; 0: not known yet */
    ReaderRecord record; /* owned */
    GPtrArray *findings; /* owned, of Finding: all that the record holds */
    IngestItem *item;    /* owned */
    char *entry;         /* owned; of the article in a container, or NULL */
    char *reason;        /* owned; at the end: what broke the file off, or NULL */
    gboolean is_open;
    gboolean lacks_part; /* see IngestItem */
} Finding;

/* What is known of a file besides; all of it borrowed. */
typedef struct FindingContext {
    const IngestFile *file;
    const IndexerOptions *options;
    const Date *today;
} FindingContext;

/* Takes the article. */
Finding *finding_new_article(Article *article);
/* A record that gives no article, and the reader's reason. */
Finding *finding_new_skipped(const Article *article, const GError *error,
                             const FindingContext *context);
/* Takes what is in `record`. */
Finding *finding_new_record(const ReaderRecord *record);
void finding_free(Finding *finding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Finding, finding_free)

/* Does what can be done in any order and by any thread; `builder` belongs to the calling one. */
void finding_complete(Finding *finding, const FindingContext *context, DocumentBuilder *builder);

/* Whether there is anything for finding_complete() to do. */
gboolean finding_is_raw(const Finding *finding);

/* Makes the document of an article whose id depends on its place, which is known by now. */
void finding_build(Finding *finding, const FindingContext *context, DocumentBuilder *builder);

/* Bytes that it occupies, near enough. */
gsize finding_size(const Finding *finding);

#endif
