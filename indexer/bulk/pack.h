/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pack.h: numbers and strings as the tables of a glass database hold them.
 *
 * The packings of Xapian 1.4's glass backend (common/pack.h there). What writes to a pointer
 * returns the place behind what it wrote; the caller has seen to room.
 */
#ifndef BULK_PACK_H
#define BULK_PACK_H

#include <glib.h>
#include <string.h>

#include "indexer/short-copy.h"

/* The most bytes that a number takes. */
#define PACK_NUMBER_MAX   10
#define PACK_SORTABLE_MAX 5

/* Seven bits a byte, low ones first; bit 7 says that another byte follows. */
static inline guint8 *pack_number(guint8 *at, guint64 number)
{
    while (number >= 0x80) {
        *at++ = (guint8)(number | 0x80);
        number >>= 7;
    }
    *at++ = (guint8)number;
    return at;
}

static inline guint pack_number_length(guint64 number)
{
    guint length = 1;
    while ((number >>= 7) != 0)
        length++;
    return length;
}

/* Reads what pack_number() wrote, PACK_NUMBER_MAX bytes at most. */
static inline const guint8 *unpack_number(const guint8 *at, guint64 *number)
{
    guint64 result = *at & 0x7f;
    for (guint shift = 7; (*at++ & 0x80) != 0 && shift < 64; shift += 7)
        result |= (guint64)(*at & 0x7f) << shift;
    *number = result;
    return at;
}

/* Low byte first, without leading zeros and without a length: only at the end of a key or tag. */
static inline guint8 *pack_last_number(guint8 *at, guint64 number)
{
    for (; number != 0; number >>= 8)
        *at++ = (guint8)number;
    return at;
}

/*
 * In the order of the numbers, and one way only for each: below 0x8000 two bytes, high one first;
 * else the first byte has a one bit for each byte past two and then a zero bit, and the rest holds
 * the number.
 */
static inline guint pack_sortable_length(guint32 number)
{
    return number < 0x8000 ? 2 : number < 0x400000 ? 3 : number < 0x20000000 ? 4 : 5;
}

static inline guint8 *pack_sortable(guint8 *at, guint32 number)
{
    guint length = pack_sortable_length(number);
    guint64 ones = (0xff00U >> (length - 2)) & 0xff;
    guint64 bits = ones << (8 * (length - 1)) | number;
    for (guint shift = 8 * length; shift > 0; shift -= 8)
        *at++ = (guint8)(bits >> (shift - 8));
    return at;
}

/* Bytes that are read from the beginning on, and not believed. */
typedef struct PackedBytes {
    const guint8 *at, *end;
} PackedBytes;

/* Takes what pack_number() wrote off the beginning; FALSE where there is no such number. */
static inline gboolean packed_take_number(PackedBytes *bytes, guint64 *number)
{
    *number = 0;
    for (guint shift = 0; bytes->at < bytes->end && shift < 64; shift += 7) {
        guint8 byte = *bytes->at++;
        *number |= (guint64)(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0)
            return TRUE;
    }
    return FALSE;
}

/* The same for pack_string(); the string stays where it is. */
static inline gboolean packed_take_string(PackedBytes *bytes, const guint8 **string, gsize *length)
{
    guint64 taken;
    if (!packed_take_number(bytes, &taken) || taken > (guint64)(bytes->end - bytes->at))
        return FALSE;
    *string = bytes->at;
    *length = (gsize)taken;
    bytes->at += taken;
    return TRUE;
}

/* The same for pack_sortable(). */
static inline gboolean packed_take_sortable(PackedBytes *bytes, guint32 *number)
{
    guint8 first = bytes->at < bytes->end ? *bytes->at : G_MAXUINT8;
    guint length = first < 0x80 ? 2 : first < 0xc0 ? 3 : first < 0xe0 ? 4 : 5;
    if (first > 0xe0 || length > (gsize)(bytes->end - bytes->at))
        return FALSE;
    guint64 bits = length == 5 ? 0 : (guint)first & (G_MAXUINT8 >> (length - 1));
    for (guint i = 1; i < length; i++)
        bits = bits << 8 | bytes->at[i];
    bytes->at += length;
    *number = (guint32)bits;
    return pack_sortable_length(*number) == length;
}

/* A length and the bytes. */
static inline guint8 *pack_string(guint8 *at, const void *bytes, gsize length)
{
    at = pack_number(at, length);
    short_copy_exact(at, bytes, length);
    return at + length;
}

/* Room for `length` more bytes at the end of the array, whose length then counts them. */
static inline guint8 *pack_reserve(GByteArray *bytes, gsize length)
{
    guint before = bytes->len;
    g_byte_array_set_size(bytes, before + (guint)length);
    return bytes->data + before;
}

/* Gives back what was not used of the room: `at` is the end. */
static inline void pack_trim(GByteArray *bytes, const guint8 *at)
{
    g_byte_array_set_size(bytes, (guint)(at - bytes->data));
}

static inline void pack_append_number(GByteArray *bytes, guint64 number)
{
    guint8 packed[PACK_NUMBER_MAX];
    g_byte_array_append(bytes, packed, (guint)(pack_number(packed, number) - packed));
}

static inline void pack_append_string(GByteArray *bytes, const void *string, gsize length)
{
    pack_append_number(bytes, length);
    if (length > 0)
        g_byte_array_append(bytes, string, (guint)length);
}

#endif
