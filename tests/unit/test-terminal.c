/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nothing that a terminal obeys comes through. */
#include "morgue/terminal.h"

static void controls_are_written_out(void)
{
    static const struct {
        const char *text, *safe;
    } cases[] = {
        {"Gießen, café 北京", "Gießen, café 北京"},
        {"\033[31mred", "\\x1b[31mred"},
        {"two\nlines\r", "two\\x0alines\\x0d"},
        {"latin \xe9t\xe9", "latin \\xe9t\\xe9"},
        {"c1 \xc2\x9b"
         "31m",
         "c1 \\x9b31m"},
        {"a\xe2\x80\xae"
         "b",
         "ab"}, /* right-to-left override */
        {"cut \xe2\x82", "cut \\xe2\\x82"},
        {"", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *safe = terminal_safe(cases[i].text);
        g_assert_cmpstr(safe, ==, cases[i].safe);
    }
}

static void messages_keep_their_lines(void)
{
    g_autofree char *safe = terminal_safe_lines("a\033[2J: no\nhint: \x9b yes\r\n");
    g_assert_cmpstr(safe, ==, "a\\x1b[2J: no\nhint: \\x9b yes\\x0d\n");
}

static void wide_and_combining_characters_count_as_shown(void)
{
    g_assert_cmpuint(terminal_columns("caf\u00e9", 5), ==, 4);
    g_assert_cmpuint(terminal_columns("cafe\u0301", 6), ==, 4);
    g_assert_cmpuint(terminal_columns("\u5317\u4eac", 6), ==, 4);
    g_assert_cmpuint(terminal_columns("", 0), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/terminal/controls are written out", controls_are_written_out);
    g_test_add_func("/terminal/messages keep their lines", messages_keep_their_lines);
    g_test_add_func("/terminal/wide and combining characters count as shown",
                    wide_and_combining_characters_count_as_shown);
    return g_test_run();
}
