/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Charsets: choice, decoding, cleaning; on real pages where MORGUE_DATA is set. */
#include "indexer/charset.h"

#include <string.h>

#include "indexer/charset-label.h"

typedef struct {
    const char *bytes;
    gsize length;
    const char *transport, *declared;
    const char *text, *name;
    CharsetEvidence evidence;
    guint replaced;
} Case;

#define BYTES(literal) literal, sizeof(literal) - 1

static const Case cases[] = {
    {BYTES(""), NULL, NULL, "", "utf-8", CHARSET_FROM_UTF8, 0},
    {BYTES("plain"), NULL, NULL, "plain", "utf-8", CHARSET_FROM_UTF8, 0},
    {BYTES("\xef\xbb\xbf\xc3\xa9"), "latin1", NULL, "é", "utf-8", CHARSET_FROM_BOM, 0},
    {BYTES("\xff\xfe\x20\xac\x41\0"), NULL, NULL, "갠A", "utf-16le", CHARSET_FROM_BOM, 0},
    {BYTES("\xfe\xff\0A\0\r\0\n\0B"), NULL, NULL, "A\nB", "utf-16be", CHARSET_FROM_BOM, 0},
    {BYTES("\xff\xfe\0\0A\0\0\0"), NULL, NULL, "A", "utf-32le", CHARSET_FROM_BOM, 0},
    {BYTES("N\0e\0w\0s\0 \0!\0"), NULL, NULL, "News !", "utf-16le", CHARSET_FROM_DETECTION, 0},
    {BYTES("\0N\0e\0w\0s\0 \0!"), NULL, NULL, "News !", "utf-16be", CHARSET_FROM_DETECTION, 0},
    /* Labels as browsers read them. */
    {BYTES("\x93quoted\x94 \x80"), "ISO-8859-1", NULL, "“quoted” €", "windows-1252",
     CHARSET_FROM_HEADER, 0},
    {BYTES("\xddstanbul"), NULL, "iso-8859-9", "İstanbul", "windows-1254", CHARSET_FROM_DOCUMENT,
     0},
    {BYTES("\xd6\xd0\xce\xc4"), NULL, "gb2312", "中文", "gb18030", CHARSET_FROM_DOCUMENT, 0},
    {BYTES("\x93\xfa\x96\x7b"), "Shift_JIS", NULL, "日本", "shift_jis", CHARSET_FROM_HEADER, 0},
    {BYTES("\xa1\xd2\xc9\xd2\xe4\xb7\xc2"), NULL, "tis-620", "กาษาไทย", "windows-874",
     CHARSET_FROM_DOCUMENT, 0},
    {BYTES("\xf0\xf2"), "koi8-r", "utf-8", "ПР", "koi8-r", CHARSET_FROM_HEADER, 0},
    {BYTES("caf\xe9"), "no-such-charset", "windows-1252", "café", "windows-1252",
     CHARSET_FROM_DOCUMENT, 0},
    /* Labels that cannot be true. */
    {BYTES("d\xc3\xa9j\xc3\xa0 vu"), "iso-8859-1", NULL, "déjà vu", "utf-8", CHARSET_FROM_UTF8, 0},
    {BYTES("plain"), NULL, "utf-16", "plain", "utf-8", CHARSET_FROM_UTF8, 0},
    {BYTES("plain"), "windows-1251", NULL, "plain", "windows-1251", CHARSET_FROM_HEADER, 0},
    /* Bytes that are wrong in their charset. */
    {BYTES("hole \x81."), "windows-1252", NULL, "hole \ufffd.", "windows-1252", CHARSET_FROM_HEADER,
     1},
    {BYTES("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9 "
           "\xff."),
     NULL, NULL, "éééééééééé \ufffd.", "utf-8", CHARSET_FROM_UTF8, 1},
    {BYTES("cut \xe2\x82"), NULL, NULL, "cut \ufffd", "utf-8", CHARSET_FROM_UTF8, 1},
    {BYTES("\xd6\xd0\xff\xce\xc4"), "gbk", NULL, "中\ufffd文", "gb18030", CHARSET_FROM_HEADER, 1},
    /* Controls and line ends. */
    {BYTES("a\0b\x01"
           "c\x7f"
           "d\x1b"
           "e\tf\fg"),
     "utf-8", NULL, "a b c d e\tf\fg", "utf-8", CHARSET_FROM_HEADER, 0},
    {BYTES("one\r\ntwo\rthree\n\r"), NULL, NULL, "one\ntwo\nthree\n\n", "utf-8", CHARSET_FROM_UTF8,
     0},
    {BYTES("it\xc2\x92s \xc2\x80 5"), NULL, NULL, "it’s € 5", "utf-8", CHARSET_FROM_UTF8, 0},
    /* UTF-8 that was taken for windows-1252. */
    {BYTES("d\xc3\x83\xc2\xa9j\xc3\x83\xc2\xa0 vu"), NULL, NULL, "déjà vu", "utf-8",
     CHARSET_FROM_UTF8, 0},
    {BYTES("it\xc3\xa2\xe2\x82\xac\xe2\x84\xa2s"), NULL, NULL, "it’s", "utf-8", CHARSET_FROM_UTF8,
     0},
    {BYTES("\xc3\x90\xc2\x9a\xc3\x90\xc2\xb8\xc3\x91\xe2\x80\x94\xc3\x90\xc2\xb2"), NULL, NULL,
     "Київ", "utf-8", CHARSET_FROM_UTF8, 0},
    {BYTES("S\xc3\x83O and \xc2\xa9 \xc3\x83\xc2\xa9"), NULL, NULL, "SÃO and © Ã©", "utf-8",
     CHARSET_FROM_UTF8, 0},
};

static void test_decoding(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case *c = &cases[i];
        CharsetResult result;
        g_autoptr(GString) text =
            charset_decode((const guint8 *)c->bytes, c->length, c->transport, c->declared, &result);
        g_assert_cmpstr(text->str, ==, c->text);
        g_assert_cmpstr(result.name, ==, c->name);
        g_assert_cmpint(result.evidence, ==, c->evidence);
        g_assert_cmpuint(result.replaced, ==, c->replaced);
        g_assert_true(g_utf8_validate_len(text->str, text->len, NULL));
    }
}

static void test_anything_becomes_utf8(void)
{
    static const char *const labels[] = {NULL,       "utf-8",  "windows-1252", "gb18030",
                                         "big5",     "euc-jp", "shift_jis",    "iso-2022-jp",
                                         "utf-16be", "johab",  "windows-1255", "koi8-u"};
    g_autoptr(GRand) random = g_rand_new_with_seed(1605);
    for (int round = 0; round < 3000; round++) {
        guint8 bytes[64];
        gsize length = (gsize)g_rand_int_range(random, 0, sizeof bytes + 1);
        for (gsize i = 0; i < length; i++)
            bytes[i] = (guint8)g_rand_int_range(random, 0, 256);
        const char *label = labels[(gsize)round % G_N_ELEMENTS(labels)];
        g_autofree guint8 *exact = g_memdup2(bytes, length);
        g_autoptr(GString) text = charset_decode(exact, length, label, NULL, NULL);
        g_assert_true(g_utf8_validate_len(text->str, text->len, NULL));
        g_assert_null(strpbrk(text->str, "\r\x01\x1b\x7f"));
    }
}

static void test_declarations(void)
{
    static const struct {
        const char *document, *charset;
    } declarations[] = {
        {"<html><head><meta charset=\"Shift_JIS\">", "Shift_JIS"},
        {"<META CHARSET = utf-8 />", "utf-8"},
        {"<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>",
         "windows-1251"},
        {"<meta name=a content='charset'><meta charset=gbk>", "gbk"},
        {"<?xml version='1.0' encoding='ISO-8859-15'?><a/>", "ISO-8859-15"},
        {"\n <?xml version=\"1.0\" encoding = \"utf-8\"?>", "utf-8"},
        {"<?xml version='1.0'?><html><meta charset=big5>", "big5"},
        {"<p>charset=utf-8</p>", NULL},
        {"<meta charset=", NULL},
        {"<?xml encoding=\"", NULL},
        {"", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(declarations); i++) {
        const char *document = declarations[i].document;
        g_autofree guint8 *exact = g_memdup2(document, strlen(document));
        g_autofree char *charset = charset_declared(exact, strlen(document));
        g_assert_cmpstr(charset, ==, declarations[i].charset);
    }
}

static void test_detection_of_a_whole_file(void)
{
    g_assert_null(charset_detect((const guint8 *)"ascii only\r\n", 12));
    g_assert_cmpstr(charset_detect((const guint8 *)"\xc3\xa9", 2), ==, "utf-8");
    g_assert_cmpstr(charset_detect((const guint8 *)"\xff\xfe"
                                                   "a",
                                   3),
                    ==, "utf-16le");
    g_assert_true(charset_is_wide("utf-16le"));
    g_assert_false(charset_is_wide("utf-8"));
}

/* Whether two texts have the same letters: what a search would find. */
static gboolean same_letters(const char *one, const char *other)
{
    for (;;) {
        while (*one != '\0' && !g_unichar_isalpha(g_utf8_get_char(one)))
            one = g_utf8_next_char(one);
        while (*other != '\0' && !g_unichar_isalpha(g_utf8_get_char(other)))
            other = g_utf8_next_char(other);
        if (*one == '\0' || *other == '\0')
            return *one == *other;
        if (g_utf8_get_char(one) != g_utf8_get_char(other))
            return FALSE;
        one = g_utf8_next_char(one);
        other = g_utf8_next_char(other);
    }
}

/* The charset that a folder of the samples is named for: `iso-8859-2-croatian`. */
static const char *charset_of_folder(const char *folder)
{
    const char *end = folder + strlen(folder);
    for (; end > folder; end--) {
        const CharsetName *name = charset_find(folder, (gsize)(end - folder));
        if (name != NULL)
            return name->name;
    }
    return NULL;
}

static void count_folder(const char *path, const char *charset, guint *files, guint *right)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    g_assert_nonnull(folder);
    const char *name;
    while ((name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        g_autofree char *bytes = NULL;
        gsize length;
        g_assert_true(g_file_get_contents(file, &bytes, &length, NULL));
        g_autofree char *declared = charset_declared((guint8 *)bytes, length);
        CharsetResult found;
        g_autoptr(GString) undeclared = charset_decode((guint8 *)bytes, length, NULL, NULL, &found);
        g_autoptr(GString) text = charset_decode((guint8 *)bytes, length, NULL, declared, NULL);
        g_autoptr(GString) truth = charset_decode((guint8 *)bytes, length, charset, NULL, NULL);
        files[0]++;
        right[0] += same_letters(text->str, truth->str) ? 1 : 0;
        right[1] += same_letters(undeclared->str, truth->str) ? 1 : 0;
        if (!same_letters(undeclared->str, truth->str))
            g_test_message("%s/%s: taken for %s", charset, name, found.name);
    }
}

static void test_samples_of_many_charsets(void)
{
    const char *data = g_getenv("MORGUE_DATA");
    if (data == NULL) {
        g_test_skip("MORGUE_DATA is not set");
        return;
    }
    g_autofree char *path = g_build_filename(data, "news-data", "badinput", "chardet", NULL);
    g_autoptr(GDir) folders = g_dir_open(path, 0, NULL);
    g_assert_nonnull(folders);
    guint files = 0, right[2] = {0};
    const char *name;
    while ((name = g_dir_read_name(folders)) != NULL) {
        g_autofree char *folder = g_build_filename(path, name, NULL);
        const char *charset = charset_of_folder(name);
        if (charset != NULL && g_file_test(folder, G_FILE_TEST_IS_DIR))
            count_folder(folder, charset, &files, right);
    }
    g_test_message("%u files: %u right with their declarations, %u without", files, right[0],
                   right[1]);
    g_assert_cmpuint(right[0] * 100, >=, files * 97);
    g_assert_cmpuint(right[1] * 100, >=, files * 97);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/charset/decoding", test_decoding);
    g_test_add_func("/charset/anything-becomes-utf8", test_anything_becomes_utf8);
    g_test_add_func("/charset/declarations", test_declarations);
    g_test_add_func("/charset/detection-of-a-whole-file", test_detection_of_a_whole_file);
    g_test_add_func("/charset/samples-of-many-charsets", test_samples_of_many_charsets);
    return g_test_run();
}
