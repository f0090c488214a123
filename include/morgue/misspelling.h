/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * misspelling.h: which of our own names (of fields, of options) a misspelt one was meant to be.
 *
 * Names are in ASCII, and compared whatever the case.
 */
#ifndef MORGUE_MISSPELLING_H
#define MORGUE_MISSPELLING_H

#include <glib.h>

/* More changes than any misspelling has; and bytes of the longest name. */
enum { MISSPELLING_NONE = 3, MISSPELLING_NAME_MAX = 20 };

/*
 * Whether `name` may be a misspelling of `own` with fewer than `*least` letters too many, too few
 * or wrong; then `*least` is how many. Call it for each name, with MISSPELLING_NONE at first. `own`
 * has at most MISSPELLING_NAME_MAX bytes.
 */
gboolean misspelling_is_nearer(const char *name, gsize length, const char *own, guint *least);

#endif
