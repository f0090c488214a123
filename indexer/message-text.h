/* SPDX-License-Identifier: GPL-2.0-or-later */
/* message-text.h: what the sender of a message wrote, out of its plain text. */
#ifndef INDEXER_MESSAGE_TEXT_H
#define INDEXER_MESSAGE_TEXT_H

#include <glib.h>

typedef struct {
    gboolean is_flowed;   /* format=flowed (RFC 3676) */
    gboolean drops_space; /* delsp=yes */
} MessageLayout;

/*
 * Paragraphs of `text` (clean UTF-8, lines ended by LF): without quoted lines (`>`) and the line
 * that announces them, the signature after `-- `, and the armour of PGP. `is_encrypted` is set
 * where there is nothing but an encrypted block. The caller owns the string.
 */
GString *message_text(const char *text, gsize length, MessageLayout layout, gboolean *is_encrypted);

#endif
