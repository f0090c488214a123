/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an index holds, as text. */
#include "tests/support/contents.h"

#include <string.h>

#include "morgue/field.h"
#include "morgue/record.h"
#include "tests/support/binding.h"

/* Appends one article; what comes first decides the order. */
typedef void (*Describe)(GString *line, const XapianDocument *document);

static void append_value(GString *line, const XapianDocument *document, XapianValueSlot slot)
{
    XapianString value = XAPIAN_STRING_INIT;
    assert_ok(xapian_document_get_value(document, slot, &value, &binding_error));
    g_string_append_len(line, value.bytes, (gssize)value.length);
    xapian_string_clear(&value);
}

static void describe_briefly(GString *line, const XapianDocument *document)
{
    XapianString data = XAPIAN_STRING_INIT;
    Record record;
    append_value(line, document, SLOT_ADDED);
    assert_ok(xapian_document_get_data(document, &data, &binding_error));
    g_assert_true(record_init(&record, data.bytes, data.length, NULL));
    g_string_append_printf(line, "%s: %.*s", record.value[RECORD_ID_SOURCE],
                           (int)record.text_length, record.text);
    g_strdelimit(line->str, "\n", ' ');
    record_clear(&record);
    xapian_string_clear(&data);
}

static void append_positions(GString *line, const XapianTermIterator *terms)
{
    XapianTermCount wdf;
    XapianPositionIterator *positions = NULL;
    assert_ok(xapian_term_iterator_get_wdf(terms, &wdf, &binding_error));
    g_string_append_printf(line, " %u", wdf);
    assert_ok(xapian_term_iterator_positionlist(terms, &positions, &binding_error));
    while (xapian_position_iterator_next(positions, &binding_error) == XAPIAN_OK)
        g_string_append_printf(line, ",%u", xapian_position_iterator_get_position(positions));
    xapian_position_iterator_free(positions);
}

static void append_terms(GString *line, const XapianDocument *document)
{
    XapianTermIterator *terms = NULL;
    assert_ok(xapian_document_termlist(document, &terms, &binding_error));
    while (xapian_term_iterator_next(terms, &binding_error) == XAPIAN_OK) {
        size_t length;
        const char *term = xapian_term_iterator_get_term(terms, &length);
        gsize prefix = strlen(PREFIX_VERSION);
        if (length >= prefix && memcmp(term, PREFIX_VERSION, prefix) == 0)
            continue;
        g_string_append_printf(line, " %.*s", (int)length, term);
        append_positions(line, terms);
    }
    xapian_term_iterator_free(terms);
}

static void describe_completely(GString *line, const XapianDocument *document)
{
    XapianString data = XAPIAN_STRING_INIT;
    assert_ok(xapian_document_get_data(document, &data, &binding_error));
    g_string_append_len(line, data.bytes, (gssize)data.length);
    xapian_string_clear(&data);
    for (XapianValueSlot slot = 0; slot < 16; slot++) {
        g_string_append_printf(line, "\n%u:", slot);
        if (slot != SLOT_ADDED)
            append_value(line, document, slot);
    }
    append_terms(line, document);
}

static int by_bytes(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *describe_all(const Index *index, Describe describe)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    XapianPostingIterator *postings = NULL;
    XapianDatabase *database = index_database(index);
    assert_ok(xapian_database_postlist(database, "", 0, &postings, &binding_error));
    while (xapian_posting_iterator_next(postings, &binding_error) == XAPIAN_OK) {
        XapianDocid docid = xapian_posting_iterator_get_docid(postings);
        XapianDocument *document = NULL;
        if (index_is_dead(index, docid))
            continue;
        GString *line = g_string_new(NULL);
        assert_ok(xapian_database_get_document(database, docid, 0, &document, &binding_error));
        describe(line, document);
        xapian_document_free(document);
        g_ptr_array_add(lines, g_string_free(line, FALSE));
    }
    xapian_posting_iterator_free(postings);
    g_assert_cmpuint(lines->len, ==, index_article_count(index));
    g_ptr_array_sort(lines, by_bytes);
    return lines;
}

static char *join(const Index *index, Describe describe, gsize hidden)
{
    g_autoptr(GPtrArray) lines = describe_all(index, describe);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < lines->len; i++)
        g_string_append_printf(text, "%s\n", (char *)g_ptr_array_index(lines, i) + hidden);
    return g_string_free(text, FALSE);
}

char *contents_listing(const Index *index)
{
    enum { ADDED_LENGTH = 16 };
    return join(index, describe_briefly, ADDED_LENGTH);
}

char *contents_complete(const Index *index)
{
    return join(index, describe_completely, 0);
}

static Index *open_index(const char *directory)
{
    g_autoptr(GError) error = NULL;
    Index *index = index_open(directory, &error);
    g_assert_no_error(error);
    return index;
}

char *contents_listing_of(const char *directory)
{
    g_autoptr(Index) index = open_index(directory);
    return contents_listing(index);
}

char *contents_complete_of(const char *directory)
{
    g_autoptr(Index) index = open_index(directory);
    return contents_complete(index);
}
