/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Positions by term, with a counting sort, and their lists. */
#include "indexer/bulk/document-positions.h"

#include <stdlib.h>

#include "indexer/bulk/pack.h"
#include "indexer/bulk/position-list.h"
#include "indexer/short-copy.h"

void document_positions_init(DocumentPositions *positions)
{
    positions->lists = g_array_new(FALSE, FALSE, sizeof(EncodedPositions));
    positions->bytes = g_byte_array_new();
    positions->ends = g_array_new(FALSE, FALSE, sizeof(guint32));
    positions->gathered = g_array_new(FALSE, FALSE, sizeof(guint32));
}

void document_positions_clear(DocumentPositions *positions)
{
    g_array_unref(positions->lists);
    g_byte_array_unref(positions->bytes);
    g_array_unref(positions->ends);
    g_array_unref(positions->gathered);
}

/* Brings the positions together, term by term; `ends` then says where those of each one end. */
static void gather(DocumentPositions *positions, const Document *document)
{
    g_array_set_size(positions->ends, document->terms->len);
    guint32 *ends = (guint32 *)(void *)positions->ends->data;
    guint32 start = 0;
    for (guint i = 0; i < document->terms->len; i++) {
        ends[i] = start;
        start += g_array_index(document->terms, DocumentTerm, i).positions;
    }
    g_assert(start == document->postings->len);
    g_array_set_size(positions->gathered, start);
    guint32 *gathered = (guint32 *)(void *)positions->gathered->data;
    for (guint i = 0; i < document->postings->len; i++) {
        const Posting *posting = &g_array_index(document->postings, Posting, i);
        gathered[ends[posting->term]++] = posting->position;
    }
}

static int by_number(const void *a, const void *b)
{
    guint32 first = *(const guint32 *)a, second = *(const guint32 *)b;
    return (first > second) - (first < second);
}

/* Makes positions strictly ascending; returns how many stay. They are nearly always so already. */
static guint32 order(guint32 *positions, guint32 count)
{
    guint32 ascending = 1;
    while (ascending < count && positions[ascending - 1] < positions[ascending])
        ascending++;
    if (ascending >= count)
        return count;
    qsort(positions, count, sizeof *positions, by_number);
    guint32 kept = 1;
    for (guint32 i = 1; i < count; i++) {
        if (positions[i] != positions[kept - 1])
            positions[kept++] = positions[i];
    }
    return kept;
}

/* The room for all lists, made at once. */
static gsize bound(const Document *document)
{
    gsize sum = SHORT_COPY_ROOM;
    for (guint i = 0; i < document->terms->len; i++) {
        guint32 count = g_array_index(document->terms, DocumentTerm, i).positions;
        sum += count == 0 ? 0 : position_list_bound(count);
    }
    return sum;
}

void document_positions_encode(DocumentPositions *positions, const Document *document)
{
    gather(positions, document);
    g_array_set_size(positions->lists, document->terms->len);
    g_byte_array_set_size(positions->bytes, 0);
    guint8 *at = pack_reserve(positions->bytes, bound(document));
    guint32 *gathered = (guint32 *)(void *)positions->gathered->data;
    guint32 start = 0;
    for (guint i = 0; i < document->terms->len; i++) {
        EncodedPositions *list = &g_array_index(positions->lists, EncodedPositions, i);
        guint32 end = g_array_index(positions->ends, guint32, i);
        const guint8 *before = at;
        if (end > start)
            at = position_list_encode(at, gathered + start, order(gathered + start, end - start));
        list->start = (guint32)(before - positions->bytes->data);
        list->length = (guint32)(at - before);
        start = end;
    }
}
