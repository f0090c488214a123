/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names in archives, hostile ones too. */
#include "indexer/entry-name.h"

#include <string.h>

static void test_clean(void)
{
    static const struct {
        const char *name, *label;
    } cases[] = {
        {"2012/01/a b.html", "2012/01/a b.html"},
        {"./a.txt", "a.txt"},
        {"/etc/passwd", "etc/passwd"},
        {"//a///b/", "a/b"},
        {"../../a.txt", "a.txt"},
        {"a/../b.txt", "a/b.txt"},
        {"a/./b.txt", "a/b.txt"},
        {"...", "..."},
        {"..a/b..", "..a/b.."},
        {"", "-"},
        {"..", "-"},
        {"/", "-"},
        {"a\nb\x1b[31m\x7f", "a%0Ab%1B[31m%7F"},
        {"M\xe4rz.html", "M%E4rz.html"},
        {"\xff\xfe", "%FF%FE"},
        {"M\xc3\xa4rz \xe6\x96\xb0.html", "M\xc3\xa4rz \xe6\x96\xb0.html"},
        {"cut\xe6\x96", "cut%E6%96"},
        {"\xc0\xaf", "%C0%AF"},                        /* a slash in too many bytes */
        {"\xed\xa0\x80", "%ED%A0%80"},                 /* half a surrogate pair */
        {"fdp.\xe2\x80\xaelmth", "fdp.%E2%80%AElmth"}, /* turns the line */
        {"\xc2\x85\xe2\x80\xa8", "%C2%85%E2%80%A8"},   /* more ends of lines */
        {"C:\\news\\a.txt", "C:\\news\\a.txt"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *exact = g_memdup2(cases[i].name, MAX(strlen(cases[i].name), 1));
        g_autofree char *label = entry_name_clean(exact, strlen(cases[i].name));
        g_assert_cmpstr(label, ==, cases[i].label);
    }
    g_autofree char *label = entry_name_clean("a\0b", 3);
    g_assert_cmpstr(label, ==, "a%00b");
}

static void test_long_names_are_cut(void)
{
    const gsize length = 3 * ENTRY_NAME_CEILING;
    g_autoptr(GString) name = g_string_new(NULL);
    while (name->len < length)
        g_string_append(name, "\xe6\x96\xb0/\x01");
    g_autofree char *label = entry_name_clean(name->str, name->len);
    g_assert_cmpuint(strlen(label), <=, ENTRY_NAME_CEILING);
    g_assert_cmpuint(strlen(label), >, ENTRY_NAME_CEILING - 8);
    g_assert_true(g_utf8_validate(label, -1, NULL));
}

static void test_hidden(void)
{
    static const struct {
        const char *label;
        gboolean hidden;
    } cases[] = {
        {"a.txt", FALSE},        {".a", TRUE},           {"b/.a/c.txt", TRUE},
        {"__MACOSX/._a", TRUE},  {"x/__MACOSX/a", TRUE}, {"__MACOSX.txt", FALSE},
        {"my__MACOSX/a", FALSE}, {"a/b..c", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(entry_name_is_hidden(cases[i].label), ==, cases[i].hidden);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/entry-name/clean", test_clean);
    g_test_add_func("/entry-name/long-names-are-cut", test_long_names_are_cut);
    g_test_add_func("/entry-name/hidden", test_hidden);
    return g_test_run();
}
