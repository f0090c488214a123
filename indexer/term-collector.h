/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * term-collector.h: the terms of one document after the other, each once.
 *
 * The same terms come again and again, in each document and in the next. So the collector gives
 * each term a number for as long as an epoch lasts, which is many documents; who keeps the number
 * of a term has it in the document without looking at its bytes again.
 */
#ifndef INDEXER_TERM_COLLECTOR_H
#define INDEXER_TERM_COLLECTOR_H

#include "indexer/document.h"

typedef struct TermCollector TermCollector;

TermCollector *term_collector_new(void);
void term_collector_free(TermCollector *collector);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TermCollector, term_collector_free)

/* Begins a document. An epoch may end with that, and the next begin. */
void term_collector_begin(TermCollector *collector);

/* Gives the document, which has no terms yet, those that were collected. */
void term_collector_end(TermCollector *collector, Document *document);

/* From 1 on; numbers of another epoch mean nothing. */
guint32 term_collector_epoch(const TermCollector *collector);

/* The number of the term that `prefix` and `text` are together: 1 to 245 bytes. */
guint32 term_collector_number(TermCollector *collector, const char *prefix, const char *text,
                              gsize length);

/* A word in its place, with its stem, or any other term. */
typedef struct CollectedWord {
    guint32 word;         /* the number of the term */
    guint32 stem;         /* that of its stem, without a position; or NO_TERM_NUMBER */
    guint32 position;     /* 0: none */
    guint16 wdf;          /* what it adds to that of both */
    gboolean has_synonym; /* the stem stands for the word, if that has a position */
} CollectedWord;

void term_collector_add(TermCollector *collector, const CollectedWord *word);

/* Adds a term that neither the document has so far nor others will have; it does not count. */
void term_collector_add_once(TermCollector *collector, const char *term, gsize length);

#endif
