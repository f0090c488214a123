/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Public ids: SHA-256, cut and written in Crockford's base 32. */
#include "morgue/public-id.h"

#include <string.h>

static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

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
        const char *digit = strchr(digits, *character);
        if (digit == NULL)
            return FALSE;
        bits = bits << 5 | (guint64)(digit - digits);
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
