/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * short-copy.h: copying strings that have a few bytes, nearly always.
 *
 * To copy sixteen bytes takes less time than to find out how many they are. What is copied too much
 * is overwritten later: both places have room for it.
 */
#ifndef INDEXER_SHORT_COPY_H
#define INDEXER_SHORT_COPY_H

#include <glib.h>
#include <string.h>

/* So many bytes can be read from any string, and written to where it goes, however short it is. */
#define SHORT_COPY_ROOM 16

static inline void short_copy(void *to, const void *from, gsize length)
{
    memcpy(to, from, SHORT_COPY_ROOM);
    if (G_UNLIKELY(length > SHORT_COPY_ROOM))
        memcpy((char *)to + SHORT_COPY_ROOM, (const char *)from + SHORT_COPY_ROOM,
               length - SHORT_COPY_ROOM);
}

#endif
