/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * wire.h: messages of agencies' wires, as IPTC 7901 and ANPA 1312 frame them.
 *
 *   SOH header STX text ETX trailer EOT
 *
 * ANPA 1312 puts SYN SYN before each. Between messages there may be anything. A message ends with
 * its EOT, or where the next begins.
 */
#ifndef INDEXER_WIRE_H
#define INDEXER_WIRE_H

#include "indexer/reader.h"
#include "morgue/date-parse.h"

#define WIRE_SOH 0x01
#define WIRE_STX 0x02
#define WIRE_ETX 0x03
#define WIRE_EOT 0x04
#define WIRE_TLI 0x08 /* ANPA 1312: tab line indicator, where ASCII has BS */
#define WIRE_SYN 0x16
#define WIRE_DC1 0x11
#define WIRE_DC4 0x14

/* The reason of both wires for what is no news (MORGUE_ERROR_PASSED). */
#define WIRE_NO_TEXT "message without text"

/* A message in UTF-8, lines ended by LF; tab lines begin with a form feed. */
typedef struct WireMessage {
    GString *header, *text, *trailer;
    gboolean has_text;    /* there was an STX */
    gboolean is_cut;      /* there was no ETX */
    gboolean is_repaired; /* bytes that are wrong in its charset were replaced */
} WireMessage;

void wire_message_init(WireMessage *message);
void wire_message_clear(WireMessage *message);

/* The header at the beginning of a file, behind SOH; NULL where it does not begin with a message.
 */
const guint8 *wire_header(const guint8 *bytes, gsize length, gsize *header_length);

/*
 * The next message; its place goes into the article. READ_ARTICLE: it is in `message`.
 * READ_SKIPPED: it is longer than messages are, or has no text. Else as Reader.next().
 */
ReadStatus wire_next(Source *source, WireMessage *message, Article *article, GError **error);

/* What is known of dates before a message is read: the day in the file's path, or of its capture.
 */
void wire_init_dates(DateContext *dates, const ReaderContext *context);

/* Sets a date that the message says, and refers other dates in it to that. */
void wire_set_date(Article *article, DateContext *dates, const Date *date);

/*
 * Ends the article: id (`kind:number/time`, where the time is known), dateline, and the date of the
 * path for want of another.
 */
void wire_finish(Article *article, const char *kind, const char *number, DateContext *dates,
                 const ReaderContext *context);

/*
 * The place in `text` where a pattern matches: `#` is a digit, any other character itself. NULL
 * where there is none.
 */
const char *wire_find(const char *text, const char *pattern);

#endif
