/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * position-list.h: the positions of a term in a document, as the position table holds them.
 *
 * The last position; then, in bits, the first one, how many there are, and those between by
 * interpolative coding: the middle one within what its neighbours leave possible, and so on in each
 * half (Moffat and Stuiver, Binary Interpolative Coding for Effective Index Compression).
 */
#ifndef BULK_POSITION_LIST_H
#define BULK_POSITION_LIST_H

#include <glib.h>

/* Room that the list of `count` positions needs at most, in bytes. */
static inline gsize position_list_bound(gsize count)
{
    return 16 + 4 * count;
}

/* Encodes `count` (at least 1) positions, strictly ascending, from 1 on; returns the end. */
guint8 *position_list_encode(guint8 *at, const guint32 *positions, gsize count);

#endif
