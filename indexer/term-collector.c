/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All terms of the epoch by their numbers, and for each of them the document that had it last and
 * its place there.
 */
#include "indexer/term-collector.h"

#include <string.h>

#include "indexer/byte-hash.h"
#include "indexer/number-table.h"
#include "indexer/short-copy.h"
#include "morgue/field.h"
#include "morgue/large-memory.h"

/* An epoch ends with the document that brings the terms to so many: some 5 MB. */
#define TERMS_OF_EPOCH (1 << 16)

/* Room for words of a document at first. */
#define WORDS_MIN 1024

/* Known terms are called for from memory so many words ahead. */
#define WORDS_AHEAD 8

/* Longer terms lie elsewhere: so that a term takes half a line of the processor's cache. */
#define TEXT_MAX 20

/* A term of the epoch. */
typedef struct {
    guint32 document; /* the last one that has it */
    guint32 place;    /* in that */
    guint16 length;
    guint8 text[TEXT_MAX]; /* or, of a longer term, the offset of its bytes */
} KnownTerm;
_Static_assert(sizeof(KnownTerm) == 32, "half a line of the processor's cache");
_Static_assert(TEXT_MAX >= SHORT_COPY_ROOM, "read by short_copy()");

struct TermCollector {
    guint32 epoch;
    gpointer epoch_name; /* what tells the epoch from those of all collectors */
    NumberTable numbers;
    KnownTerm *known; /* by number */
    guint32 known_count, known_room;
    GByteArray *long_terms;
    guint32 document; /* counts them; the one at hand */

    CollectedWord *words; /* those of the document */
    guint word_count, word_room;
    GArray *once;      /* of DocumentTerm: those that no other has */
    GArray *terms;     /* of DocumentTerm: all others, as they are gathered */
    GByteArray *bytes; /* of terms */
    GArray *postings;  /* of Posting */
    GArray *synonyms;  /* of DocumentSynonym */
};

/* Known terms */

static void begin_epoch(TermCollector *collector)
{
    collector->epoch++;
    g_clear_pointer(&collector->epoch_name, g_atomic_rc_box_release);
    collector->epoch_name = g_atomic_rc_box_new0(guint32);
    number_table_reset(&collector->numbers);
    collector->known_count = 0;
    g_byte_array_set_size(collector->long_terms, 0);
}

TermCollector *term_collector_new(void)
{
    TermCollector *collector = g_new0(TermCollector, 1);
    collector->known_room = TERMS_OF_EPOCH;
    collector->known = large_memory_new(TERMS_OF_EPOCH * sizeof(KnownTerm));
    collector->long_terms = g_byte_array_new();
    collector->word_room = WORDS_MIN;
    collector->words = g_new(CollectedWord, WORDS_MIN);
    collector->once = g_array_new(FALSE, FALSE, sizeof(DocumentTerm));
    collector->terms = g_array_new(FALSE, FALSE, sizeof(DocumentTerm));
    collector->bytes = g_byte_array_new();
    collector->postings = g_array_new(FALSE, FALSE, sizeof(Posting));
    collector->synonyms = g_array_new(FALSE, FALSE, sizeof(DocumentSynonym));
    number_table_init(&collector->numbers);
    begin_epoch(collector);
    return collector;
}

void term_collector_free(TermCollector *collector)
{
    if (collector == NULL)
        return;
    g_atomic_rc_box_release(collector->epoch_name);
    number_table_free(&collector->numbers);
    large_memory_free(collector->known, collector->known_room * sizeof(KnownTerm));
    g_byte_array_unref(collector->long_terms);
    g_free(collector->words);
    g_array_unref(collector->once);
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

/* More than an epoch's terms are those of a single document. */
static void make_room(TermCollector *collector)
{
    if (collector->known_count < collector->known_room)
        return;
    gsize size = collector->known_room * sizeof(KnownTerm);
    collector->known = large_memory_grow(collector->known, size, 2 * size);
    collector->known_room *= 2;
}

static guint32 learn(TermCollector *collector, const guint8 *term, gsize length)
{
    KnownTerm known = {.length = (guint16)length};
    guint32 start = collector->long_terms->len;
    if (length <= TEXT_MAX) {
        memcpy(known.text, term, length);
    } else {
        memcpy(known.text, &start, sizeof start);
        g_byte_array_append(collector->long_terms, term, (guint)length);
    }
    make_room(collector);
    collector->known[collector->known_count] = known;
    return collector->known_count++;
}

static const guint8 *text_of(const TermCollector *collector, const KnownTerm *known)
{
    if (known->length <= TEXT_MAX)
        return known->text;
    guint32 start;
    memcpy(&start, known->text, sizeof start);
    return collector->long_terms->data + start;
}

static gboolean is_known_as(gconstpointer owner, guint32 number, const guint8 *term, gsize length)
{
    const TermCollector *collector = owner;
    const KnownTerm *known = &collector->known[number];
    return known->length == length && memcmp(text_of(collector, known), term, length) == 0;
}

static guint32 find_or_learn(TermCollector *collector, const guint8 *term, gsize length)
{
    guint32 slot, hash = (guint32)byte_hash(term, length);
    guint32 number =
        number_table_find(&collector->numbers, hash, is_known_as, collector, term, length, &slot);
    if (number != NO_NUMBER)
        return number;
    number = learn(collector, term, length);
    number_table_put(&collector->numbers, slot, hash, number);
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
    if (collector->known_count >= TERMS_OF_EPOCH)
        begin_epoch(collector);
    collector->document++;
    collector->word_count = 0;
    g_array_set_size(collector->once, 0);
    g_byte_array_set_size(collector->bytes, 0);
}

void term_collector_add(TermCollector *collector, const CollectedWord *word)
{
    if (collector->word_count == collector->word_room) {
        collector->word_room *= 2;
        collector->words = g_renew(CollectedWord, collector->words, collector->word_room);
    }
    collector->words[collector->word_count++] = *word;
}

void term_collector_add_once(TermCollector *collector, const char *text, gsize length)
{
    const DocumentTerm term = {
        .start = collector->bytes->len,
        .length = (guint16)length,
        .number = NO_TERM_NUMBER,
        .stem = NO_STEM,
    };
    g_byte_array_append(collector->bytes, (const guint8 *)text, (guint)length);
    g_array_append_val(collector->once, term);
}

/* While the words of the document become its terms and postings. */
typedef struct {
    TermCollector *collector;
    KnownTerm *known;
    DocumentTerm *terms;
    guint32 term_count;
    Posting *posting; /* the next one */
    guint64 length;
    guint32 before;          /* the place of the word before, or NO_PLACE */
    guint32 before_position; /* where it stands */
} Gathering;

/* There is no word before, or none whose stem stands beside it. */
#define NO_PLACE G_MAXUINT32

static void add_term(Gathering *gathering, guint32 number)
{
    const KnownTerm *known = &gathering->known[number];
    GByteArray *bytes = gathering->collector->bytes;
    guint32 start = bytes->len;
    g_byte_array_set_size(bytes, start + known->length + SHORT_COPY_ROOM);
    short_copy(bytes->data + start, text_of(gathering->collector, known), known->length);
    g_byte_array_set_size(bytes, start + known->length);
    gathering->terms[gathering->term_count++] = (DocumentTerm){
        .start = start,
        .length = known->length,
        .number = number,
        .stem = NO_STEM,
    };
}

/* Counts a term; returns its place among those of the document. */
static guint32 count(Gathering *gathering, guint32 number, guint32 wdf)
{
    KnownTerm *known = &gathering->known[number];
    if (known->document != gathering->collector->document) {
        known->document = gathering->collector->document;
        known->place = gathering->term_count;
        add_term(gathering, number);
    }
    gathering->terms[known->place].wdf += wdf;
    gathering->length += wdf;
    return known->place;
}

/* Nearly every word has one stem, wherever it occurs. */
static void add_synonym(const Gathering *gathering, guint32 stem, guint32 word)
{
    DocumentTerm *term = &gathering->terms[word];
    if (term->stem == stem)
        return;
    if (term->stem == NO_STEM)
        term->stem = stem;
    const DocumentSynonym synonym = {stem, word};
    g_array_append_val(gathering->collector->synonyms, synonym);
}

/*
 * A stem leads to its word. That of a form without accents leads to the word with them, too, which
 * stands before it: a query without accents weighs both.
 */
static void add_synonyms(const Gathering *gathering, guint32 stem, guint32 word, guint32 position)
{
    add_synonym(gathering, stem, word);
    if (gathering->before != NO_PLACE && gathering->before_position == position)
        add_synonym(gathering, stem, gathering->before);
}

static void gather_word(Gathering *gathering, const CollectedWord *word)
{
    guint32 place = count(gathering, word->word, word->wdf);
    if (word->position != 0) {
        gathering->terms[place].positions++;
        *gathering->posting++ = (Posting){place, word->position};
    }
    guint32 before = NO_PLACE;
    if (word->stem != NO_TERM_NUMBER) {
        guint32 stem = count(gathering, word->stem, word->wdf);
        before = place;
        if (word->has_synonym && word->position != 0)
            add_synonyms(gathering, stem, place, word->position);
    }
    gathering->before = before;
    gathering->before_position = word->position;
}

static void prefetch(const Gathering *gathering, const CollectedWord *word)
{
    __builtin_prefetch(&gathering->known[word->word], 1);
    if (word->stem != NO_TERM_NUMBER)
        __builtin_prefetch(&gathering->known[word->stem], 1);
}

/* Room for as many terms and postings as the words can come to is made at once. */
static guint64 gather_words(TermCollector *collector)
{
    const CollectedWord *words = collector->words;
    guint word_count = collector->word_count;
    g_array_set_size(collector->terms, 2 * word_count);
    g_array_set_size(collector->postings, word_count);
    g_array_set_size(collector->synonyms, 0);
    Posting *postings = (Posting *)(void *)collector->postings->data;
    Gathering gathering = {
        .collector = collector,
        .known = collector->known,
        .terms = (DocumentTerm *)(void *)collector->terms->data,
        .posting = postings,
        .before = NO_PLACE,
    };
    for (guint i = 0; i < word_count; i++) {
        if (i + WORDS_AHEAD < word_count)
            prefetch(&gathering, &words[i + WORDS_AHEAD]);
        gather_word(&gathering, &words[i]);
    }
    g_array_set_size(collector->terms, gathering.term_count);
    g_array_set_size(collector->postings, (guint)(gathering.posting - postings));
    return gathering.length;
}

static void append_all(GArray *to, const GArray *from)
{
    g_array_append_vals(to, from->data, from->len);
}

void term_collector_end(TermCollector *collector, Document *document)
{
    guint32 start = document->bytes->len;
    document->length = gather_words(collector);
    document->epoch = g_atomic_rc_box_acquire(collector->epoch_name);
    document->epoch_terms = collector->known_count;
    append_all(document->terms, collector->terms);
    append_all(document->terms, collector->once);
    append_all(document->postings, collector->postings);
    append_all(document->synonyms, collector->synonyms);
    g_byte_array_append(document->bytes, collector->bytes->data, collector->bytes->len);
    for (guint i = 0; i < document->terms->len; i++)
        g_array_index(document->terms, DocumentTerm, i).start += start;
}
