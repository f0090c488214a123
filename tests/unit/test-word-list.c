/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wildcards and distances, letter by letter. */
#include <glib.h>
#include <string.h>

#include "searcher/word-list.h"

static void test_patterns(void)
{
    static const struct {
        const char *pattern, *word;
        gboolean fits;
    } rows[] = {
        {"sanction*", "sanction", TRUE},
        {"sanction*", "sanctions", TRUE},
        {"sanction*", "sanctio", FALSE},
        {"s*tion", "station", TRUE},
        {"s*tion", "stion", TRUE},
        {"s*tion", "stations", FALSE},
        {"*tion", "tion", TRUE},
        {"wom?n", "women", TRUE},
        {"wom?n", "womn", FALSE},
        {"wom?n", "wom\u00e9n", TRUE},
        {"wom?", "wom\u00e9", TRUE},
        {"?om", "\u4e60om", TRUE},
        {"a*b*c", "aXbXbc", TRUE},
        {"a*b*c", "aXcXb", FALSE},
        {"*ab*ab", "ababab", TRUE},
        {"*ab*ab", "abab", TRUE},
        {"*ab*ab", "aab", FALSE},
        {"a**", "a", TRUE},
        {"a*\u00e9?", "axx\u00e9\u00e9x", TRUE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s %s", rows[i].pattern, rows[i].word);
        g_assert_cmpint(word_pattern_fits(rows[i].pattern, rows[i].word, strlen(rows[i].word)), ==,
                        rows[i].fits);
    }
    g_assert_cmpuint(word_pattern_letters("s*t?\u00e9"), ==, 3);
}

/* Many stars must not take exponential time. */
static void test_stars_are_cheap(void)
{
    g_autoptr(GString) pattern = g_string_new(NULL);
    for (int i = 0; i < 30; i++)
        g_string_append(pattern, "a*");
    g_string_append(pattern, "b");
    g_autofree char *word = g_strnfill(64, 'a');
    for (int i = 0; i < 10000; i++)
        g_assert_false(word_pattern_fits(pattern->str, word, 64));
}

static void test_distances(void)
{
    static const struct {
        const char *a, *b;
        guint limit, distance;
    } rows[] = {
        {"kyiv", "kyiv", 2, 0},
        {"kyiv", "kiev", 2, 2},
        {"zelensky", "zelenskyy", 2, 1},
        {"zelensky", "zelenksy", 2, 1},
        {"zelensky", "zelnsky", 1, 1},
        {"zelensky", "zelenska", 1, 1},
        {"zelensky", "putin", 2, 3},
        {"caf\u00e9", "cafe", 1, 1},
        {"", "ab", 2, 2},
        {"", "abc", 2, 3},
        {"abcd", "badc", 2, 2},
        {"ca", "abc", 3, 3},
        {"\u4e60\u8fd1", "\u8fd1\u4e60", 1, 1},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gsize a = strlen(rows[i].a), b = strlen(rows[i].b);
        g_test_message("%s %s", rows[i].a, rows[i].b);
        g_assert_cmpuint(word_distance(rows[i].a, a, rows[i].b, b, rows[i].limit), ==,
                         rows[i].distance);
        g_assert_cmpuint(word_distance(rows[i].b, b, rows[i].a, a, rows[i].limit), ==,
                         rows[i].distance);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/word-list/patterns", test_patterns);
    g_test_add_func("/word-list/stars-are-cheap", test_stars_are_cheap);
    g_test_add_func("/word-list/distances", test_distances);
    return g_test_run();
}
