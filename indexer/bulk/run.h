/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * run.h: the inverted lists of a batch of documents, sorted, until the shard is complete.
 *
 * An external merge sort: each batch that memory holds becomes a run in a file, and the tables are
 * written from all runs at once. A shard that is to be merged is read as a run, too. A list has a
 * key and postings, each a document, a wdf and some bytes. Keys sort as their tables do:
 *
 *     00 00 stem       synonyms: the bytes are a word; documents mean nothing
 *     00 d8 slot       a value slot: the bytes are the value
 *     anything else    a term, with its zero bytes escaped: the bytes are its position list
 */
#ifndef BULK_RUN_H
#define BULK_RUN_H

#include <glib.h>

#include "indexer/bulk/output-file.h"

#define RUN_SYNONYM_PREFIX "\0\0"
#define RUN_VALUE_PREFIX   "\0\xd8"
#define RUN_PREFIX_LENGTH  2

/* What stands before a list: how much it is. */
typedef struct RunList {
    const guint8 *key;
    gsize key_length;
    guint64 documents;
    guint64 occurrences; /* the sum of all wdf */
} RunList;

typedef struct RunPosting {
    guint32 document;
    guint32 wdf;
    const guint8 *bytes;
    gsize length;
} RunPosting;

/* Room that a posting takes at most, without its bytes. */
#define RUN_POSTING_MAX 30

/* Writes a posting; `before` is the document of the one before it, or 0. Returns the end. */
guint8 *run_posting_pack(guint8 *at, guint32 before, const RunPosting *posting);
guint run_posting_size(guint32 before, const RunPosting *posting);

/* Writes what stands before a list; its packed postings follow. */
gboolean run_write_list(OutputFile *file, const RunList *list, GError **error);

/*
 * Reads lists one after the other, from wherever they are. The reader at hand is the beginning of
 * one of a certain class.
 */
typedef struct RunReader RunReader;

typedef struct RunReaderClass {
    /* The next list; the one at hand has been read to its end. `at_end`: there is none. */
    gboolean (*next_list)(RunReader *reader, gboolean *at_end, GError **error);
    /* Its next posting: one is left. Its bytes are the reader's until the next call. */
    gboolean (*next_posting)(RunReader *reader, RunPosting *posting, GError **error);
    void (*close)(RunReader *reader);
} RunReaderClass;

struct RunReader {
    const RunReaderClass *class;
    RunList list; /* the list at hand; its key is the reader's, until the next list */
    guint64 postings_left;
};

/* Opens a file. Errors of this and of all that follows: MORGUE_ERROR_FAILED naming the file. */
RunReader *run_file_open(const char *path, GError **error);
void run_reader_close(RunReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RunReader, run_reader_close)

/* The next list, passing over what has not been read of this one. `at_end`: there is none. */
gboolean run_reader_next_list(RunReader *reader, gboolean *at_end, GError **error);

static inline gboolean run_reader_next_posting(RunReader *reader, RunPosting *posting,
                                               GError **error)
{
    return reader->class->next_posting(reader, posting, error);
}

#endif
