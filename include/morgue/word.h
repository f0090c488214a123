/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * word.h: the words of a text, in order.
 *
 * Articles, queries and snippets split by this one code. The words are those of Xapian 1.4's
 * TermGenerator, with the exceptions that docs/analysis.md lists: acronyms keep their full
 * stops (`u.s.`), Thai, Lao, Khmer and Burmese are split as Chinese is, and of a word over
 * WORD_MAX bytes the beginning stays.
 */
#ifndef MORGUE_WORD_H
#define MORGUE_WORD_H

#include <glib.h>

/* No word is longer, bytes: what Xapian's term generator takes. */
#define WORD_MAX 64

/* Behind the text of a word stand so many zero bytes. */
#define WORD_PADDING 24

typedef enum {
    WORD_CAPITALISED = 1 << 0,     /* begins with a capital */
    WORD_CAPITALS = 1 << 1,        /* two letters or more, all of them capitals */
    WORD_ACRONYM = 1 << 2,         /* initials with full stops: u.s. */
    WORD_NGRAM = 1 << 3,           /* a piece of a script that is written without blanks */
    WORD_STEMMABLE = 1 << 4,       /* begins with a letter */
    WORD_HYPHENATED = 1 << 5,      /* only a hyphen stands between it and the word before */
    WORD_SENTENCE_START = 1 << 6,  /* the first of a sentence; of a paragraph, too */
    WORD_PARAGRAPH_START = 1 << 7, /* the first after an empty line, and of the text */
    WORD_CUT = 1 << 8,             /* longer than WORD_MAX in the text */
    WORD_BEYOND_ASCII = 1 << 9,    /* has other characters than those of ASCII */
} WordFlags;

typedef struct Word {
    const char *text;      /* lower case; borrowed until the next call, and padded */
    gsize length;          /* bytes, at most WORD_MAX */
    gsize start, end;      /* where it stands in the text, bytes */
    guint32 position;      /* from 1; that of its first character for a pair of characters */
    gboolean has_position; /* pairs of characters have none of their own */
    guint flags;           /* WordFlags */
} Word;

/* In the caller's storage; nothing to clear. */
typedef struct WordIterator {
    const char *text, *at, *end;
    const char *ngram_end; /* of a run without blanks; NULL outside of one */
    const char *last_end;  /* of the word before */
    const char *last_start;
    gboolean pair; /* the next n-gram is a pair */
    guint32 position;
    char word[WORD_MAX + WORD_PADDING];
    gsize length;
} WordIterator;

/* Starts at the beginning of `text`: valid UTF-8, in NFC, and kept by the caller meanwhile. */
void word_iterator_init(WordIterator *iterator, const char *text, gsize length);

/* The next word; FALSE at the end. */
gboolean word_iterator_next(WordIterator *iterator, Word *word);

/*
 * The form without accents (é → e, ø → o, ß → ss, ё → е), into `folded`. Returns its length, and 0
 * where the word has no such form or would be too long with it.
 */
gsize word_fold(const char *word, gsize length, char folded[WORD_MAX]);

#endif
