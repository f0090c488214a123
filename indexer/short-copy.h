/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * short-copy.h: copying strings that have a few bytes, nearly always.
 *
 * A call of memcpy() takes longer than the copy itself, for strings of the length of a word.
 */
#ifndef INDEXER_SHORT_COPY_H
#define INDEXER_SHORT_COPY_H

#include <glib.h>
#include <string.h>

/* How many bytes short_copy() reads and writes at least. */
#define SHORT_COPY_ROOM 16

/*
 * For where both places have room, and what is copied too much is overwritten later: to copy
 * sixteen bytes takes less time than to find out how many they are.
 */
static inline void short_copy(void *to, const void *from, gsize length)
{
    memcpy(to, from, SHORT_COPY_ROOM);
    if (G_UNLIKELY(length > SHORT_COPY_ROOM))
        memcpy((char *)to + SHORT_COPY_ROOM, (const char *)from + SHORT_COPY_ROOM,
               length - SHORT_COPY_ROOM);
}

/* The first and the last bytes, which may be the same in part. */
#define COPY_BOTH_ENDS(size)                                                              \
    do {                                                                                  \
        memcpy(to, from, size);                                                           \
        memcpy((char *)to + length - (size), (const char *)from + length - (size), size); \
    } while (0)

/* Copies so many bytes and no more. */
static inline void short_copy_exact(void *to, const void *from, gsize length)
{
    if (G_UNLIKELY(length > 16))
        memcpy(to, from, length);
    else if (length >= 8)
        COPY_BOTH_ENDS(8);
    else if (length >= 4)
        COPY_BOTH_ENDS(4);
    else if (length >= 2)
        COPY_BOTH_ENDS(2);
    else if (length == 1)
        *(char *)to = *(const char *)from;
}

#undef COPY_BOTH_ENDS

#endif
