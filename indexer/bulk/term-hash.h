/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * term-hash.h: the hash of a term's bytes, for tables in memory only.
 */
#ifndef BULK_TERM_HASH_H
#define BULK_TERM_HASH_H

#include <glib.h>
#include <string.h>

/* An odd number with its bits well spread: 2^64 divided by the golden ratio. */
#define TERM_HASH_FACTOR G_GUINT64_CONSTANT(0x9e3779b97f4a7c15)

static inline guint64 term_hash_mix(guint64 hash, guint64 bits)
{
    hash = (hash ^ bits) * TERM_HASH_FACTOR;
    return hash ^ hash >> 32;
}

static inline guint32 term_hash(const guint8 *bytes, gsize length)
{
    guint64 hash = length, bits;
    for (; length >= sizeof bits; length -= sizeof bits, bytes += sizeof bits) {
        memcpy(&bits, bytes, sizeof bits);
        hash = term_hash_mix(hash, bits);
    }
    bits = 0;
    for (gsize i = 0; i < length; i++)
        bits = bits << 8 | bytes[i];
    return (guint32)term_hash_mix(hash, bits);
}

#endif
