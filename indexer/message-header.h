/* SPDX-License-Identifier: GPL-2.0-or-later */
/* message-header.h: what the header of a message looks like (RFC 5322, RFC 5536). */
#ifndef INDEXER_MESSAGE_HEADER_H
#define INDEXER_MESSAGE_HEADER_H

#include <glib.h>

/*
 * Whether bytes begin with the header of a message: header lines up to an empty line or the end,
 * among them two or more of those that mail and Usenet have, and one of From (an address),
 * Message-ID and Newsgroups. Archives whose records have a `Date:` and a `Source:` are not mail.
 */
gboolean message_header_begins(const guint8 *bytes, gsize length);

/* Whether a line is a separator of mbox: `From `, and a time and a year somewhere after it. */
gboolean message_is_from_line(const guint8 *line, gsize length);

#endif
