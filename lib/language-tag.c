/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Language tags out of codes and names. */
#include "morgue/language-tag.h"

#include <string.h>

#define TAG_MAX 35 /* longer than any registered tag: RFC 5646 §4.4.1 */

/*
 * ISO 639-1, then every other name: ISO 639-2 codes, the English name, the language's own. For
 * languages without a two-letter code the first is the ISO 639-3 code.
 */
static const char *const languages[][6] = {
    {"af", "afr", "afrikaans"},
    {"am", "amh", "amharic", "አማርኛ"},
    {"ar", "ara", "arabic", "العربية"},
    {"az", "aze", "azerbaijani", "azərbaycan"},
    {"be", "bel", "belarusian", "беларуская"},
    {"bg", "bul", "bulgarian", "български"},
    {"bn", "ben", "bengali", "bangla", "বাংলা"},
    {"bs", "bos", "bosnian", "bosanski"},
    {"ca", "cat", "catalan", "català"},
    {"cs", "ces", "cze", "czech", "čeština"},
    {"cy", "cym", "wel", "welsh", "cymraeg"},
    {"da", "dan", "danish", "dansk"},
    {"de", "deu", "ger", "german", "deutsch"},
    {"el", "ell", "gre", "greek", "ελληνικά"},
    {"en", "eng", "english"},
    {"eo", "epo", "esperanto"},
    {"es", "spa", "spanish", "español", "castellano"},
    {"et", "est", "estonian", "eesti"},
    {"eu", "eus", "baq", "basque", "euskara"},
    {"fa", "fas", "per", "persian", "farsi", "فارسی"},
    {"fi", "fin", "finnish", "suomi"},
    {"fr", "fra", "fre", "french", "français"},
    {"ga", "gle", "irish", "gaeilge"},
    {"gl", "glg", "galician", "galego"},
    {"gu", "guj", "gujarati"},
    {"ha", "hau", "hausa"},
    {"he", "heb", "hebrew", "עברית", "iw"},
    {"hi", "hin", "hindi", "हिन्दी"},
    {"hr", "hrv", "scr", "croatian", "hrvatski"},
    {"hu", "hun", "hungarian", "magyar"},
    {"hy", "hye", "arm", "armenian"},
    {"id", "ind", "indonesian", "bahasa indonesia", "in"},
    {"ig", "ibo", "igbo"},
    {"is", "isl", "ice", "icelandic", "íslenska"},
    {"it", "ita", "italian", "italiano"},
    {"ja", "jpn", "japanese", "日本語"},
    {"ka", "kat", "geo", "georgian"},
    {"kk", "kaz", "kazakh"},
    {"km", "khm", "khmer"},
    {"ko", "kor", "korean", "한국어"},
    {"la", "lat", "latin", "latina"},
    {"lb", "ltz", "luxembourgish", "lëtzebuergesch"},
    {"lg", "lug", "ganda", "luganda"},
    {"ln", "lin", "lingala"},
    {"lo", "lao"},
    {"lt", "lit", "lithuanian", "lietuvių"},
    {"lv", "lav", "latvian", "latviešu"},
    {"mk", "mkd", "mac", "macedonian", "македонски"},
    {"mr", "mar", "marathi"},
    {"ms", "msa", "may", "malay", "bahasa melayu"},
    {"my", "mya", "bur", "burmese"},
    {"nb", "nob", "norwegian bokmål", "bokmål"},
    {"ne", "nep", "nepali"},
    {"nl", "nld", "dut", "dutch", "nederlands"},
    {"nn", "nno", "norwegian nynorsk", "nynorsk"},
    {"no", "nor", "norwegian", "norsk"},
    {"om", "orm", "oromo"},
    {"pa", "pan", "punjabi"},
    {"pcm", "nigerian pidgin", "naija"},
    {"pl", "pol", "polish", "polski"},
    {"pt", "por", "portuguese", "português"},
    {"ro", "ron", "rum", "romanian", "română"},
    {"rn", "run", "rundi", "kirundi"},
    {"ru", "rus", "russian", "русский"},
    {"sk", "slk", "slo", "slovak", "slovenčina"},
    {"sl", "slv", "slovenian", "slovene", "slovenščina"},
    {"sn", "sna", "shona"},
    {"so", "som", "somali"},
    {"sq", "sqi", "alb", "albanian", "shqip"},
    {"sr", "srp", "scc", "serbian", "српски"},
    {"sv", "swe", "swedish", "svenska"},
    {"sw", "swa", "swahili", "kiswahili"},
    {"ta", "tam", "tamil"},
    {"te", "tel", "telugu"},
    {"th", "tha", "thai", "ไทย"},
    {"ti", "tir", "tigrinya"},
    {"tl", "tgl", "tagalog", "filipino"},
    {"tr", "tur", "turkish", "türkçe"},
    {"uk", "ukr", "ukrainian", "українська"},
    {"ur", "urd", "urdu", "اردو"},
    {"uz", "uzb", "uzbek"},
    {"vi", "vie", "vietnamese", "tiếng việt"},
    {"xh", "xho", "xhosa"},
    {"yi", "yid", "yiddish"},
    {"yo", "yor", "yoruba"},
    {"zh", "zho", "chi", "chinese", "中文", "汉语"},
    {"zu", "zul", "zulu"},
};

/* ISO 639 codes that name no language. */
static gboolean is_no_language(const char *name)
{
    static const char *const names[] = {"und", "mul", "mis", "zxx", "null", "none"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(name, names[i]) == 0)
            return TRUE;
    }
    return FALSE;
}

/* The shortest code of the language that has this name, in lower case; NULL where none has. */
static const char *code_of_name(const char *name)
{
    for (gsize row = 0; row < G_N_ELEMENTS(languages); row++) {
        for (gsize i = 0; i < G_N_ELEMENTS(languages[row]) && languages[row][i] != NULL; i++) {
            if (strcmp(languages[row][i], name) == 0)
                return languages[row][0];
        }
    }
    return NULL;
}

static gboolean is_alphabetic(const char *text)
{
    for (; *text != '\0'; text++) {
        if (!g_ascii_isalpha(*text))
            return FALSE;
    }
    return TRUE;
}

static gboolean is_alphanumeric(const char *text)
{
    for (; *text != '\0'; text++) {
        if (!g_ascii_isalnum(*text))
            return FALSE;
    }
    return TRUE;
}

/* Appends a later subtag: scripts as `Hant`, regions as `US`, the rest in lower case. */
static void append_subtag(GString *tag, const char *subtag)
{
    gsize length = strlen(subtag);
    g_string_append_c(tag, '-');
    gsize start = tag->len;
    g_string_append(tag, subtag);
    if (!is_alphabetic(subtag))
        return;
    if (length == 4)
        tag->str[start] = g_ascii_toupper(tag->str[start]);
    if (length == 2) {
        tag->str[start] = g_ascii_toupper(tag->str[start]);
        tag->str[start + 1] = g_ascii_toupper(tag->str[start + 1]);
    }
}

/* The tag for subtags in lower case; NULL where the first is not a language's code. */
static char *tag_of_subtags(char *const *subtags)
{
    gsize length = subtags[0] == NULL ? 0 : strlen(subtags[0]);
    if (length < 2 || length > 3 || !is_alphabetic(subtags[0]) || is_no_language(subtags[0]))
        return NULL;
    const char *code = code_of_name(subtags[0]);
    GString *tag = g_string_new(code == NULL ? subtags[0] : code);
    for (gsize i = 1; subtags[i] != NULL; i++) {
        gsize subtag_length = strlen(subtags[i]);
        if (subtag_length < 2 || subtag_length > 8 || !is_alphanumeric(subtags[i]))
            break;
        append_subtag(tag, subtags[i]);
    }
    return g_string_free(tag, FALSE);
}

char *language_tag(const char *text)
{
    text += strspn(text, " \t\r\n\"'[");
    gsize length = strcspn(text, ",;|/\r\n\"']");
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
    g_autofree char *name = g_utf8_strdown(g_strchomp(valid), -1);
    name[strcspn(name, ".@(")] = '\0'; /* `de_at.utf-8@euro`, `english (united states)` */
    g_strchomp(name);
    const char *code = code_of_name(name);
    if (code != NULL)
        return g_strdup(code);
    if (strlen(name) > TAG_MAX)
        return NULL;
    g_strdelimit(name, "_ ", '-');
    g_auto(GStrv) subtags = g_strsplit(name, "-", 6);
    return tag_of_subtags(subtags);
}
