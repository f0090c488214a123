/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A hash table of all terms of the epoch, and for each of them the document that had it last and
 * its place there.
 */
#include "indexer/term-collector.h"

#include <string.h>

#include "indexer/byte-hash.h"
#include "indexer/short-copy.h"
#include "morgue/field.h"

/* An epoch ends with the document that brings the terms to so many: some 5 MB. */
#define TERMS_OF_EPOCH (1 << 16)

/* Slots of an empty table, a power of two. */
#define SLOTS_MIN 4096

/* What stands in a free slot. */
#define NO_NUMBER G_MAXUINT32

typedef struct {
    guint32 hash;
    guint32 number;
} Slot;

/* A term of the epoch. */
typedef struct {
    guint32 start; /* of its bytes */
    guint32 hash;
    guint16 length;
} KnownTerm;

/* Where the last document that has a term has it. */
typedef struct {
    guint32 document;
    guint32 place;
} Mark;

struct TermCollector {
    guint32 epoch;
    Slot *slots;
    guint32 slot_count; /* a power of two, more than twice the known terms */
    GArray *known;      /* of KnownTerm, by number */
    GByteArray *known_bytes;
    GArray *marks;    /* of Mark, by number */
    guint32 document; /* counts them; the one at hand */

    GArray *terms; /* of DocumentTerm, as all below of the document at hand */
    GByteArray *bytes;
    GArray *postings; /* of Posting */
    GArray *synonyms; /* of DocumentSynonym */
    guint64 length;
};

/* Known terms */

static void make_slots(TermCollector *collector, guint32 count)
{
    g_free(collector->slots);
    collector->slots = g_new(Slot, count);
    collector->slot_count = count;
    memset(collector->slots, 0xff, count * sizeof(Slot));
}

static void begin_epoch(TermCollector *collector)
{
    collector->epoch++;
    make_slots(collector, SLOTS_MIN);
    g_array_set_size(collector->known, 0);
    g_array_set_size(collector->marks, 0);
    g_byte_array_set_size(collector->known_bytes, SHORT_COPY_ROOM);
}

TermCollector *term_collector_new(void)
{
    TermCollector *collector = g_new0(TermCollector, 1);
    collector->known = g_array_new(FALSE, FALSE, sizeof(KnownTerm));
    collector->known_bytes = g_byte_array_new();
    collector->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
    collector->terms = g_array_new(FALSE, FALSE, sizeof(DocumentTerm));
    collector->bytes = g_byte_array_new();
    collector->postings = g_array_new(FALSE, FALSE, sizeof(Posting));
    collector->synonyms = g_array_new(FALSE, FALSE, sizeof(DocumentSynonym));
    begin_epoch(collector);
    return collector;
}

void term_collector_free(TermCollector *collector)
{
    if (collector == NULL)
        return;
    g_free(collector->slots);
    g_array_unref(collector->known);
    g_byte_array_unref(collector->known_bytes);
    g_array_unref(collector->marks);
    g_array_unref(collector->terms);
    g_byte_array_unref(collector->bytes);
    g_array_unref(collector->postings);
    g_array_unref(collector->synonyms);
    g_free(collector);
}

guint32 term_collector_epoch(const TermCollector *collector)
{
    return collector->epoch;
}

static void grow(TermCollector *collector)
{
    guint32 count = collector->slot_count * 2, mask = count - 1;
    make_slots(collector, count);
    for (guint32 number = 0; number < collector->known->len; number++) {
        guint32 hash = g_array_index(collector->known, KnownTerm, number).hash;
        guint32 slot = hash & mask;
        while (collector->slots[slot].number != NO_NUMBER)
            slot = (slot + 1) & mask;
        collector->slots[slot] = (Slot){hash, number};
    }
}

/* The bytes go over the room behind those that are there, which is made anew. */
static guint32 learn(TermCollector *collector, const guint8 *term, gsize length, guint32 hash)
{
    GByteArray *bytes = collector->known_bytes;
    const KnownTerm known = {bytes->len - SHORT_COPY_ROOM, hash, (guint16)length};
    const Mark none = {0, 0};
    g_byte_array_set_size(bytes, bytes->len + (guint)length);
    memcpy(bytes->data + known.start, term, length);
    g_array_append_val(collector->known, known);
    g_array_append_val(collector->marks, none);
    return collector->known->len - 1;
}

static gboolean is_known_as(const TermCollector *collector, guint32 number, const guint8 *term,
                            gsize length)
{
    const KnownTerm *known = &g_array_index(collector->known, KnownTerm, number);
    return known->length == length &&
           memcmp(collector->known_bytes->data + known->start, term, length) == 0;
}

static guint32 find_or_learn(TermCollector *collector, const guint8 *term, gsize length)
{
    guint32 hash = (guint32)byte_hash(term, length);
    guint32 mask = collector->slot_count - 1, slot = hash & mask;
    for (; collector->slots[slot].number != NO_NUMBER; slot = (slot + 1) & mask) {
        if (collector->slots[slot].hash == hash &&
            is_known_as(collector, collector->slots[slot].number, term, length))
            return collector->slots[slot].number;
    }
    guint32 number = learn(collector, term, length, hash);
    collector->slots[slot] = (Slot){hash, number};
    if (collector->known->len * 2 > collector->slot_count)
        grow(collector);
    return number;
}

guint32 term_collector_number(TermCollector *collector, const char *prefix, const char *text,
                              gsize length)
{
    guint8 term[TERM_MAX];
    gsize prefix_length = strlen(prefix);
    g_assert(prefix_length + length >= 1 && prefix_length + length <= sizeof term);
    memcpy(term, prefix, prefix_length);
    memcpy(term + prefix_length, text, length);
    return find_or_learn(collector, term, prefix_length + length);
}

/* The document */

void term_collector_begin(TermCollector *collector)
{
    if (collector->known->len >= TERMS_OF_EPOCH)
        begin_epoch(collector);
    collector->document++;
    collector->length = 0;
    g_array_set_size(collector->terms, 0);
    g_byte_array_set_size(collector->bytes, 0);
    g_array_set_size(collector->postings, 0);
    g_array_set_size(collector->synonyms, 0);
}

/* Adds a term that the document does not have yet; returns its place. */
static guint32 add_term(TermCollector *collector, guint32 number)
{
    const KnownTerm *known = &g_array_index(collector->known, KnownTerm, number);
    const DocumentTerm term = {
        .start = collector->bytes->len,
        .hash = known->hash,
        .length = known->length,
        .stem = NO_STEM,
    };
    g_byte_array_set_size(collector->bytes, term.start + term.length + SHORT_COPY_ROOM);
    short_copy(collector->bytes->data + term.start, collector->known_bytes->data + known->start,
               term.length);
    g_byte_array_set_size(collector->bytes, term.start + term.length);
    g_array_append_val(collector->terms, term);
    return collector->terms->len - 1;
}

guint32 term_collector_add(TermCollector *collector, guint32 number, guint32 wdf, guint32 position)
{
    Mark *mark = &g_array_index(collector->marks, Mark, number);
    if (mark->document != collector->document)
        *mark = (Mark){collector->document, add_term(collector, number)};
    DocumentTerm *term = &g_array_index(collector->terms, DocumentTerm, mark->place);
    term->wdf += wdf;
    collector->length += wdf;
    if (position == 0)
        return mark->place;
    const Posting posting = {mark->place, position};
    g_array_append_val(collector->postings, posting);
    term->positions++;
    return mark->place;
}

void term_collector_add_once(TermCollector *collector, const char *text, gsize length)
{
    const DocumentTerm term = {
        .start = collector->bytes->len,
        .hash = (guint32)byte_hash(text, length),
        .length = (guint16)length,
        .stem = NO_STEM,
    };
    g_byte_array_append(collector->bytes, (const guint8 *)text, (guint)length);
    g_array_append_val(collector->terms, term);
}

/* Nearly every word has one stem, wherever it occurs. */
void term_collector_add_synonym(TermCollector *collector, guint32 stem, guint32 word)
{
    DocumentTerm *term = &g_array_index(collector->terms, DocumentTerm, word);
    if (term->stem == stem)
        return;
    if (term->stem == NO_STEM)
        term->stem = stem;
    const DocumentSynonym synonym = {stem, word};
    g_array_append_val(collector->synonyms, synonym);
}

void term_collector_end(TermCollector *collector, Document *document)
{
    guint32 start = document->bytes->len;
    g_byte_array_append(document->bytes, collector->bytes->data, collector->bytes->len);
    g_array_append_vals(document->terms, collector->terms->data, collector->terms->len);
    g_array_append_vals(document->postings, collector->postings->data, collector->postings->len);
    g_array_append_vals(document->synonyms, collector->synonyms->data, collector->synonyms->len);
    document->length = collector->length;
    for (guint i = 0; i < document->terms->len; i++)
        g_array_index(document->terms, DocumentTerm, i).start += start;
}
