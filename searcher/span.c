/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists of places, and the nearest ones in them. */
#include "searcher/span.h"

GArray *span_list_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(Span));
}

void span_list_add(GArray *spans, guint32 start, guint32 end, gboolean of_pair)
{
    const Span span = {start, end, of_pair};
    g_array_append_val(spans, span);
}

static const Span *span_at(const GArray *spans, guint index)
{
    return &g_array_index(spans, Span, index);
}

static int compare(guint32 left, guint32 right)
{
    return (left > right) - (left < right);
}

static int compare_starts(gconstpointer a, gconstpointer b)
{
    const Span *left = a, *right = b;
    int order = compare(left->start, right->start);
    return order != 0 ? order : compare(left->end, right->end);
}

static int compare_ends(gconstpointer a, gconstpointer b)
{
    const Span *left = a, *right = b;
    int order = compare(left->end, right->end);
    return order != 0 ? order : compare(left->start, right->start);
}

void span_list_sort(GArray *spans)
{
    g_array_sort(spans, compare_starts);
    guint kept = 0;
    Span *all = (Span *)(void *)spans->data;
    for (guint i = 0; i < spans->len; i++) {
        if (kept > 0 && compare_starts(&all[kept - 1], &all[i]) == 0)
            all[kept - 1].of_pair |= all[i].of_pair;
        else
            all[kept++] = all[i];
    }
    g_array_set_size(spans, kept);
}

guint span_list_from(const GArray *spans, guint32 position)
{
    guint low = 0, high = spans->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (span_at(spans, middle)->start < position)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static GArray *sorted_by_ends(const GArray *spans)
{
    GArray *sorted = g_array_sized_new(FALSE, FALSE, sizeof(Span), spans->len);
    if (spans->len > 0)
        g_array_append_vals(sorted, spans->data, spans->len);
    g_array_sort(sorted, compare_ends);
    return sorted;
}

/* The one that ends first leaves the most room for others. */
guint span_list_count_apart(const GArray *spans)
{
    g_autoptr(GArray) by_ends = sorted_by_ends(spans);
    guint count = 0;
    guint32 end = 0;
    for (guint i = 0; i < by_ends->len; i++) {
        const Span *span = span_at(by_ends, i);
        if (count > 0 && span->start <= end)
            continue;
        count++;
        end = span->end;
    }
    return count;
}

/* Pairs. */

/* A list in which the nearest to some place is looked for. */
typedef struct Side {
    const GArray *by_starts; /* borrowed */
    GArray *by_ends;
    GArray
        *after; /* of guint: of the spans by starts from here on, the nearest to what is before */
    GArray *before; /* of guint: of the spans by ends up to here, the nearest to what is after */
    GArray *reach;  /* of guint32: the last end of the spans by starts up to here */
} Side;

static void side_clear(Side *side)
{
    g_array_unref(side->by_ends);
    g_array_unref(side->after);
    g_array_unref(side->before);
    g_array_unref(side->reach);
}

static GArray *new_numbers(guint length)
{
    GArray *numbers = g_array_sized_new(FALSE, FALSE, sizeof(guint), length);
    return g_array_set_size(numbers, length);
}

static void side_init(Side *side, const GArray *spans, SpanNearest nearest)
{
    guint length = spans->len;
    gboolean is_shortest = nearest == SPAN_SHORTEST_UNIT;
    *side = (Side){spans, sorted_by_ends(spans), new_numbers(length), new_numbers(length),
                   new_numbers(length)};
    guint *after = (guint *)(void *)side->after->data;
    guint *before = (guint *)(void *)side->before->data;
    guint *reach = (guint *)(void *)side->reach->data;
    for (guint i = length; i-- > 0;) {
        gboolean later = is_shortest && i + 1 < length &&
                         span_at(spans, after[i + 1])->end < span_at(spans, i)->end;
        after[i] = later ? after[i + 1] : i;
    }
    for (guint i = 0; i < length; i++) {
        gboolean earlier =
            is_shortest && i > 0 &&
            span_at(side->by_ends, before[i - 1])->start > span_at(side->by_ends, i)->start;
        before[i] = earlier ? before[i - 1] : i;
        reach[i] = i > 0 ? MAX(reach[i - 1], span_at(spans, i)->end) : span_at(spans, i)->end;
    }
}

static const Span *nearest_after(const Side *side, guint32 position)
{
    guint index = span_list_from(side->by_starts, position + 1);
    if (index == side->by_starts->len)
        return NULL;
    return span_at(side->by_starts, g_array_index(side->after, guint, index));
}

static const Span *nearest_before(const Side *side, guint32 position)
{
    guint low = 0, high = side->by_ends->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (span_at(side->by_ends, middle)->end < position)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? NULL : span_at(side->by_ends, g_array_index(side->before, guint, low - 1));
}

/* One search for the pairs of each place of a list in the other one. */
typedef struct Pairing {
    SpanTest test;
    const void *data;
    gboolean turned; /* the places are those of the second list */
    GArray *pairs;
} Pairing;

static gboolean try_pair(const Pairing *pairing, const Span *place, const Span *other)
{
    const Span *first = pairing->turned ? other : place;
    const Span *second = pairing->turned ? place : other;
    if (other == NULL || !pairing->test(first, second, pairing->data))
        return FALSE;
    span_list_add(pairing->pairs, MIN(place->start, other->start), MAX(place->end, other->end),
                  TRUE);
    return TRUE;
}

static void try_overlapping(const Pairing *pairing, const Span *place, const Side *side)
{
    for (guint i = span_list_from(side->by_starts, place->end + 1);
         i > 0 && g_array_index(side->reach, guint, i - 1) >= place->start; i--) {
        const Span *other = span_at(side->by_starts, i - 1);
        if (other->end >= place->start && (place->of_pair || other->of_pair) &&
            try_pair(pairing, place, other))
            return;
    }
}

static void find_pairs(const Pairing *pairing, const GArray *places, const GArray *others,
                       SpanNearest nearest)
{
    Side side;
    side_init(&side, others, nearest);
    for (guint i = 0; i < places->len; i++) {
        const Span *place = span_at(places, i);
        try_pair(pairing, place, nearest_after(&side, place->end));
        try_pair(pairing, place, nearest_before(&side, place->start));
        try_overlapping(pairing, place, &side);
    }
    side_clear(&side);
}

GArray *span_list_pairs(const GArray *first, const GArray *second, SpanNearest nearest,
                        SpanTest test, const void *data)
{
    Pairing pairing = {test, data, FALSE, span_list_new()};
    find_pairs(&pairing, first, second, nearest);
    pairing.turned = TRUE;
    find_pairs(&pairing, second, first, nearest);
    span_list_sort(pairing.pairs);
    return pairing.pairs;
}
