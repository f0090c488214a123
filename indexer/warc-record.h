/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * warc-record.h: the header of a WARC record (ISO 28500, WARC 1.0 and 1.1; also 0.17 and 0.18).
 */
#ifndef INDEXER_WARC_RECORD_H
#define INDEXER_WARC_RECORD_H

#include "morgue/date.h"

typedef enum {
    WARC_RESPONSE,
    WARC_RESOURCE,
    WARC_CONVERSION,
    WARC_REVISIT,
    WARC_REQUEST,
    WARC_METADATA,
    WARC_INFO,
    WARC_CONTINUATION,
    WARC_OTHER,
} WarcType;

typedef struct WarcRecord {
    WarcType type;
    guint64 length;     /* of the block in bytes */
    char *url;          /* without <>; or NULL */
    Date date;          /* of the capture, UTC; unset where it is missing or wrong */
    char *media_type;   /* of the block, or NULL */
    char *digest;       /* WARC-Payload-Digest, or NULL */
    char *language;     /* the first of WARC-Identified-Content-Language, or NULL */
    gboolean truncated; /* WARC-Truncated */
    gboolean is_segment;
} WarcRecord;

/*
 * Reads a header: the version line, fields (names in any case, folded lines, CRLF or LF), and the
 * empty line, `length` bytes in all. Error: MORGUE_ERROR_INPUT where it is no version we know,
 * or has no length.
 */
gboolean warc_record_init(WarcRecord *record, const char *header, gsize length, GError **error);
void warc_record_clear(WarcRecord *record);

/* The length of the header at `bytes`, with the empty line; 0 where its end is not in them. */
gsize warc_header_length(const guint8 *bytes, gsize length);

#endif
