/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * byte-hash.h: 64 bits that tell strings of bytes apart, at eight bytes a step.
 *
 * The same on every machine. Not for what somebody might choose on purpose: see public-id.h.
 */
#ifndef INDEXER_BYTE_HASH_H
#define INDEXER_BYTE_HASH_H

#include <glib.h>
#include <string.h>

/* An odd number with its bits well spread: 2^64 divided by the golden ratio. */
#define BYTE_HASH_FACTOR G_GUINT64_CONSTANT(0x9e3779b97f4a7c15)

/* For the same `bits` another hash always gives another one. */
static inline guint64 byte_hash_mix(guint64 hash, guint64 bits)
{
    hash = (hash ^ bits) * BYTE_HASH_FACTOR;
    return hash ^ hash >> 32;
}

static inline guint64 byte_hash(const void *string, gsize length)
{
    const guint8 *bytes = string;
    guint64 hash = length, bits;
    for (; length >= sizeof bits; length -= sizeof bits, bytes += sizeof bits) {
        memcpy(&bits, bytes, sizeof bits);
        hash = byte_hash_mix(hash, GUINT64_FROM_LE(bits));
    }
    bits = 0;
    for (gsize i = 0; i < length; i++)
        bits = bits << 8 | bytes[i];
    return byte_hash_mix(hash, bits);
}

#endif
