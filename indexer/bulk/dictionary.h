/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dictionary.h: the terms of a batch of documents, each with a number and what is known of it.
 *
 * Terms are held as the keys of the postlist table, with their zero bytes escaped, so that the
 * order of bytes is the order of the tables. Value slots are in it, too, by the keys of their
 * chunks: they are inverted as terms are.
 */
#ifndef BULK_DICTIONARY_H
#define BULK_DICTIONARY_H

#include <glib.h>

#include "indexer/number-table.h"

/* What is no number of a term. */
#define NO_DICTIONARY_TERM G_MAXUINT32

typedef struct DictionaryTerm {
    guint32 key; /* offset of its key, as dictionary_key() takes it */
    guint16 key_length;
    guint16 term_length; /* in bytes, without escapes */
    guint32 documents;   /* that have it */
    guint32 last;        /* of them; 0: none */
    guint32 stem;        /* number of the stem that was last seen to lead to it */
    guint32 bytes;       /* of its postings in a run */
    guint64 occurrences; /* the sum of its wdf */
} DictionaryTerm;

typedef struct Dictionary {
    NumberTable numbers;
    DictionaryTerm *terms;
    guint32 term_count, term_room;
    GByteArray *bytes; /* of keys; behind those with escapes stands the term without them */
} Dictionary;

Dictionary *dictionary_new(void);
void dictionary_free(Dictionary *dictionary);
void dictionary_clear(Dictionary *dictionary);

/*
 * The number of a term; numbers count from 0 in the order of arrival. `key` is that of a value
 * slot: its bytes are taken as they are.
 */
guint32 dictionary_add(Dictionary *dictionary, const guint8 *term, gsize length);
guint32 dictionary_add_key(Dictionary *dictionary, const guint8 *key, gsize length);

guint32 dictionary_count(const Dictionary *dictionary);
/* Borrowed, until the next term is added. */
static inline DictionaryTerm *dictionary_term(const Dictionary *dictionary, guint32 number)
{
    return &dictionary->terms[number];
}

const guint8 *dictionary_key(const Dictionary *dictionary, const DictionaryTerm *term);
/* The bytes of the term itself; behind them SHORT_COPY_ROOM more can be read. */
const guint8 *dictionary_bytes(const Dictionary *dictionary, const DictionaryTerm *term);

/* Bytes in memory. */
gsize dictionary_size(const Dictionary *dictionary);

/* The numbers of all terms in the order of their keys; the caller owns the array. */
guint32 *dictionary_sort(const Dictionary *dictionary);

#endif
