/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * span.h: places in an article, from the position of a first word to that of a last one.
 *
 * Lists of them are arrays of Span, by their starts and then by their ends, without doubles.
 */
#ifndef SEARCHER_SPAN_H
#define SEARCHER_SPAN_H

#include <glib.h>

typedef struct Span {
    guint32 start, end;
    gboolean of_pair; /* reaches from one of two places that are near each other to the other */
} Span;

/* An empty list; the caller owns it. */
GArray *span_list_new(void);
void span_list_add(GArray *spans, guint32 start, guint32 end, gboolean of_pair);
/* Puts a list that spans were added to in order. */
void span_list_sort(GArray *spans);

/* The index of the first that does not start before `position`. */
guint span_list_from(const GArray *spans, guint32 position);

/* How many of them there are that do not overlap: of those that do, one counts. */
guint span_list_count_apart(const GArray *spans);

/* Whether two places, one of each list, are a pair. They may overlap. */
typedef gboolean (*SpanTest)(const Span *first, const Span *second, const void *data);

/* Which of the places on one side is the nearest. */
typedef enum {
    SPAN_NEAREST_EDGE,  /* with the fewest words between */
    SPAN_SHORTEST_UNIT, /* with which the least text holds both */
} SpanNearest;

/*
 * The pairs of two lists: each place of either with the nearest one of the other before it and
 * after it, and with one that it overlaps, where these pass the test. So if there is a pair, one is
 * found. Only places of pairs pair with what they overlap: a single word or phrase is not near
 * itself.
 */
GArray *span_list_pairs(const GArray *first, const GArray *second, SpanNearest nearest,
                        SpanTest test, const void *data);

#endif
