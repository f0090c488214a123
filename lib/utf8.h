/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * utf8.h: characters of a text that may turn out not to be UTF-8, as what is read from a damaged
 * index may. Nothing here looks past the end it is given.
 */
#ifndef LIB_UTF8_H
#define LIB_UTF8_H

#include <glib.h>

typedef struct Utf8Char {
    gunichar code;     /* U+FFFD for a byte that begins no character */
    const char *after; /* where the next one stands */
} Utf8Char;

/* The character at `at`, which is before `end`. */
static inline Utf8Char utf8_char_at(const char *at, const char *end)
{
    guchar byte = (guchar)*at;
    if (byte < 0x80)
        return (Utf8Char){byte, at + 1};
    gunichar code = g_utf8_get_char_validated(at, end - at);
    if (code >= (gunichar)-2)
        return (Utf8Char){0xfffd, at + 1};
    return (Utf8Char){code, g_utf8_next_char(at)};
}

#endif
