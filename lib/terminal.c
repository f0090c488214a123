/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Escaping what a terminal would obey, and counting its columns. */
#include "morgue/terminal.h"

gboolean terminal_is_bidirectional_control(gunichar character)
{
    return (character >= 0x202a && character <= 0x202e) ||
           (character >= 0x2066 && character <= 0x2069);
}

static char *make_safe(const char *text, gboolean keeps_lines)
{
    GString *safe = g_string_new(NULL);
    while (*text != '\0') {
        gunichar character = g_utf8_get_char_validated(text, -1);
        if (character == (gunichar)-1 || character == (gunichar)-2) {
            g_string_append_printf(safe, "\\x%02x", (guint)(guchar)*text++);
            continue;
        }
        if (character == '\n' && keeps_lines)
            g_string_append_c(safe, '\n');
        else if (character < 0x20 || (character >= 0x7f && character < 0xa0))
            g_string_append_printf(safe, "\\x%02x", character);
        else if (!terminal_is_bidirectional_control(character))
            g_string_append_unichar(safe, character);
        text = g_utf8_next_char(text);
    }
    return g_string_free(safe, FALSE);
}

char *terminal_safe(const char *text)
{
    return make_safe(text, FALSE);
}

char *terminal_safe_lines(const char *text)
{
    return make_safe(text, TRUE);
}

guint terminal_columns(const char *text, gsize length)
{
    guint columns = 0;
    for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
        gunichar character = g_utf8_get_char(p);
        if (!g_unichar_iszerowidth(character))
            columns += g_unichar_iswide(character) ? 2 : 1;
    }
    return columns;
}
