/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The C binding: queries, weights, sorting, and what answers tell. */
#include <string.h>

#include "tests/support/binding.h"
#include "tests/support/scratch.h"

static char *directory;
static XapianDatabase *news;   /* six documents, in one shard */
static XapianDatabase *shards; /* the same documents, by turns in two */

/* Slot 0 is a day, slot 1 a section. */
static const struct {
    const char *text;
    const char *values;
} documents[] = {
    {"harbour strike ends", "1912-04-03\ncity"},
    {"harbour master opposes strike at harbour", "1912-04-01\ncity"},
    {"council elects mayor", "1912-04-02\npolitics"},
    {"striker scores", "1912-04-05\nsport"},
    {"mayor opens harbour", "1912-04-04\npolitics"},
    {"strike of the miners", ""},
};

static void make_databases(void)
{
    XapianWritableDatabase *all = binding_writer_new(directory, "news");
    XapianWritableDatabase *turns[] = {binding_writer_new(directory, "odd"),
                                       binding_writer_new(directory, "even")};
    for (gsize i = 0; i < G_N_ELEMENTS(documents); i++) {
        binding_add(all, documents[i].text, documents[i].values);
        binding_add(turns[i % 2], documents[i].text, documents[i].values);
    }
    assert_ok(xapian_writable_database_commit(all, &binding_error));
    xapian_writable_database_free(all);
    news = binding_open(directory, "news");
    assert_ok(xapian_database_new(&shards, &binding_error));
    for (gsize i = 0; i < G_N_ELEMENTS(turns); i++) {
        assert_ok(xapian_writable_database_commit(turns[i], &binding_error));
        xapian_writable_database_free(turns[i]);
        XapianDatabase *shard = binding_open(directory, i == 0 ? "odd" : "even");
        assert_ok(xapian_database_add_database(shards, shard, &binding_error));
        xapian_database_free(shard);
    }
}

static XapianQuery *match_all(void)
{
    XapianQuery *query = NULL;
    assert_ok(xapian_query_new_match_all(&query, &binding_error));
    return query;
}

static XapianEnquire *enquire_new(const XapianDatabase *database, XapianQuery *query)
{
    XapianEnquire *enquire = NULL;
    assert_ok(xapian_enquire_new(database, &enquire, &binding_error));
    assert_ok(xapian_enquire_set_query(enquire, query, 0, &binding_error));
    xapian_query_free(query);
    return enquire;
}

static XapianMatchSet *run(XapianEnquire *enquire)
{
    XapianMatchSet *matches = NULL;
    assert_ok(xapian_enquire_get_mset(enquire, 0, 100, 0, NULL, NULL, &matches, &binding_error));
    return matches;
}

/* The answers to the enquire, as "1 2 3". */
static char *answers(XapianEnquire *enquire)
{
    XapianMatchSet *matches = run(enquire);
    char *docids = binding_docids(matches);
    xapian_match_set_free(matches);
    return docids;
}

static void operators_combine_queries(void)
{
    static const struct {
        XapianQueryOperator combiner;
        const char *first;
        const char *second;
        XapianTermCount parameter;
        const char *docids;
    } cases[] = {
        {XAPIAN_QUERY_AND, "harbour", "strike", 0, "1 2"},
        {XAPIAN_QUERY_OR, "mayor", "striker", 0, "3 4 5"},
        {XAPIAN_QUERY_AND_NOT, "harbour", "strike", 0, "5"},
        {XAPIAN_QUERY_XOR, "harbour", "mayor", 0, "1 2 3"},
        {XAPIAN_QUERY_AND_MAYBE, "mayor", "harbour", 0, "3 5"},
        {XAPIAN_QUERY_FILTER, "harbour", "mayor", 0, "5"},
        {XAPIAN_QUERY_NEAR, "strike", "harbour", 2, "1"},
        {XAPIAN_QUERY_NEAR, "strike", "harbour", 3, "1 2"},
        {XAPIAN_QUERY_PHRASE, "harbour", "strike", 0, "1"},
        {XAPIAN_QUERY_PHRASE, "strike", "harbour", 2, ""},
        {XAPIAN_QUERY_ELITE_SET, "striker", "harbour", 1, "4"},
        {XAPIAN_QUERY_SYNONYM, "mayor", "council", 0, "3 5"},
        {XAPIAN_QUERY_MAX, "mayor", "council", 0, "3 5"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *docids = binding_search(
            news, binding_combine(cases[i].combiner, binding_term(cases[i].first),
                                  binding_term(cases[i].second), cases[i].parameter));
        g_test_message("%d %s %s", cases[i].combiner, cases[i].first, cases[i].second);
        g_assert_cmpstr(docids, ==, cases[i].docids);
    }
}

static void all_nothing_and_an_empty_combination(void)
{
    XapianQuery *query = NULL;
    g_autofree char *all = binding_search(news, match_all());
    g_assert_cmpstr(all, ==, "1 2 3 4 5 6");
    assert_ok(xapian_query_new_match_nothing(&query, &binding_error));
    g_assert_true(xapian_query_is_empty(query));
    g_autofree char *nothing = binding_search(news, query);
    g_assert_cmpstr(nothing, ==, "");
    assert_ok(xapian_query_new_combined(XAPIAN_QUERY_AND, NULL, 0, 0, &query, &binding_error));
    g_assert_true(xapian_query_is_empty(query));
    xapian_query_free(query);
}

static void proximity_takes_terms_only(void)
{
    XapianQuery *both =
        binding_combine(XAPIAN_QUERY_AND, binding_term("harbour"), binding_term("strike"), 0);
    XapianQuery *ends = binding_term("ends");
    const XapianQuery *const parts[] = {both, ends};
    XapianQuery *query = NULL;
    assert_status(xapian_query_new_combined(XAPIAN_QUERY_NEAR, parts, 2, 5, &query, &binding_error),
                  XAPIAN_UNIMPLEMENTED_ERROR);
    assert_status(xapian_query_new_combined(XAPIAN_QUERY_AND, parts, 2, 5, &query, &binding_error),
                  XAPIAN_INVALID_ARGUMENT_ERROR);
    assert_status(xapian_query_new_wildcard(BYTES("str"), 0, XAPIAN_WILDCARD_LIMIT_ERROR,
                                            XAPIAN_QUERY_AND, &query, &binding_error),
                  XAPIAN_INVALID_ARGUMENT_ERROR);
    g_assert_null(query);
    xapian_query_free(ends);
    xapian_query_free(both);
}

static void value_ranges_include_their_ends(void)
{
    XapianQuery *query = NULL;
    assert_ok(xapian_query_new_value_range(0, BYTES("1912-04-02"), BYTES("1912-04-04"), &query,
                                           &binding_error));
    g_autofree char *within = binding_search(news, query);
    g_assert_cmpstr(within, ==, "1 3 5");
    assert_ok(xapian_query_new_value_ge(0, BYTES("1912-04-04"), &query, &binding_error));
    g_autofree char *after = binding_search(news, query);
    g_assert_cmpstr(after, ==, "4 5");
    assert_ok(xapian_query_new_value_le(0, BYTES("1912-04-01"), &query, &binding_error));
    g_autofree char *before = binding_search(news, query);
    g_assert_cmpstr(before, ==, "2");
}

static void wildcards_keep_to_their_limit(void)
{
    static const struct {
        XapianTermCount max_expansion;
        XapianWildcardLimit limit;
        const char *docids; /* NULL: it fails */
    } cases[] = {
        {0, XAPIAN_WILDCARD_LIMIT_ERROR, "1 2 4 6"},
        {1, XAPIAN_WILDCARD_LIMIT_FIRST, "1 2 6"},
        {1, XAPIAN_WILDCARD_LIMIT_MOST_FREQUENT, "1 2 6"},
        {1, XAPIAN_WILDCARD_LIMIT_ERROR, NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        XapianQuery *query = NULL;
        assert_ok(xapian_query_new_wildcard(BYTES("strike"), cases[i].max_expansion, cases[i].limit,
                                            XAPIAN_QUERY_OR, &query, &binding_error));
        if (cases[i].docids != NULL) {
            g_autofree char *docids = binding_search(news, query);
            g_assert_cmpstr(docids, ==, cases[i].docids);
            continue;
        }
        XapianEnquire *enquire = enquire_new(news, query);
        XapianMatchSet *matches = NULL;
        assert_status(
            xapian_enquire_get_mset(enquire, 0, 9, 0, NULL, NULL, &matches, &binding_error),
            XAPIAN_WILDCARD_ERROR);
        g_assert_null(matches);
        xapian_enquire_free(enquire);
    }
}

static void given_documents_are_found_and_left_out(void)
{
    static const XapianDocid given[] = {5, 2, 2, 6};
    const XapianDatabase *const databases[] = {news, shards};
    for (gsize i = 0; i < G_N_ELEMENTS(databases); i++) {
        XapianQuery *query = NULL;
        assert_ok(xapian_query_new_documents(databases[i], given, G_N_ELEMENTS(given), &query,
                                             &binding_error));
        g_autofree char *found = binding_search(databases[i], query);
        g_assert_cmpstr(found, ==, "2 5 6");
        assert_ok(xapian_query_new_documents(databases[i], given, G_N_ELEMENTS(given), &query,
                                             &binding_error));
        query = binding_combine(XAPIAN_QUERY_AND_NOT, binding_term("strike"), query, 0);
        g_autofree char *left = binding_search(databases[i], query);
        g_assert_cmpstr(left, ==, "1");
        assert_ok(xapian_query_new_documents(databases[i], NULL, 0, &query, &binding_error));
        g_autofree char *none = binding_search(databases[i], query);
        g_assert_cmpstr(none, ==, "");
    }
}

static void given_documents_belong_to_their_database(void)
{
    static const XapianDocid given[] = {1, 0};
    XapianQuery *query = NULL;
    XapianMatchSet *matches = NULL;
    assert_status(xapian_query_new_documents(news, given, 2, &query, &binding_error),
                  XAPIAN_INVALID_ARGUMENT_ERROR);
    assert_ok(xapian_query_new_documents(shards, given, 1, &query, &binding_error));
    XapianEnquire *enquire = enquire_new(news, query);
    assert_status(xapian_enquire_get_mset(enquire, 0, 9, 0, NULL, NULL, &matches, &binding_error),
                  XAPIAN_INVALID_ARGUMENT_ERROR);
    xapian_enquire_free(enquire);
}

/* A thousand documents without the one that is deleted, if any; slot 0 is the number, and there is
 * a term for each ten. */
static XapianDatabase *numbers_new(const char *name, XapianDocid deleted)
{
    XapianWritableDatabase *writer = binding_writer_new(directory, name);
    for (int i = 0; i < 1000; i++) {
        g_autofree char *text =
            g_strdup_printf("every %s ten%d", i % 8 == 0 ? "eighth" : "other", i / 10);
        g_autofree char *value = g_strdup_printf("%04d", i);
        binding_add(writer, text, value);
    }
    if (deleted > 0)
        assert_ok(xapian_writable_database_delete_document(writer, deleted, &binding_error));
    assert_ok(xapian_writable_database_commit(writer, &binding_error));
    xapian_writable_database_free(writer);
    return binding_open(directory, name);
}

/* The terms of the tens from `first` to before `end`; the caller owns them. */
static GPtrArray *tens(int first, int end)
{
    GPtrArray *terms = g_ptr_array_new_with_free_func(g_free);
    for (int ten = first; ten < end; ten++)
        g_ptr_array_add(terms, g_strdup_printf("ten%d", ten));
    return terms;
}

/* Numbers from ten `first` on to before ten `end`. */
static XapianQuery *range_of_tens(int first, int end)
{
    g_autoptr(GPtrArray) terms = tens(first, end);
    g_autoptr(GPtrArray) rest = tens(0, first);
    g_autoptr(GPtrArray) after = tens(end, 100);
    g_ptr_array_extend_and_steal(rest, g_steal_pointer(&after));
    g_autofree char *lower = g_strdup_printf("%04d", first * 10);
    g_autofree char *upper = g_strdup_printf("%04d", end * 10 - 1);
    const XapianTermRange range = {
        .slot = 0,
        .lower = lower,
        .lower_length = strlen(lower),
        .upper = upper,
        .upper_length = strlen(upper),
        .terms = (const char *const *)terms->pdata,
        .term_count = terms->len,
        .all = "every",
        .rest = (const char *const *)rest->pdata,
        .rest_count = rest->len,
    };
    XapianQuery *query = NULL;
    assert_ok(xapian_query_new_range_of_terms(&range, &query, &binding_error));
    return query;
}

static XapianQuery *combine_with_range(XapianQueryOperator combiner, const char *term, int first,
                                       int end)
{
    return binding_combine(combiner, binding_term(term), range_of_tens(first, end), 0);
}

/* Alone it fills its bits; of a rare word it reads values, of a frequent one first some of these.
 */
static void ranges_of_terms_find_what_their_values_say(void)
{
    XapianDatabase *numbers = numbers_new("numbers", 0);
    g_autofree char *all = binding_search(numbers, range_of_tens(20, 24));
    g_assert_true(g_str_has_prefix(all, "201 202 ") && g_str_has_suffix(all, " 239 240"));
    g_assert_cmpuint(strlen(all), ==, 40 * strlen("201 ") - 1);
    static const struct {
        XapianQueryOperator combiner;
        const char *term, *found;
    } cases[] = {
        {XAPIAN_QUERY_FILTER, "eighth", "201 209 217 225 233"},
        {XAPIAN_QUERY_AND_NOT, "ten23", ""},
        {XAPIAN_QUERY_AND_NOT, "ten24", "241 242 243 244 245 246 247 248 249 250"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *found =
            binding_search(numbers, combine_with_range(cases[i].combiner, cases[i].term, 20, 24));
        g_assert_cmpstr(found, ==, cases[i].found);
    }
    g_autofree char *frequent =
        binding_search(numbers, combine_with_range(XAPIAN_QUERY_FILTER, "other", 20, 24));
    g_assert_true(g_str_has_prefix(frequent, "202 203 ") && g_str_has_suffix(frequent, " 239 240"));
    g_assert_cmpuint(strlen(frequent), ==, 35 * strlen("202 ") - 1);
    g_autofree char *none = binding_search(numbers, range_of_tens(0, 0));
    g_assert_cmpstr(none, ==, "");
    xapian_database_free(numbers);
}

/* How many a query has, which Xapian also tells without looking at any. */
static void check_count(const XapianDatabase *database, XapianQuery *query, guint count)
{
    XapianMatchSet *matches = NULL;
    XapianEnquire *enquire = enquire_new(database, query);
    assert_ok(xapian_enquire_get_mset(enquire, 0, 0, 0, NULL, NULL, &matches, &binding_error));
    g_assert_cmpuint(xapian_match_set_get_matches_upper_bound(matches), ==, count);
    xapian_match_set_free(matches);
    assert_ok(
        xapian_enquire_get_mset(enquire, 0, 1000, 1000, NULL, NULL, &matches, &binding_error));
    g_assert_cmpuint(xapian_match_set_size(matches), ==, count);
    xapian_match_set_free(matches);
    xapian_enquire_free(enquire);
}

/* What is asked for is read or left out, whichever is less; not once a document is missing. */
static void a_range_of_most_documents_is_all_but_the_rest(void)
{
    XapianDatabase *numbers = numbers_new("all-numbers", 0);
    check_count(numbers, range_of_tens(3, 98), 950);
    g_autofree char *edge =
        binding_search(numbers, combine_with_range(XAPIAN_QUERY_AND_NOT, "ten2", 3, 98));
    g_assert_cmpstr(edge, ==, "21 22 23 24 25 26 27 28 29 30");
    g_autofree char *found =
        binding_search(numbers, combine_with_range(XAPIAN_QUERY_FILTER, "other", 3, 98));
    g_assert_true(g_str_has_prefix(found, "31 32 34 "));
    g_autofree char *last =
        binding_search(numbers, combine_with_range(XAPIAN_QUERY_FILTER, "ten97", 3, 98));
    g_assert_cmpstr(last, ==, "971 972 973 974 975 976 977 978 979 980");
    g_autofree char *after =
        binding_search(numbers, combine_with_range(XAPIAN_QUERY_FILTER, "ten98", 3, 98));
    g_assert_cmpstr(after, ==, "");
    xapian_database_free(numbers);
    numbers = numbers_new("other-numbers", 500);
    check_count(numbers, range_of_tens(3, 98), 949);
    xapian_database_free(numbers);
}

static void queries_describe_and_serialise_themselves(void)
{
    XapianQuery *copy = NULL;
    XapianTermIterator *terms = NULL;
    XapianString string = XAPIAN_STRING_INIT;
    XapianQuery *query =
        binding_combine(XAPIAN_QUERY_AND, binding_term("strike"), binding_term("harbour"), 0);
    g_assert_false(xapian_query_is_empty(query));
    g_assert_cmpuint(xapian_query_get_length(query), ==, 2);
    assert_ok(xapian_query_terms(query, &terms, &binding_error));
    g_autofree char *list = binding_terms(terms);
    g_assert_cmpstr(list, ==, "harbour strike");
    assert_ok(xapian_query_serialise(query, &string, &binding_error));
    assert_ok(xapian_query_unserialise(string.bytes, string.length, &copy, &binding_error));
    assert_ok(xapian_query_get_description(copy, &string, &binding_error));
    assert_string(&string, "Query((strike AND harbour))");
    assert_status(xapian_query_unserialise(BYTES("\001"), &copy, &binding_error),
                  XAPIAN_SERIALISATION_ERROR);
    xapian_string_clear(&string);
    xapian_query_free(copy);
    xapian_query_free(query);
}

static void scaling_multiplies_the_weight(void)
{
    double weights[2];
    for (int i = 0; i < 2; i++) {
        XapianQuery *term = binding_term("miners");
        XapianQuery *query = NULL;
        assert_ok(xapian_query_new_scaled(term, i == 0 ? 1 : 3, &query, &binding_error));
        xapian_query_free(term);
        XapianEnquire *enquire = enquire_new(news, query);
        XapianMatchSet *matches = run(enquire);
        weights[i] = xapian_match_set_get_weight(matches, 0);
        xapian_match_set_free(matches);
        xapian_enquire_free(enquire);
    }
    g_assert_cmpfloat(weights[0], >, 0);
    g_assert_cmpfloat_with_epsilon(weights[1], 3 * weights[0], 1e-9);
    XapianQuery *term = binding_term("miners");
    XapianQuery *query = NULL;
    assert_status(xapian_query_new_scaled(term, -1, &query, &binding_error),
                  XAPIAN_INVALID_ARGUMENT_ERROR);
    xapian_query_free(term);
}

static void a_text_is_parsed_into_a_query(void)
{
    static const struct {
        const char *text;
        unsigned int flags;
        const char *description;
    } cases[] = {
        {"strikes", XAPIAN_FLAG_DEFAULT, "Query(Zstrike@1)"},
        {"harbour the strike", XAPIAN_FLAG_DEFAULT, "Query((Zharbour@1 AND Zstrike@3))"},
        {"\"harbour strike\"", XAPIAN_FLAG_DEFAULT, "Query((harbour@1 PHRASE 2 strike@2))"},
        {"title:ends", XAPIAN_FLAG_DEFAULT, "Query(ZSend@1)"},
        {"section:city", XAPIAN_FLAG_DEFAULT, "Query(0 * XScity)"},
        {"day:1912..1913", XAPIAN_FLAG_DEFAULT, "Query(VALUE_RANGE 0 1912 1913)"},
        {"strike*", XAPIAN_FLAG_WILDCARD, "Query(WILDCARD SYNONYM strike)"},
    };
    XapianQueryParser *parser = NULL;
    XapianStopper *stopper = NULL;
    XapianStem *stem = NULL;
    XapianString description = XAPIAN_STRING_INIT;
    assert_ok(xapian_query_parser_new(&parser, &binding_error));
    assert_ok(xapian_stem_new("en", &stem, &binding_error));
    assert_ok(xapian_query_parser_set_stemmer(parser, stem, &binding_error));
    assert_ok(xapian_query_parser_set_stemming_strategy(parser, XAPIAN_STEM_SOME, &binding_error));
    assert_ok(xapian_stopper_new(&stopper, &binding_error));
    assert_ok(xapian_stopper_add(stopper, BYTES("the"), &binding_error));
    assert_ok(xapian_query_parser_set_stopper(parser, stopper, &binding_error));
    xapian_stopper_free(stopper);
    assert_ok(xapian_query_parser_set_database(parser, news, &binding_error));
    assert_ok(xapian_query_parser_set_default_op(parser, XAPIAN_QUERY_AND, &binding_error));
    assert_ok(xapian_query_parser_set_max_expansion(parser, 5, XAPIAN_WILDCARD_LIMIT_FIRST,
                                                    &binding_error));
    assert_ok(xapian_query_parser_add_prefix(parser, "title", "S", &binding_error));
    assert_ok(xapian_query_parser_add_boolean_prefix(parser, "section", "XS", &binding_error));
    assert_ok(xapian_query_parser_add_range(parser, 0, "day:", &binding_error));
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        XapianQuery *query = NULL;
        assert_ok(xapian_query_parser_parse(parser, cases[i].text, strlen(cases[i].text),
                                            cases[i].flags, "", &query, &binding_error));
        assert_ok(xapian_query_get_description(query, &description, &binding_error));
        g_assert_cmpstr(description.bytes, ==, cases[i].description);
        xapian_query_free(query);
    }
    XapianQuery *query = NULL;
    assert_status(xapian_query_parser_parse(parser, BYTES("strike AND"), XAPIAN_FLAG_DEFAULT, "",
                                            &query, &binding_error),
                  XAPIAN_QUERY_PARSER_ERROR);
    g_assert_null(query);
    assert_status(xapian_query_parser_set_default_op(parser, XAPIAN_QUERY_XOR, &binding_error),
                  XAPIAN_INVALID_ARGUMENT_ERROR);
    xapian_string_clear(&description);
    xapian_stem_free(stem);
    xapian_query_parser_free(parser);
}

static void a_misspelt_query_is_corrected(void)
{
    XapianWritableDatabase *writer = binding_writer_new(directory, "dictionary");
    XapianQueryParser *parser = NULL;
    XapianQuery *query = NULL;
    XapianString corrected = XAPIAN_STRING_INIT;
    assert_ok(xapian_writable_database_add_spelling(writer, BYTES("harbour"), 1, &binding_error));
    assert_ok(xapian_writable_database_commit(writer, &binding_error));
    assert_ok(xapian_query_parser_new(&parser, &binding_error));
    assert_ok(xapian_query_parser_set_database(parser, xapian_writable_database_as_database(writer),
                                               &binding_error));
    assert_ok(xapian_query_parser_parse(parser, BYTES("harbur"), XAPIAN_FLAG_SPELLING, "", &query,
                                        &binding_error));
    assert_ok(xapian_query_parser_get_corrected_query_string(parser, &corrected, &binding_error));
    assert_string(&corrected, "harbour");
    xapian_string_clear(&corrected);
    xapian_query_free(query);
    xapian_query_parser_free(parser);
    xapian_writable_database_free(writer);
}

/* Checks a weight's class by its name and by a search with it, and frees it. */
static void check_weight(XapianWeight *weight, const char *class_name, bool positive)
{
    XapianString name = XAPIAN_STRING_INIT;
    assert_ok(xapian_weight_get_name(weight, &name, &binding_error));
    g_assert_cmpstr(name.bytes, ==, class_name);
    xapian_string_clear(&name);
    XapianEnquire *enquire = enquire_new(news, binding_term("miners"));
    assert_ok(xapian_enquire_set_weighting_scheme(enquire, weight, &binding_error));
    xapian_weight_free(weight);
    XapianMatchSet *matches = run(enquire);
    g_assert_cmpuint(xapian_match_set_size(matches), ==, 1);
    double best = xapian_match_set_get_weight(matches, 0);
    g_assert_cmpint(best > 0, ==, positive);
    xapian_match_set_free(matches);
    xapian_enquire_free(enquire);
}

static void each_weight_is_that_of_its_class(void)
{
    XapianWeight *weight = NULL;
    assert_ok(xapian_weight_bool_new(&weight, &binding_error));
    check_weight(weight, "Xapian::BoolWeight", false);
    assert_ok(xapian_weight_coord_new(&weight, &binding_error));
    check_weight(weight, "Xapian::CoordWeight", true);
    assert_ok(xapian_weight_bm25_new(1.2, 0, 1, 0.75, 0.5, &weight, &binding_error));
    check_weight(weight, "Xapian::BM25Weight", true);
    assert_ok(xapian_weight_bm25_plus_new(1.2, 0, 1, 0.75, 0.5, 1, &weight, &binding_error));
    check_weight(weight, "Xapian::BM25PlusWeight", true);
    assert_ok(xapian_weight_trad_new(1, &weight, &binding_error));
    check_weight(weight, "Xapian::TradWeight", true);
    assert_ok(xapian_weight_tfidf_new("ntn", &weight, &binding_error));
    check_weight(weight, "Xapian::TfIdfWeight", true);
    assert_ok(xapian_weight_inl2_new(1, &weight, &binding_error));
    check_weight(weight, "Xapian::InL2Weight", true);
    assert_ok(xapian_weight_ifb2_new(1, &weight, &binding_error));
    check_weight(weight, "Xapian::IfB2Weight", true);
    assert_ok(xapian_weight_ineb2_new(2, &weight, &binding_error));
    check_weight(weight, "Xapian::IneB2Weight", true);
    assert_ok(xapian_weight_bb2_new(1, &weight, &binding_error));
    check_weight(weight, "Xapian::BB2Weight", true);
    assert_ok(xapian_weight_pl2_new(1, &weight, &binding_error));
    check_weight(weight, "Xapian::PL2Weight", true);
    /* It gives nothing in a collection this small. */
    assert_ok(xapian_weight_pl2_plus_new(1, 0.8, &weight, &binding_error));
    check_weight(weight, "Xapian::PL2PlusWeight", false);
    assert_ok(xapian_weight_dlh_new(&weight, &binding_error));
    check_weight(weight, "Xapian::DLHWeight", true);
    assert_ok(xapian_weight_dph_new(&weight, &binding_error));
    check_weight(weight, "Xapian::DPHWeight", true);
    assert_ok(
        xapian_weight_lm_new(1000, XAPIAN_SMOOTHING_DIRICHLET, -1, -1, &weight, &binding_error));
    check_weight(weight, "Xapian::LMWeight", true);

    weight = NULL;
    assert_status(xapian_weight_tfidf_new("???", &weight, &binding_error),
                  XAPIAN_INVALID_ARGUMENT_ERROR);
    assert_status(xapian_weight_inl2_new(0, &weight, &binding_error),
                  XAPIAN_INVALID_ARGUMENT_ERROR);
    g_assert_null(weight);
}

static XapianStatus sort_by_relevance(XapianEnquire *enquire)
{
    return xapian_enquire_set_sort_by_relevance(enquire, &binding_error);
}

static XapianStatus sort_by_day(XapianEnquire *enquire)
{
    return xapian_enquire_set_sort_by_value(enquire, 0, false, &binding_error);
}

static XapianStatus sort_by_latest_day(XapianEnquire *enquire)
{
    return xapian_enquire_set_sort_by_value(enquire, 0, true, &binding_error);
}

static XapianStatus sort_by_section_then_relevance(XapianEnquire *enquire)
{
    return xapian_enquire_set_sort_by_value_then_relevance(enquire, 1, false, &binding_error);
}

static XapianStatus sort_by_relevance_then_day(XapianEnquire *enquire)
{
    return xapian_enquire_set_sort_by_relevance_then_value(enquire, 0, false, &binding_error);
}

/* By section, and within it the latest day first; no section comes last. */
static XapianKeyMaker *sections_and_days(void)
{
    XapianKeyMaker *maker = NULL;
    assert_ok(xapian_key_maker_new(&maker, &binding_error));
    assert_ok(xapian_key_maker_add_value(maker, 1, false, BYTES("~"), &binding_error));
    assert_ok(xapian_key_maker_add_value(maker, 0, true, NULL, 0, &binding_error));
    return maker;
}

static XapianStatus sort_by_key(XapianEnquire *enquire)
{
    XapianKeyMaker *maker = sections_and_days();
    XapianStatus status = xapian_enquire_set_sort_by_key(enquire, maker, false, &binding_error);
    xapian_key_maker_free(maker);
    return status;
}

static XapianStatus sort_by_key_then_relevance(XapianEnquire *enquire)
{
    XapianKeyMaker *maker = sections_and_days();
    XapianStatus status =
        xapian_enquire_set_sort_by_key_then_relevance(enquire, maker, true, &binding_error);
    xapian_key_maker_free(maker);
    return status;
}

static XapianStatus sort_by_relevance_then_key(XapianEnquire *enquire)
{
    XapianKeyMaker *maker = sections_and_days();
    XapianStatus status =
        xapian_enquire_set_sort_by_relevance_then_key(enquire, maker, false, &binding_error);
    xapian_key_maker_free(maker);
    return status;
}

static XapianStatus order_backwards(XapianEnquire *enquire)
{
    return xapian_enquire_set_docid_order(enquire, XAPIAN_DOCID_DESCENDING, &binding_error);
}

static void answers_are_sorted(void)
{
    static const struct {
        XapianStatus (*sort)(XapianEnquire *enquire);
        const char *docids;
    } cases[] = {
        {sort_by_relevance, "1 2 3 4 5 6"},
        {sort_by_day, "6 2 3 1 5 4"},
        {sort_by_latest_day, "4 5 1 3 2 6"},
        {sort_by_section_then_relevance, "6 1 2 3 5 4"},
        {sort_by_relevance_then_day, "6 2 3 1 5 4"},
        {sort_by_key, "1 2 5 3 4 6"},
        {sort_by_key_then_relevance, "6 4 3 5 2 1"},
        {sort_by_relevance_then_key, "1 2 5 3 4 6"},
        {order_backwards, "6 5 4 3 2 1"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        XapianEnquire *enquire = enquire_new(news, match_all());
        assert_status(cases[i].sort(enquire), XAPIAN_OK);
        g_autofree char *docids = answers(enquire);
        g_test_message("case %" G_GSIZE_FORMAT, i);
        g_assert_cmpstr(docids, ==, cases[i].docids);
        xapian_enquire_free(enquire);
    }
}

static void collapsing_keeps_the_best_of_each_value(void)
{
    XapianEnquire *enquire = enquire_new(news, match_all());
    XapianString key = XAPIAN_STRING_INIT;
    assert_ok(xapian_enquire_set_collapse_key(enquire, 1, 1, &binding_error));
    XapianMatchSet *matches = run(enquire);
    g_autofree char *docids = binding_docids(matches);
    g_assert_cmpstr(docids, ==, "1 3 4 6");
    g_assert_cmpuint(xapian_match_set_get_collapse_count(matches, 0), ==, 1);
    g_assert_cmpuint(xapian_match_set_get_collapse_count(matches, 2), ==, 0);
    assert_ok(xapian_match_set_get_collapse_key(matches, 0, &key, &binding_error));
    assert_string(&key, "city");
    g_assert_cmpuint(xapian_match_set_get_matches_upper_bound(matches), ==, 4);
    g_assert_cmpuint(xapian_match_set_get_uncollapsed_matches_lower_bound(matches), ==, 6);
    g_assert_cmpuint(xapian_match_set_get_uncollapsed_matches_estimated(matches), ==, 6);
    g_assert_cmpuint(xapian_match_set_get_uncollapsed_matches_upper_bound(matches), ==, 6);
    xapian_match_set_free(matches);

    assert_ok(xapian_enquire_set_collapse_key(enquire, XAPIAN_BAD_VALUE_SLOT, 1, &binding_error));
    g_autofree char *all = answers(enquire);
    g_assert_cmpstr(all, ==, "1 2 3 4 5 6");
    xapian_string_clear(&key);
    xapian_enquire_free(enquire);
}

static void a_page_tells_its_items_and_the_counts(void)
{
    XapianQuery *query =
        binding_combine(XAPIAN_QUERY_OR, binding_term("harbour"), binding_term("strike"), 0);
    XapianEnquire *enquire = enquire_new(news, query);
    XapianMatchSet *matches = NULL;
    XapianDocumentCount frequency = 0;
    double weight = 0;
    XapianString string = XAPIAN_STRING_INIT;
    assert_ok(xapian_enquire_get_mset(enquire, 1, 2, 100, NULL, NULL, &matches, &binding_error));
    g_assert_cmpuint(xapian_match_set_size(matches), ==, 2);
    g_assert_cmpuint(xapian_match_set_get_firstitem(matches), ==, 1);
    g_assert_cmpuint(xapian_match_set_get_rank(matches, 1), ==, 2);
    g_assert_cmpuint(xapian_match_set_get_matches_lower_bound(matches), ==, 4);
    g_assert_cmpuint(xapian_match_set_get_matches_estimated(matches), ==, 4);
    g_assert_cmpuint(xapian_match_set_get_matches_upper_bound(matches), ==, 4);

    double best = xapian_match_set_get_max_attained(matches);
    g_assert_cmpfloat(best, >=, xapian_match_set_get_weight(matches, 0));
    g_assert_cmpfloat(xapian_match_set_get_max_possible(matches), >=, best);
    g_assert_cmpint(xapian_match_set_convert_to_percent(matches, best), ==, 100);
    g_assert_cmpint(xapian_match_set_get_percent(matches, 1), <, 100);
    assert_ok(xapian_match_set_get_termfreq(matches, BYTES("harbour"), &frequency, &binding_error));
    g_assert_cmpuint(frequency, ==, 3);
    assert_ok(xapian_match_set_get_termweight(matches, BYTES("harbour"), &weight, &binding_error));
    g_assert_cmpfloat(weight, >, 0);
    assert_ok(xapian_match_set_get_description(matches, &string, &binding_error));
    g_assert_nonnull(strstr(string.bytes, "MSet("));
    assert_ok(xapian_enquire_get_description(enquire, &string, &binding_error));
    g_assert_nonnull(strstr(string.bytes, "harbour"));
    xapian_string_clear(&string);
    xapian_match_set_free(matches);
    xapian_enquire_free(enquire);
}

static void an_answer_gives_its_document(void)
{
    XapianEnquire *enquire = enquire_new(shards, binding_term("miners"));
    XapianMatchSet *matches = run(enquire);
    XapianDocument *document = NULL;
    XapianString string = XAPIAN_STRING_INIT;
    g_assert_cmpuint(xapian_match_set_get_docid(matches, 0), ==, 6);
    assert_ok(xapian_match_set_fetch(matches, &binding_error));
    assert_ok(xapian_match_set_get_document(matches, 0, &document, &binding_error));
    xapian_enquire_free(enquire);
    assert_ok(xapian_document_get_data(document, &string, &binding_error));
    assert_string(&string, "strike of the miners");
    assert_ok(xapian_match_set_get_data(matches, 0, &string, &binding_error));
    assert_string(&string, "strike of the miners");
    assert_ok(xapian_match_set_get_value(matches, 0, 1, &string, &binding_error));
    assert_string(&string, "");
    xapian_document_free(document);
    xapian_string_clear(&string);
    xapian_match_set_free(matches);
}

static void past_the_end_there_is_nothing(void)
{
    XapianEnquire *enquire = enquire_new(news, binding_term("miners"));
    XapianMatchSet *matches = run(enquire);
    XapianDocument *document = NULL;
    XapianString string = XAPIAN_STRING_INIT;
    g_assert_cmpuint(xapian_match_set_get_docid(matches, 1), ==, 0);
    g_assert_cmpfloat(xapian_match_set_get_weight(matches, 1), ==, 0);
    g_assert_cmpint(xapian_match_set_get_percent(matches, 1), ==, 0);
    g_assert_cmpuint(xapian_match_set_get_rank(matches, 1), ==, 0);
    assert_status(xapian_match_set_get_document(matches, 1, &document, &binding_error),
                  XAPIAN_RANGE_ERROR);
    assert_status(xapian_match_set_get_data(matches, 1, &string, &binding_error),
                  XAPIAN_RANGE_ERROR);
    g_assert_null(document);
    g_assert_null(string.bytes);
    xapian_match_set_free(matches);
    xapian_enquire_free(enquire);
}

static void a_sort_key_is_that_of_the_answer(void)
{
    XapianEnquire *enquire = enquire_new(news, match_all());
    XapianString key = XAPIAN_STRING_INIT;
    assert_status(sort_by_day(enquire), XAPIAN_OK);
    XapianMatchSet *matches = run(enquire);
    assert_ok(xapian_match_set_get_sort_key(matches, 1, &key, &binding_error));
    assert_string(&key, "1912-04-01");
    xapian_string_clear(&key);
    xapian_match_set_free(matches);
    xapian_enquire_free(enquire);
}

static void a_snippet_marks_the_words_of_the_query(void)
{
    static const char text[] = "Nothing here. The strikes at the harbour went on & on.";
    XapianEnquire *enquire = enquire_new(news, binding_term("harbour"));
    XapianMatchSet *matches = run(enquire);
    XapianStem *stem = NULL;
    XapianString snippet = XAPIAN_STRING_INIT;
    assert_ok(xapian_stem_new("en", &stem, &binding_error));
    const XapianStem *const stems[] = {NULL, stem};
    for (gsize i = 0; i < G_N_ELEMENTS(stems); i++) {
        assert_ok(xapian_match_set_snippet(matches, text, strlen(text), 60, stems[i],
                                           XAPIAN_SNIPPET_EXHAUSTIVE, "[", "]", "…", &snippet,
                                           &binding_error));
        g_assert_nonnull(strstr(snippet.bytes, "[harbour] went on &amp; on"));
    }
    assert_ok(xapian_match_set_snippet(matches, BYTES("no such word"), 60, NULL,
                                       XAPIAN_SNIPPET_EMPTY_WITHOUT_MATCH, "[", "]", "…", &snippet,
                                       &binding_error));
    assert_string(&snippet, "");
    xapian_string_clear(&snippet);
    xapian_stem_free(stem);
    xapian_match_set_free(matches);
    xapian_enquire_free(enquire);
}

/* "value=count …" */
static char *counts(XapianTermIterator *values)
{
    GString *list = g_string_new(NULL);
    while (xapian_term_iterator_next(values, &binding_error) == XAPIAN_OK) {
        XapianDocumentCount frequency = 0;
        size_t length;
        const char *value = xapian_term_iterator_get_term(values, &length);
        assert_ok(xapian_term_iterator_get_termfreq(values, &frequency, &binding_error));
        g_string_append_printf(list, "%.*s=%u ", (int)length, value, frequency);
    }
    xapian_term_iterator_free(values);
    return g_strchomp(g_string_free(list, FALSE));
}

static void a_match_spy_counts_values(void)
{
    XapianEnquire *enquire = enquire_new(news, match_all());
    XapianMatchSpy *spy = NULL;
    XapianMatchSet *matches = NULL;
    XapianTermIterator *values = NULL;
    assert_ok(xapian_match_spy_new_value_count(1, &spy, &binding_error));
    assert_ok(xapian_enquire_add_matchspy(enquire, spy, &binding_error));
    assert_ok(xapian_enquire_get_mset(enquire, 0, 1, 100, NULL, NULL, &matches, &binding_error));
    xapian_match_set_free(matches);
    g_assert_cmpuint(xapian_match_spy_get_total(spy), ==, 6);
    assert_ok(xapian_match_spy_values(spy, &values, &binding_error));
    g_autofree char *all = counts(values);
    g_assert_cmpstr(all, ==, "city=2 politics=2 sport=1");
    assert_ok(xapian_match_spy_top_values(spy, 2, &values, &binding_error));
    g_autofree char *top = counts(values);
    g_assert_cmpstr(top, ==, "city=2 politics=2");

    assert_ok(xapian_enquire_clear_matchspies(enquire, &binding_error));
    assert_ok(xapian_enquire_get_mset(enquire, 0, 1, 100, NULL, NULL, &matches, &binding_error));
    g_assert_cmpuint(xapian_match_spy_get_total(spy), ==, 6);
    xapian_match_set_free(matches);
    xapian_match_spy_free(spy);
    xapian_enquire_free(enquire);
}

static void an_enquire_keeps_its_spy(void)
{
    XapianEnquire *enquire = enquire_new(news, match_all());
    XapianMatchSpy *spy = NULL;
    assert_ok(xapian_match_spy_new_value_count(1, &spy, &binding_error));
    assert_ok(xapian_enquire_add_matchspy(enquire, spy, &binding_error));
    xapian_match_spy_free(spy);
    g_autofree char *docids = answers(enquire);
    g_assert_cmpstr(docids, ==, "1 2 3 4 5 6");
    xapian_enquire_free(enquire);
}

/* Accepts the documents of a section, and counts its calls. */
typedef struct Choice {
    const char *section;
    unsigned int calls;
    unsigned int fail_at; /* 0: never */
    XapianString value;
} Choice;

static XapianDecision choose(const XapianDocument *document, void *data)
{
    Choice *choice = data;
    choice->calls++;
    if (choice->calls == choice->fail_at)
        return XAPIAN_DECISION_FAIL;
    g_assert_cmpuint(xapian_document_get_docid(document), >, 0);
    assert_ok(xapian_document_get_value(document, 1, &choice->value, &binding_error));
    return strcmp(choice->value.bytes, choice->section) == 0 ? XAPIAN_DECISION_ACCEPT
                                                             : XAPIAN_DECISION_REJECT;
}

static void a_match_decider_decides(void)
{
    const XapianDatabase *const databases[] = {news, shards};
    for (gsize i = 0; i < G_N_ELEMENTS(databases); i++) {
        Choice choice = {"politics", 0, 0, XAPIAN_STRING_INIT};
        const XapianMatchDecider decider = {choose, &choice};
        XapianEnquire *enquire = enquire_new(databases[i], match_all());
        XapianMatchSet *matches = NULL;
        assert_ok(
            xapian_enquire_get_mset(enquire, 0, 9, 0, NULL, &decider, &matches, &binding_error));
        g_autofree char *docids = binding_docids(matches);
        g_assert_cmpstr(docids, ==, "3 5");
        g_assert_cmpuint(choice.calls, ==, 6);
        xapian_string_clear(&choice.value);
        xapian_match_set_free(matches);
        xapian_enquire_free(enquire);
    }
}

static void a_match_decider_that_fails_ends_the_match(void)
{
    Choice choice = {"politics", 0, 3, XAPIAN_STRING_INIT};
    const XapianMatchDecider decider = {choose, &choice};
    XapianEnquire *enquire = enquire_new(news, match_all());
    XapianMatchSet *matches = NULL;
    assert_status(
        xapian_enquire_get_mset(enquire, 0, 9, 0, NULL, &decider, &matches, &binding_error),
        XAPIAN_CALLBACK_ERROR);
    g_assert_null(matches);
    g_assert_cmpuint(choice.calls, ==, 3);
    g_assert_cmpstr(binding_error.message, ==, "the match decider reported an error");
    g_autofree char *docids = answers(enquire);
    g_assert_cmpstr(docids, ==, "1 2 3 4 5 6");
    xapian_string_clear(&choice.value);
    xapian_enquire_free(enquire);
}

static void relevant_documents_lead_to_terms(void)
{
    XapianEnquire *enquire = enquire_new(news, binding_term("harbour"));
    XapianRelevanceSet *relevant = NULL;
    XapianExpandSet *terms = NULL;
    XapianMatchSet *matches = NULL;
    XapianString term = XAPIAN_STRING_INIT;
    assert_ok(xapian_relevance_set_new(&relevant, &binding_error));
    assert_ok(xapian_relevance_set_add_document(relevant, 1, &binding_error));
    assert_ok(xapian_relevance_set_add_document(relevant, 2, &binding_error));
    assert_ok(xapian_relevance_set_add_document(relevant, 3, &binding_error));
    assert_ok(xapian_relevance_set_remove_document(relevant, 3, &binding_error));
    g_assert_cmpuint(xapian_relevance_set_size(relevant), ==, 2);
    g_assert_true(xapian_relevance_set_contains(relevant, 1));
    g_assert_false(xapian_relevance_set_contains(relevant, 3));

    assert_ok(xapian_enquire_set_expansion_scheme(enquire, "trad", 1, &binding_error));
    assert_ok(xapian_enquire_get_eset(enquire, 1, relevant, 0, 0, &terms, &binding_error));
    g_assert_cmpuint(xapian_expand_set_size(terms), ==, 1);
    g_assert_cmpuint(xapian_expand_set_get_ebound(terms), >=, 1);
    assert_ok(xapian_expand_set_get_term(terms, 0, &term, &binding_error));
    assert_string(&term, "strike");
    g_assert_cmpfloat(xapian_expand_set_get_weight(terms, 0), >, 0);
    assert_status(xapian_expand_set_get_term(terms, 1, &term, &binding_error), XAPIAN_RANGE_ERROR);
    g_assert_cmpfloat(xapian_expand_set_get_weight(terms, 1), ==, 0);

    assert_ok(xapian_enquire_get_mset(enquire, 0, 9, 0, relevant, NULL, &matches, &binding_error));
    g_assert_cmpuint(xapian_match_set_size(matches), ==, 3);
    xapian_match_set_free(matches);
    xapian_string_clear(&term);
    xapian_expand_set_free(terms);
    xapian_relevance_set_free(relevant);
    xapian_enquire_free(enquire);
}

static void an_answer_tells_which_terms_match(void)
{
    XapianQuery *query =
        binding_combine(XAPIAN_QUERY_OR, binding_term("harbour"), binding_term("mayor"), 0);
    XapianEnquire *enquire = enquire_new(news, query);
    XapianTermIterator *terms = NULL;
    assert_ok(xapian_enquire_matching_terms(enquire, 5, &terms, &binding_error));
    g_autofree char *both = binding_terms(terms);
    g_assert_cmpstr(both, ==, "harbour mayor");
    assert_ok(xapian_enquire_matching_terms(enquire, 3, &terms, &binding_error));
    g_autofree char *one = binding_terms(terms);
    g_assert_cmpstr(one, ==, "mayor");
    xapian_enquire_free(enquire);
}

static void cutoff_and_time_limit_leave_good_answers(void)
{
    XapianQuery *query =
        binding_combine(XAPIAN_QUERY_OR, binding_term("harbour"), binding_term("strike"), 0);
    XapianEnquire *enquire = enquire_new(news, query);
    assert_ok(xapian_enquire_set_time_limit(enquire, 60, &binding_error));
    assert_ok(xapian_enquire_set_cutoff(enquire, 80, 0, &binding_error));
    g_autofree char *docids = answers(enquire);
    g_assert_cmpstr(docids, ==, "1 2");
    xapian_enquire_free(enquire);
}

/* What functions of the caller's were shown, and where they are to fail. */
typedef struct Shown {
    unsigned int calls;
    unsigned int fail_at; /* 0: never */
    double weights;       /* their sum */
    GString *docids;
} Shown;

/* The highest docid first, as the shard has it. */
static XapianStatus make_key(const XapianDocument *document, XapianString *key, void *data,
                             XapianError *error)
{
    Shown *shown = data;
    char digit = (char)('9' - xapian_document_get_docid(document));
    if (++shown->calls != shown->fail_at)
        return xapian_string_set(key, &digit, 1, error);
    *error = (XapianError){XAPIAN_DATABASE_CORRUPT_ERROR, "no such value", "slot 3", "too bad"};
    return error->status;
}

static void a_function_makes_keys(void)
{
    const XapianDatabase *const databases[] = {news, shards};
    static const char *const sorted[] = {"6 5 4 3 2 1", "5 6 3 4 1 2"};
    for (gsize i = 0; i < G_N_ELEMENTS(databases); i++) {
        Shown shown = {.calls = 0};
        XapianEnquire *enquire = enquire_new(databases[i], match_all());
        XapianKeyMaker *maker = NULL;
        XapianMatchSet *matches = NULL;
        assert_ok(xapian_key_maker_new_function(make_key, &shown, &maker, &binding_error));
        assert_status(xapian_key_maker_add_value(maker, 1, false, NULL, 0, &binding_error),
                      XAPIAN_INVALID_OPERATION_ERROR);
        assert_ok(xapian_enquire_set_sort_by_key(enquire, maker, false, &binding_error));
        xapian_key_maker_free(maker);
        g_autofree char *docids = answers(enquire);
        g_assert_cmpstr(docids, ==, sorted[i]);
        g_assert_cmpuint(shown.calls, ==, 6);
        shown.fail_at = 9;
        assert_status(
            xapian_enquire_get_mset(enquire, 0, 9, 0, NULL, NULL, &matches, &binding_error),
            XAPIAN_DATABASE_CORRUPT_ERROR);
        g_assert_cmpstr(binding_error.message, ==, "no such value");
        g_assert_cmpstr(binding_error.context, ==, "slot 3");
        g_assert_cmpstr(binding_error.system_error, ==, "too bad");
        g_assert_null(matches);
        xapian_enquire_free(enquire);
    }
}

static bool note_shown(const XapianDocument *document, double weight, void *data)
{
    Shown *shown = data;
    if (++shown->calls == shown->fail_at)
        return false;
    shown->weights += weight;
    g_string_append_printf(shown->docids, "%u ", xapian_document_get_docid(document));
    return true;
}

/* With the weights of their answers, and with the docids of their shards. */
static void a_spy_shows_all_with_their_weights(void)
{
    const XapianDatabase *const databases[] = {news, shards};
    static const char *const docids[] = {"1 2 3 4 5 6", "1 2 3 1 2 3"};
    for (gsize i = 0; i < G_N_ELEMENTS(databases); i++) {
        Shown shown = {.docids = g_string_new(NULL)};
        XapianEnquire *enquire = enquire_new(databases[i], binding_term("harbour"));
        XapianMatchSpy *spy = NULL;
        XapianMatchSet *matches = NULL;
        double weights = 0;
        XapianMatchSet *all = run(enquire);
        for (XapianDocumentCount at = 0; at < xapian_match_set_size(all); at++)
            weights += xapian_match_set_get_weight(all, at);
        assert_ok(xapian_match_spy_new_function(note_shown, &shown, &spy, &binding_error));
        assert_ok(xapian_enquire_add_matchspy(enquire, spy, &binding_error));
        assert_ok(
            xapian_enquire_get_mset(enquire, 0, 1, 100, NULL, NULL, &matches, &binding_error));
        g_assert_cmpuint(shown.calls, ==, xapian_match_set_size(all));
        g_assert_cmpfloat_with_epsilon(shown.weights, weights, 1e-9);
        xapian_match_set_free(all);
        xapian_match_set_free(matches);
        xapian_match_spy_free(spy);
        xapian_enquire_free(enquire);

        g_string_truncate(shown.docids, 0);
        enquire = enquire_new(databases[i], match_all());
        assert_ok(xapian_match_spy_new_function(note_shown, &shown, &spy, &binding_error));
        assert_ok(xapian_enquire_add_matchspy(enquire, spy, &binding_error));
        assert_ok(
            xapian_enquire_get_mset(enquire, 0, 1, 100, NULL, NULL, &matches, &binding_error));
        g_assert_cmpstr(g_strchomp(shown.docids->str), ==, docids[i]);
        xapian_match_set_free(matches);
        xapian_match_spy_free(spy);
        xapian_enquire_free(enquire);
        g_string_free(shown.docids, TRUE);
    }
}

/* Where a match is: what a spy makes docids of the whole database of. */
typedef struct Noted {
    size_t shard, shards;
    unsigned int calls;
    bool seen[7];
} Noted;

static bool note_docid(const XapianDocument *document, double weight, void *data)
{
    Noted *noted = data;
    size_t docid = (xapian_document_get_docid(document) - 1) * noted->shards + noted->shard + 1;
    g_assert_cmpfloat(weight, >=, 0);
    g_assert_cmpuint(docid, <, G_N_ELEMENTS(noted->seen));
    g_assert_false(noted->seen[docid]);
    noted->seen[docid] = true;
    noted->calls++;
    return true;
}

static void assert_noted(const XapianDatabase *database, XapianQuery *query)
{
    Noted noted = {.shard = 9, .shards = xapian_database_size(database)};
    XapianQuery *note = NULL;
    XapianMatchSpy *spy = NULL;
    XapianMatchSet *matches = NULL;
    assert_ok(xapian_query_new_shard_note(database, &noted.shard, &note, &binding_error));
    query = binding_combine(XAPIAN_QUERY_FILTER, query, note, 0);
    XapianEnquire *enquire = enquire_new(database, query);
    assert_ok(xapian_match_spy_new_function(note_docid, &noted, &spy, &binding_error));
    assert_ok(xapian_enquire_add_matchspy(enquire, spy, &binding_error));
    assert_ok(xapian_enquire_get_mset(enquire, 0, 9, 9, NULL, NULL, &matches, &binding_error));
    g_assert_cmpuint(xapian_match_set_size(matches), ==, noted.calls);
    for (XapianDocumentCount at = 0; at < noted.calls; at++)
        g_assert_true(noted.seen[xapian_match_set_get_docid(matches, at)]);
    xapian_match_set_free(matches);
    xapian_match_spy_free(spy);
    xapian_enquire_free(enquire);
}

static void the_shard_of_what_passes_is_noted(void)
{
    const XapianDatabase *const databases[] = {news, shards};
    for (gsize i = 0; i < G_N_ELEMENTS(databases); i++) {
        assert_noted(databases[i], match_all());
        assert_noted(databases[i], binding_term("harbour"));
        assert_noted(databases[i], binding_term("strike"));
        assert_noted(databases[i], binding_combine(XAPIAN_QUERY_OR, binding_term("strike"),
                                                   binding_term("harbour"), 0));
    }
}

static void a_shard_note_belongs_to_its_database(void)
{
    size_t shard = 0;
    XapianQuery *query = NULL;
    XapianMatchSet *matches = NULL;
    assert_ok(xapian_query_new_shard_note(shards, &shard, &query, &binding_error));
    XapianEnquire *enquire = enquire_new(news, query);
    assert_status(xapian_enquire_get_mset(enquire, 0, 9, 0, NULL, NULL, &matches, &binding_error),
                  XAPIAN_INVALID_ARGUMENT_ERROR);
    xapian_enquire_free(enquire);
}

static void a_spy_that_fails_ends_the_match(void)
{
    Shown shown = {.fail_at = 3, .docids = g_string_new(NULL)};
    XapianEnquire *enquire = enquire_new(news, match_all());
    XapianMatchSpy *spy = NULL;
    XapianMatchSet *matches = NULL;
    XapianTermIterator *values = NULL;
    assert_ok(xapian_match_spy_new_function(note_shown, &shown, &spy, &binding_error));
    assert_ok(xapian_enquire_add_matchspy(enquire, spy, &binding_error));
    assert_status(xapian_enquire_get_mset(enquire, 0, 9, 100, NULL, NULL, &matches, &binding_error),
                  XAPIAN_CALLBACK_ERROR);
    g_assert_cmpstr(binding_error.message, ==, "the match spy reported an error");
    g_assert_null(matches);
    g_assert_cmpuint(shown.calls, ==, 3);
    g_assert_cmpuint(xapian_match_spy_get_total(spy), ==, 0);
    assert_status(xapian_match_spy_values(spy, &values, &binding_error),
                  XAPIAN_INVALID_OPERATION_ERROR);
    assert_status(xapian_match_spy_top_values(spy, 2, &values, &binding_error),
                  XAPIAN_INVALID_OPERATION_ERROR);
    g_assert_null(values);
    g_string_free(shown.docids, TRUE);
    xapian_match_spy_free(spy);
    xapian_enquire_free(enquire);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*test)(void);
    } tests[] = {
        {"query/operators", operators_combine_queries},
        {"query/all-and-nothing", all_nothing_and_an_empty_combination},
        {"query/proximity", proximity_takes_terms_only},
        {"query/value-ranges", value_ranges_include_their_ends},
        {"query/wildcards", wildcards_keep_to_their_limit},
        {"query/given-documents", given_documents_are_found_and_left_out},
        {"query/ranges-of-terms", ranges_of_terms_find_what_their_values_say},
        {"query/range-of-most", a_range_of_most_documents_is_all_but_the_rest},
        {"query/given-documents-of-another-database", given_documents_belong_to_their_database},
        {"query/describe-and-serialise", queries_describe_and_serialise_themselves},
        {"query/scale", scaling_multiplies_the_weight},
        {"query-parser/parse", a_text_is_parsed_into_a_query},
        {"query-parser/spelling", a_misspelt_query_is_corrected},
        {"weight/classes", each_weight_is_that_of_its_class},
        {"enquire/sort", answers_are_sorted},
        {"enquire/collapse", collapsing_keeps_the_best_of_each_value},
        {"enquire/cutoff-and-time-limit", cutoff_and_time_limit_leave_good_answers},
        {"enquire/matching-terms", an_answer_tells_which_terms_match},
        {"match-set/page", a_page_tells_its_items_and_the_counts},
        {"match-set/document", an_answer_gives_its_document},
        {"match-set/past-the-end", past_the_end_there_is_nothing},
        {"match-set/sort-key", a_sort_key_is_that_of_the_answer},
        {"match-set/snippet", a_snippet_marks_the_words_of_the_query},
        {"match-spy/counts", a_match_spy_counts_values},
        {"match-spy/kept", an_enquire_keeps_its_spy},
        {"match-spy/function", a_spy_shows_all_with_their_weights},
        {"match-spy/shard-note", the_shard_of_what_passes_is_noted},
        {"match-spy/shard-note-database", a_shard_note_belongs_to_its_database},
        {"match-spy/fails", a_spy_that_fails_ends_the_match},
        {"key-maker/function", a_function_makes_keys},
        {"match-decider/decides", a_match_decider_decides},
        {"match-decider/fails", a_match_decider_that_fails_ends_the_match},
        {"expand-set/terms", relevant_documents_lead_to_terms},
    };
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strdup_printf("/xapian-c/%s", tests[i].name);
        g_test_add_func(path, tests[i].test);
    }
    directory = scratch_new();
    make_databases();
    int status = g_test_run();
    xapian_database_free(shards);
    xapian_database_free(news);
    scratch_remove(directory);
    return status;
}
