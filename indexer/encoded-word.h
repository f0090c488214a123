/* SPDX-License-Identifier: GPL-2.0-or-later */
/* encoded-word.h: header values of mail and Usenet as text (RFC 2047). */
#ifndef INDEXER_ENCODED_WORD_H
#define INDEXER_ENCODED_WORD_H

#include <glib.h>

/*
 * The value in UTF-8 on one line: folding undone, encoded words decoded, bytes without a declared
 * charset read as charset_decode() does. Neighbours of one charset are decoded together, since
 * mailers cut characters in two. What is no whole encoded word stays as it is. The caller owns the
 * string.
 */
char *encoded_words_decode(const char *value, gsize length);

#endif
