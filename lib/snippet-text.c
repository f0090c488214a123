/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Moving through a text by columns, and cutting it where a reader stops, too. */
#include "lib/snippet-text.h"

/* Columns that a worse place must be nearer to win. */
enum { COST_WORD = 16, COST_LETTER = 60 };

gsize snippet_text_back(SnippetText text, gsize at, gsize columns)
{
    for (gsize passed = 0; at > 0 && passed < columns;)
        passed += snippet_text_columns(text, --at);
    while (at > 0 && ((guchar)text.bytes[at] & 0xc0) == 0x80)
        at--;
    return at;
}

gsize snippet_text_forward(SnippetText text, gsize at, gsize columns)
{
    for (gsize passed = 0; at < text.length && passed < columns; at++)
        passed += snippet_text_columns(text, at);
    while (at < text.length && ((guchar)text.bytes[at] & 0xc0) == 0x80)
        at++;
    return at;
}

/* Stops within sentences, of the scripts that we have texts in; full stops too, as any end is one.
 */
static gboolean ends_part(gunichar character)
{
    switch (character) {
    case ',':
    case ';':
    case ':':
    case '.':
    case '!':
    case '?':
    case 0x060c: /* Arabic comma */
    case 0x061b: /* Arabic semicolon */
    case 0x061f: /* Arabic question mark */
    case 0x0964: /* danda */
    case 0x2014: /* dash */
    case 0x3001: /* ideographic comma */
    case 0x3002: /* ideographic full stop */
    case 0xff01:
    case 0xff0c: /* their wide forms */
    case 0xff1a:
    case 0xff1b:
    case 0xff1f:
        return TRUE;
    default:
        return FALSE;
    }
}

static gboolean is_wide_stop(gunichar character)
{
    return character >= 0x3000 && ends_part(character);
}

static gboolean is_thai_or_lao(gunichar character)
{
    return character >= 0x0e00 && character < 0x0f00;
}

/* Vowels of Thai and Lao that stand before their consonant, and signs that stand after. */
static gboolean clings_forward(gunichar character)
{
    guint letter = character & 0x7f;
    return is_thai_or_lao(character) && letter >= 0x40 && letter <= 0x44;
}

static gboolean clings_back(gunichar character)
{
    guint letter = character & 0x7f;
    return g_unichar_ismark(character) ||
           (is_thai_or_lao(character) && (letter == 0x2f || letter == 0x30 || letter == 0x32 ||
                                          letter == 0x33 || letter == 0x45 || letter == 0x46));
}

/* Letters of scripts that put no blanks between words. */
static gboolean is_unspaced(gunichar character)
{
    return is_thai_or_lao(character) || (character >= 0x1000 && character < 0x10a0) ||
           (character >= 0x1780 && character < 0x1800) || g_unichar_iswide(character);
}

/* What it costs to cut between two characters; negative where it cannot be done. */
static int cut_cost(gunichar before, gunichar after, gunichar earlier)
{
    if (before == ' ' || before == '\n' || before == '\t')
        return ends_part(earlier) || is_thai_or_lao(earlier) ? 0 : COST_WORD;
    if (is_wide_stop(before))
        return is_wide_stop(after) ? -1 : 0;
    if (!is_unspaced(before) || !is_unspaced(after) || clings_forward(before) ||
        clings_back(after) || is_wide_stop(after))
        return -1;
    return COST_LETTER;
}

/* The cheapest of all places: its cost and the columns that lie between it and `wanted`. */
gsize snippet_text_cut(SnippetText text, gsize from, gsize wanted, gsize to)
{
    const char *end = text.bytes + text.length;
    gunichar earlier = 0, before = 0;
    gsize best = wanted, column = 0, target = 0;
    for (gsize at = from; at < wanted; at++)
        target += snippet_text_columns(text, at);
    gsize least = G_MAXSIZE;
    for (gsize at = from; at <= to && at < text.length;) {
        Utf8Char character = utf8_char_at(text.bytes + at, end);
        int cost = at > from ? cut_cost(before, character.code, earlier) : -1;
        gsize distance = column > target ? column - target : target - column;
        if (cost >= 0 && (gsize)cost + distance < least) {
            least = (gsize)cost + distance;
            best = at;
        }
        column += snippet_text_columns(text, at);
        earlier = before;
        before = character.code;
        at = (gsize)(character.after - text.bytes);
    }
    return best;
}
