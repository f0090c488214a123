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

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/terminal/controls are written out", controls_are_written_out);
    return g_test_run();
}
