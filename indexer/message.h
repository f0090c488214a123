/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * message.h: an article out of a message of mail or Usenet (RFC 5322, RFC 5536, MIME).
 *
 * GMime takes the message apart and undoes base64 and quoted-printable; bytes become text in our
 * own charset module, so that damaged text is repaired and never vanishes.
 */
#ifndef INDEXER_MESSAGE_H
#define INDEXER_MESSAGE_H

#include <gmime/gmime.h>

#include "morgue/article.h"
#include "morgue/date-parse.h"

/* Reasons for giving nothing that are no defect of the input (MORGUE_ERROR_PASSED). */
#define MESSAGE_ENCRYPTED "encrypted message"
#define MESSAGE_EMPTY     "message without text"

/* The bytes as a message, NULL where they are none. The caller owns it; the bytes may go. */
GMimeMessage *message_parse(const guint8 *bytes, gsize length);

/*
 * Fills the article, and finishes it; the messages of a digest are appended to `digest` (owned
 * references), to be read as articles of their own. FALSE with MORGUE_ERROR_PASSED where the
 * message has no text.
 */
gboolean message_read(GMimeMessage *message, const DateContext *dates, Article *article,
                      GQueue *digest, GError **error);

#endif
