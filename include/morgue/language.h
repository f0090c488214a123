/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * language.h: languages as analysis knows them.
 */
#ifndef MORGUE_LANGUAGE_H
#define MORGUE_LANGUAGE_H

#include <glib.h>

/* Holds any primary subtag (RFC 5646 §2.2.1: at most 8 letters) and its NUL. */
#define LANGUAGE_SUBTAG_MAX 9

/*
 * The primary subtag of a BCP 47 tag in lower case: `de` of `de-AT`, and of `de_AT`. Empty for
 * what is no tag, and for one of private use (RFC 5646 §2.2.7).
 */
void language_primary_subtag(const char *tag, char primary[LANGUAGE_SUBTAG_MAX]);

/* The name of the Snowball stemmer for a primary subtag, or NULL where there is none. */
const char *language_stemmer(const char *primary);

/*
 * Whether that stemmer leaves a first letter of ASCII as it is, as all do but those that take
 * prefixes away or change what becomes the last letter. TRUE where there is no stemmer.
 */
gboolean language_keeps_first_letter(const char *primary);

#endif
