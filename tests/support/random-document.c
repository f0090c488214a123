/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terms that are hard to escape, positions in any order, values and data of many lengths. */
#include "tests/support/random-document.h"

#include <string.h>

#include "indexer/document.h"
#include "tests/support/made-document.h"

static void random_bytes(GRand *random, guint8 *bytes, gsize length)
{
    for (gsize i = 0; i < length; i++)
        bytes[i] = (guint8)g_rand_int_range(random, 0, 256);
}

/* Terms that are hard to tell apart, to escape or to fit in; the same for the same number. */
static gsize random_term(guint number, guint8 *term)
{
    static const char *const hard[] = {"ab", "ab\0", "ab\xff", "\0", "\xff", "\0\xd8\0", "\0\xe0"};
    static const gsize lengths[] = {2, 3, 3, 1, 1, 3, 2};
    if (number < G_N_ELEMENTS(hard)) {
        memcpy(term, hard[number], lengths[number]);
        return lengths[number];
    }
    g_autoptr(GRand) random = g_rand_new_with_seed(number);
    gsize length = (gsize)g_rand_int_range(random, 1, number % 10 == 0 ? 246 : 12);
    if (number % 10 == 0 && number % 20 != 0)
        length = 245;
    random_bytes(random, term, length);
    for (gsize i = 0; i < length; i++)
        term[i] = number % 7 == 0 && length < 30 ? term[i] % 3 : 'a' + term[i] % 26;
    return length;
}

static void add_random_postings(GRand *random, Document *document, guint terms)
{
    static const guint wdfs[] = {0, 0, 1, 1, 1, 2, 5, 126, 127, 200, 65535};
    guint count = (guint)g_rand_int_range(random, 0, 120);
    guint32 position = 0;
    for (guint i = 0; i < count; i++) {
        guint8 term[256];
        double where = g_rand_double(random);
        gsize length = random_term((guint)(where * where * terms), term);
        guint wdf = wdfs[g_rand_int_range(random, 0, G_N_ELEMENTS(wdfs))];
        position += (guint32)g_rand_int_range(random, 1, i % 30 == 0 ? 20000000 : 4);
        if (g_rand_int_range(random, 0, 9) == 0 && position > 50)
            position -= 50; /* they may come in any order, and twice */
        guint32 at = g_rand_boolean(random) ? position : 0;
        guint32 word = made_document_add(document, term, length, wdf, at);
        if (g_rand_int_range(random, 0, 4) != 0)
            continue;
        memmove(term + 1, term, MIN(length, 244));
        term[0] = 'Z';
        guint32 stem = made_document_add(document, term, MIN(length, 4) + 1, wdf, 0);
        if (at != 0)
            made_document_add_synonym(document, stem, word);
    }
    made_document_add(document, "everywhere", strlen("everywhere"), 1, 3); /* a length, chunks */
}

static void add_random_values(GRand *random, Document *document)
{
    static const guint32 slots[] = {0, 1, 127, 128, 129, 255, 256, 65536, G_MAXUINT32 - 1};
    guint8 value[5000];
    for (gsize i = 0; i < G_N_ELEMENTS(slots); i++) {
        if (g_rand_boolean(random))
            continue;
        int longest = g_rand_int_range(random, 0, 50) == 0 ? (int)sizeof value : 12;
        gsize length = (gsize)g_rand_int_range(random, 1, longest);
        random_bytes(random, value, length);
        made_document_add_value(document, slots[i], value, length);
    }
}

static void add_random_data(GRand *random, Document *document)
{
    static const guint lengths[] = {0, 1, 17, 18, 19, 20, 100, 1000, 3000};
    guint length = lengths[g_rand_int_range(random, 0, G_N_ELEMENTS(lengths))];
    guint alphabet = 1U << g_rand_int_range(random, 0, 9);
    if (g_rand_int_range(random, 0, 20) == 0) {
        length = (guint)(8192 * g_rand_int_range(random, 1, 4) + g_rand_int_range(random, 0, 300));
        alphabet |= 16; /* what the library writes of fewer letters it cannot always read */
    }
    for (guint i = 0; i < length; i++)
        g_string_append_c(document->data, (char)g_rand_int_range(random, 0, (gint32)alphabet));
}

static Document *random_document(GRand *random, guint terms)
{
    Document *document = document_new();
    if (g_rand_int_range(random, 0, 20) == 0)
        return document; /* without anything */
    add_random_postings(random, document, terms);
    add_random_values(random, document);
    add_random_data(random, document);
    return document;
}

GPtrArray *made_documents_random(guint32 seed, guint count, guint terms)
{
    GPtrArray *documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    for (guint i = 0; i < count; i++)
        g_ptr_array_add(documents, random_document(random, terms));
    return documents;
}
