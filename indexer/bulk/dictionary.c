/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Open addressing; the hash stands beside the number, so that others are seen without a look. */
#include "indexer/bulk/dictionary.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/bulk/pack.h"
#include "indexer/byte-hash.h"

/* Slots of an empty table, a power of two. */
#define SLOTS_MIN 4096

#define NO_TERM G_MAXUINT32

typedef struct {
    guint32 hash;
    guint32 number; /* NO_TERM: the slot is free */
} Slot;

struct Dictionary {
    Slot *slots;
    guint32 slot_count; /* a power of two, more than twice the terms */
    GArray *terms;      /* of DictionaryTerm */
    GByteArray *bytes;  /* of keys; behind those with escapes stands the term without them */
};

static void make_slots(Dictionary *dictionary, guint32 count)
{
    g_free(dictionary->slots);
    dictionary->slots = g_new(Slot, count);
    dictionary->slot_count = count;
    memset(dictionary->slots, 0xff, count * sizeof(Slot));
}

Dictionary *dictionary_new(void)
{
    Dictionary *dictionary = g_new0(Dictionary, 1);
    make_slots(dictionary, SLOTS_MIN);
    dictionary->terms = g_array_new(FALSE, FALSE, sizeof(DictionaryTerm));
    dictionary->bytes = g_byte_array_new();
    return dictionary;
}

void dictionary_free(Dictionary *dictionary)
{
    if (dictionary == NULL)
        return;
    g_free(dictionary->slots);
    g_array_unref(dictionary->terms);
    g_byte_array_unref(dictionary->bytes);
    g_free(dictionary);
}

void dictionary_clear(Dictionary *dictionary)
{
    memset(dictionary->slots, 0xff, dictionary->slot_count * sizeof(Slot));
    g_array_set_size(dictionary->terms, 0);
    g_byte_array_set_size(dictionary->bytes, 0);
}

static void grow(Dictionary *dictionary)
{
    guint32 count = dictionary->slot_count * 2, mask = count - 1;
    make_slots(dictionary, count);
    for (guint32 number = 0; number < dictionary->terms->len; number++) {
        guint32 hash = g_array_index(dictionary->terms, DictionaryTerm, number).hash;
        guint32 slot = hash & mask;
        while (dictionary->slots[slot].number != NO_TERM)
            slot = (slot + 1) & mask;
        dictionary->slots[slot] = (Slot){hash, number};
    }
}

/* Appends the key of a term: a zero byte is followed by 0xff, so that a single one can end it. */
static void append_escaped(GByteArray *bytes, const guint8 *term, gsize length)
{
    const guint8 *end = term + length;
    for (const guint8 *zero; (zero = memchr(term, 0, (gsize)(end - term))) != NULL;
         term = zero + 1) {
        g_byte_array_append(bytes, term, (guint)(zero + 1 - term));
        g_byte_array_append(bytes, (const guint8 *)"\xff", 1);
    }
    g_byte_array_append(bytes, term, (guint)(end - term));
}

static guint32 append_term(Dictionary *dictionary, const guint8 *term, gsize length, guint32 hash,
                           gboolean is_key)
{
    GByteArray *bytes = dictionary->bytes;
    DictionaryTerm added = {
        .hash = hash, .key = bytes->len, .term_length = (guint16)length, .stem = NO_TERM};
    if (is_key)
        g_byte_array_append(bytes, term, (guint)length);
    else
        append_escaped(bytes, term, length);
    added.key_length = (guint16)(bytes->len - added.key);
    if (added.key_length != length)
        g_byte_array_append(bytes, term, (guint)length);
    pack_trim(bytes, pack_reserve(bytes, SHORT_COPY_ROOM));
    g_array_append_val(dictionary->terms, added);
    return dictionary->terms->len - 1;
}

static guint32 find_or_add(Dictionary *dictionary, const guint8 *term, gsize length, guint32 hash,
                           gboolean is_key)
{
    guint32 mask = dictionary->slot_count - 1, slot = hash & mask;
    for (; dictionary->slots[slot].number != NO_TERM; slot = (slot + 1) & mask) {
        if (dictionary->slots[slot].hash != hash)
            continue;
        const DictionaryTerm *candidate =
            dictionary_term(dictionary, dictionary->slots[slot].number);
        if (candidate->term_length == length &&
            memcmp(dictionary_bytes(dictionary, candidate), term, length) == 0)
            return dictionary->slots[slot].number;
    }
    guint32 number = append_term(dictionary, term, length, hash, is_key);
    dictionary->slots[slot] = (Slot){hash, number};
    if (dictionary->terms->len * 2 > dictionary->slot_count)
        grow(dictionary);
    return number;
}

guint32 dictionary_add(Dictionary *dictionary, const guint8 *term, gsize length, guint32 hash)
{
    return find_or_add(dictionary, term, length, hash, FALSE);
}

/* A term of the same bytes has another hash, so the two are never taken for each other. */
guint32 dictionary_add_key(Dictionary *dictionary, const guint8 *key, gsize length)
{
    return find_or_add(dictionary, key, length, ~(guint32)byte_hash(key, length), TRUE);
}

void dictionary_prefetch_slot(const Dictionary *dictionary, guint32 hash)
{
    __builtin_prefetch(&dictionary->slots[hash & (dictionary->slot_count - 1)]);
}

void dictionary_prefetch_term(const Dictionary *dictionary, guint32 hash)
{
    const Slot *slot = &dictionary->slots[hash & (dictionary->slot_count - 1)];
    if (slot->hash != hash || slot->number == NO_TERM)
        return;
    const DictionaryTerm *term = dictionary_term(dictionary, slot->number);
    __builtin_prefetch(term, 1);
}

guint32 dictionary_count(const Dictionary *dictionary)
{
    return dictionary->terms->len;
}

DictionaryTerm *dictionary_term(const Dictionary *dictionary, guint32 number)
{
    return &g_array_index(dictionary->terms, DictionaryTerm, number);
}

const guint8 *dictionary_key(const Dictionary *dictionary, const DictionaryTerm *term)
{
    return dictionary->bytes->data + term->key;
}

const guint8 *dictionary_bytes(const Dictionary *dictionary, const DictionaryTerm *term)
{
    guint escapes = term->key_length != term->term_length ? term->key_length : 0;
    return dictionary->bytes->data + term->key + escapes;
}

gsize dictionary_size(const Dictionary *dictionary)
{
    return dictionary->slot_count * sizeof(Slot) + dictionary->terms->len * sizeof(DictionaryTerm) +
           dictionary->bytes->len;
}

/* Sorting */

/* The first eight bytes as a number decide most comparisons without a look at the key. */
typedef struct {
    guint64 start;
    const guint8 *key;
    guint32 length;
    guint32 number;
} SortedKey;

static guint64 start_of(const guint8 *key, gsize length)
{
    guint64 start = 0;
    memcpy(&start, key, MIN(length, sizeof start));
    return GUINT64_FROM_BE(start);
}

static int by_key(const void *a, const void *b)
{
    const SortedKey *first = a, *second = b;
    if (first->start != second->start)
        return first->start < second->start ? -1 : 1;
    int order = memcmp(first->key, second->key, MIN(first->length, second->length));
    if (order != 0)
        return order;
    return (first->length > second->length) - (first->length < second->length);
}

guint32 *dictionary_sort(const Dictionary *dictionary)
{
    guint32 count = dictionary->terms->len;
    g_autofree SortedKey *keys = g_new(SortedKey, count);
    for (guint32 number = 0; number < count; number++) {
        const DictionaryTerm *term = dictionary_term(dictionary, number);
        const guint8 *key = dictionary_key(dictionary, term);
        keys[number] = (SortedKey){start_of(key, term->key_length), key, term->key_length, number};
    }
    if (count > 0)
        qsort(keys, count, sizeof *keys, by_key);
    guint32 *sorted = g_new(guint32, count);
    for (guint32 rank = 0; rank < count; rank++)
        sorted[rank] = keys[rank].number;
    return sorted;
}
