/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the C binding share: assertions, small databases, results as text. */
#include "tests/support/binding.h"

#include <string.h>

XapianError binding_error;

void binding_assert_status(const char *file, int line, const char *call, XapianStatus status,
                           XapianStatus expected)
{
    if (status == expected)
        return;
    g_autofree char *message = g_strdup_printf(
        "%s: %s instead of %s: %s", call, xapian_status_name(status), xapian_status_name(expected),
        status == XAPIAN_OK || status == XAPIAN_END ? "" : binding_error.message);
    g_assertion_message(G_LOG_DOMAIN, file, line, G_STRFUNC, message);
}

void binding_assert_bytes(const char *file, int line, const char *bytes, size_t length,
                          const char *expected, size_t expected_length)
{
    if (length == expected_length && memcmp(bytes, expected, length) == 0)
        return;
    g_autofree char *found = g_strndup(bytes, length);
    g_autofree char *message = g_strdup_printf("\"%s\" instead of \"%s\"", found, expected);
    g_assertion_message(G_LOG_DOMAIN, file, line, G_STRFUNC, message);
}

XapianWritableDatabase *binding_writer_new(const char *directory, const char *name)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    XapianWritableDatabase *writer = NULL;
    assert_ok(xapian_writable_database_open(path, XAPIAN_DB_CREATE, 0, &writer, &binding_error));
    return writer;
}

XapianDocid binding_add(XapianWritableDatabase *writer, const char *text, const char *values)
{
    XapianDocument *document = NULL;
    XapianTermGenerator *generator = NULL;
    XapianDocid docid = 0;
    assert_ok(xapian_document_new(&document, &binding_error));
    assert_ok(xapian_document_set_data(document, text, strlen(text), &binding_error));
    assert_ok(xapian_term_generator_new(&generator, &binding_error));
    assert_ok(xapian_term_generator_set_document(generator, document, &binding_error));
    assert_ok(
        xapian_term_generator_index_text(generator, text, strlen(text), 1, "", &binding_error));
    g_auto(GStrv) lines = g_strsplit(values, "\n", -1);
    for (XapianValueSlot slot = 0; lines[slot] != NULL; slot++)
        assert_ok(xapian_document_add_value(document, slot, lines[slot], strlen(lines[slot]),
                                            &binding_error));
    assert_ok(xapian_writable_database_add_document(writer, document, &docid, &binding_error));
    xapian_term_generator_free(generator);
    xapian_document_free(document);
    return docid;
}

XapianDatabase *binding_open(const char *directory, const char *name)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    XapianDatabase *database = NULL;
    assert_ok(xapian_database_open(path, 0, &database, &binding_error));
    return database;
}

XapianQuery *binding_term(const char *word)
{
    XapianQuery *query = NULL;
    assert_ok(xapian_query_new_term(word, strlen(word), 1, 0, &query, &binding_error));
    return query;
}

XapianQuery *binding_combine(XapianQueryOperator combiner, XapianQuery *first, XapianQuery *second,
                             XapianTermCount parameter)
{
    const XapianQuery *const parts[] = {first, second};
    XapianQuery *query = NULL;
    assert_ok(xapian_query_new_combined(combiner, parts, G_N_ELEMENTS(parts), parameter, &query,
                                        &binding_error));
    xapian_query_free(first);
    xapian_query_free(second);
    return query;
}

char *binding_search(const XapianDatabase *database, XapianQuery *query)
{
    XapianEnquire *enquire = NULL;
    XapianMatchSet *matches = NULL;
    XapianWeight *weight = NULL;
    assert_ok(xapian_enquire_new(database, &enquire, &binding_error));
    assert_ok(xapian_enquire_set_query(enquire, query, 0, &binding_error));
    assert_ok(xapian_weight_bool_new(&weight, &binding_error));
    assert_ok(xapian_enquire_set_weighting_scheme(enquire, weight, &binding_error));
    xapian_weight_free(weight);
    assert_ok(xapian_enquire_get_mset(enquire, 0, 100, 0, NULL, NULL, &matches, &binding_error));
    char *docids = binding_docids(matches);
    xapian_match_set_free(matches);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    return docids;
}

char *binding_docids(const XapianMatchSet *matches)
{
    GString *docids = g_string_new(NULL);
    for (XapianDocumentCount i = 0; i < xapian_match_set_size(matches); i++)
        g_string_append_printf(docids, "%u ", xapian_match_set_get_docid(matches, i));
    return g_strchomp(g_string_free(docids, FALSE));
}

char *binding_terms(XapianTermIterator *terms)
{
    GString *list = g_string_new(NULL);
    XapianStatus status;
    while ((status = xapian_term_iterator_next(terms, &binding_error)) == XAPIAN_OK) {
        size_t length;
        const char *term = xapian_term_iterator_get_term(terms, &length);
        g_string_append_len(list, term, (gssize)length);
        g_string_append_c(list, ' ');
    }
    assert_status(status, XAPIAN_END);
    xapian_term_iterator_free(terms);
    return g_strchomp(g_string_free(list, FALSE));
}
