/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reader.h: what a format has to provide.
 *
 * A format is one file in readers/ that defines a Reader, and a row in readers/table.h. The
 * registry asks every reader how well the first bytes fit and takes the strongest answer.
 */
#ifndef INDEXER_READER_H
#define INDEXER_READER_H

#include <glib.h>

#include "indexer/source.h"
#include "morgue/article.h"

/* How many bytes, decompressed, recognition looks at. */
#define READER_SNIFF_LENGTH 4096

/* How strong the evidence is. Only evidence of one strength is decided by the file's ending. */
typedef enum {
    EVIDENCE_NONE,     /* not this format */
    EVIDENCE_FALLBACK, /* could be anything, and so also this */
    EVIDENCE_WEAK,     /* looks like it */
    EVIDENCE_STRONG,   /* its usual structure is there */
    EVIDENCE_CERTAIN,  /* a magic number or root element that nothing else has */
} Evidence;

typedef enum {
    READ_ARTICLE, /* the article is filled in and finished */
    READ_SKIPPED, /* one record gives no article: `error` says why; go on. MORGUE_ERROR_PASSED: it
                     is whole, but no news text; it is counted by its reason, and not named. Then
                     it may take back an article: see article_withdraw() */
    READ_END,     /* nothing is left */
    READ_FAILED,  /* the rest of the file cannot be read: `error` says why */
    READ_RECORD,  /* a record has been cut off, to be read by itself: see Reader.next_record */
} ReadStatus;

/*
 * A record that needs nothing of the file any more, nor of its reader: any thread may read it,
 * while the reader goes on. `next` is as Reader.next(), but never READ_FAILED or READ_RECORD.
 */
typedef struct ReaderRecord {
    gpointer state; /* NULL: none */
    ReadStatus (*next)(gpointer state, Article *article, GError **error);
    void (*close)(gpointer state);
    gsize size; /* bytes that it holds, near enough */
} ReaderRecord;

/*
 * Opens another file of the same unit (a METS file's pages) by its name relative to the folder of
 * the file that is read, within its root or container. It is read as part of the unit then, not on
 * its own. NULL with MORGUE_ERROR_INPUT where there is none, with MORGUE_ERROR_FAILED where it is
 * there and cannot be opened. The caller closes the source.
 */
typedef Source *(*SiblingOpen)(gpointer data, const char *name, GError **error);

/*
 * What is known about the input besides its bytes. All of it is borrowed for as long as the reader
 * is open; all zeros but `path` and `today` is a good context.
 */
typedef struct ReaderContext {
    const char *path; /* relative to its root, for dates and ids, entries of containers after `!`
                         (`a.zip!b/c.xml`); `-` for standard input */
    const char *language; /* --lang, or NULL for what the article says or detection finds */
    Date today;           /* upper bound of dates is the day after */

    /* What a web archive or a message says about the part that is read. */
    const char *url;     /* where it was fetched, or NULL */
    const char *charset; /* the label in its transport's header, or NULL */
    Date captured;       /* when it was fetched, or unset; no date in it is later */

    guint depth; /* of the containers around it; see article-stream.h */

    SiblingOpen open_sibling; /* NULL where there are no siblings */
    gpointer sibling_data;
} ReaderContext;

typedef struct Reader {
    const char *name;       /* `html`, as --reader and --formats know it */
    const char *summary;    /* one line for --formats */
    const char *extensions; /* `html htm xhtml`, lower case, for ties only */
    guint version;          /* a higher one makes known files be read again */
    gboolean is_container;  /* holds inputs of other formats: any reader's version counts */
    gboolean is_part;       /* may be a page of a unit that another file describes; such files and
                               entries are read last, those that a unit used not at all */
    gboolean has_parts;     /* describes units, and opens their parts as siblings; in an archive it
                               is read when all entries but the parts have been */

    /*
     * Looks at the first bytes, never more than READER_SNIFF_LENGTH: without a BOM and the blanks
     * before the first visible character, in UTF-8 where the file is UTF-16 or UTF-32.
     */
    Evidence (*sniff)(const guint8 *bytes, gsize length);

    /* The reader's own state, NULL with `error` set on failure. The source stays the caller's. */
    gpointer (*open)(Source *source, const ReaderContext *context, GError **error);

    /*
     * The next article, into a cleared `article`. Each call consumes at least one byte or yields
     * the next item of a unit already read. `error` is set exactly for READ_SKIPPED and
     * READ_FAILED; it says what is wrong, and `article->offset` where (the caller adds both to
     * the file's name). Reasons of MORGUE_ERROR_PASSED are few and fixed texts: they are counted.
     */
    ReadStatus (*next)(gpointer state, Article *article, GError **error);

    /*
     * May be NULL. As next(), but a record whose reading is most of the work may be cut off
     * instead: READ_RECORD, with `record` filled in, which is the caller's to close. What it gives
     * stands in the place of what next() would have given.
     */
    ReadStatus (*next_record)(gpointer state, Article *article, ReaderRecord *record,
                              GError **error);

    void (*close)(gpointer state);
} Reader;

/* The table of readers/table.h, NULL-terminated. */
const Reader *const *reader_table(void);

/* Changes when any reader does: what none recognised may be worth another look. */
guint reader_table_version(void);

/* The reader's version, or the table's where it is a container. */
guint reader_effective_version(const Reader *reader);

/* By name; NULL where there is none. */
const Reader *reader_find(const char *name);

/*
 * The reader whose evidence about the next bytes of the source is strongest; NULL where none
 * recognises them (binary data).
 */
const Reader *reader_recognise(Source *source, GError **error);

#endif
