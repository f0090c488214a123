/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Public ids: SHA-256, cut and written in Crockford's base 32. */
#include "morgue/public-id.h"

#include <string.h>

static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

/* What a digit stands for, and one more: 0 is no digit. Ids are read by the million. */
static const guint8 values[G_MAXUINT8 + 1] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
    ['g'] = 17, ['h'] = 18, ['j'] = 19, ['k'] = 20, ['m'] = 21, ['n'] = 22, ['p'] = 23, ['q'] = 24,
    ['r'] = 25, ['s'] = 26, ['t'] = 27, ['v'] = 28, ['w'] = 29, ['x'] = 30, ['y'] = 31, ['z'] = 32,
};

guint64 public_id_make(const char *source, gsize length)
{
    guint8 digest[32];
    gsize digest_length = sizeof digest;
    g_autoptr(GChecksum) sha = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sha, (const guchar *)source, (gssize)length);
    g_checksum_get_digest(sha, digest, &digest_length);
    guint64 bits = 0;
    for (int i = 0; i < 8; i++)
        bits = bits << 8 | digest[i];
    return bits >> 4;
}

void public_id_format(guint64 id, char text[PUBLIC_ID_LENGTH + 1])
{
    for (int i = PUBLIC_ID_LENGTH - 1; i >= 0; i--) {
        text[i] = digits[id & 31];
        id >>= 5;
    }
    text[PUBLIC_ID_LENGTH] = '\0';
}

gboolean public_id_parse(const char *text, guint64 *id)
{
    if (strlen(text) != PUBLIC_ID_LENGTH)
        return FALSE;
    guint64 bits = 0;
    for (const char *character = text; *character != '\0'; character++) {
        guint8 value = values[(guchar)*character];
        if (value == 0)
            return FALSE;
        bits = bits << 5 | (value - 1u);
    }
    *id = bits;
    return TRUE;
}

gboolean public_id_normalise(const char *typed, char text[PUBLIC_ID_LENGTH + 1])
{
    gsize length = strlen(typed);
    if (length < PUBLIC_ID_MIN_PREFIX || length > PUBLIC_ID_LENGTH)
        return FALSE;
    char normal[PUBLIC_ID_LENGTH + 1];
    for (gsize i = 0; i < length; i++) {
        char character = g_ascii_tolower(typed[i]);
        if (character == 'o')
            character = '0';
        else if (character == 'i' || character == 'l')
            character = '1';
        if (character == '\0' || strchr(digits, character) == NULL)
            return FALSE;
        normal[i] = character;
    }
    normal[length] = '\0';
    memcpy(text, normal, length + 1);
    return TRUE;
}
