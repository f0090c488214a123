/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * capture.h: the articles of one capture of a web archive, WARC or ARC.
 *
 * What the record says (where and when it was fetched) goes with them; what the HTTP response
 * says decides whether there can be an article at all.
 */
#ifndef INDEXER_CAPTURE_H
#define INDEXER_CAPTURE_H

#include "indexer/article-stream.h"

/* Reasons for passing over a record (MORGUE_ERROR_PASSED). */
#define CAPTURE_NOT_OK    "HTTP status other than 200"
#define CAPTURE_NOT_TEXT  "image, style, script or other file without text"
#define CAPTURE_EMPTY     "capture without a body"
#define CAPTURE_DUPLICATE "duplicate capture"
#define CAPTURE_ROBOTS    "robots.txt"

/* A record. Strings and block are borrowed until capture_close(). */
typedef struct CaptureRecord {
    const char *url;
    Date captured;          /* to the second, UTC; unset where the record does not say */
    const char *media_type; /* of the block as a whole, or NULL; for a response its HTTP header
                               counts */
    const char *language;   /* that the archive identified, or NULL */
    gboolean is_text;       /* text without markup, whatever it looks like (WET) */
    gboolean is_truncated;  /* the archive cut it off */
    guint64 length;         /* of the block, as the header says */
    const guint8 *block;    /* as far as it is there */
    gsize block_length;
} CaptureRecord;

typedef struct Capture Capture;

/*
 * Opens the body of a record. `origin` is the archive's source, `context` the archive's; both are
 * borrowed, too. Errors: MORGUE_ERROR_PASSED where it holds no text, those of the reader.
 */
Capture *capture_open(const CaptureRecord *record, Source *origin, const ReaderContext *context,
                      GError **error);
void capture_close(Capture *capture);

/* Whether it can be read by another thread, as long as what the record borrows stays. */
gboolean capture_is_whole(const Capture *capture);

/* As Reader.next(); articles have URL, time of capture and flags. */
ReadStatus capture_next(Capture *capture, Article *article, GError **error);

#endif
