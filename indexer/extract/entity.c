/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Character references. */
#include "indexer/extract/entity.h"

#include <string.h>

#include "indexer/charset-repair.h"

#define NAME_MAX_LENGTH 8

/* HTML 4 §24.2 and §24.3: names of characters that follow each other. */
static const struct {
    gunichar first;
    const char *names;
} runs[] = {
    {0xa0, "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg "
           "plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 "
           "iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml "
           "Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash "
           "Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring "
           "aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve "
           "oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml"},
    {0x391, "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi "
            "Rho"},
    {0x3a3, "Sigma Tau Upsilon Phi Chi Psi Omega"},
    {0x3b1, "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi "
            "rho sigmaf sigma tau upsilon phi chi psi omega"},
    {0x3d1, "thetasym upsih"},
    {0x2018, "lsquo rsquo sbquo"},
    {0x201c, "ldquo rdquo bdquo"},
    {0x2020, "dagger Dagger bull"},
    {0x2190, "larr uarr rarr darr harr"},
    {0x21d0, "lArr uArr rArr dArr hArr"},
    {0x2207, "nabla isin notin"},
    {0x2227, "and or cap cup int"},
    {0x2308, "lceil rceil lfloor rfloor"},
};

/* HTML 4 §24.3 and §24.4: the others, and XML's own. */
static const struct {
    const char *name;
    gunichar character;
} others[] = {
    {"amp", '&'},        {"lt", '<'},        {"gt", '>'},        {"quot", '"'},
    {"apos", '\''},      {"OElig", 0x152},   {"oelig", 0x153},   {"Scaron", 0x160},
    {"scaron", 0x161},   {"Yuml", 0x178},    {"fnof", 0x192},    {"circ", 0x2c6},
    {"tilde", 0x2dc},    {"piv", 0x3d6},     {"ensp", 0x2002},   {"emsp", 0x2003},
    {"thinsp", 0x2009},  {"zwnj", 0x200c},   {"zwj", 0x200d},    {"lrm", 0x200e},
    {"rlm", 0x200f},     {"ndash", 0x2013},  {"mdash", 0x2014},  {"hellip", 0x2026},
    {"permil", 0x2030},  {"prime", 0x2032},  {"Prime", 0x2033},  {"lsaquo", 0x2039},
    {"rsaquo", 0x203a},  {"oline", 0x203e},  {"frasl", 0x2044},  {"euro", 0x20ac},
    {"image", 0x2111},   {"weierp", 0x2118}, {"real", 0x211c},   {"trade", 0x2122},
    {"alefsym", 0x2135}, {"crarr", 0x21b5},  {"forall", 0x2200}, {"part", 0x2202},
    {"exist", 0x2203},   {"empty", 0x2205},  {"ni", 0x220b},     {"prod", 0x220f},
    {"sum", 0x2211},     {"minus", 0x2212},  {"lowast", 0x2217}, {"radic", 0x221a},
    {"prop", 0x221d},    {"infin", 0x221e},  {"ang", 0x2220},    {"there4", 0x2234},
    {"sim", 0x223c},     {"cong", 0x2245},   {"asymp", 0x2248},  {"ne", 0x2260},
    {"equiv", 0x2261},   {"le", 0x2264},     {"ge", 0x2265},     {"sub", 0x2282},
    {"sup", 0x2283},     {"nsub", 0x2284},   {"sube", 0x2286},   {"supe", 0x2287},
    {"oplus", 0x2295},   {"otimes", 0x2297}, {"perp", 0x22a5},   {"sdot", 0x22c5},
    {"lang", 0x2329},    {"rang", 0x232a},   {"loz", 0x25ca},    {"spades", 0x2660},
    {"clubs", 0x2663},   {"hearts", 0x2665}, {"diams", 0x2666},
};

/* The character of a name among those of one run; 0 where it is not there. */
static gunichar find_in_run(gunichar character, const char *names, const char *name, gsize length)
{
    for (; *names != '\0'; character++) {
        gsize each = strcspn(names, " ");
        if (each == length && memcmp(names, name, length) == 0)
            return character;
        names += each;
        names += *names == ' ';
    }
    return 0;
}

/* The character of a name; 0 for a name that means nothing. */
static gunichar find_name(const char *name)
{
    gunichar character = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(others) && character == 0; i++)
        character = strcmp(others[i].name, name) == 0 ? others[i].character : 0;
    for (gsize i = 0; i < G_N_ELEMENTS(runs) && character == 0; i++)
        character = find_in_run(runs[i].first, runs[i].names, name, strlen(name));
    return character;
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
