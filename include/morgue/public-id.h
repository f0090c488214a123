/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * public-id.h: the short names of articles in every output and option.
 *
 * A public id is the first 60 bits of the SHA-256 of the id's source (an explicit id, the
 * canonical URL, or path#ordinal), as 12 characters of Crockford's base 32, lower case. It is the
 * same after a rebuild and after a move of the archive.
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
