/* SPDX-License-Identifier: GPL-2.0-or-later */
/* windows-1252, and UTF-8 that went through it. */
#include "indexer/charset-repair.h"

#include <string.h>

/* WHATWG Encoding Standard, index windows-1252, bytes 80 to 9F; 0 where there is none. */
static const guint16 windows_1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

gunichar charset_windows_1252(guint8 byte)
{
    if (byte < 0x80 || byte >= 0xa0)
        return byte;
    return windows_1252[byte - 0x80] == 0 ? 0xfffd : windows_1252[byte - 0x80];
}

/* The byte that windows-1252 has for a character, or -1. C1 controls stand for their byte. */
static int byte_of(gunichar character)
{
    if (character < 0x100)
        return (int)character;
    for (int i = 0; i < 32; i++) {
        if (windows_1252[i] == character)
            return 0x80 + i;
    }
    return -1;
}

/*
 * The length in `text` of characters that are, as bytes of windows-1252, one multibyte character
 * of UTF-8, and that character; 0 where there is none.
 */
static gsize wrong_sequence(const char *text, const char *end, gunichar *character)
{
    char bytes[4];
    const char *place = text;
    gssize need = 1;
    for (gssize i = 0; i < need; i++) {
        int byte = place < end ? byte_of(g_utf8_get_char(place)) : -1;
        if (byte < 0x80)
            return 0;
        if (i == 0)
            need = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
        bytes[i] = (char)byte;
        place = g_utf8_next_char(place);
    }
    *character = g_utf8_get_char_validated(bytes, need);
    if (*character == (gunichar)-1 || *character == (gunichar)-2)
        return 0;
    return (gsize)(place - text);
}

/* Whether the wrong sequences outweigh what else is not ASCII. */
static gboolean is_wrong(const GString *text)
{
    const char *end = text->str + text->len;
    gsize wrong = 0, right = 0, longest = 0;
    for (const char *place = text->str; place < end;) {
        gunichar character;
        if ((guint8)*place < 0x80) {
            place++;
            continue;
        }
        gsize length = wrong_sequence(place, end, &character);
        if (length > 0)
            wrong++;
        else
            right++;
        longest = MAX(longest, length);
        place = length > 0 ? place + length : g_utf8_next_char(place);
    }
    /* Two characters that make one can be an accident, three (`â€™`) cannot. */
    return wrong > 2 * right && (wrong > 1 || longest > 4);
}

/* Whether there is any character that could begin a wrong sequence: U+00C2 to U+00F4. */
static gboolean has_leader(const GString *text)
{
    const char *end = text->str + text->len;
    for (const char *place = text->str; place + 3 < end; place++) {
        place = memchr(place, 0xc3, (gsize)(end - place - 3));
        if (place == NULL)
            break;
        if ((guint8)place[2] >= 0xc2)
            return TRUE;
    }
    return strstr(text->str, "\u00c2") != NULL;
}

gboolean charset_repair(GString *text)
{
    if (!has_leader(text) || !is_wrong(text))
        return FALSE;
    g_autoptr(GString) repaired = g_string_sized_new(text->len);
    const char *end = text->str + text->len;
    for (const char *place = text->str; place < end;) {
        gunichar character;
        gsize plain = 0;
        while (place + plain < end && (guint8)place[plain] < 0x80)
            plain++;
        g_string_append_len(repaired, place, (gssize)plain);
        place += plain;
        if (place == end)
            break;
        gsize length = wrong_sequence(place, end, &character);
        if (length == 0)
            character = g_utf8_get_char(place);
        g_string_append_unichar(repaired, character);
        place = length > 0 ? place + length : g_utf8_next_char(place);
    }
    g_string_truncate(text, 0);
    g_string_append_len(text, repaired->str, (gssize)repaired->len);
    return TRUE;
}
