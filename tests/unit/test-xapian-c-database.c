/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The C binding: databases, documents and what is listed in them. */
#include <string.h>

#include "tests/support/binding.h"
#include "tests/support/scratch.h"

static char *directory;

static XapianDocument *document_new(void)
{
    XapianDocument *document = NULL;
    assert_ok(xapian_document_new(&document, &binding_error));
    return document;
}

/* Three documents, with values "b", "a" and none in slot 0. */
static XapianWritableDatabase *writer_new(const char *name)
{
    XapianWritableDatabase *writer = binding_writer_new(directory, name);
    g_assert_cmpuint(binding_add(writer, "harbour strike ends", "b\nx"), ==, 1);
    g_assert_cmpuint(binding_add(writer, "harbour master strikes a bargain", "a"), ==, 2);
    g_assert_cmpuint(binding_add(writer, "council", ""), ==, 3);
    assert_ok(xapian_writable_database_commit(writer, &binding_error));
    return writer;
}

static XapianDatabase *reader_new(const char *name)
{
    xapian_writable_database_free(writer_new(name));
    return binding_open(directory, name);
}

static void a_document_keeps_what_it_is_given(void)
{
    XapianDocument *document = document_new();
    XapianString string = XAPIAN_STRING_INIT;
    XapianTermCount count = 0;

    assert_ok(xapian_document_set_data(document, BYTES("data\0with a NUL"), &binding_error));
    assert_ok(xapian_document_get_data(document, &string, &binding_error));
    assert_string(&string, "data\0with a NUL");

    assert_ok(xapian_document_add_term(document, BYTES("Kport"), 0, &binding_error));
    assert_ok(xapian_document_add_term(document, BYTES("port"), 2, &binding_error));
    assert_ok(xapian_document_add_posting(document, BYTES("ship"), 1, 1, &binding_error));
    assert_ok(xapian_document_add_posting(document, BYTES("ship"), 7, 1, &binding_error));
    assert_ok(xapian_document_termlist_count(document, &count, &binding_error));
    g_assert_cmpuint(count, ==, 3);
    assert_ok(xapian_document_remove_posting(document, BYTES("ship"), 7, 1, &binding_error));
    assert_ok(xapian_document_remove_term(document, BYTES("port"), &binding_error));
    XapianTermIterator *terms = NULL;
    assert_ok(xapian_document_termlist(document, &terms, &binding_error));
    g_autofree char *list = binding_terms(terms);
    g_assert_cmpstr(list, ==, "Kport ship");
    assert_ok(xapian_document_clear_terms(document, &binding_error));
    assert_ok(xapian_document_termlist_count(document, &count, &binding_error));
    g_assert_cmpuint(count, ==, 0);

    assert_ok(xapian_document_get_description(document, &string, &binding_error));
    g_assert_true(g_str_has_prefix(string.bytes, "Document("));
    g_assert_cmpuint(xapian_document_get_docid(document), ==, 0);
    xapian_string_clear(&string);
    xapian_document_free(document);
}

static void a_document_lists_its_values_by_slot(void)
{
    XapianDocument *document = document_new();
    XapianTermCount count = 0;
    assert_ok(xapian_document_add_value(document, 9, BYTES("nine"), &binding_error));
    assert_ok(xapian_document_add_value(document, 2, BYTES("two"), &binding_error));
    assert_ok(xapian_document_add_value(document, 4, BYTES("four"), &binding_error));
    assert_ok(xapian_document_remove_value(document, 4, &binding_error));
    assert_ok(xapian_document_values_count(document, &count, &binding_error));
    g_assert_cmpuint(count, ==, 2);

    XapianValueIterator *values = NULL;
    assert_ok(xapian_document_values(document, &values, &binding_error));
    GString *list = g_string_new(NULL);
    XapianStatus status;
    while ((status = xapian_value_iterator_next(values, &binding_error)) == XAPIAN_OK) {
        XapianValueSlot slot = 0;
        size_t length;
        const char *value = xapian_value_iterator_get_value(values, &length);
        assert_ok(xapian_value_iterator_get_slot(values, &slot, &binding_error));
        g_string_append_printf(list, "%u=%.*s ", slot, (int)length, value);
    }
    assert_status(status, XAPIAN_END);
    g_assert_cmpstr(list->str, ==, "2=two 9=nine ");
    g_string_free(list, TRUE);
    xapian_value_iterator_free(values);

    assert_ok(xapian_document_clear_values(document, &binding_error));
    XapianString value = XAPIAN_STRING_INIT;
    assert_ok(xapian_document_get_value(document, 2, &value, &binding_error));
    assert_string(&value, "");
    xapian_string_clear(&value);
    xapian_document_free(document);
}

static void a_document_survives_serialising(void)
{
    XapianDocument *document = document_new();
    XapianDocument *copy = NULL;
    XapianString string = XAPIAN_STRING_INIT;
    assert_ok(xapian_document_set_data(document, BYTES("tide"), &binding_error));
    assert_ok(xapian_document_serialise(document, &string, &binding_error));
    assert_ok(xapian_document_unserialise(string.bytes, string.length, &copy, &binding_error));
    assert_ok(xapian_document_get_data(copy, &string, &binding_error));
    assert_string(&string, "tide");
    xapian_string_clear(&string);
    xapian_document_free(copy);
    xapian_document_free(document);
}

static void statistics_are_those_of_the_documents(void)
{
    XapianDatabase *database = reader_new("statistics");
    XapianDocumentCount documents = 0;
    XapianTermCount terms = 0;
    XapianTotalLength total = 0;
    XapianDocid docid = 0;
    double average = 0;
    bool is = false;

    assert_ok(xapian_database_get_doccount(database, &documents, &binding_error));
    g_assert_cmpuint(documents, ==, 3);
    assert_ok(xapian_database_get_lastdocid(database, &docid, &binding_error));
    g_assert_cmpuint(docid, ==, 3);
    assert_ok(xapian_database_get_total_length(database, &total, &binding_error));
    g_assert_cmpuint(total, ==, 9);
    assert_ok(xapian_database_get_average_length(database, &average, &binding_error));
    g_assert_cmpfloat(average, ==, 3.0);
    assert_ok(xapian_database_get_doclength(database, 2, &terms, &binding_error));
    g_assert_cmpuint(terms, ==, 5);
    assert_ok(xapian_database_get_unique_terms(database, 2, &terms, &binding_error));
    g_assert_cmpuint(terms, ==, 5);
    assert_ok(xapian_database_get_doclength_lower_bound(database, &terms, &binding_error));
    g_assert_cmpuint(terms, ==, 1);
    assert_ok(xapian_database_get_doclength_upper_bound(database, &terms, &binding_error));
    g_assert_cmpuint(terms, ==, 5);
    assert_ok(xapian_database_has_positions(database, &is, &binding_error));
    g_assert_true(is);
    assert_ok(xapian_database_term_exists(database, BYTES("council"), &is, &binding_error));
    g_assert_true(is);
    assert_ok(xapian_database_term_exists(database, BYTES("mayor"), &is, &binding_error));
    g_assert_false(is);
    assert_ok(xapian_database_get_termfreq(database, BYTES("harbour"), &documents, &binding_error));
    g_assert_cmpuint(documents, ==, 2);
    assert_ok(
        xapian_database_get_collection_freq(database, BYTES("harbour"), &terms, &binding_error));
    g_assert_cmpuint(terms, ==, 2);
    assert_ok(
        xapian_database_get_wdf_upper_bound(database, BYTES("harbour"), &terms, &binding_error));
    g_assert_cmpuint(terms, ==, 1);
    xapian_database_free(database);
}

static void value_statistics_are_those_of_the_slot(void)
{
    XapianDatabase *database = reader_new("value-statistics");
    XapianDocumentCount documents = 0;
    XapianString bound = XAPIAN_STRING_INIT;
    assert_ok(xapian_database_get_value_freq(database, 0, &documents, &binding_error));
    g_assert_cmpuint(documents, ==, 2);
    assert_ok(xapian_database_get_value_lower_bound(database, 0, &bound, &binding_error));
    assert_string(&bound, "a");
    assert_ok(xapian_database_get_value_upper_bound(database, 0, &bound, &binding_error));
    assert_string(&bound, "b");
    xapian_string_clear(&bound);
    xapian_database_free(database);
}

static void terms_are_listed_in_byte_order_from_where_one_skips_to(void)
{
    XapianDatabase *database = reader_new("terms");
    XapianTermIterator *terms = NULL;
    assert_ok(xapian_database_allterms(database, BYTES("s"), &terms, &binding_error));
    g_autofree char *with_prefix = binding_terms(terms);
    g_assert_cmpstr(with_prefix, ==, "strike strikes");

    assert_ok(xapian_database_termlist(database, 1, &terms, &binding_error));
    XapianTermCount count = 0;
    XapianDocumentCount documents = 0;
    assert_status(xapian_term_iterator_get_wdf(terms, &count, &binding_error),
                  XAPIAN_INVALID_OPERATION_ERROR);
    assert_ok(xapian_term_iterator_skip_to(terms, BYTES("f"), &binding_error));
    size_t length;
    const char *term = xapian_term_iterator_get_term(terms, &length);
    assert_bytes(term, length, "harbour");
    assert_ok(xapian_term_iterator_get_wdf(terms, &count, &binding_error));
    g_assert_cmpuint(count, ==, 1);
    assert_ok(xapian_term_iterator_get_termfreq(terms, &documents, &binding_error));
    g_assert_cmpuint(documents, ==, 2);
    assert_ok(xapian_term_iterator_positionlist_count(terms, &count, &binding_error));
    g_assert_cmpuint(count, ==, 1);
    XapianPositionIterator *positions = NULL;
    assert_ok(xapian_term_iterator_positionlist(terms, &positions, &binding_error));
    assert_ok(xapian_position_iterator_next(positions, &binding_error));
    g_assert_cmpuint(xapian_position_iterator_get_position(positions), ==, 1);
    assert_status(xapian_term_iterator_skip_to(terms, BYTES("z"), &binding_error), XAPIAN_END);
    assert_status(xapian_term_iterator_next(terms, &binding_error), XAPIAN_END);
    assert_status(xapian_term_iterator_get_wdf(terms, &count, &binding_error),
                  XAPIAN_INVALID_OPERATION_ERROR);
    xapian_position_iterator_free(positions);
    xapian_term_iterator_free(terms);
    xapian_database_free(database);
}

static void postings_are_listed_in_order_of_documents(void)
{
    XapianDatabase *database = reader_new("postings");
    XapianPostingIterator *postings = NULL;
    XapianPositionIterator *positions = NULL;
    XapianTermCount count = 0;
    assert_ok(xapian_database_postlist(database, BYTES("harbour"), &postings, &binding_error));
    assert_ok(xapian_posting_iterator_next(postings, &binding_error));
    g_assert_cmpuint(xapian_posting_iterator_get_docid(postings), ==, 1);
    assert_ok(xapian_posting_iterator_skip_to(postings, 2, &binding_error));
    g_assert_cmpuint(xapian_posting_iterator_get_docid(postings), ==, 2);
    assert_ok(xapian_posting_iterator_get_wdf(postings, &count, &binding_error));
    g_assert_cmpuint(count, ==, 1);
    assert_ok(xapian_posting_iterator_get_doclength(postings, &count, &binding_error));
    g_assert_cmpuint(count, ==, 5);
    assert_ok(xapian_posting_iterator_get_unique_terms(postings, &count, &binding_error));
    g_assert_cmpuint(count, ==, 5);
    assert_ok(xapian_posting_iterator_positionlist(postings, &positions, &binding_error));
    assert_ok(xapian_position_iterator_next(positions, &binding_error));
    g_assert_cmpuint(xapian_position_iterator_get_position(positions), ==, 1);
    xapian_position_iterator_free(positions);
    assert_status(xapian_posting_iterator_next(postings, &binding_error), XAPIAN_END);
    xapian_posting_iterator_free(postings);

    assert_ok(xapian_database_postlist(database, BYTES("absent"), &postings, &binding_error));
    assert_status(xapian_posting_iterator_next(postings, &binding_error), XAPIAN_END);
    assert_status(xapian_posting_iterator_skip_to(postings, 1, &binding_error), XAPIAN_END);
    xapian_posting_iterator_free(postings);
    xapian_database_free(database);
}

static void positions_are_listed_in_order(void)
{
    XapianWritableDatabase *writer = binding_writer_new(directory, "positions");
    binding_add(writer, "row row row your boat and row", "");
    assert_ok(xapian_writable_database_commit(writer, &binding_error));
    XapianDatabase *database = xapian_writable_database_as_database(writer);
    XapianPositionIterator *positions = NULL;
    assert_ok(xapian_database_positionlist(database, 1, BYTES("row"), &positions, &binding_error));
    assert_ok(xapian_position_iterator_next(positions, &binding_error));
    assert_ok(xapian_position_iterator_next(positions, &binding_error));
    g_assert_cmpuint(xapian_position_iterator_get_position(positions), ==, 2);
    assert_ok(xapian_position_iterator_skip_to(positions, 4, &binding_error));
    g_assert_cmpuint(xapian_position_iterator_get_position(positions), ==, 7);
    assert_status(xapian_position_iterator_next(positions, &binding_error), XAPIAN_END);
    xapian_position_iterator_free(positions);
    xapian_writable_database_free(writer);
}

static void a_value_stream_gives_the_values_of_a_slot(void)
{
    XapianDatabase *database = reader_new("values");
    XapianValueIterator *values = NULL;
    XapianDocid docid = 0;
    XapianValueSlot slot = 99;
    size_t length;
    assert_ok(xapian_database_valuestream(database, 0, &values, &binding_error));
    assert_ok(xapian_value_iterator_next(values, &binding_error));
    assert_ok(xapian_value_iterator_skip_to(values, 2, &binding_error));
    assert_ok(xapian_value_iterator_get_docid(values, &docid, &binding_error));
    g_assert_cmpuint(docid, ==, 2);
    assert_ok(xapian_value_iterator_get_slot(values, &slot, &binding_error));
    g_assert_cmpuint(slot, ==, 0);
    const char *value = xapian_value_iterator_get_value(values, &length);
    assert_bytes(value, length, "a");
    assert_status(xapian_value_iterator_next(values, &binding_error), XAPIAN_END);
    xapian_value_iterator_free(values);
    xapian_database_free(database);
}

static void a_document_is_read_back_when_it_is_asked_for(void)
{
    XapianDatabase *database = reader_new("read-back");
    XapianDocument *document = NULL;
    XapianString string = XAPIAN_STRING_INIT;
    assert_ok(xapian_database_get_document(database, 2, 0, &document, &binding_error));
    g_assert_cmpuint(xapian_document_get_docid(document), ==, 2);
    assert_ok(xapian_document_get_data(document, &string, &binding_error));
    assert_string(&string, "harbour master strikes a bargain");
    assert_ok(xapian_document_get_value(document, 0, &string, &binding_error));
    assert_string(&string, "a");
    xapian_document_free(document);

    document = NULL;
    assert_status(xapian_database_get_document(database, 9, 0, &document, &binding_error),
                  XAPIAN_DOC_NOT_FOUND_ERROR);
    g_assert_null(document);
    assert_ok(xapian_database_get_document(database, 9, XAPIAN_DOC_ASSUME_VALID, &document,
                                           &binding_error));
    XapianTermIterator *terms = NULL;
    assert_status(xapian_document_termlist(document, &terms, &binding_error),
                  XAPIAN_DOC_NOT_FOUND_ERROR);
    g_assert_null(terms);
    assert_string(&string, "a");
    xapian_string_clear(&string);
    xapian_document_free(document);
    xapian_database_free(database);
}

static void handles_may_be_freed_in_any_order(void)
{
    XapianDatabase *database = reader_new("order");
    XapianPostingIterator *postings = NULL;
    XapianTermIterator *terms = NULL;
    XapianPositionIterator *positions = NULL;
    XapianValueIterator *values = NULL;
    XapianDocument *document = NULL;
    XapianString data = XAPIAN_STRING_INIT;
    assert_ok(xapian_database_postlist(database, BYTES(""), &postings, &binding_error));
    assert_ok(xapian_database_allterms(database, NULL, 0, &terms, &binding_error));
    assert_ok(xapian_database_positionlist(database, 1, BYTES("ends"), &positions, &binding_error));
    assert_ok(xapian_database_valuestream(database, 0, &values, &binding_error));
    assert_ok(xapian_database_get_document(database, 1, 0, &document, &binding_error));
    xapian_database_free(database);
    assert_ok(xapian_posting_iterator_next(postings, &binding_error));
    assert_ok(xapian_term_iterator_next(terms, &binding_error));
    assert_ok(xapian_position_iterator_next(positions, &binding_error));
    assert_ok(xapian_value_iterator_next(values, &binding_error));
    assert_ok(xapian_document_get_data(document, &data, &binding_error));
    assert_string(&data, "harbour strike ends");
    xapian_string_clear(&data);
    xapian_document_free(document);
    xapian_value_iterator_free(values);
    xapian_position_iterator_free(positions);
    xapian_term_iterator_free(terms);
    xapian_posting_iterator_free(postings);
}

static void lists_outlive_the_document_that_they_are_of(void)
{
    XapianDocument *document = document_new();
    XapianTermIterator *terms = NULL;
    XapianPositionIterator *positions = NULL;
    XapianValueIterator *values = NULL;
    size_t length;
    assert_ok(xapian_document_add_posting(document, BYTES("ship"), 7, 1, &binding_error));
    assert_ok(xapian_document_add_value(document, 1, BYTES("1912"), &binding_error));
    assert_ok(xapian_document_termlist(document, &terms, &binding_error));
    assert_ok(xapian_document_values(document, &values, &binding_error));
    xapian_document_free(document);
    assert_ok(xapian_value_iterator_next(values, &binding_error));
    const char *value = xapian_value_iterator_get_value(values, &length);
    assert_bytes(value, length, "1912");
    assert_ok(xapian_term_iterator_next(terms, &binding_error));
    assert_ok(xapian_term_iterator_positionlist(terms, &positions, &binding_error));
    xapian_term_iterator_free(terms);
    assert_ok(xapian_position_iterator_next(positions, &binding_error));
    g_assert_cmpuint(xapian_position_iterator_get_position(positions), ==, 7);
    xapian_position_iterator_free(positions);
    xapian_value_iterator_free(values);
}

static void every_ender_takes_null(void)
{
    xapian_database_free(NULL);
    xapian_writable_database_free(NULL);
    xapian_document_free(NULL);
    xapian_term_iterator_free(NULL);
    xapian_posting_iterator_free(NULL);
    xapian_position_iterator_free(NULL);
    xapian_value_iterator_free(NULL);
    xapian_stem_free(NULL);
    xapian_stopper_free(NULL);
    xapian_term_generator_free(NULL);
    xapian_query_free(NULL);
    xapian_query_parser_free(NULL);
    xapian_enquire_free(NULL);
    xapian_weight_free(NULL);
    xapian_key_maker_free(NULL);
    xapian_match_spy_free(NULL);
    xapian_match_set_free(NULL);
    xapian_relevance_set_free(NULL);
    xapian_expand_set_free(NULL);
    xapian_string_clear(NULL);
}

static void documents_are_replaced_and_deleted(void)
{
    XapianWritableDatabase *writer = writer_new("replaced");
    XapianDatabase *database = xapian_writable_database_as_database(writer);
    XapianDocument *document = document_new();
    XapianDocumentCount count = 0;
    XapianDocid docid = 0;
    assert_ok(xapian_document_add_term(document, BYTES("Qid"), 1, &binding_error));
    assert_ok(xapian_writable_database_replace_document(writer, 3, document, &binding_error));
    assert_ok(xapian_writable_database_replace_document_by_term(writer, BYTES("Qid"), document,
                                                                &docid, &binding_error));
    g_assert_cmpuint(docid, ==, 3);
    assert_ok(xapian_writable_database_replace_document_by_term(writer, BYTES("Qnew"), document,
                                                                NULL, &binding_error));
    assert_ok(xapian_database_get_doccount(database, &count, &binding_error));
    g_assert_cmpuint(count, ==, 4);
    assert_ok(xapian_writable_database_delete_document(writer, 1, &binding_error));
    assert_status(xapian_writable_database_delete_document(writer, 1, &binding_error),
                  XAPIAN_DOC_NOT_FOUND_ERROR);
    assert_ok(
        xapian_writable_database_delete_document_by_term(writer, BYTES("Qid"), &binding_error));
    assert_ok(xapian_database_get_doccount(database, &count, &binding_error));
    g_assert_cmpuint(count, ==, 1);
    xapian_document_free(document);
    xapian_writable_database_free(writer);
}

static void a_transaction_is_committed_or_cancelled_whole(void)
{
    XapianWritableDatabase *writer = writer_new("transaction");
    XapianDatabase *database = xapian_writable_database_as_database(writer);
    XapianDocumentCount count = 0;
    assert_status(xapian_writable_database_commit_transaction(writer, &binding_error),
                  XAPIAN_INVALID_OPERATION_ERROR);
    assert_ok(xapian_writable_database_begin_transaction(writer, true, &binding_error));
    binding_add(writer, "withdrawn", "");
    assert_status(xapian_writable_database_commit(writer, &binding_error),
                  XAPIAN_INVALID_OPERATION_ERROR);
    assert_ok(xapian_writable_database_cancel_transaction(writer, &binding_error));
    assert_ok(xapian_database_get_doccount(database, &count, &binding_error));
    g_assert_cmpuint(count, ==, 3);
    assert_ok(xapian_writable_database_begin_transaction(writer, false, &binding_error));
    binding_add(writer, "kept", "");
    assert_ok(xapian_writable_database_commit_transaction(writer, &binding_error));
    assert_ok(xapian_database_get_doccount(database, &count, &binding_error));
    g_assert_cmpuint(count, ==, 4);
    xapian_writable_database_free(writer);
}

static void metadata_is_kept_by_key(void)
{
    XapianWritableDatabase *writer = writer_new("metadata");
    XapianDatabase *database = xapian_writable_database_as_database(writer);
    XapianString string = XAPIAN_STRING_INIT;
    XapianTermIterator *keys = NULL;
    assert_ok(xapian_writable_database_set_metadata(writer, BYTES("schema"), BYTES("1\0"),
                                                    &binding_error));
    assert_ok(
        xapian_writable_database_set_metadata(writer, BYTES("zone"), BYTES("UTC"), &binding_error));
    assert_status(
        xapian_writable_database_set_metadata(writer, NULL, 0, BYTES("x"), &binding_error),
        XAPIAN_INVALID_ARGUMENT_ERROR);
    assert_ok(xapian_writable_database_commit(writer, &binding_error));
    assert_ok(xapian_database_get_metadata(database, BYTES("schema"), &string, &binding_error));
    assert_string(&string, "1\0");
    assert_ok(xapian_database_get_metadata(database, BYTES("absent"), &string, &binding_error));
    assert_string(&string, "");
    assert_ok(xapian_database_metadata_keys(database, NULL, 0, &keys, &binding_error));
    g_autofree char *all = binding_terms(keys);
    g_assert_cmpstr(all, ==, "schema zone");
    assert_ok(xapian_database_metadata_keys(database, BYTES("z"), &keys, &binding_error));
    g_autofree char *some = binding_terms(keys);
    g_assert_cmpstr(some, ==, "zone");
    xapian_string_clear(&string);
    xapian_writable_database_free(writer);
}

static char *synonyms_of(const XapianDatabase *database, const char *term)
{
    XapianTermIterator *synonyms = NULL;
    assert_ok(xapian_database_synonyms(database, term, strlen(term), &synonyms, &binding_error));
    return binding_terms(synonyms);
}

static void synonyms_lead_from_term_to_terms(void)
{
    XapianWritableDatabase *writer = writer_new("synonyms");
    XapianDatabase *database = xapian_writable_database_as_database(writer);
    static const char *const strikes[] = {"strike", "strikes", "struck"};
    for (gsize i = 0; i < G_N_ELEMENTS(strikes); i++)
        assert_ok(xapian_writable_database_add_synonym(writer, BYTES("Zstrike"), strikes[i],
                                                       strlen(strikes[i]), &binding_error));
    assert_ok(xapian_writable_database_add_synonym(writer, BYTES("Zport"), BYTES("ports"),
                                                   &binding_error));
    assert_ok(xapian_writable_database_remove_synonym(writer, BYTES("Zstrike"), BYTES("struck"),
                                                      &binding_error));
    assert_ok(xapian_writable_database_commit(writer, &binding_error));
    g_autofree char *two = synonyms_of(database, "Zstrike");
    g_assert_cmpstr(two, ==, "strike strikes");
    XapianTermIterator *keys = NULL;
    assert_ok(xapian_database_synonym_keys(database, BYTES("Z"), &keys, &binding_error));
    g_autofree char *terms = binding_terms(keys);
    g_assert_cmpstr(terms, ==, "Zport Zstrike");
    assert_ok(xapian_writable_database_clear_synonyms(writer, BYTES("Zstrike"), &binding_error));
    g_autofree char *none = synonyms_of(database, "Zstrike");
    g_assert_cmpstr(none, ==, "");
    xapian_writable_database_free(writer);
}

static void spelling_is_suggested_from_the_dictionary(void)
{
    XapianWritableDatabase *writer = writer_new("spelling");
    XapianDatabase *database = xapian_writable_database_as_database(writer);
    XapianString suggestion = XAPIAN_STRING_INIT;
    XapianTermIterator *words = NULL;
    assert_ok(xapian_writable_database_add_spelling(writer, BYTES("harbour"), 2, &binding_error));
    assert_ok(xapian_writable_database_add_spelling(writer, BYTES("ferry"), 1, &binding_error));
    assert_ok(xapian_writable_database_remove_spelling(writer, BYTES("ferry"), 1, &binding_error));
    assert_ok(xapian_writable_database_commit(writer, &binding_error));
    assert_ok(xapian_database_get_spelling_suggestion(database, BYTES("harbur"), 2, &suggestion,
                                                      &binding_error));
    assert_string(&suggestion, "harbour");
    assert_ok(xapian_database_get_spelling_suggestion(database, BYTES("hrbr"), 1, &suggestion,
                                                      &binding_error));
    assert_string(&suggestion, "");
    assert_ok(xapian_database_spellings(database, &words, &binding_error));
    g_autofree char *dictionary = binding_terms(words);
    g_assert_cmpstr(dictionary, ==, "harbour");
    xapian_string_clear(&suggestion);
    xapian_writable_database_free(writer);
}

static void a_reader_moves_to_the_next_commit_when_told(void)
{
    XapianWritableDatabase *writer = writer_new("reopen");
    XapianDatabase *database = binding_open(directory, "reopen");
    XapianRevision before = 0;
    XapianRevision after = 0;
    XapianDocumentCount count = 0;
    bool changed = true;
    assert_ok(xapian_database_get_revision(database, &before, &binding_error));
    assert_ok(xapian_database_reopen(database, &changed, &binding_error));
    g_assert_false(changed);
    binding_add(writer, "news", "");
    assert_ok(xapian_writable_database_commit(writer, &binding_error));
    assert_ok(xapian_database_get_doccount(database, &count, &binding_error));
    g_assert_cmpuint(count, ==, 3);
    assert_ok(xapian_database_reopen(database, &changed, &binding_error));
    g_assert_true(changed);
    assert_ok(xapian_database_reopen(database, NULL, &binding_error));
    assert_ok(xapian_database_get_doccount(database, &count, &binding_error));
    g_assert_cmpuint(count, ==, 4);
    assert_ok(xapian_database_get_revision(database, &after, &binding_error));
    g_assert_cmpuint(after, >, before);
    xapian_database_free(database);
    xapian_writable_database_free(writer);
}

static void a_database_tells_its_identity(void)
{
    XapianDatabase *database = reader_new("identity");
    XapianString string = XAPIAN_STRING_INIT;
    bool locked = true;
    assert_ok(xapian_database_get_uuid(database, &string, &binding_error));
    g_assert_cmpuint(string.length, ==, 36);
    assert_ok(xapian_database_get_description(database, &string, &binding_error));
    g_assert_nonnull(strstr(string.bytes, "Database("));
    assert_ok(xapian_database_locked(database, &locked, &binding_error));
    g_assert_false(locked);
    assert_ok(xapian_database_keep_alive(database, &binding_error));
    xapian_string_clear(&string);
    xapian_database_free(database);
}

static XapianDatabase *two_shards(const char *first, const char *second)
{
    XapianDatabase *database = NULL;
    XapianDatabase *shards[] = {reader_new(first), reader_new(second)};
    assert_ok(xapian_database_new(&database, &binding_error));
    for (gsize i = 0; i < G_N_ELEMENTS(shards); i++) {
        assert_ok(xapian_database_add_database(database, shards[i], &binding_error));
        xapian_database_free(shards[i]);
    }
    return database;
}

static void shards_are_read_as_one_database(void)
{
    XapianDatabase *database = two_shards("shard-1", "shard-2");
    XapianDocumentCount count = 0;
    XapianDocument *document = NULL;
    XapianString data = XAPIAN_STRING_INIT;
    g_assert_cmpuint(xapian_database_size(database), ==, 2);
    assert_ok(xapian_database_get_doccount(database, &count, &binding_error));
    g_assert_cmpuint(count, ==, 6);
    assert_ok(xapian_database_get_document(database, 4, 0, &document, &binding_error));
    assert_ok(xapian_document_get_data(document, &data, &binding_error));
    assert_string(&data, "harbour master strikes a bargain");
    g_assert_cmpuint(xapian_document_get_docid(document), ==, 2);
    xapian_string_clear(&data);
    xapian_document_free(document);
    xapian_database_free(database);
}

static void check_counts_errors_and_prints_them(void)
{
    xapian_writable_database_free(writer_new("check"));
    g_autofree char *path = g_build_filename(directory, "check", NULL);
    XapianString report = XAPIAN_STRING_INIT;
    size_t errors = 99;
    assert_ok(xapian_database_check(path, 0, &errors, NULL, &binding_error));
    g_assert_cmpuint(errors, ==, 0);
    assert_ok(
        xapian_database_check(path, XAPIAN_DBCHECK_SHOW_STATS, &errors, &report, &binding_error));
    g_assert_nonnull(strstr(report.bytes, "postlist"));
    xapian_string_clear(&report);
}

static void compacting_writes_all_shards_into_one(void)
{
    static const struct {
        const char *name;
        unsigned int flags;
        int block_size;
    } cases[] = {
        {"standard", XAPIAN_DBCOMPACT_STANDARD, 0},
        {"full", XAPIAN_DBCOMPACT_FULL | XAPIAN_DBCOMPACT_MULTIPASS, 4096},
        {"single-file", XAPIAN_DBCOMPACT_FULLER | XAPIAN_DBCOMPACT_SINGLE_FILE, 2048},
    };
    XapianDatabase *database = two_shards("compact-1", "compact-2");
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_build_filename(directory, cases[i].name, NULL);
        XapianDatabase *compacted = NULL;
        XapianDocumentCount count = 0;
        assert_ok(xapian_database_compact(database, path, cases[i].flags, cases[i].block_size, NULL,
                                          &binding_error));
        assert_ok(xapian_database_open(path, 0, &compacted, &binding_error));
        g_assert_cmpuint(xapian_database_size(compacted), ==, 1);
        assert_ok(xapian_database_get_doccount(compacted, &count, &binding_error));
        g_assert_cmpuint(count, ==, 6);
        xapian_database_free(compacted);
    }
    g_autofree char *path = g_build_filename(directory, "overlap", NULL);
    assert_status(xapian_database_compact(database, path, XAPIAN_DBCOMPACT_NO_RENUMBER, 0, NULL,
                                          &binding_error),
                  XAPIAN_INVALID_OPERATION_ERROR);
    xapian_database_free(database);
}

static bool join_tags(const char *key, size_t key_length, const char *const *tags,
                      const size_t *tag_lengths, size_t count, XapianString *result, void *data)
{
    assert_bytes(key, key_length, "origin");
    if (data != NULL)
        return false;
    GString *joined = g_string_new(NULL);
    for (size_t i = 0; i < count; i++)
        g_string_append_len(joined, tags[i], (gssize)tag_lengths[i]);
    assert_ok(xapian_string_set(result, joined->str, joined->len, &binding_error));
    g_string_free(joined, TRUE);
    return true;
}

static void note_table(const char *table, const char *status, void *data)
{
    (void)data;
    g_assert_nonnull(status);
    g_assert_cmpstr(table, !=, "");
}

static void compacting_asks_which_metadata_to_keep(void)
{
    XapianDatabase *database = NULL;
    assert_ok(xapian_database_new(&database, &binding_error));
    static const char *const names[] = {"origin-1", "origin-2"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        XapianWritableDatabase *writer = writer_new(names[i]);
        assert_ok(xapian_writable_database_set_metadata(writer, BYTES("origin"), names[i],
                                                        strlen(names[i]), &binding_error));
        assert_ok(xapian_writable_database_commit(writer, &binding_error));
        xapian_writable_database_free(writer);
        XapianDatabase *shard = binding_open(directory, names[i]);
        assert_ok(xapian_database_add_database(database, shard, &binding_error));
        xapian_database_free(shard);
    }
    static const struct {
        const char *name;
        XapianCompactor compactor;
        XapianStatus status;
        const char *expected;
    } cases[] = {
        {"joined", {join_tags, note_table, NULL}, XAPIAN_OK, "origin-1origin-2"},
        {"first", {NULL, NULL, NULL}, XAPIAN_OK, "origin-1"},
        {"refused", {join_tags, NULL, (void *)names}, XAPIAN_CALLBACK_ERROR, NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_build_filename(directory, cases[i].name, NULL);
        assert_status(
            xapian_database_compact(database, path, 0, 0, &cases[i].compactor, &binding_error),
            cases[i].status);
        if (cases[i].expected == NULL)
            continue;
        XapianDatabase *compacted = binding_open(directory, cases[i].name);
        XapianString origin = XAPIAN_STRING_INIT;
        assert_ok(
            xapian_database_get_metadata(compacted, BYTES("origin"), &origin, &binding_error));
        g_assert_cmpstr(origin.bytes, ==, cases[i].expected);
        xapian_string_clear(&origin);
        xapian_database_free(compacted);
    }
    xapian_database_free(database);
}

static void closing_a_writer_commits(void)
{
    XapianWritableDatabase *writer = writer_new("close");
    binding_add(writer, "late edition", "");
    XapianDatabase *view = xapian_writable_database_as_database(writer);
    XapianDocumentCount count = 0;
    assert_ok(xapian_database_close(view, &binding_error));
    assert_status(xapian_database_get_termfreq(view, BYTES("late"), &count, &binding_error),
                  XAPIAN_DATABASE_CLOSED_ERROR);
    XapianDatabase *database = binding_open(directory, "close");
    assert_ok(xapian_database_get_doccount(database, &count, &binding_error));
    g_assert_cmpuint(count, ==, 4);
    xapian_database_free(database);
    xapian_writable_database_free(writer);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*test)(void);
    } tests[] = {
        {"document/keeps-what-it-is-given", a_document_keeps_what_it_is_given},
        {"document/lists-values-by-slot", a_document_lists_its_values_by_slot},
        {"document/survives-serialising", a_document_survives_serialising},
        {"document/read-when-asked-for", a_document_is_read_back_when_it_is_asked_for},
        {"database/statistics", statistics_are_those_of_the_documents},
        {"database/value-statistics", value_statistics_are_those_of_the_slot},
        {"database/identity", a_database_tells_its_identity},
        {"database/reopen", a_reader_moves_to_the_next_commit_when_told},
        {"database/shards", shards_are_read_as_one_database},
        {"database/check", check_counts_errors_and_prints_them},
        {"lists/terms", terms_are_listed_in_byte_order_from_where_one_skips_to},
        {"lists/postings", postings_are_listed_in_order_of_documents},
        {"lists/positions", positions_are_listed_in_order},
        {"lists/values", a_value_stream_gives_the_values_of_a_slot},
        {"handles/freed-in-any-order", handles_may_be_freed_in_any_order},
        {"handles/lists-outlive-documents", lists_outlive_the_document_that_they_are_of},
        {"handles/enders-take-null", every_ender_takes_null},
        {"writer/replace-and-delete", documents_are_replaced_and_deleted},
        {"writer/transaction", a_transaction_is_committed_or_cancelled_whole},
        {"writer/metadata", metadata_is_kept_by_key},
        {"writer/synonyms", synonyms_lead_from_term_to_terms},
        {"writer/spelling", spelling_is_suggested_from_the_dictionary},
        {"writer/close-commits", closing_a_writer_commits},
        {"compact/shards-into-one", compacting_writes_all_shards_into_one},
        {"compact/metadata", compacting_asks_which_metadata_to_keep},
    };
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strdup_printf("/xapian-c/%s", tests[i].name);
        g_test_add_func(path, tests[i].test);
    }
    directory = scratch_new();
    int status = g_test_run();
    scratch_remove(directory);
    return status;
}
