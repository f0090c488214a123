/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bits go low ones first into each byte. */
#include "indexer/bulk/position-list.h"

#include "indexer/bulk/pack.h"

typedef struct {
    guint8 *at;
    guint64 bits; /* that have not filled a byte */
    guint count;  /* of them, below 8 between two writes */
} BitWriter;

static void write_bits(BitWriter *writer, guint64 bits, guint count)
{
    writer->bits |= bits << writer->count;
    writer->count += count;
    while (writer->count >= 8) {
        *writer->at++ = (guint8)writer->bits;
        writer->bits >>= 8;
        writer->count -= 8;
    }
}

/*
 * A number below `range`. Where that is no power of two, numbers in the middle, which are more
 * likely, take a bit less.
 */
static void write_below(BitWriter *writer, guint64 number, guint64 range)
{
    if (range <= 1)
        return; /* there is but one */
    guint bits = g_bit_storage(range - 1);
    guint64 spare = ((guint64)1 << bits) - range;
    guint64 middle = (range - spare) / 2;
    if (spare == 0 || number < middle)
        write_bits(writer, number, bits);
    else if (number < middle + spare)
        write_bits(writer, number, bits - 1);
    else
        write_bits(writer, (number - middle - spare) | (guint64)1 << (bits - 1), bits);
}

/* The positions between the `first` and the `last`, both known. */
static void write_between(BitWriter *writer, const guint32 *positions, gsize first, gsize last)
{
    while (last - first > 1) {
        gsize middle = first + (last - first) / 2;
        guint64 lowest = (guint64)positions[first] + (middle - first);
        guint64 range = (guint64)positions[last] - positions[first] - (last - first) + 1;
        write_below(writer, positions[middle] - lowest, range);
        write_between(writer, positions, first, middle);
        first = middle;
    }
}

guint8 *position_list_encode(guint8 *at, const guint32 *positions, gsize count)
{
    guint32 first = positions[0], last = positions[count - 1];
    at = pack_number(at, last);
    if (count == 1)
        return at;
    BitWriter writer = {.at = at};
    write_below(&writer, first, last);
    write_below(&writer, count - 2, last - first);
    write_between(&writer, positions, 0, count - 1);
    if (writer.count > 0)
        *writer.at++ = (guint8)writer.bits;
    return writer.at;
}
