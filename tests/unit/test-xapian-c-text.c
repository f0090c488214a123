/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The C binding: strings, stems, Xapian's own way from text to terms, Unicode, numbers as values.
 */
#include <string.h>

#include "tests/support/binding.h"
#include "tests/support/scratch.h"

static void a_string_is_used_again_without_growing(void)
{
    XapianString string = XAPIAN_STRING_INIT;
    assert_ok(xapian_string_set(&string, BYTES("a long headline"), &binding_error));
    const char *bytes = string.bytes;
    assert_ok(xapian_string_set(&string, BYTES("short"), &binding_error));
    g_assert_true(string.bytes == bytes);
    assert_string(&string, "short");
    g_assert_cmpint(string.bytes[string.length], ==, '\0');
    assert_ok(xapian_string_set(&string, NULL, 0, &binding_error));
    assert_string(&string, "");
    xapian_string_clear(&string);
    g_assert_null(string.bytes);
    assert_ok(xapian_string_set(&string, BYTES("again"), &binding_error));
    assert_string(&string, "again");
    xapian_string_clear(&string);
}

static void the_version_is_that_of_the_library(void)
{
    g_autofree char *version = g_strdup_printf("%d.%d.%d", xapian_major_version(),
                                               xapian_minor_version(), xapian_revision());
    g_assert_cmpstr(xapian_version_string(), ==, version);
    g_assert_cmpint(xapian_major_version(), ==, 1);
}

static void words_are_stemmed_by_language(void)
{
    static const struct {
        const char *language;
        const char *word;
        const char *stem;
    } cases[] = {
        {"english", "sanctions", "sanction"},
        {"en", "strikes", "strike"},
        {"de", "häuser", "haus"},
        {"french", "journaux", "journal"},
        {"none", "sanctions", "sanctions"},
        {"english", "internationalisations", "internationalis"},
        {"english", "", ""},
    };
    XapianString result = XAPIAN_STRING_INIT;
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        XapianStem *stem = NULL;
        assert_ok(xapian_stem_new(cases[i].language, &stem, &binding_error));
        assert_ok(
            xapian_stem_apply(stem, cases[i].word, strlen(cases[i].word), &result, &binding_error));
        g_assert_cmpstr(result.bytes, ==, cases[i].stem);
        assert_ok(xapian_stem_get_description(stem, &result, &binding_error));
        g_assert_true(g_str_has_prefix(result.bytes, "Xapian::Stem("));
        xapian_stem_free(stem);
    }
    XapianStem *stem = NULL;
    assert_status(xapian_stem_new("klingon", &stem, &binding_error), XAPIAN_INVALID_ARGUMENT_ERROR);
    g_assert_null(stem);
    assert_ok(xapian_stem_get_available_languages(&result, &binding_error));
    g_auto(GStrv) languages = g_strsplit(result.bytes, " ", -1);
    g_assert_true(g_strv_contains((const char *const *)languages, "english"));
    xapian_string_clear(&result);
}

static void a_stopper_knows_its_words(void)
{
    XapianStopper *stopper = NULL;
    bool contains = false;
    assert_ok(xapian_stopper_new(&stopper, &binding_error));
    assert_ok(xapian_stopper_add(stopper, BYTES("the"), &binding_error));
    assert_ok(xapian_stopper_contains(stopper, BYTES("the"), &contains, &binding_error));
    g_assert_true(contains);
    assert_ok(xapian_stopper_contains(stopper, BYTES("who"), &contains, &binding_error));
    g_assert_false(contains);
    xapian_stopper_free(stopper);
}

/* A term generator with an English stemmer, that adds to a new document. */
typedef struct Generated {
    XapianTermGenerator *generator;
    XapianDocument *document;
} Generated;

static Generated generated_new(void)
{
    Generated made = {NULL, NULL};
    XapianStem *stem = NULL;
    assert_ok(xapian_term_generator_new(&made.generator, &binding_error));
    assert_ok(xapian_document_new(&made.document, &binding_error));
    assert_ok(xapian_stem_new("en", &stem, &binding_error));
    assert_ok(xapian_term_generator_set_stemmer(made.generator, stem, &binding_error));
    assert_ok(xapian_term_generator_set_document(made.generator, made.document, &binding_error));
    xapian_stem_free(stem);
    return made;
}

static char *generated_end(Generated made)
{
    XapianTermIterator *terms = NULL;
    assert_ok(xapian_document_termlist(made.document, &terms, &binding_error));
    xapian_term_generator_free(made.generator);
    xapian_document_free(made.document);
    return binding_terms(terms);
}

static void text_becomes_terms_by_strategy(void)
{
    static const struct {
        XapianStemStrategy strategy;
        const char *terms;
    } cases[] = {
        {XAPIAN_STEM_NONE, "harbour strikes"},
        {XAPIAN_STEM_SOME, "Zharbour Zstrike harbour strikes"},
        {XAPIAN_STEM_ALL, "harbour strike"},
        {XAPIAN_STEM_ALL_Z, "Zharbour Zstrike"},
        {XAPIAN_STEM_SOME_FULL_POS, "Zharbour Zstrike harbour strikes"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Generated made = generated_new();
        assert_ok(xapian_term_generator_set_stemming_strategy(made.generator, cases[i].strategy,
                                                              &binding_error));
        assert_ok(xapian_term_generator_index_text(made.generator, BYTES("Harbour strikes"), 1, "",
                                                   &binding_error));
        g_autofree char *terms = generated_end(made);
        g_assert_cmpstr(terms, ==, cases[i].terms);
    }
}

static void positions_go_on_from_where_they_are_set(void)
{
    Generated made = generated_new();
    assert_ok(
        xapian_term_generator_index_text(made.generator, BYTES("one two"), 1, "S", &binding_error));
    g_assert_cmpuint(xapian_term_generator_get_termpos(made.generator), ==, 2);
    assert_ok(xapian_term_generator_increase_termpos(made.generator, 100, &binding_error));
    g_assert_cmpuint(xapian_term_generator_get_termpos(made.generator), ==, 102);
    assert_ok(xapian_term_generator_set_termpos(made.generator, 500, &binding_error));
    assert_ok(
        xapian_term_generator_index_text(made.generator, BYTES("three"), 1, "", &binding_error));
    g_assert_cmpuint(xapian_term_generator_get_termpos(made.generator), ==, 501);
    assert_ok(xapian_term_generator_index_text_without_positions(made.generator, BYTES("four"), 1,
                                                                 "", &binding_error));
    g_assert_cmpuint(xapian_term_generator_get_termpos(made.generator), ==, 501);
    g_autofree char *terms = generated_end(made);
    g_assert_cmpstr(terms, ==, "Sone Stwo ZSone ZStwo Zfour Zthree four three");
}

static void words_are_left_out_by_stopper_and_length(void)
{
    Generated made = generated_new();
    XapianStopper *stopper = NULL;
    assert_ok(xapian_stopper_new(&stopper, &binding_error));
    assert_ok(xapian_stopper_add(stopper, BYTES("the"), &binding_error));
    assert_ok(xapian_term_generator_set_stopper(made.generator, stopper, &binding_error));
    xapian_stopper_free(stopper);
    assert_ok(xapian_term_generator_set_stopper_strategy(made.generator, XAPIAN_STOP_ALL,
                                                         &binding_error));
    assert_ok(xapian_term_generator_set_max_word_length(made.generator, 5, &binding_error));
    assert_ok(xapian_term_generator_index_text(made.generator, BYTES("the ferry capsized"), 1, "",
                                               &binding_error));
    assert_ok(xapian_term_generator_set_stopper(made.generator, NULL, &binding_error));
    assert_ok(xapian_term_generator_set_stopper_strategy(made.generator, XAPIAN_STOP_NONE,
                                                         &binding_error));
    assert_ok(
        xapian_term_generator_index_text(made.generator, BYTES("the"), 1, "S", &binding_error));
    g_autofree char *terms = generated_end(made);
    g_assert_cmpstr(terms, ==, "Sthe ZSthe Zferri ferry");
}

static void flags_split_chinese_and_teach_spelling(void)
{
    char *directory = scratch_new();
    XapianWritableDatabase *writer = binding_writer_new(directory, "spelling");
    Generated made = generated_new();
    XapianTermIterator *words = NULL;
    assert_ok(xapian_term_generator_set_database(made.generator, writer, &binding_error));
    assert_ok(xapian_term_generator_set_flags(
        made.generator, XAPIAN_FLAG_CJK_NGRAM | XAPIAN_FLAG_SPELLING, &binding_error));
    assert_ok(xapian_term_generator_set_stemming_strategy(made.generator, XAPIAN_STEM_NONE,
                                                          &binding_error));
    assert_ok(xapian_term_generator_index_text(made.generator, BYTES("ferry 新闻网"), 1, "",
                                               &binding_error));
    g_autofree char *terms = generated_end(made);
    g_assert_cmpstr(terms, ==, "ferry 新 新闻 网 闻 闻网");
    assert_ok(xapian_writable_database_commit(writer, &binding_error));
    assert_ok(xapian_database_spellings(xapian_writable_database_as_database(writer), &words,
                                        &binding_error));
    g_autofree char *dictionary = binding_terms(words);
    g_assert_true(g_str_has_prefix(dictionary, "ferry"));
    xapian_writable_database_free(writer);
    scratch_remove(directory);
}

static void characters_have_the_categories_that_split_words(void)
{
    static const struct {
        unsigned int character;
        XapianUnicodeCategory category;
        unsigned int lower;
        unsigned int upper;
        bool in_word;
        bool space;
    } cases[] = {
        {'A', XAPIAN_UNICODE_UPPERCASE_LETTER, 'a', 'A', true, false},
        {'z', XAPIAN_UNICODE_LOWERCASE_LETTER, 'z', 'Z', true, false},
        {0xc9, XAPIAN_UNICODE_UPPERCASE_LETTER, 0xe9, 0xc9, true, false},
        {0x416, XAPIAN_UNICODE_UPPERCASE_LETTER, 0x436, 0x416, true, false},
        {0x65b0, XAPIAN_UNICODE_OTHER_LETTER, 0x65b0, 0x65b0, true, false},
        {0x301, XAPIAN_UNICODE_NON_SPACING_MARK, 0x301, 0x301, true, false},
        {'7', XAPIAN_UNICODE_DECIMAL_DIGIT_NUMBER, '7', '7', true, false},
        {'_', XAPIAN_UNICODE_CONNECTOR_PUNCTUATION, '_', '_', true, false},
        {'-', XAPIAN_UNICODE_DASH_PUNCTUATION, '-', '-', false, false},
        {0x20ac, XAPIAN_UNICODE_CURRENCY_SYMBOL, 0x20ac, 0x20ac, false, false},
        {' ', XAPIAN_UNICODE_SPACE_SEPARATOR, ' ', ' ', false, true},
        {'\n', XAPIAN_UNICODE_CONTROL, '\n', '\n', false, true},
        {0x110000, XAPIAN_UNICODE_UNASSIGNED, 0x110000, 0x110000, false, false},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        unsigned int character = cases[i].character;
        g_assert_cmpint(xapian_unicode_category(character), ==, cases[i].category);
        g_assert_cmpuint(xapian_unicode_tolower(character), ==, cases[i].lower);
        g_assert_cmpuint(xapian_unicode_toupper(character), ==, cases[i].upper);
        g_assert_cmpint(xapian_unicode_is_wordchar(character), ==, cases[i].in_word);
        g_assert_cmpint(xapian_unicode_is_whitespace(character), ==, cases[i].space);
    }
}

static void numbers_sort_as_bytes(void)
{
    static const double numbers[] = {-1e300, -2.5, -1, 0, 1e-9, 1, 10, 1605, 1e300};
    char before[XAPIAN_SORTABLE_SIZE];
    size_t before_length = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        char bytes[XAPIAN_SORTABLE_SIZE];
        size_t length = xapian_sortable_serialise(numbers[i], bytes);
        g_assert_cmpuint(length, <=, XAPIAN_SORTABLE_SIZE);
        g_assert_cmpfloat(xapian_sortable_unserialise(bytes, length), ==, numbers[i]);
        if (i > 0) {
            int order = memcmp(before, bytes, MIN(before_length, length));
            g_assert_true(order < 0 || (order == 0 && before_length < length));
        }
        memcpy(before, bytes, length);
        before_length = length;
    }
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*test)(void);
    } tests[] = {
        {"string/used-again", a_string_is_used_again_without_growing},
        {"version/library", the_version_is_that_of_the_library},
        {"stem/by-language", words_are_stemmed_by_language},
        {"stopper/words", a_stopper_knows_its_words},
        {"term-generator/strategy", text_becomes_terms_by_strategy},
        {"term-generator/positions", positions_go_on_from_where_they_are_set},
        {"term-generator/left-out", words_are_left_out_by_stopper_and_length},
        {"term-generator/flags", flags_split_chinese_and_teach_spelling},
        {"unicode/categories", characters_have_the_categories_that_split_words},
        {"numbers/sort-as-bytes", numbers_sort_as_bytes},
    };
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strdup_printf("/xapian-c/%s", tests[i].name);
        g_test_add_func(path, tests[i].test);
    }
    return g_test_run();
}
