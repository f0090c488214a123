/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * capture-reader.h: what readers of web archives share: one capture after the other.
 *
 * A format reads the header of a record; the rest is the same for all: the block as far as it is
 * there, its articles, the place of a record in the file, and going on after damage.
 */
#ifndef INDEXER_CAPTURE_READER_H
#define INDEXER_CAPTURE_READER_H

#include "indexer/capture.h"

typedef struct CaptureFormat {
    /*
     * Reads a record's header at the current place, fills in `record` (but the block) and consumes
     * the header. READ_ARTICLE: the block may hold articles. READ_SKIPPED: with MORGUE_ERROR_PASSED
     * it holds none, and is passed over; with MORGUE_ERROR_INPUT the header is damaged, and all up
     * to the next one has been consumed, `record->length` being 0. READ_FAILED as in Reader.next().
     */
    ReadStatus (*read_header)(gpointer state, Source *source, CaptureRecord *record,
                              GError **error);
    /* Whether a record begins at bytes at the start of a line; looks at `need` bytes at most. */
    gboolean (*begins)(const guint8 *bytes, gsize length);
    gsize need;
    void (*free_state)(gpointer state);
} CaptureFormat;

typedef struct CaptureReader CaptureReader;

/* Takes `state`; source and context are borrowed. */
CaptureReader *capture_reader_new(const CaptureFormat *format, gpointer state, Source *source,
                                  const ReaderContext *context);

/* Reader.next(), Reader.next_record() and Reader.close() of the formats. */
ReadStatus capture_reader_next(gpointer reader, Article *article, GError **error);
ReadStatus capture_reader_next_record(gpointer reader, Article *article, ReaderRecord *record,
                                      GError **error);
void capture_reader_close(gpointer reader);

/* For formats, after damage: consumes all up to the next place where a record begins. */
void capture_reader_resynchronise(const CaptureFormat *format, Source *source);

/* As many bytes as there are before a failure, at most `want` of them asked for. */
const guint8 *capture_reader_look(Source *source, gsize want, gsize *available, GError **error);

#endif
