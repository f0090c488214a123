/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * http-message.h: an HTTP response as a web archive kept it (RFC 9112), and the body in it.
 *
 * Archives disagree on what they keep: some store the bytes of the wire, some decode the body and
 * leave the headers as they were. So the body is decoded by what its bytes are, and headers only
 * say what to try (formats.md §7).
 */
#ifndef INDEXER_HTTP_MESSAGE_H
#define INDEXER_HTTP_MESSAGE_H

#include "indexer/source.h"

typedef struct HttpMessage {
    guint status;       /* 0: the block does not begin with a status line, and is all body */
    char *media_type;   /* lower case, without parameters; NULL where there is none */
    char *charset;      /* the parameter, or NULL */
    char *coding;       /* Content-Encoding, lower case, or NULL */
    const guint8 *body; /* as it stands; borrowed from the block */
    gsize body_length;
} HttpMessage;

/* Reads the head of a block. Never fails: what is no header is passed over. */
void http_message_init(HttpMessage *message, const guint8 *block, gsize length);
void http_message_clear(HttpMessage *message);

/* Reads the value of a Content-Type header; both strings are the caller's, or NULL. */
void http_content_type(const char *value, char **media_type, char **charset);

/*
 * The body without chunks and codings, as a source: gzip, zstd and others by their marks, deflate
 * and brotli where the header names them and the bytes are it, as it stands otherwise. `origin`
 * is the source of the archive, whose budget of bytes pays. `buffer` gets what has to be kept until
 * the source, which is the caller's, is closed.
 */
Source *http_message_body(const HttpMessage *message, Source *origin, GByteArray *buffer);

/*
 * Appends the data of chunks (RFC 9112 §7.1). FALSE, and nothing appended, where the bytes are no
 * chain of chunks; one that is cut off is as good as far as it goes.
 */
gboolean http_dechunk(const guint8 *bytes, gsize length, GByteArray *out);

#endif
