/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Languages: primary subtags, and the stemmers that go with them. */
#include "morgue/language.h"

static void tags_have_a_primary_subtag(void)
{
    static const struct {
        const char *tag, *primary;
    } cases[] = {
        {"de", "de"},
        {"de-AT", "de"},
        {"en_GB", "en"},
        {"EN", "en"},
        {"zh-Hant-TW", "zh"},
        {"und", "und"},
        {"yue", "yue"},
        {"abcdefgh", "abcdefgh"},
        {"abcdefghi", ""},
        {"", ""},
        {"-", ""},
        {"-de", ""},
        {"x-private", ""},
        {"i-klingon", ""},
        {"e", ""},
        {"d3", ""},
        {"de at", ""},
        {"\u4e2d\u6587", ""},
        {"e/n", ""},
        {" de", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        char primary[LANGUAGE_SUBTAG_MAX];
        language_primary_subtag(cases[i].tag, primary);
        g_assert_cmpstr(primary, ==, cases[i].primary);
    }
}

static void stemmers_go_by_the_subtag(void)
{
    static const struct {
        const char *primary, *stemmer; /* NULL: none */
    } cases[] = {
        {"en", "english"}, {"nb", "norwegian"}, {"nn", "norwegian"}, {"no", "norwegian"},
        {"tr", "turkish"}, {"ar", "arabic"},    {"zh", NULL},        {"th", NULL},
        {"", NULL},        {"EN", NULL},        {"eng", NULL},       {"e", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(language_stemmer(cases[i].primary), ==, cases[i].stemmer);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/language/tags have a primary subtag", tags_have_a_primary_subtag);
    g_test_add_func("/language/stemmers go by the subtag", stemmers_go_by_the_subtag);
    return g_test_run();
}
