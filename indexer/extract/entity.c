/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Character references. */
#include "indexer/extract/entity.h"

#include <string.h>

#include "indexer/charset-repair.h"

#define NAME_MAX_LENGTH 8

/* HTML 4 §24.2: the names of U+00A0 to U+00FF, in order. */
static const char latin_1[] =
    "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn "
    "sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave "
    "Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml "
    "ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN "
    "szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave "
    "iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute "
    "ucirc uuml yacute thorn yuml";

/* HTML 4 §24.4, and of §24.3 what running text has. */
static const struct {
    const char *name;
    gunichar character;
} others[] = {
    {"amp", '&'},       {"lt", '<'},       {"gt", '>'},        {"quot", '"'},
    {"apos", '\''},     {"OElig", 0x152},  {"oelig", 0x153},   {"Scaron", 0x160},
    {"scaron", 0x161},  {"Yuml", 0x178},   {"circ", 0x2c6},    {"tilde", 0x2dc},
    {"ensp", 0x2002},   {"emsp", 0x2003},  {"thinsp", 0x2009}, {"zwnj", 0x200c},
    {"zwj", 0x200d},    {"lrm", 0x200e},   {"rlm", 0x200f},    {"ndash", 0x2013},
    {"mdash", 0x2014},  {"lsquo", 0x2018}, {"rsquo", 0x2019},  {"sbquo", 0x201a},
    {"ldquo", 0x201c},  {"rdquo", 0x201d}, {"bdquo", 0x201e},  {"dagger", 0x2020},
    {"Dagger", 0x2021}, {"bull", 0x2022},  {"hellip", 0x2026}, {"permil", 0x2030},
    {"prime", 0x2032},  {"Prime", 0x2033}, {"lsaquo", 0x2039}, {"rsaquo", 0x203a},
    {"euro", 0x20ac},   {"trade", 0x2122}, {"larr", 0x2190},   {"rarr", 0x2192},
    {"minus", 0x2212},  {"le", 0x2264},    {"ge", 0x2265},     {"ne", 0x2260},
};

/* The character of a name; 0 for a name that means nothing. */
static gunichar find_name(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        if (strcmp(others[i].name, name) == 0)
            return others[i].character;
    }
    gunichar character = 0xa0;
    gsize length = strlen(name);
    for (const char *each = latin_1; *each != '\0'; character++) {
        gsize each_length = strcspn(each, " ");
        if (each_length == length && memcmp(each, name, length) == 0)
            return character;
        each += each_length;
        each += *each == ' ';
    }
    return 0;
}

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
    gunichar character = find_name(name);
    if (character == 0)
        return NULL;
    g_string_append_unichar(out, character);
    return text + length + 2;
}
