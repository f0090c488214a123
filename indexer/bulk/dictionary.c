/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An array of terms, their keys behind each other, and their numbers by hash. */
#include "indexer/bulk/dictionary.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/bulk/pack.h"
#include "indexer/byte-hash.h"
#include "morgue/large-memory.h"

/* Room for terms at first. */
#define TERMS_MIN 2048

Dictionary *dictionary_new(void)
{
    Dictionary *dictionary = g_new0(Dictionary, 1);
    number_table_init(&dictionary->numbers);
    dictionary->term_room = TERMS_MIN;
    dictionary->terms = large_memory_new(TERMS_MIN * sizeof(DictionaryTerm));
    dictionary->bytes = g_byte_array_new();
    return dictionary;
}

void dictionary_free(Dictionary *dictionary)
{
    if (dictionary == NULL)
        return;
    number_table_free(&dictionary->numbers);
    large_memory_free(dictionary->terms, dictionary->term_room * sizeof(DictionaryTerm));
    g_byte_array_unref(dictionary->bytes);
    g_free(dictionary);
}

void dictionary_clear(Dictionary *dictionary)
{
    number_table_clear(&dictionary->numbers);
    dictionary->term_count = 0;
    g_byte_array_set_size(dictionary->bytes, 0);
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

static void make_room(Dictionary *dictionary)
{
    if (dictionary->term_count < dictionary->term_room)
        return;
    gsize size = dictionary->term_room * sizeof(DictionaryTerm);
    dictionary->terms = large_memory_grow(dictionary->terms, size, 2 * size);
    dictionary->term_room *= 2;
}

static guint32 append_term(Dictionary *dictionary, const guint8 *term, gsize length,
                           gboolean is_key)
{
    GByteArray *bytes = dictionary->bytes;
    DictionaryTerm added = {
        .key = bytes->len, .term_length = (guint16)length, .stem = NO_DICTIONARY_TERM};
    if (is_key)
        g_byte_array_append(bytes, term, (guint)length);
    else
        append_escaped(bytes, term, length);
    added.key_length = (guint16)(bytes->len - added.key);
    if (added.key_length != length)
        g_byte_array_append(bytes, term, (guint)length);
    pack_trim(bytes, pack_reserve(bytes, SHORT_COPY_ROOM));
    make_room(dictionary);
    dictionary->terms[dictionary->term_count] = added;
    return dictionary->term_count++;
}

static gboolean is_term(gconstpointer owner, guint32 number, const guint8 *term, gsize length)
{
    const Dictionary *dictionary = owner;
    const DictionaryTerm *candidate = dictionary_term(dictionary, number);
    return candidate->term_length == length &&
           memcmp(dictionary_bytes(dictionary, candidate), term, length) == 0;
}

static guint32 find_or_add(Dictionary *dictionary, const guint8 *term, gsize length, guint32 hash,
                           gboolean is_key)
{
    guint32 slot;
    guint32 number =
        number_table_find(&dictionary->numbers, hash, is_term, dictionary, term, length, &slot);
    if (number != NO_NUMBER)
        return number;
    number = append_term(dictionary, term, length, is_key);
    number_table_put(&dictionary->numbers, slot, hash, number);
    return number;
}

guint32 dictionary_add(Dictionary *dictionary, const guint8 *term, gsize length)
{
    return find_or_add(dictionary, term, length, (guint32)byte_hash(term, length), FALSE);
}

/* A term of the same bytes has another hash, so the two are never taken for each other. */
guint32 dictionary_add_key(Dictionary *dictionary, const guint8 *key, gsize length)
{
    return find_or_add(dictionary, key, length, ~(guint32)byte_hash(key, length), TRUE);
}

guint32 dictionary_count(const Dictionary *dictionary)
{
    return dictionary->term_count;
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
    return number_table_size(&dictionary->numbers) +
           dictionary->term_count * sizeof(DictionaryTerm) + dictionary->bytes->len;
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
    guint32 count = dictionary->term_count;
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
