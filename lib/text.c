/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cleaning: blanks, control characters, invalid bytes, NFC. */
#include "morgue/text.h"

#include <string.h>

/* What stands between the text written so far and the next visible character. */
typedef enum { GAP_NONE, GAP_SPACE, GAP_LINE, GAP_PARAGRAPH } Gap;

typedef struct {
    GString *out;
    gsize start; /* of what this call appends */
    Gap gap;
    gboolean one_line;
} Cleaner;

/* What a character is to the cleaner. */
typedef enum { KIND_VISIBLE, KIND_BLANK, KIND_LINE, KIND_PARAGRAPH, KIND_INVISIBLE } Kind;

static Kind kind_of(gunichar character)
{
    if (character == '\n' || character == '\r' || character == 0x2028)
        return KIND_LINE;
    if (character == 0x2029)
        return KIND_PARAGRAPH;
    if (character <= ' ' || (character >= 0x7f && character <= 0xa0))
        return KIND_BLANK;
    if (character == 0xad || character == 0x200b || character == 0xfeff)
        return KIND_INVISIBLE;
    if (character < 0x1680)
        return KIND_VISIBLE;
    return g_unichar_isspace(character) ? KIND_BLANK : KIND_VISIBLE;
}

static void widen_gap(Cleaner *cleaner, Kind kind)
{
    Gap found = GAP_SPACE;
    if (!cleaner->one_line && kind == KIND_PARAGRAPH)
        found = GAP_PARAGRAPH;
    else if (!cleaner->one_line && kind == KIND_LINE)
        found = cleaner->gap >= GAP_LINE ? GAP_PARAGRAPH : GAP_LINE;
    cleaner->gap = MAX(cleaner->gap, found);
}

static void write_gap(Cleaner *cleaner)
{
    static const char *const gaps[] = {
        [GAP_NONE] = "", [GAP_SPACE] = " ", [GAP_LINE] = "\n", [GAP_PARAGRAPH] = "\n\n"};
    if (cleaner->out->len > cleaner->start)
        g_string_append(cleaner->out, gaps[cleaner->gap]);
    cleaner->gap = GAP_NONE;
}

/* Whether a byte begins no character that the cleaner has to look at. */
static inline gboolean is_plain(guint8 byte)
{
    return byte > ' ' && byte != 0x7f && byte != 0xc2 && byte != 0xe1 && byte != 0xe2 &&
           byte != 0xe3 && byte != 0xef;
}

/* The length of what can be copied as it is: plain bytes, and single spaces between them. */
static gsize plain_length(const guint8 *bytes, gsize length)
{
    gsize i = 0;
    while (i < length) {
        if (is_plain(bytes[i]))
            i++;
        else if (bytes[i] == ' ' && i > 0 && i + 1 < length && is_plain(bytes[i + 1]))
            i += 2;
        else
            break;
    }
    return i;
}

/* Cleans valid UTF-8. */
static void clean_valid(Cleaner *cleaner, const char *text, gsize length)
{
    const char *end = text + length;
    while (text < end) {
        gsize plain = plain_length((const guint8 *)text, (gsize)(end - text));
        if (plain > 0) {
            write_gap(cleaner);
            g_string_append_len(cleaner->out, text, (gssize)plain);
            text += plain;
            continue;
        }
        const char *next = g_utf8_next_char(text);
        Kind kind = kind_of(g_utf8_get_char(text));
        if (kind == KIND_VISIBLE) {
            write_gap(cleaner);
            g_string_append_len(cleaner->out, text, (gssize)(next - text));
        } else if (kind != KIND_INVISIBLE) {
            if (*text == '\r' && next < end && *next == '\n')
                next++;
            widen_gap(cleaner, kind);
        }
        text = next;
    }
}

/*
 * Whether a character can be passed over in the search for what is not NFC: the blocks of most
 * scripts, where nothing composes, decomposes or changes places.
 */
static gboolean is_surely_composed(gunichar character)
{
    static const struct {
        gunichar first, last;
    } blocks[] = {
        {0x0000, 0x02ff},                   /* Latin */
        {0x0388, 0x0482},                   /* Greek, Cyrillic */
        {0x048a, 0x0590},                   /* Cyrillic, Armenian */
        {0x05d0, 0x05ea},                   /* Hebrew letters */
        {0x0620, 0x064a},                   /* Arabic letters */
        {0x2010, 0x2029},                   /* punctuation */
        {0x2030, 0x205e},                   /* punctuation */
        {0x20a0, 0x20cf},                   /* currency */
        {0x3001, 0x3029},                   /* CJK punctuation */
        {0x3041, 0x3096},                   /* kana */
        {0x309b, 0x33ff}, {0x3400, 0x9fff}, /* Han */
        {0xac00, 0xd7a3},                   /* Hangul syllables */
        {0xff00, 0xffef},                   /* full and half width */
    };
    for (gsize i = 0; i < G_N_ELEMENTS(blocks); i++) {
        if (character <= blocks[i].last)
            return character >= blocks[i].first;
    }
    return FALSE;
}

/* Whether text is in NFC without having to be normalised to find out. */
static gboolean is_surely_nfc(const char *text, gsize length)
{
    const char *end = text + length;
    while (text < end) {
        while (text < end && (guint8)*text < 0xcc) /* up to U+02FF */
            text++;
        if (text == end)
            return TRUE;
        if (!is_surely_composed(g_utf8_get_char(text)))
            return FALSE;
        text = g_utf8_next_char(text);
    }
    return TRUE;
}

/* Normalises what has been appended; most text turns out to need no copy. */
static void normalise_from(GString *out, gsize start)
{
    if (is_surely_nfc(out->str + start, out->len - start))
        return;
    g_autofree char *normal =
        g_utf8_normalize(out->str + start, (gssize)(out->len - start), G_NORMALIZE_NFC);
    g_string_truncate(out, start);
    g_string_append(out, normal);
}

static void clean(GString *out, const char *text, gsize length, gboolean one_line)
{
    Cleaner cleaner = {out, out->len, GAP_NONE, one_line};
    if (g_utf8_validate_len(text, length, NULL)) {
        clean_valid(&cleaner, text, length);
    } else {
        g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
        clean_valid(&cleaner, valid, strlen(valid));
    }
    normalise_from(out, cleaner.start);
}

void text_clean_line(GString *out, const char *text, gsize length)
{
    clean(out, text, length, TRUE);
}

void text_clean_paragraphs(GString *out, const char *text, gsize length)
{
    clean(out, text, length, FALSE);
}

gboolean text_is_blank(const char *text, gsize length)
{
    const char *end = text + length;
    while (text < end) {
        if (is_plain((guint8)*text))
            return FALSE;
        gunichar character = g_utf8_get_char_validated(text, (gssize)(end - text));
        if (character == (gunichar)-1 || character == (gunichar)-2)
            return FALSE;
        if (kind_of(character) == KIND_VISIBLE)
            return FALSE;
        text = g_utf8_next_char(text);
    }
    return TRUE;
}

gsize text_cut(const char *text, gsize length, gsize limit)
{
    if (length <= limit)
        return length;
    while (limit > 0 && ((guint8)text[limit] & 0xc0) == 0x80)
        limit--;
    return limit;
}
