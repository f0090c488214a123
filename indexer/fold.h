/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fold.h: findings of a file, in the order of the file, as items.
 *
 * What depends on all that stands before it: the numbers of articles, what is counted and passed
 * over, the outcome of the file.
 */
#ifndef INDEXER_FOLD_H
#define INDEXER_FOLD_H

#include "indexer/finding.h"

/* Counts the articles of each entry, which come one entry after the other. All zeros: none. */
typedef struct EntryCounter {
    char *entry; /* owned; the last one, or NULL: the file itself */
    guint32 articles;
} EntryCounter;

/* The place of the next article in its file or entry, from 1. */
guint32 entry_counter_next(EntryCounter *counter, const char *entry);
void entry_counter_clear(EntryCounter *counter);

/* The fold of one file. `builder` is borrowed and belongs to the thread that folds. */
typedef struct Fold {
    FindingContext context;
    DocumentBuilder *builder;
    EntryCounter counter;
    guint32 articles;
    guint32 skipped;
    char *first_reason; /* of the records that were skipped */
    GHashTable *passed; /* reason → count */
    Finding *finding;   /* at hand */
    guint next;         /* of its findings */
} Fold;

void fold_init(Fold *fold, const FindingContext *context, DocumentBuilder *builder);
void fold_clear(Fold *fold);

/* Takes the next finding, which is complete, when fold_next() has given all of the last one. */
void fold_push(Fold *fold, Finding *finding);

/* The next item, the caller's; NULL where another finding is needed. */
IngestItem *fold_next(Fold *fold);

#endif
