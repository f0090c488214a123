/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small hash table of the document's own terms; then positions by term, and their lists. */
#include "indexer/bulk/inversion.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/bulk/pack.h"
#include "indexer/bulk/position-list.h"
#include "indexer/byte-hash.h"

/* What stands in a free slot of the table. */
#define FREE_SLOT G_MAXUINT32

struct Inverter {
    Inversion inversion;
    GArray *slots;    /* of guint32: indexes of terms, or FREE_SLOT; a power of two of them */
    GArray *indexes;  /* of guint32: the term of each posting */
    GArray *ends;     /* of guint32: behind the last position of each term in `gathered` */
    GArray *gathered; /* of guint32: positions, those of each term together */
};

Inverter *inverter_new(void)
{
    Inverter *inverter = g_new0(Inverter, 1);
    inverter->inversion.terms = g_array_new(FALSE, FALSE, sizeof(InvertedTerm));
    inverter->inversion.synonyms = g_array_new(FALSE, FALSE, sizeof(InvertedSynonym));
    inverter->inversion.positions = g_byte_array_new();
    inverter->slots = g_array_new(FALSE, FALSE, sizeof(guint32));
    inverter->indexes = g_array_new(FALSE, FALSE, sizeof(guint32));
    inverter->ends = g_array_new(FALSE, FALSE, sizeof(guint32));
    inverter->gathered = g_array_new(FALSE, FALSE, sizeof(guint32));
    return inverter;
}

void inverter_free(Inverter *inverter)
{
    if (inverter == NULL)
        return;
    g_array_unref(inverter->inversion.terms);
    g_array_unref(inverter->inversion.synonyms);
    g_byte_array_unref(inverter->inversion.positions);
    g_array_unref(inverter->slots);
    g_array_unref(inverter->indexes);
    g_array_unref(inverter->ends);
    g_array_unref(inverter->gathered);
    g_free(inverter);
}

/* Terms */

static gboolean is_term(const InvertedTerm *candidate, const Document *document,
                        const Posting *posting, guint32 hash)
{
    const guint8 *bytes = document->bytes->data;
    return candidate->hash == hash && candidate->length == posting->length &&
           memcmp(bytes + candidate->term, bytes + posting->term, posting->length) == 0;
}

/* The index of the posting's term, which is added where it is new. `mask`: slots less one. */
static guint32 find_term(Inverter *inverter, const Document *document, const Posting *posting,
                         guint32 mask)
{
    GArray *terms = inverter->inversion.terms;
    guint32 *slots = (guint32 *)(void *)inverter->slots->data;
    guint32 hash = (guint32)byte_hash(document->bytes->data + posting->term, posting->length);
    guint32 slot = hash & mask;
    for (; slots[slot] != FREE_SLOT; slot = (slot + 1) & mask) {
        const InvertedTerm *candidate = &g_array_index(terms, InvertedTerm, slots[slot]);
        if (is_term(candidate, document, posting, hash))
            return slots[slot];
    }
    const InvertedTerm term = {
        .term = posting->term, .length = posting->length, .hash = hash, .stem = NO_STEM};
    slots[slot] = terms->len;
    g_array_append_val(terms, term);
    return slots[slot];
}

/* Finds the terms of all postings, and what the document says of each. */
static void group_postings(Inverter *inverter, const Document *document)
{
    const GArray *postings = document->postings;
    guint32 mask = (2U << g_bit_storage(postings->len)) - 1;
    g_array_set_size(inverter->slots, mask + 1);
    memset(inverter->slots->data, 0xff, (mask + 1) * sizeof(guint32));
    g_array_set_size(inverter->indexes, postings->len);
    g_array_set_size(inverter->ends, postings->len);
    memset(inverter->ends->data, 0, postings->len * sizeof(guint32));
    for (guint i = 0; i < postings->len; i++) {
        const Posting *posting = &g_array_index(postings, Posting, i);
        g_assert(posting->length >= 1);
        guint32 index = find_term(inverter, document, posting, mask);
        g_array_index(inverter->indexes, guint32, i) = index;
        g_array_index(inverter->inversion.terms, InvertedTerm, index).wdf += posting->wdf;
        g_array_index(inverter->ends, guint32, index) += posting->position != 0 ? 1 : 0;
        inverter->inversion.length += posting->wdf;
    }
}

/* Positions */

/* Brings the positions together, term by term; `ends` then says where those of each one end. */
static void gather_positions(Inverter *inverter, const Document *document)
{
    guint32 *ends = (guint32 *)(void *)inverter->ends->data;
    guint32 start = 0;
    for (guint i = 0; i < inverter->inversion.terms->len; i++) {
        guint32 count = ends[i];
        ends[i] = start;
        start += count;
    }
    g_array_set_size(inverter->gathered, start);
    guint32 *gathered = (guint32 *)(void *)inverter->gathered->data;
    for (guint i = 0; i < document->postings->len; i++) {
        guint32 position = g_array_index(document->postings, Posting, i).position;
        if (position != 0)
            gathered[ends[g_array_index(inverter->indexes, guint32, i)]++] = position;
    }
}

static int by_number(const void *a, const void *b)
{
    guint32 first = *(const guint32 *)a, second = *(const guint32 *)b;
    return (first > second) - (first < second);
}

/* Makes positions strictly ascending; returns how many stay. They are nearly always so already. */
static guint32 order_positions(guint32 *positions, guint32 count)
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

static void encode_positions(Inverter *inverter)
{
    GByteArray *encoded = inverter->inversion.positions;
    guint32 *gathered = (guint32 *)(void *)inverter->gathered->data;
    guint32 start = 0;
    for (guint i = 0; i < inverter->inversion.terms->len; i++) {
        InvertedTerm *term = &g_array_index(inverter->inversion.terms, InvertedTerm, i);
        guint32 end = g_array_index(inverter->ends, guint32, i);
        term->positions = encoded->len;
        if (end > start) {
            guint32 count = order_positions(gathered + start, end - start);
            guint8 *at = pack_reserve(encoded, position_list_bound(count));
            pack_trim(encoded, position_list_encode(at, gathered + start, count));
        }
        term->positions_length = encoded->len - term->positions;
        start = end;
    }
}

/* Synonyms */

/* A stem of the text itself: those of a field have the field's prefix after the Z. */
static gboolean is_stem(const Document *document, const Posting *posting)
{
    const char *term = (const char *)document->bytes->data + posting->term;
    return posting->position == 0 && posting->length > 1 && *term == 'Z' &&
           !g_ascii_isupper(term[1]);
}

static void add_synonym(Inverter *inverter, guint stem_posting, guint word_posting)
{
    const InvertedSynonym synonym = {
        g_array_index(inverter->indexes, guint32, stem_posting),
        g_array_index(inverter->indexes, guint32, word_posting),
    };
    InvertedTerm *word = &g_array_index(inverter->inversion.terms, InvertedTerm, synonym.word);
    if (word->stem == synonym.stem)
        return;
    if (word->stem == NO_STEM)
        word->stem = synonym.stem;
    g_array_append_val(inverter->inversion.synonyms, synonym);
}

/*
 * A stem follows its word. That of a form without accents, which stands behind the word itself and
 * its stem, leads to the word with them, too: a query without accents weighs both.
 */
static void find_synonyms(Inverter *inverter, const Document *document)
{
    const Posting *postings = (const Posting *)(const void *)document->postings->data;
    for (guint i = 1; i < document->postings->len; i++) {
        if (postings[i - 1].position == 0 || !is_stem(document, &postings[i]))
            continue;
        add_synonym(inverter, i, i - 1);
        if (i > 2 && is_stem(document, &postings[i - 2]) &&
            postings[i - 3].position == postings[i - 1].position)
            add_synonym(inverter, i, i - 3);
    }
}

const Inversion *inverter_invert(Inverter *inverter, const Document *document)
{
    g_array_set_size(inverter->inversion.terms, 0);
    g_array_set_size(inverter->inversion.synonyms, 0);
    g_byte_array_set_size(inverter->inversion.positions, 0);
    inverter->inversion.length = 0;
    if (document->postings->len == 0)
        return &inverter->inversion;
    group_postings(inverter, document);
    gather_positions(inverter, document);
    encode_positions(inverter);
    find_synonyms(inverter, document);
    return &inverter->inversion;
}
