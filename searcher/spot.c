/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Positions of words, and what comes of them. */
#include "searcher/spot.h"

#include <string.h>

#include "morgue/field.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianTermIterator, xapian_term_iterator_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianPositionIterator, xapian_position_iterator_free)

/* Spots. */

Spot *spot_new(SpotKind kind, guint distance)
{
    Spot *spot = g_new0(Spot, 1);
    spot->kind = kind;
    spot->distance = distance;
    spot->parts = g_ptr_array_new_with_free_func((GDestroyNotify)spot_free);
    return spot;
}

Spot *spot_new_word(GPtrArray *terms)
{
    Spot *spot = g_new0(Spot, 1);
    spot->kind = SPOT_WORD;
    spot->terms = terms;
    return spot;
}

void spot_add(Spot *spot, Spot *part)
{
    g_ptr_array_add(spot->parts, part);
}

void spot_free(Spot *spot)
{
    if (spot == NULL)
        return;
    g_clear_pointer(&spot->terms, g_ptr_array_unref);
    g_clear_pointer(&spot->parts, g_ptr_array_unref);
    g_free(spot);
}

gboolean spot_is_words(const Spot *spot, GPtrArray *terms)
{
    if (spot->kind == SPOT_WORD) {
        for (guint i = 0; i < spot->terms->len; i++)
            g_ptr_array_add(terms, g_ptr_array_index(spot->terms, i));
        return TRUE;
    }
    gboolean only_words = spot->kind == SPOT_ANY;
    for (guint i = 0; only_words && i < spot->parts->len; i++)
        only_words = spot_is_words(g_ptr_array_index(spot->parts, i), terms);
    return only_words;
}

/* Sets. */

/* Words of the set that are not in the query. */
enum { SENTENCES, PARAGRAPHS, FIRST_WORD };

/* Whose positions a term's are; one term may be of several words. */
typedef struct Need {
    const char *term; /* borrowed */
    gsize length;
    guint word;
} Need;

struct SpotSet {
    Spot *spot;           /* borrowed */
    GArray *needs;        /* of Need, by their terms */
    GPtrArray *positions; /* of GArray * of guint32: those of each word, ascending */
};

static int compare_needs(gconstpointer a, gconstpointer b)
{
    const Need *left = a, *right = b;
    int order = memcmp(left->term, right->term, MIN(left->length, right->length));
    return order != 0 ? order : (left->length > right->length) - (left->length < right->length);
}

static guint add_word(SpotSet *set)
{
    g_ptr_array_add(set->positions, g_array_new(FALSE, FALSE, sizeof(guint32)));
    return set->positions->len - 1;
}

static void add_need(SpotSet *set, const char *term, guint word)
{
    const Need need = {term, strlen(term), word};
    g_array_append_val(set->needs, need);
}

static void collect_needs(SpotSet *set, Spot *spot)
{
    if (spot->kind == SPOT_WORD) {
        spot->word = add_word(set);
        for (guint i = 0; i < spot->terms->len; i++)
            add_need(set, g_ptr_array_index(spot->terms, i), spot->word);
        return;
    }
    if (spot->kind == SPOT_SENTENCE)
        add_need(set, TERM_SENTENCE, SENTENCES);
    if (spot->kind == SPOT_PARAGRAPH)
        add_need(set, TERM_PARAGRAPH, PARAGRAPHS);
    for (guint i = 0; i < spot->parts->len; i++)
        collect_needs(set, g_ptr_array_index(spot->parts, i));
}

SpotSet *spot_set_new(Spot *spot)
{
    SpotSet *set = g_new0(SpotSet, 1);
    set->spot = spot;
    set->needs = g_array_new(FALSE, FALSE, sizeof(Need));
    set->positions = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (guint i = 0; i < FIRST_WORD; i++)
        add_word(set);
    collect_needs(set, spot);
    g_array_sort(set->needs, compare_needs);
    return set;
}

void spot_set_free(SpotSet *set)
{
    if (set == NULL)
        return;
    g_array_unref(set->needs);
    g_ptr_array_unref(set->positions);
    g_free(set);
}

static XapianStatus read_positions(const XapianTermIterator *terms, GArray *positions,
                                   XapianError *error)
{
    g_autoptr(XapianPositionIterator) iterator = NULL;
    XapianStatus status = xapian_term_iterator_positionlist(terms, &iterator, error);
    while (status == XAPIAN_OK &&
           (status = xapian_position_iterator_next(iterator, error)) == XAPIAN_OK) {
        guint32 position = xapian_position_iterator_get_position(iterator);
        g_array_append_val(positions, position);
    }
    return status == XAPIAN_END ? XAPIAN_OK : status;
}

static int compare_positions(gconstpointer a, gconstpointer b)
{
    guint32 left = *(const guint32 *)a, right = *(const guint32 *)b;
    return (left > right) - (left < right);
}

/* The positions of several terms for one word, in order. A form and the word itself may share one.
 */
static void sort_positions(GArray *positions)
{
    g_array_sort(positions, compare_positions);
    guint kept = 0;
    guint32 *all = (guint32 *)(void *)positions->data;
    for (guint i = 0; i < positions->len; i++) {
        if (kept == 0 || all[kept - 1] != all[i])
            all[kept++] = all[i];
    }
    g_array_set_size(positions, kept);
}

/* Both lists are in byte order, so that one walk through the document's is enough. */
XapianStatus spot_set_read(SpotSet *set, const XapianDatabase *database, XapianDocid docid,
                           XapianError *error)
{
    g_autoptr(XapianTermIterator) terms = NULL;
    for (guint i = 0; i < set->positions->len; i++)
        g_array_set_size(g_ptr_array_index(set->positions, i), 0);
    XapianStatus status = xapian_database_termlist(database, docid, &terms, error);
    for (guint i = 0; i < set->needs->len && status == XAPIAN_OK; i++) {
        const Need *need = &g_array_index(set->needs, Need, i);
        status = xapian_term_iterator_skip_to(terms, need->term, need->length, error);
        if (status != XAPIAN_OK)
            break;
        gsize length;
        const char *term = xapian_term_iterator_get_term(terms, &length);
        if (length == need->length && memcmp(term, need->term, length) == 0)
            status = read_positions(terms, g_ptr_array_index(set->positions, need->word), error);
    }
    for (guint i = 0; i < set->positions->len; i++)
        sort_positions(g_ptr_array_index(set->positions, i));
    return status == XAPIAN_END ? XAPIAN_OK : status;
}

/* Places. */

static GArray *places_of(const SpotSet *set, const Spot *spot);

static GArray *places_of_word(const SpotSet *set, const Spot *spot)
{
    const GArray *positions = g_ptr_array_index(set->positions, spot->word);
    GArray *places = span_list_new();
    for (guint i = 0; i < positions->len; i++) {
        guint32 position = g_array_index(positions, guint32, i);
        span_list_add(places, position, position, FALSE);
    }
    return places;
}

/* The places of a run so far, each longer by the next part where that follows. */
static GArray *follow(const GArray *run, const GArray *next)
{
    GArray *longer = span_list_new();
    for (guint i = 0; i < run->len; i++) {
        const Span *before = &g_array_index(run, Span, i);
        for (guint j = span_list_from(next, before->end + 1);
             j < next->len && g_array_index(next, Span, j).start == before->end + 1; j++)
            span_list_add(longer, before->start, g_array_index(next, Span, j).end, FALSE);
    }
    return longer;
}

static GArray *places_of_sequence(const SpotSet *set, const Spot *spot)
{
    GArray *run = places_of(set, g_ptr_array_index(spot->parts, 0));
    for (guint i = 1; i < spot->parts->len; i++) {
        g_autoptr(GArray) before = run;
        g_autoptr(GArray) next = places_of(set, g_ptr_array_index(spot->parts, i));
        run = follow(before, next);
    }
    return run;
}

static GArray *places_of_any(const SpotSet *set, const Spot *spot)
{
    GArray *all = span_list_new();
    for (guint i = 0; i < spot->parts->len; i++) {
        g_autoptr(GArray) places = places_of(set, g_ptr_array_index(spot->parts, i));
        if (places->len > 0)
            g_array_append_vals(all, places->data, places->len);
    }
    span_list_sort(all);
    return all;
}

/* How many sentences (or paragraphs) have begun up to a position. */
static guint units_before(const GArray *starts, guint32 position)
{
    guint low = 0, high = starts->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(starts, guint32, middle) <= position)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static gboolean in_one_unit(const SpotSet *set, guint unit, const Span *a, const Span *b)
{
    const GArray *starts = g_ptr_array_index(set->positions, unit);
    return units_before(starts, MIN(a->start, b->start)) ==
           units_before(starts, MAX(a->end, b->end));
}

/* What a pair of places is tested for. */
typedef struct PairTest {
    const SpotSet *set;
    const Spot *spot;
} PairTest;

/* Whether the two parts of a pair, at these places, are as it wants them. Places that overlap are
 * near each other, and in no order. */
static gboolean is_pair(const Span *first, const Span *second, const void *data)
{
    const PairTest *test = data;
    gboolean in_order = first->end < second->start;
    guint32 distance = in_order                     ? second->start - first->end
                       : second->end < first->start ? first->start - second->end
                                                    : 0;
    switch (test->spot->kind) {
    case SPOT_NEAR:
        return distance <= test->spot->distance;
    case SPOT_ADJACENT:
        return in_order && distance <= test->spot->distance;
    case SPOT_SENTENCE:
        return in_one_unit(test->set, SENTENCES, first, second);
    case SPOT_PARAGRAPH:
        return in_one_unit(test->set, PARAGRAPHS, first, second);
    case SPOT_WORD:
    case SPOT_SEQUENCE:
    case SPOT_ANY:
        break;
    }
    g_assert_not_reached();
}

static GArray *places_of_pair(const SpotSet *set, const Spot *spot)
{
    g_autoptr(GArray) first = places_of(set, g_ptr_array_index(spot->parts, 0));
    g_autoptr(GArray) second = places_of(set, g_ptr_array_index(spot->parts, 1));
    const PairTest test = {set, spot};
    SpanNearest nearest = spot->kind == SPOT_NEAR || spot->kind == SPOT_ADJACENT
                              ? SPAN_NEAREST_EDGE
                              : SPAN_SHORTEST_UNIT;
    return span_list_pairs(first, second, nearest, is_pair, &test);
}

static GArray *places_of(const SpotSet *set, const Spot *spot)
{
    switch (spot->kind) {
    case SPOT_WORD:
        return places_of_word(set, spot);
    case SPOT_SEQUENCE:
        return places_of_sequence(set, spot);
    case SPOT_ANY:
        return places_of_any(set, spot);
    case SPOT_NEAR:
    case SPOT_ADJACENT:
    case SPOT_SENTENCE:
    case SPOT_PARAGRAPH:
        return places_of_pair(set, spot);
    }
    g_assert_not_reached();
}

GArray *spot_set_places(const SpotSet *set)
{
    return places_of(set, set->spot);
}
