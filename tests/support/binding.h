/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * binding.h: what the tests of the C binding share.
 */
#ifndef TESTS_BINDING_H
#define TESTS_BINDING_H

#include <glib.h>

#include "xapian-c.h"

/* A string literal as pointer and length. */
#define BYTES(literal) (literal), (sizeof(literal) - 1)

/* Every call gets this error, so that a failed assertion can show it. */
extern XapianError binding_error;

void binding_assert_status(const char *file, int line, const char *call, XapianStatus status,
                           XapianStatus expected);

void binding_assert_bytes(const char *file, int line, const char *bytes, size_t length,
                          const char *expected, size_t expected_length);

/* Fails the test unless the call comes to this status. */
#define assert_status(call, expected) \
    binding_assert_status(__FILE__, __LINE__, #call, (call), (expected))
#define assert_ok(call) assert_status(call, XAPIAN_OK)

/* Fails the test unless these are the bytes of the literal. */
#define assert_bytes(bytes, length, literal) \
    binding_assert_bytes(__FILE__, __LINE__, (bytes), (length), BYTES(literal))
#define assert_string(string, literal) assert_bytes((string)->bytes, (string)->length, literal)

/* A database of the binding's own term generator, below `directory`; committed. */
XapianWritableDatabase *binding_writer_new(const char *directory, const char *name);

/*
 * Adds a document: the text's words with positions, each line of `values` as a value, from slot 0
 * on, and the text as data. Returns the docid.
 */
XapianDocid binding_add(XapianWritableDatabase *writer, const char *text, const char *values);

/* The committed database below `directory`. */
XapianDatabase *binding_open(const char *directory, const char *name);

/* A query for one word. */
XapianQuery *binding_term(const char *word);

/* Combines two queries and frees them. */
XapianQuery *binding_combine(XapianQueryOperator combiner, XapianQuery *first, XapianQuery *second,
                             XapianTermCount parameter);

/* The docids of the first hundred answers, from low to high, as "1 2 3"; frees the query. */
char *binding_search(const XapianDatabase *database, XapianQuery *query);

/* The docids of a set, as "1 2 3". */
char *binding_docids(const XapianMatchSet *matches);

/* The terms of a list, as "a b c"; frees it. */
char *binding_terms(XapianTermIterator *terms);

#endif
