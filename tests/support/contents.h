/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * contents.h: what an index holds, as text that can be compared.
 */
#ifndef TESTS_CONTENTS_H
#define TESTS_CONTENTS_H

#include <glib.h>

#include "morgue/index.h"

/*
 * The live articles in their order of addition, a line each: the source of the id, a colon, and the
 * text with its line feeds as blanks. The caller owns it.
 */
char *contents_listing(const Index *index);

/*
 * All of each live article that does not depend on when and how it was stored: data, values but the
 * order of addition, terms but the version with wdf and positions; sorted. The caller owns it.
 */
char *contents_complete(const Index *index);

/* The same of the index in a directory, which must open. */
char *contents_listing_of(const char *directory);
char *contents_complete_of(const char *directory);

#endif
