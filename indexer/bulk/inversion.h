/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inversion.h: the terms of one document, each once, with what the document says of it.
 *
 * The first half of inverting an archive. It needs nothing but the document, so each worker
 * can do it for its own.
 */
#ifndef BULK_INVERSION_H
#define BULK_INVERSION_H

#include <glib.h>

#include "indexer/document.h"

/* No stem leads to the term, or not yet. */
#define NO_STEM G_MAXUINT32

/* A term of the document. */
typedef struct InvertedTerm {
    guint32 term;             /* offset of its bytes in the document's */
    guint32 hash;             /* term_hash() */
    guint32 wdf;              /* how often it occurs, as far as that counts */
    guint32 positions;        /* offset of its position list in Inversion.positions */
    guint32 positions_length; /* in bytes; 0: it has none */
    guint32 stem;             /* the first one that leads to it, as index of Inversion.terms */
    guint16 length;           /* of the term in bytes */
} InvertedTerm;

/* A stem and a word with positions that it stands for, as indexes of Inversion.terms. */
typedef struct InvertedSynonym {
    guint32 stem, word;
} InvertedSynonym;

typedef struct Inversion {
    GArray *terms;         /* of InvertedTerm, in the order of first occurrence */
    GArray *synonyms;      /* of InvertedSynonym; a pair may be there twice */
    GByteArray *positions; /* encoded as the position table has them */
    guint64 length;        /* of the document: the sum of all wdf */
} Inversion;

/* Inverts documents, one after the other. */
typedef struct Inverter Inverter;

Inverter *inverter_new(void);
void inverter_free(Inverter *inverter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Inverter, inverter_free)

/* The document's terms; the inverter's until its next call. */
const Inversion *inverter_invert(Inverter *inverter, const Document *document);

#endif
