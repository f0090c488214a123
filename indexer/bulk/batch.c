/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A document in `stream`: its length, its value slots as the termlist table has them, and its
 * postings as number of the term, wdf, and length and bytes of what stands beside it.
 */
#include "indexer/bulk/batch.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/bulk/dictionary.h"
#include "indexer/bulk/document-positions.h"
#include "indexer/bulk/number-map.h"
#include "indexer/bulk/output-file.h"
#include "indexer/bulk/pack.h"
#include "indexer/bulk/run.h"
#include "morgue/large-memory.h"

/* Room that a posting takes in the stream at most, without its bytes. */
#define STREAM_POSTING_MAX (3 * PACK_NUMBER_MAX)

/* Memory is called for so many postings ahead. */
#define PREFETCHED 12

struct Batch {
    Dictionary *dictionary;
    NumberMap *map;
    GByteArray *stream;
    GArray *synonyms; /* of guint64: stem and word, in the upper and lower half */
    GArray *slots;    /* of guint32: those of one document */
    GByteArray *packed_slots;
    DocumentPositions positions; /* of one document */
    GArray *numbers;             /* of guint32: those of one document's terms */
    guint32 first, count;        /* documents */
    gsize list_bytes;            /* of all postings in the run */
};

/* A posting as it stands in the stream. */
typedef struct {
    guint32 term; /* its number */
    guint32 wdf;
    const guint8 *bytes;
    gsize length;
} StreamPosting;

/* Where a term's next posting goes. */
typedef struct {
    guint8 *end;  /* behind those that have been placed */
    guint32 last; /* document of the last of them */
    guint32 rank;
} Place;

/* While a batch is written. */
typedef struct {
    const Batch *batch;
    guint32 *order;      /* term numbers by rank */
    Place *places;       /* by term number */
    TermlistTerm *terms; /* by rank */
    guint8 *lists;       /* the postings of all terms, by rank */
    GArray *postings;    /* of StreamPosting: those of one document */
    GArray *entries;     /* of TermlistEntry: those of one document */
    GArray *sorted;      /* the same, while they are sorted */
    guint32 first_term;  /* the lowest rank of a term; below it are value slots */
} Writing;

Batch *batch_new(void)
{
    Batch *batch = g_new0(Batch, 1);
    batch->dictionary = dictionary_new();
    batch->map = number_map_new();
    batch->stream = g_byte_array_new();
    batch->synonyms = g_array_new(FALSE, FALSE, sizeof(guint64));
    batch->slots = g_array_new(FALSE, FALSE, sizeof(guint32));
    batch->packed_slots = g_byte_array_new();
    batch->numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
    document_positions_init(&batch->positions);
    return batch;
}

void batch_free(Batch *batch)
{
    if (batch == NULL)
        return;
    dictionary_free(batch->dictionary);
    number_map_free(batch->map);
    g_byte_array_unref(batch->stream);
    g_array_unref(batch->synonyms);
    g_array_unref(batch->slots);
    g_byte_array_unref(batch->packed_slots);
    g_array_unref(batch->numbers);
    document_positions_clear(&batch->positions);
    g_free(batch);
}

static void batch_clear(Batch *batch)
{
    dictionary_clear(batch->dictionary);
    number_map_clear(batch->map);
    g_byte_array_set_size(batch->stream, 0);
    g_array_set_size(batch->synonyms, 0);
    batch->count = 0;
    batch->list_bytes = 0;
}

gboolean batch_is_empty(const Batch *batch)
{
    return batch->count == 0;
}

gsize batch_size(const Batch *batch)
{
    gsize terms = dictionary_count(batch->dictionary);
    gsize while_written = terms * (sizeof(guint32) + sizeof(Place) + 2 * sizeof(TermlistTerm));
    return batch->stream->len + batch->list_bytes + dictionary_size(batch->dictionary) +
           number_map_size(batch->map) + batch->synonyms->len * sizeof(guint64) + while_written;
}

/* Adding */

/* Counts a posting of the document, and writes it into the stream. */
static guint8 *put_posting(Batch *batch, guint8 *at, guint32 number, const RunPosting *posting)
{
    DictionaryTerm *term = dictionary_term(batch->dictionary, number);
    guint size = run_posting_size(term->last, posting);
    term->bytes += size;
    term->last = posting->document;
    term->documents++;
    term->occurrences += posting->wdf;
    batch->list_bytes += size;
    at = pack_number(pack_number(at, number), posting->wdf);
    return pack_string(at, posting->bytes, posting->length);
}

static int by_slot(gconstpointer a, gconstpointer b)
{
    guint32 first = *(const guint32 *)a, second = *(const guint32 *)b;
    return (first > second) - (first < second);
}

/* Which slots the document has values in: from low to high, each by what lies between. */
static void put_slots(Batch *batch, const Document *document)
{
    g_array_set_size(batch->slots, 0);
    for (guint i = 0; i < document->values->len; i++)
        g_array_append_val(batch->slots, g_array_index(document->values, DocumentValue, i).slot);
    g_array_sort(batch->slots, by_slot);
    g_byte_array_set_size(batch->packed_slots, 0);
    guint32 next = 0;
    for (guint i = 0; i < batch->slots->len; i++) {
        guint32 slot = g_array_index(batch->slots, guint32, i);
        pack_append_number(batch->packed_slots, slot - next);
        next = slot + 1;
    }
    pack_append_string(batch->stream, batch->packed_slots->data, batch->packed_slots->len);
}

static void put_values(Batch *batch, guint32 number, const Document *document)
{
    for (guint i = 0; i < document->values->len; i++) {
        const DocumentValue *value = &g_array_index(document->values, DocumentValue, i);
        guint8 key[RUN_PREFIX_LENGTH + PACK_NUMBER_MAX];
        memcpy(key, RUN_VALUE_PREFIX, RUN_PREFIX_LENGTH);
        guint8 *end = pack_number(key + RUN_PREFIX_LENGTH, value->slot);
        guint32 term = dictionary_add_key(batch->dictionary, key, (gsize)(end - key));
        const RunPosting posting = {.document = number,
                                    .bytes = document->bytes->data + value->start,
                                    .length = value->length};
        guint8 *at = pack_reserve(batch->stream, STREAM_POSTING_MAX + value->length);
        pack_trim(batch->stream, put_posting(batch, at, term, &posting));
    }
}

/* The number in the dictionary. `known`: those of the document's epoch. */
static guint32 number_of(Batch *batch, const Document *document, const DocumentTerm *term,
                         guint32 *known)
{
    const guint8 *bytes = document->bytes->data + term->start;
    if (term->number == NO_TERM_NUMBER)
        return dictionary_add(batch->dictionary, bytes, term->length);
    guint32 *number = &known[term->number];
    if (*number == NO_DICTIONARY_TERM)
        *number = dictionary_add(batch->dictionary, bytes, term->length);
    return *number;
}

/* Finds the numbers of all terms, and calls for what is known of them. */
static void find_numbers(Batch *batch, const Document *document)
{
    const DocumentTerm *terms = (const DocumentTerm *)(const void *)document->terms->data;
    guint count = document->terms->len;
    guint32 *known = number_map_of(batch->map, document);
    g_array_set_size(batch->numbers, count);
    guint32 *numbers = (guint32 *)(void *)batch->numbers->data;
    for (guint i = 0; i < count; i++) {
        if (i + PREFETCHED < count && terms[i + PREFETCHED].number != NO_TERM_NUMBER)
            __builtin_prefetch(&known[terms[i + PREFETCHED].number], 1);
        numbers[i] = number_of(batch, document, &terms[i], known);
    }
}

static void put_terms(Batch *batch, guint32 number, const Document *document)
{
    const DocumentTerm *terms = (const DocumentTerm *)(const void *)document->terms->data;
    const EncodedPositions *lists =
        (const EncodedPositions *)(const void *)batch->positions.lists->data;
    const guint32 *numbers = (const guint32 *)(const void *)batch->numbers->data;
    gsize count = document->terms->len;
    guint8 *at =
        pack_reserve(batch->stream, count * STREAM_POSTING_MAX + batch->positions.bytes->len);
    for (gsize i = 0; i < count; i++) {
        if (i + PREFETCHED < count)
            __builtin_prefetch(dictionary_term(batch->dictionary, numbers[i + PREFETCHED]), 1);
        const RunPosting posting = {.document = number,
                                    .wdf = terms[i].wdf,
                                    .bytes = batch->positions.bytes->data + lists[i].start,
                                    .length = lists[i].length};
        at = put_posting(batch, at, numbers[i], &posting);
    }
    pack_trim(batch->stream, at);
}

/* Nearly every word has one stem, wherever it occurs: most pairs are known from the word. */
static void add_synonyms(Batch *batch, const Document *document)
{
    const guint32 *numbers = (const guint32 *)(void *)batch->numbers->data;
    for (guint i = 0; i < document->synonyms->len; i++) {
        const DocumentSynonym *synonym = &g_array_index(document->synonyms, DocumentSynonym, i);
        guint32 stem = numbers[synonym->stem], word = numbers[synonym->word];
        DictionaryTerm *term = dictionary_term(batch->dictionary, word);
        if (term->stem == stem)
            continue;
        term->stem = stem;
        guint64 pair = (guint64)stem << 32 | word;
        g_array_append_val(batch->synonyms, pair);
    }
}

void batch_add(Batch *batch, guint32 number, const Document *document)
{
    if (batch->count++ == 0)
        batch->first = number;
    document_positions_encode(&batch->positions, document);
    pack_append_number(batch->stream, document->length);
    put_slots(batch, document);
    pack_append_number(batch->stream, document->values->len + document->terms->len);
    put_values(batch, number, document);
    find_numbers(batch, document);
    put_terms(batch, number, document);
    add_synonyms(batch, document);
}

/* Writing */

static void writing_init(Writing *writing, const Batch *batch)
{
    guint32 count = dictionary_count(batch->dictionary);
    *writing = (Writing){
        .batch = batch,
        .order = dictionary_sort(batch->dictionary),
        .places = large_memory_new(count * sizeof(Place)),
        .lists = large_memory_new(batch->list_bytes),
        .terms = large_memory_new(count * sizeof(TermlistTerm)),
        .postings = g_array_new(FALSE, FALSE, sizeof(StreamPosting)),
        .entries = g_array_new(FALSE, FALSE, sizeof(TermlistEntry)),
        .sorted = g_array_new(FALSE, FALSE, sizeof(TermlistEntry)),
    };
    guint8 *end = writing->lists;
    for (guint32 rank = 0; rank < count; rank++) {
        const DictionaryTerm *term = dictionary_term(batch->dictionary, writing->order[rank]);
        const guint8 *key = dictionary_key(batch->dictionary, term);
        if (memcmp(key, RUN_VALUE_PREFIX, MIN(term->key_length, RUN_PREFIX_LENGTH)) == 0)
            writing->first_term = rank + 1;
        writing->places[writing->order[rank]] = (Place){end, 0, rank};
        end += term->bytes;
    }
}

static void writing_clear(Writing *writing)
{
    g_free(writing->order);
    guint32 count = dictionary_count(writing->batch->dictionary);
    large_memory_free(writing->places, count * sizeof(Place));
    large_memory_free(writing->terms, count * sizeof(TermlistTerm));
    large_memory_free(writing->lists, writing->batch->list_bytes);
    g_array_unref(writing->postings);
    g_array_unref(writing->entries);
    g_array_unref(writing->sorted);
}

/*
 * Takes the postings of a document out of the stream. What is needed of each next is far away
 * in memory, so it is called for in time, here and below.
 */
static const guint8 *take_postings(Writing *writing, const guint8 *at, guint64 count)
{
    g_array_set_size(writing->postings, (guint)count);
    StreamPosting *postings = (StreamPosting *)(void *)writing->postings->data;
    for (guint64 i = 0; i < count; i++) {
        guint64 number, wdf, length;
        at = unpack_number(unpack_number(unpack_number(at, &number), &wdf), &length);
        postings[i] = (StreamPosting){(guint32)number, (guint32)wdf, at, length};
        __builtin_prefetch(&writing->places[number], 1);
        at += length;
    }
    return at;
}

/* Places a posting in its list, and notes its term for the term list. */
static void place_posting(Writing *writing, const StreamPosting *from, guint32 document)
{
    Place *place = &writing->places[from->term];
    const RunPosting posting = {document, from->wdf, from->bytes, from->length};
    place->end = run_posting_pack(place->end, place->last, &posting);
    place->last = document;
    if (place->rank >= writing->first_term) {
        const TermlistEntry entry = {place->rank, from->wdf};
        g_array_append_val(writing->entries, entry);
    }
}

static void place_postings(Writing *writing, guint32 document)
{
    const StreamPosting *postings = (const StreamPosting *)(void *)writing->postings->data;
    guint count = writing->postings->len;
    g_array_set_size(writing->entries, 0);
    for (guint i = 0; i < count; i++) {
        if (i + PREFETCHED < count)
            __builtin_prefetch(writing->places[postings[i + PREFETCHED].term].end, 1);
        place_posting(writing, &postings[i], document);
    }
}

/* Sorts the entries by rank, by a few bits in each pass, from the low ones on. */
static void sort_entries(Writing *writing)
{
    enum { BITS = 9, BUCKETS = 1 << BITS };
    guint count = writing->entries->len;
    guint32 terms = dictionary_count(writing->batch->dictionary);
    g_array_set_size(writing->sorted, count);
    for (guint shift = 0; shift < 32 && terms >> shift != 0; shift += BITS) {
        const TermlistEntry *from = (const TermlistEntry *)(void *)writing->entries->data;
        TermlistEntry *to = (TermlistEntry *)(void *)writing->sorted->data;
        guint32 starts[BUCKETS + 1] = {0};
        for (guint i = 0; i < count; i++)
            starts[(from[i].rank >> shift) % BUCKETS + 1]++;
        for (guint bucket = 0; bucket < BUCKETS; bucket++)
            starts[bucket + 1] += starts[bucket];
        for (guint i = 0; i < count; i++)
            to[starts[(from[i].rank >> shift) % BUCKETS]++] = from[i];
        GArray *sorted = writing->sorted;
        writing->sorted = writing->entries;
        writing->entries = sorted;
    }
}

/* The bytes of each term by its rank. */
static void fill_terms(const Writing *writing)
{
    const Dictionary *dictionary = writing->batch->dictionary;
    guint32 count = dictionary_count(dictionary);
    for (guint32 rank = 0; rank < count; rank++) {
        const DictionaryTerm *term = dictionary_term(dictionary, writing->order[rank]);
        writing->terms[rank] =
            (TermlistTerm){dictionary_bytes(dictionary, term), term->term_length};
    }
}

/* One pass over the documents: every posting into its list, and each document's term list. */
static gboolean invert(Writing *writing, TermlistTable *termlists, GError **error)
{
    const Batch *batch = writing->batch;
    fill_terms(writing);
    const guint8 *at = batch->stream->data;
    for (guint32 i = 0; i < batch->count; i++) {
        TermlistDocument document = {.number = batch->first + i, .terms = writing->terms};
        guint64 postings;
        at = unpack_number(at, &document.length);
        at = unpack_number(at, &document.slots_length);
        document.slots = at;
        at = unpack_number(at + document.slots_length, &postings);
        at = take_postings(writing, at, postings);
        place_postings(writing, document.number);
        sort_entries(writing);
        document.entries = (const TermlistEntry *)(void *)writing->entries->data;
        document.entry_count = writing->entries->len;
        if (!termlist_table_add(termlists, &document, error))
            return FALSE;
    }
    return TRUE;
}

static int by_pair(gconstpointer a, gconstpointer b)
{
    guint64 first = *(const guint64 *)a, second = *(const guint64 *)b;
    return (first > second) - (first < second);
}

/* Sorts the pairs by the ranks of stem and word, which then stand in them. */
static void rank_synonyms(const Writing *writing, GArray *pairs)
{
    for (guint i = 0; i < pairs->len; i++) {
        guint64 *pair = &g_array_index(pairs, guint64, i);
        *pair =
            (guint64)writing->places[*pair >> 32].rank << 32 | writing->places[(guint32)*pair].rank;
    }
    g_array_sort(pairs, by_pair);
    guint kept = 0;
    for (guint i = 0; i < pairs->len; i++) {
        guint64 pair = g_array_index(pairs, guint64, i);
        if (kept == 0 || pair != g_array_index(pairs, guint64, kept - 1))
            g_array_index(pairs, guint64, kept++) = pair;
    }
    g_array_set_size(pairs, kept);
}

static const DictionaryTerm *ranked_term(const Writing *writing, guint64 rank)
{
    return dictionary_term(writing->batch->dictionary, writing->order[rank]);
}

/* The list of one stem: `count` pairs. */
static gboolean write_synonym_list(const Writing *writing, const guint64 *pairs, guint count,
                                   OutputFile *file, GError **error)
{
    const Dictionary *dictionary = writing->batch->dictionary;
    const DictionaryTerm *stem = ranked_term(writing, *pairs >> 32);
    guint8 key[256];
    memcpy(key, RUN_SYNONYM_PREFIX, RUN_PREFIX_LENGTH);
    memcpy(key + RUN_PREFIX_LENGTH, dictionary_bytes(dictionary, stem), stem->term_length);
    const RunList list = {key, (gsize)RUN_PREFIX_LENGTH + stem->term_length, count, 0};
    gboolean written = run_write_list(file, &list, error);
    for (guint i = 0; i < count && written; i++) {
        const DictionaryTerm *word = ranked_term(writing, (guint32)pairs[i]);
        const RunPosting posting = {.bytes = dictionary_bytes(dictionary, word),
                                    .length = word->term_length};
        guint8 packed[RUN_POSTING_MAX + 256];
        guint8 *end = run_posting_pack(packed, 0, &posting);
        written = output_file_write(file, packed, (gsize)(end - packed), error);
    }
    return written;
}

static gboolean write_synonyms(const Writing *writing, OutputFile *file, GError **error)
{
    GArray *pairs = writing->batch->synonyms;
    rank_synonyms(writing, pairs);
    const guint64 *pair = (const guint64 *)(void *)pairs->data;
    for (guint i = 0, count; i < pairs->len; i += count) {
        for (count = 1; i + count < pairs->len && pair[i + count] >> 32 == pair[i] >> 32;)
            count++;
        if (!write_synonym_list(writing, pair + i, count, file, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean write_lists(const Writing *writing, OutputFile *file, GError **error)
{
    const Dictionary *dictionary = writing->batch->dictionary;
    const guint8 *postings = writing->lists;
    for (guint32 rank = 0; rank < dictionary_count(dictionary); rank++) {
        const DictionaryTerm *term = ranked_term(writing, rank);
        const RunList list = {dictionary_key(dictionary, term), term->key_length, term->documents,
                              term->occurrences};
        g_assert(writing->places[writing->order[rank]].end == postings + term->bytes);
        if (!run_write_list(file, &list, error) ||
            !output_file_write(file, postings, term->bytes, error))
            return FALSE;
        postings += term->bytes;
    }
    return TRUE;
}

gboolean batch_write(Batch *batch, const char *path, TermlistTable *termlists, GError **error)
{
    g_autoptr(OutputFile) file = output_file_open(path, error);
    if (file == NULL)
        return FALSE;
    Writing writing;
    writing_init(&writing, batch);
    gboolean written = invert(&writing, termlists, error) &&
                       write_synonyms(&writing, file, error) &&
                       write_lists(&writing, file, error) && output_file_finish(file, error);
    writing_clear(&writing);
    batch_clear(batch);
    return written;
}
