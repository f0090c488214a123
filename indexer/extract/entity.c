/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Character references. */
#include "indexer/extract/entity.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "indexer/charset-repair.h"

#define NAME_MAX_LENGTH 8 /* of the entities of HTML 4: `thetasym` */

static const char *append_number(GString *out, const char *text)
{
    gboolean is_hex = text[2] == 'x' || text[2] == 'X';
    const char *digits = text + (is_hex ? 3 : 2);
    char *end;
    if (!g_ascii_isxdigit(*digits))
        return NULL;
    guint64 number = g_ascii_strtoull(digits, &end, is_hex ? 16 : 10);
    if (*end != ';' || number == 0 || number > 0x10ffff || !g_unichar_validate((gunichar)number))
        return NULL;
    gunichar character = number < 0x100 ? charset_windows_1252((guint8)number) : (gunichar)number;
    g_string_append_unichar(out, character);
    return end + 1;
}

const char *entity_append(GString *out, const char *text)
{
    if (text[1] == '#')
        return append_number(out, text);
    char name[NAME_MAX_LENGTH + 1];
    gsize length = 0;
    while (length < NAME_MAX_LENGTH && g_ascii_isalnum(text[1 + length])) {
        name[length] = text[1 + length];
        length++;
    }
    name[length] = '\0';
    if (text[1 + length] != ';')
        return NULL;
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    if (entity == NULL)
        return NULL;
    g_string_append_unichar(out, entity->value);
    return text + length + 2;
}
