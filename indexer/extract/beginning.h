/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * beginning.h: a first look at how a text begins, before it is folded for a closer one.
 */
#ifndef INDEXER_EXTRACT_BEGINNING_H
#define INDEXER_EXTRACT_BEGINNING_H

#include <glib.h>

/*
 * Whether a text might begin with `start`, which is in lower case, once it is folded: by the first
 * byte alone. Characters beyond ASCII fold to any other.
 */
static inline gboolean may_begin_with(const char *text, const char *start)
{
    return (guchar)*text >= 0x80 || g_ascii_tolower(*text) == *start;
}

#endif
