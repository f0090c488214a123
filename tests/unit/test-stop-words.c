/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stop words: which languages have a list, and what is in it. */
#include <string.h>

#include "morgue/stop-words.h"

static void lists_are_known_by_their_subtag(void)
{
    static const char *const known[] = {"da", "de", "en", "es", "fi", "fr", "hu", "id",
                                        "it", "nb", "nl", "nn", "no", "pt", "ru", "sv"};
    static const char *const unknown[] = {"", "e", "eng", "EN", "zh", "th", "ar", "und"};
    for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
        g_assert_nonnull(stop_words_find(known[i]));
    for (gsize i = 0; i < G_N_ELEMENTS(unknown); i++)
        g_assert_null(stop_words_find(unknown[i]));
    g_assert_true(stop_words_find("nb") == stop_words_find("nn"));
}

static void words_are_looked_up_whole(void)
{
    static const struct {
        const char *language, *word;
        gsize length;
        gboolean is_stop_word;
    } cases[] = {
        {"en", "the", 3, TRUE},
        {"en", "The", 3, FALSE},
        {"en", "th", 2, FALSE},
        {"en", "thei", 4, FALSE},
        {"en", "theory", 6, FALSE},
        {"en", "theory", 3, TRUE}, /* no NUL is needed */
        {"en", "don't", 5, TRUE},
        {"en", "don\u2019t", 7, FALSE},
        {"en", "a", 1, TRUE},
        {"en", "yourselves", 10, TRUE},
        {"en", "", 0, FALSE},
        {"en", "a\0", 2, FALSE},
        {"en", "a\0bout", 6, FALSE},
        {"en", "zzz", 3, FALSE},
        {"de", "f\u00fcr", 4, TRUE},
        {"de", "fur", 3, FALSE},
        {"ru", "\u0447\u0442\u043e", 6, TRUE},
        {"fr", "\u00e9t\u00e9", 5, TRUE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const StopWords *stop_words = stop_words_find(cases[i].language);
        g_assert_cmpint(stop_words_contain(stop_words, cases[i].word, cases[i].length), ==,
                        cases[i].is_stop_word);
    }
}

static void a_stop_word_of_all_is_one_of_each(void)
{
    static const struct {
        const char *languages[4];
        const char *word;
        gboolean is_stop_word;
    } cases[] = {
        {{"en", NULL}, "the", TRUE},        {{"en", "de", NULL}, "the", FALSE},
        {{"en", "de", NULL}, "in", TRUE},   {{"de", "en", NULL}, "die", FALSE},
        {{"en", "zh", NULL}, "the", TRUE}, /* no list of Chinese */
        {{"zh", "th", NULL}, "the", FALSE}, {{NULL}, "the", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_cmpint(
            stop_words_contain_all(cases[i].languages, cases[i].word, strlen(cases[i].word)), ==,
            cases[i].is_stop_word);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/stop-words/lists are known by their subtag", lists_are_known_by_their_subtag);
    g_test_add_func("/stop-words/words are looked up whole", words_are_looked_up_whole);
    g_test_add_func("/stop-words/a stop word of all is one of each",
                    a_stop_word_of_all_is_one_of_each);
    return g_test_run();
}
