/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * public-id.h: the short names of articles in every output and option.
 *
 * A public id is the first 60 bits of the SHA-256 of the id's source, as 12 characters of
 * Crockford's base 32, lower case. The source is the article's explicit id, else its canonical URL,
 * else path#ordinal; for an article from standard input, which has no path, it is `sha256:` and the
 * SHA-256 (hexadecimal) of headline, line feed and body. So a public id is the same after a rebuild
 * and after a move of the archive.
 */
#ifndef MORGUE_PUBLIC_ID_H
#define MORGUE_PUBLIC_ID_H

#include <glib.h>

#define PUBLIC_ID_LENGTH     12
#define PUBLIC_ID_MIN_PREFIX 6

/* The 60 bits for a source. */
guint64 public_id_make(const char *source, gsize length);

/* Writes an id as text, NUL-terminated. */
void public_id_format(guint64 id, char text[PUBLIC_ID_LENGTH + 1]);

/* Reads the text of a whole id in its canonical form. */
gboolean public_id_parse(const char *text, guint64 *id);

/*
 * The canonical form of an id, or of a prefix of at least PUBLIC_ID_MIN_PREFIX characters, that
 * a person typed: lower case, o → 0, i and l → 1 (Crockford). FALSE for what can be none.
 */
gboolean public_id_normalise(const char *typed, char text[PUBLIC_ID_LENGTH + 1]);

#endif
