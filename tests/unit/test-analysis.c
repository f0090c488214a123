/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Analysis: words, stems and forms, where they stand and what they count. */
#include <locale.h>
#include <string.h>

#include "morgue/analysis.h"
#include "morgue/language.h"
#include "xapian-c.h"

static Analyser *analyser_for(const char *language)
{
    g_autoptr(GError) error = NULL;
    Analyser *analyser = analyser_new(language, &error);
    g_assert_no_error(error);
    g_assert_nonnull(analyser);
    return analyser;
}

/* Words as they are, Zstem, +form, each with @position if it has one and * if it counts. */
static void write_term(const AnalysisTerm *term, gpointer data)
{
    static const char *const marks[] = {
        [ANALYSIS_WORD] = "",
        [ANALYSIS_FORM] = "+",
        [ANALYSIS_SENTENCE] = "s",
        [ANALYSIS_PARAGRAPH] = "p",
    };
    GString *terms = data;
    g_string_append_printf(terms, "%s%s%.*s", terms->len > 0 ? " " : "", marks[term->kind],
                           (int)term->length, term->text);
    if (term->position > 0)
        g_string_append_printf(terms, "@%u", term->position);
    const char *count = term->wdf > 0 ? "*" : "";
    g_string_append(terms, count);
    if (term->is_stemmed)
        g_string_append_printf(terms, " Z%.*s%s", (int)term->stem_length, term->stem, count);
    g_assert_cmpuint(term->wdf, <=, 1);
}

typedef struct {
    const char *language, *text, *terms;
} Case;

static void check_cases(const Case *cases, gsize count)
{
    for (gsize i = 0; i < count; i++) {
        g_autoptr(Analyser) analyser = analyser_for(cases[i].language);
        g_autoptr(GString) terms = g_string_new(NULL);
        analyser_text(analyser, cases[i].text, strlen(cases[i].text), 1, write_term, terms);
        g_assert_cmpstr(terms->str, ==, cases[i].terms);
    }
}

static void words_have_positions_and_stems(void)
{
    static const Case cases[] = {
        {"en", "", ""},
        {"en", "Sanctions imposed", "p@1 s@1 sanctions@1* Zsanction* imposed@2* Zimpos*"},
        {"en", "x 42", "p@1 s@1 x@1* Zx* 42@2*"},
        {"en", "x\n\ny. Z", "p@1 s@1 x@1* Zx* p@2 s@2 y@2* Zy* z@3* Zz*"},
        {"en", "day. Night", "p@1 s@1 day@1* Zday* s@2 night@2* Znight*"},
        {"", "Sanctions", "p@1 s@1 sanctions@1* Zsanctions*"},
        {"zh", "\u4e2d\u6587",
         "p@1 s@1 \u4e2d@1* Z\u4e2d* \u4e2d\u6587* Z\u4e2d\u6587* \u6587@2* Z\u6587*"},
        {"en", "U.S.", "p@1 s@1 u.s.@1* Zu.s.*"},
    };
    check_cases(cases, G_N_ELEMENTS(cases));
}

static void stop_words_count_nothing(void)
{
    static const Case cases[] = {
        {"en", "The who", "p@1 s@1 the@1 Zthe who@2 Zwho"},
        {"en", "The WHO", "p@1 s@1 the@1 Zthe who@2* Zwho*"},
        {"en", "Is IT it", "p@1 s@1 is@1 Zis it@2* Zit* it@3 Zit"},
        {"en", "THE WHO IS IT", "p@1 s@1 the@1 Zthe who@2 Zwho is@3 Zis it@4 Zit"},
        {"en", "don\u2019t", "p@1 s@1 don't@1 Zdon't"},
        {"de", "die Zeit", "p@1 s@1 die@1 Zdie zeit@2* Zzeit*"},
        {"en", "die Zeit", "p@1 s@1 die@1* Zdie* zeit@2* Zzeit*"},
        {"de-AT", "die", "p@1 s@1 die@1 Zdie"},
        {"xx", "the", "p@1 s@1 the@1* Zthe*"},
    };
    check_cases(cases, G_N_ELEMENTS(cases));
}

static void capitals_of_any_script_make_a_text_mixed(void)
{
    static const Case cases[] = {
        {"ru", "\u0427\u0422\u041e \u041e\u041d",
         "p@1 s@1 \u0447\u0442\u043e@1 Z\u0447\u0442\u043e \u043e\u043d@2 Z\u043e\u043d"},
        {"ru", "\u041e\u041d \u043c\u0438\u0440",
         "p@1 s@1 \u043e\u043d@1* Z\u043e\u043d* \u043c\u0438\u0440@2* Z\u043c\u0438\u0440*"},
    };
    check_cases(cases, G_N_ELEMENTS(cases));
}

static void forms_stand_beside_their_word(void)
{
    static const Case cases[] = {
        {"fr", "caf\u00e9s", "p@1 s@1 caf\u00e9s@1* Zcaf* +cafes@1 Zcaf"},
        {"en", "x e-mail y", "p@1 s@1 x@1* Zx* e@2* Ze* mail@3* Zmail* +email@2 Zemail y@4* Zy*"},
        {"en", "Covid-19", "p@1 s@1 covid@1* Zcovid* 19@2* +covid19@1 Zcovid19"},
        {"", "state-of-art",
         "p@1 s@1 state@1* Zstate* of@2* Zof* art@3* Zart* +stateofart@1 Zstateofart"},
        {"", "a-b c-d", "p@1 s@1 a@1* Za* b@2* Zb* +ab@1 Zab c@3* Zc* d@4* Zd* +cd@3 Zcd"},
        {"", "\u00fcber-ich",
         "p@1 s@1 \u00fcber@1* Z\u00fcber* +uber@1 Zuber ich@2* Zich* "
         "+\u00fcberich@1 Z\u00fcberich +uberich@1 Zuberich"},
        {"", "2022-02-24", "p@1 s@1 2022@1* 02@2* 24@3*"},
        {"", "24-feb-22", "p@1 s@1 24@1* feb@2* Zfeb* 22@3*"},
        {"", "a - b", "p@1 s@1 a@1* Za* b@2* Zb*"},
        {"", "a-\u4e2d-b", "p@1 s@1 a@1* Za* \u4e2d@2* Z\u4e2d* b@3* Zb*"},
    };
    check_cases(cases, G_N_ELEMENTS(cases));
}

static void a_joined_form_that_is_too_long_is_none(void)
{
    static const struct {
        guint parts;
        gboolean joined;
    } cases[] = {{8, TRUE}, {9, FALSE}, {20, FALSE}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Analyser) analyser = analyser_for("");
        g_autoptr(GString) text = g_string_new("abcdefgh");
        g_autoptr(GString) terms = g_string_new(NULL);
        for (guint part = 1; part < cases[i].parts; part++)
            g_string_append(text, "-abcdefgh");
        analyser_text(analyser, text->str, text->len, 1, write_term, terms);
        g_assert_cmpint(strchr(terms->str, '+') != NULL, ==, cases[i].joined);
    }
}

static void positions_start_where_told_and_are_counted(void)
{
    g_autoptr(Analyser) analyser = analyser_for("");
    g_autoptr(GString) terms = g_string_new(NULL);
    g_assert_cmpuint(analyser_text(analyser, "a b", 3, 101, write_term, terms), ==, 2);
    g_assert_cmpstr(terms->str, ==, "p@101 s@101 a@101* Za* b@102* Zb*");
    g_assert_cmpuint(analyser_text(analyser, "", 0, 101, write_term, terms), ==, 0);
    g_assert_cmpuint(analyser_text(analyser, "\u4e2d\u6587", 6, 1, write_term, terms), ==, 2);
}

/* Damaged text comes to the words between the damage. */
static void damaged_text_is_safe(void)
{
    static const char text[] = {'A', '\0', (char)0xff, 'B', '-', 'C', (char)0xe4};
    g_autoptr(Analyser) analyser = analyser_for("en");
    g_autoptr(GString) terms = g_string_new(NULL);
    g_autofree char *copy = g_memdup2(text, sizeof text);
    analyser_text(analyser, copy, sizeof text, 1, write_term, terms);
    g_assert_cmpstr(terms->str, ==, "p@1 s@1 a@1 Za b@2* Zb* c@3* Zc* +bc@2 Zbc");
}

static void check_stem(Analyser *analyser, XapianStem *stem, XapianString *expected, guint number,
                       gboolean stop)
{
    XapianError error;
    gsize length;
    g_autofree char *word = stop ? g_strdup("the") : g_strdup_printf("w%xings", number);
    g_assert_cmpint(xapian_stem_apply(stem, word, strlen(word), expected, &error), ==, XAPIAN_OK);
    const char *found = analyser_stem(analyser, word, strlen(word), &length);
    g_assert_cmpuint(length, ==, expected->length);
    g_assert_true(memcmp(found, expected->bytes, length) == 0);
    g_assert_cmpint(analyser_is_stop_word(analyser, word, strlen(word)), ==, stop);
}

/* More words than the cache has slots, twice, with one among them that comes again and again. */
static void the_cache_never_mistakes_a_word(void)
{
    g_autoptr(Analyser) analyser = analyser_for("en");
    XapianStem *stem;
    XapianString expected = {0};
    XapianError error;
    g_assert_cmpint(xapian_stem_new("english", &stem, &error), ==, XAPIAN_OK);
    for (guint i = 0; i < 200000; i++)
        check_stem(analyser, stem, &expected, i % 100000, i % 10 == 9);
    xapian_string_clear(&expected);
    xapian_stem_free(stem);
}

/* Around the longest word that is cached. */
static void long_words_have_stems(void)
{
    g_autoptr(Analyser) analyser = analyser_for("en");
    for (gsize length = 1; length <= WORD_MAX; length++) {
        g_autofree char *word = g_strnfill(length, 'b');
        for (int time = 0; time < 2; time++) {
            gsize stem_length;
            const char *stem = analyser_stem(analyser, word, length, &stem_length);
            g_assert_cmpuint(stem_length, ==, length);
            g_assert_true(memcmp(stem, word, length) == 0);
        }
    }
}

/* Every subtag of two letters; those with a stemmer are the ones that schema.md counts on. */
static void every_language_has_an_analyser(void)
{
    guint stemmed = 0;
    for (char first = 'a'; first <= 'z'; first++) {
        for (char second = 'a'; second <= 'z'; second++) {
            const char tag[] = {first, second, '\0'};
            stemmed += language_stemmer(tag) != NULL;
            g_autoptr(Analyser) analyser = analyser_for(tag);
            gsize length;
            g_assert_nonnull(analyser_stem(analyser, "word", 4, &length));
            g_assert_cmpuint(length, >, 0);
        }
    }
    g_assert_cmpuint(stemmed, ==, 26);
}

static gboolean begins_as_its_stem(Analyser *analyser, const char *word)
{
    gsize length;
    const char *stem = analyser_stem(analyser, word, strlen(word), &length);
    return length > 0 && *stem == *word;
}

/* Beginnings and endings that some stemmer takes away. */
static void first_letters_stay_where_they_should(void)
{
    static const char *const languages[] = {"ar", "ca", "da", "de", "en", "es", "eu", "fi",
                                            "fr", "ga", "hu", "hy", "id", "it", "lt", "nb",
                                            "ne", "nl", "pt", "ro", "ru", "sv", "ta", "tr"};
    static const char *const words[] = {
        "binden",  "bhfear", "pelajaran", "memakan", "dying",   "skies",  "gegeten", "yksi",
        "youth",   "ueber",  "nacht",     "tsraid",  "general", "ungern", "i",       "s",
        "l'union", "hystad", "egoista",   "idly",    "veinte",  "oyunun",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(languages); i++) {
        g_autoptr(Analyser) analyser = analyser_new(languages[i], NULL);
        guint changed = 0;
        for (gsize word = 0; word < G_N_ELEMENTS(words); word++)
            changed += begins_as_its_stem(analyser, words[word]) ? 0 : 1;
        g_assert_cmpint(changed == 0, ==, analyser_keeps_first_letter(analyser));
    }
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/analysis/words have positions and stems", words_have_positions_and_stems);
    g_test_add_func("/analysis/stop words count nothing", stop_words_count_nothing);
    g_test_add_func("/analysis/capitals of any script make a text mixed",
                    capitals_of_any_script_make_a_text_mixed);
    g_test_add_func("/analysis/forms stand beside their word", forms_stand_beside_their_word);
    g_test_add_func("/analysis/a joined form that is too long is none",
                    a_joined_form_that_is_too_long_is_none);
    g_test_add_func("/analysis/positions start where told and are counted",
                    positions_start_where_told_and_are_counted);
    g_test_add_func("/analysis/damaged text is safe", damaged_text_is_safe);
    g_test_add_func("/analysis/the cache never mistakes a word", the_cache_never_mistakes_a_word);
    g_test_add_func("/analysis/long words have stems", long_words_have_stems);
    g_test_add_func("/analysis/every language has an analyser", every_language_has_an_analyser);
    g_test_add_func("/analysis/first letters stay where they should",
                    first_letters_stay_where_they_should);
    return g_test_run();
}
