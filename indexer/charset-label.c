/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The labels of charsets. */
#include "indexer/charset-label.h"

#include <string.h>

static const CharsetName names[] = {
    {"utf-8", "UTF-8", "utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8"},
    {"windows-1252", "CP1252",
     "ansi_x3.4-1968 ascii us-ascii cp1252 cp819 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 "
     "iso_8859-1 iso_8859-1:1987 l1 latin1 latin-1 csisolatin1 x-cp1252 x-user-defined"},
    {"iso-8859-2", "ISO-8859-2",
     "csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"},
    {"iso-8859-3", "ISO-8859-3",
     "csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"},
    {"iso-8859-4", "ISO-8859-4",
     "csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"},
    {"iso-8859-5", "ISO-8859-5",
     "csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988"},
    {"iso-8859-6", "ISO-8859-6",
     "arabic asmo-708 csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 "
     "iso88596 iso_8859-6 iso_8859-6:1987"},
    {"iso-8859-7", "ISO-8859-7",
     "csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7 "
     "iso_8859-7:1987 sun_eu_greek"},
    {"iso-8859-8", "ISO-8859-8",
     "csisolatinhebrew hebrew iso-8859-8-e iso-8859-8-i csiso88598i logical visual iso-ir-138 "
     "iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988"},
    {"iso-8859-10", "ISO-8859-10", "csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6"},
    {"iso-8859-13", "ISO-8859-13", "iso8859-13 iso885913"},
    {"iso-8859-14", "ISO-8859-14", "iso8859-14 iso885914"},
    {"iso-8859-15", "ISO-8859-15", "csisolatin9 iso8859-15 iso885915 iso_8859-15 l9 latin-9"},
    {"iso-8859-16", "ISO-8859-16", ""},
    {"koi8-r", "KOI8-R", "cskoi8r koi koi8 koi8_r"},
    {"koi8-u", "KOI8-U", "koi8-ru"},
    {"macintosh", "MACINTOSH", "csmacintosh mac x-mac-roman"},
    {"x-mac-cyrillic", "MAC-CYRILLIC", "mac-cyrillic maccyrillic x-mac-ukrainian"},
    {"x-mac-ce", "MAC-CENTRALEUROPE", "mac-centraleurope"},
    {"ibm850", "CP850", "cp850 850"},
    {"ibm852", "CP852", "cp852 852"},
    {"ibm855", "CP855", "cp855 855"},
    {"ibm862", "CP862", "cp862 862"},
    {"ibm866", "CP866", "866 cp866 csibm866"},
    {"ibm437", "CP437", "cp437 437"},
    {"windows-874", "CP874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 tis620"},
    {"windows-1250", "CP1250", "cp1250 x-cp1250"},
    {"windows-1251", "CP1251", "cp1251 x-cp1251"},
    {"windows-1253", "CP1253", "cp1253 x-cp1253"},
    {"windows-1254", "CP1254",
     "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 "
     "latin5 x-cp1254"},
    {"windows-1255", "CP1255", "cp1255 x-cp1255"},
    {"windows-1256", "CP1256", "cp1256 x-cp1256"},
    {"windows-1257", "CP1257", "cp1257 x-cp1257"},
    {"windows-1258", "CP1258", "cp1258 x-cp1258"},
    {"gb18030", "GB18030",
     "gbk gb2312 chinese csgb2312 csiso58gb231280 gb_2312 gb_2312-80 iso-ir-58 x-gbk cp936 euc-cn"},
    {"big5", "BIG5-HKSCS", "big5-hkscs cn-big5 csbig5 x-x-big5 cp950"},
    {"euc-tw", "EUC-TW", ""},
    {"euc-jp", "EUC-JP", "cseucpkdfmtjapanese x-euc-jp"},
    {"iso-2022-jp", "ISO-2022-JP-2", "csiso2022jp"},
    {"shift_jis", "CP932", "csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis cp932"},
    {"euc-kr", "CP949",
     "cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
     "windows-949 uhc cp949"},
    {"iso-2022-kr", "ISO-2022-KR", "csiso2022kr"},
    {"johab", "JOHAB", "cp1361"},
    {"viscii", "VISCII", ""},
    {"utf-16le", "UTF-16LE", "utf-16 ucs-2 unicode csunicode iso-10646-ucs-2 unicodefeff"},
    {"utf-16be", "UTF-16BE", "unicodefffe"},
    {"utf-32le", "UTF-32LE", "utf-32"},
    {"utf-32be", "UTF-32BE", ""},
};

static gboolean has_label(const char *labels, const char *label, gsize length)
{
    while (*labels != '\0') {
        gsize each = strcspn(labels, " ");
        if (each == length && g_ascii_strncasecmp(labels, label, length) == 0)
            return TRUE;
        labels += each;
        labels += strspn(labels, " ");
    }
    return FALSE;
}

const CharsetName *charset_find(const char *label, gsize length)
{
    while (length > 0 && g_ascii_isspace(*label)) {
        label++;
        length--;
    }
    while (length > 0 && g_ascii_isspace(label[length - 1]))
        length--;
    if (length == 0)
        return NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (has_label(names[i].name, label, length) || has_label(names[i].labels, label, length))
            return &names[i];
    }
    return NULL;
}
