/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mail-reader.h: what the readers of mailboxes, single messages and news batches share.
 *
 * Each of them only says where the next message lies. Memory is that of one message.
 */
#ifndef INDEXER_MAIL_READER_H
#define INDEXER_MAIL_READER_H

#include "indexer/reader.h"

/* Where a message lies in the bytes peeked at, from the current place on. */
typedef struct {
    gsize start, length; /* of the message itself */
    gsize consumed;      /* with the separators; 0 at the end */
    gboolean is_cut;     /* it is longer, and what follows of it is to be passed over */
    gboolean is_last;    /* nothing of interest follows */
    gboolean is_quoted;  /* lines `>From ` have lost their first character to mbox */
} MailRecord;

/*
 * Looks for the message that begins `bytes`. `is_all`: nothing follows them (or the ceiling is
 * reached, and `length` is all that a message may have). FALSE: more bytes are wanted; with
 * `is_all` it always finds one, or sets `consumed` to what is none (`length` 0).
 */
typedef gboolean (*MailSplit)(const guint8 *bytes, gsize length, gboolean is_all,
                              MailRecord *record);

gpointer mail_reader_new(MailSplit split, Source *source, const ReaderContext *context);
ReadStatus mail_reader_next(gpointer state, Article *article, GError **error);
void mail_reader_close(gpointer state);

#endif
