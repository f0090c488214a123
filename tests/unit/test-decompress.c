/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every compression format: members, damage, names, one within the other, bombs. */
#include <archive.h>
#include <string.h>
#include <zstd.h>

#include "indexer/source.h"
#include "morgue/error.h"
#include "tests/support/packing.h"

typedef struct {
    const char *name, *bare; /* of a file, and of what is in it */
    int filter;
    gboolean is_checked; /* has a checksum */
    gboolean is_cut_noticed;
} Format;

static const Format formats[] = {
    {"a/news.xml.gz", "a/news.xml", ARCHIVE_FILTER_GZIP, TRUE, TRUE},
    {"news.2012.tgz", "news.2012.tar", ARCHIVE_FILTER_GZIP, TRUE, TRUE},
    {"news.warc.zst", "news.warc", ARCHIVE_FILTER_ZSTD, FALSE, TRUE},
    {"news.xml.xz", "news.xml", ARCHIVE_FILTER_XZ, TRUE, TRUE},
    {"NEWS.TXZ", "NEWS.tar", ARCHIVE_FILTER_XZ, TRUE, TRUE},
    {"news.xml.bz2", "news.xml", ARCHIVE_FILTER_BZIP2, TRUE, TRUE},
    {"news.tbz", "news.tar", ARCHIVE_FILTER_BZIP2, TRUE, TRUE},
    {"news.lz", "news", ARCHIVE_FILTER_LZIP, TRUE, TRUE},
    {"ft911_1.0z", "ft911_1", ARCHIVE_FILTER_COMPRESS, FALSE, FALSE},
    {"nothing said", "nothing said", ARCHIVE_FILTER_XZ, TRUE, TRUE},
};

/* A text that no compressor can make much shorter, so that damage is in its middle. */
static GString *make_text(gsize lines)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(1605);
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < lines; i++)
        g_string_append_printf(text, "%" G_GSIZE_FORMAT " %08x\n", i, g_rand_int(random));
    return text;
}

static Source *open_packed(const GByteArray *bytes, gsize step, const char *name)
{
    g_autoptr(GError) error = NULL;
    Source *source =
        source_decompress(source_open_memory(bytes->data, bytes->len, step, name), &error);
    g_assert_no_error(error);
    return source;
}

static GString *read_all(Source *source, GError **error)
{
    GString *all = g_string_new(NULL);
    for (;;) {
        gsize available;
        const guint8 *bytes = source_peek(source, 1, &available, error);
        if (bytes == NULL || available == 0)
            return all;
        g_string_append_len(all, (const char *)bytes, (gssize)available);
        source_consume(source, available);
    }
}

static void test_every_format_is_read(void)
{
    g_autoptr(GString) text = make_text(2000);
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_test_message("%s", formats[i].name);
        g_autoptr(GByteArray) packed = g_byte_array_new();
        pack_member(packed, formats[i].filter, text->str, text->len);
        for (gsize step = 0; step <= 1; step++) {
            g_autoptr(GError) error = NULL;
            g_autoptr(Source) source = open_packed(packed, step, formats[i].name);
            g_autoptr(GString) all = read_all(source, &error);
            g_assert_no_error(error);
            g_assert_true(g_string_equal(all, text));
            g_assert_cmpstr(source_name(source), ==, formats[i].bare);
        }
    }
}

static void test_members_follow_each_other(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (formats[i].filter == ARCHIVE_FILTER_COMPRESS)
            continue; /* has no members */
        g_test_message("%s", formats[i].name);
        g_autoptr(GByteArray) packed = g_byte_array_new();
        pack_member(packed, formats[i].filter, "first\n", 6);
        pack_member(packed, formats[i].filter, "", 0);
        pack_member(packed, formats[i].filter, "second\n", 7);
        g_autoptr(GError) error = NULL;
        g_autoptr(Source) source = open_packed(packed, 1, formats[i].name);
        g_autoptr(GString) all = read_all(source, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(all->str, ==, "first\nsecond\n");
    }
}

static void test_garbage_after_members_is_passed_over(void)
{
    static const char *const garbage[] = {"garbage", "\n", "B", "\x1f", "\xfd"};
    static const int filters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_XZ,
                                  ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_LZIP};
    for (gsize i = 0; i < G_N_ELEMENTS(filters) * G_N_ELEMENTS(garbage); i++) {
        const char *tail = garbage[i % G_N_ELEMENTS(garbage)];
        g_autoptr(GByteArray) packed = g_byte_array_new();
        pack_member(packed, filters[i / G_N_ELEMENTS(garbage)], "the text\n", 9);
        g_byte_array_append(packed, (const guint8 *)tail, (guint)strlen(tail));
        g_autoptr(GError) error = NULL;
        g_autoptr(Source) source = open_packed(packed, 0, "a");
        g_autoptr(GString) all = read_all(source, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(all->str, ==, "the text\n");
    }
}

static void test_padding_between_xz_streams(void)
{
    g_autoptr(GByteArray) packed = g_byte_array_new();
    pack_member(packed, ARCHIVE_FILTER_XZ, "first\n", 6);
    g_byte_array_append(packed, (const guint8 *)"\0\0\0\0\0\0\0\0", 8);
    pack_member(packed, ARCHIVE_FILTER_XZ, "second\n", 7);
    g_byte_array_append(packed, (const guint8 *)"\0\0\0\0", 4);
    g_autoptr(Source) source = open_packed(packed, 1, "a");
    g_autoptr(GString) all = read_all(source, NULL);
    g_assert_cmpstr(all->str, ==, "first\nsecond\n");
}

/* The first member is whole, so all of it must be there, however near the damage is. */
static void test_cut_file_gives_its_beginning_and_an_error(void)
{
    g_autoptr(GString) text = make_text(50);
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_autoptr(GByteArray) packed = g_byte_array_new();
        pack_member(packed, formats[i].filter, text->str, text->len);
        guint first = packed->len;
        if (formats[i].is_cut_noticed)
            pack_member(packed, formats[i].filter, text->str, text->len);
        for (gsize length = 12; length < packed->len; length++) {
            g_autoptr(GError) error = NULL;
            Source *inner = source_open_memory(packed->data, length, 0, formats[i].name);
            g_autoptr(Source) source = source_decompress(inner, NULL);
            g_autoptr(GString) all = read_all(source, &error);
            g_assert_cmpuint(all->len, <=, 2 * text->len);
            g_assert_true(strncmp(all->str, text->str, MIN(all->len, text->len)) == 0);
            if (length >= first)
                g_assert_cmpuint(all->len, >=, text->len);
            if (length > first + 10 || (length < first && formats[i].is_cut_noticed))
                g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT);
        }
    }
}

static void test_damage_never_passes_for_good(void)
{
    g_autoptr(GString) text = make_text(30);
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_autoptr(GByteArray) packed = g_byte_array_new();
        pack_member(packed, formats[i].filter, text->str, text->len);
        for (guint at = 10; at < packed->len; at++) { /* after what it is known by */
            g_autoptr(GError) error = NULL;
            packed->data[at] ^= 0x10;
            Source *inner = source_open_memory(packed->data, packed->len, 0, formats[i].name);
            g_autoptr(Source) source = source_decompress(inner, NULL);
            g_autoptr(GString) all = read_all(source, &error);
            gboolean same = g_string_equal(all, text);
            g_assert_true(error != NULL || same || !formats[i].is_checked);
            packed->data[at] ^= 0x10;
        }
    }
}

static void test_layers(void)
{
    g_autoptr(GByteArray) packed = g_byte_array_new();
    static const int filters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD,
                                  ARCHIVE_FILTER_BZIP2};
    g_byte_array_append(packed, (const guint8 *)"deep\n", 5);
    for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
        g_autoptr(GByteArray) inner = g_steal_pointer(&packed);
        packed = g_byte_array_new();
        pack_member(packed, filters[i], inner->data, inner->len);
    }
    g_autoptr(Source) source = open_packed(packed, 1, "a.txt.gz.xz.zst.bz2");
    g_autoptr(GString) all = read_all(source, NULL);
    g_assert_cmpstr(all->str, ==, "deep\n");
    g_assert_cmpstr(source_name(source), ==, "a.txt");
    g_autoptr(GByteArray) deeper = g_byte_array_new();
    g_autoptr(GError) error = NULL;
    pack_member(deeper, ARCHIVE_FILTER_GZIP, packed->data, packed->len);
    Source *inner = source_open_memory(deeper->data, deeper->len, 0, "a");
    g_assert_null(source_decompress(inner, &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_LIMIT);
}

static void test_a_damaged_layer_is_found_when_it_is_read(void)
{
    g_autoptr(GByteArray) packed = g_byte_array_new();
    g_autoptr(GError) error = NULL;
    /* A gzip header, and a block of the type that deflate does not have (RFC 1951 §3.2.3). */
    pack_member(packed, ARCHIVE_FILTER_XZ, "\x1f\x8b\x08\0\0\0\0\0\0\x03\xff\xff", 12);
    g_autoptr(Source) source = open_packed(packed, 0, "a");
    g_autoptr(GString) all = read_all(source, &error);
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT);
    g_assert_cmpuint(all->len, ==, 0);
}

/* zstd */

static void append_frame(GByteArray *out, const char *text, const void *dictionary, gsize length)
{
    ZSTD_CCtx *context = ZSTD_createCCtx();
    guint8 buffer[4096];
    ZSTD_CCtx_loadDictionary(context, dictionary, length);
    gsize count = ZSTD_compress2(context, buffer, sizeof buffer, text, strlen(text));
    g_assert_false(ZSTD_isError(count));
    g_byte_array_append(out, buffer, (guint)count);
    ZSTD_freeCCtx(context);
}

static void append_skippable(GByteArray *out, guint8 kind, const void *bytes, gsize length)
{
    const guint8 header[] = {kind, 0x2a, 0x4d, 0x18, (guint8)length, (guint8)(length >> 8), 0, 0};
    g_byte_array_append(out, header, sizeof header);
    g_byte_array_append(out, bytes, (guint)length);
}

static void test_zstd_frames_are_members(void)
{
    static const char *const texts[] = {"first\n", "second frame\n", "third\n"};
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    guint64 starts[G_N_ELEMENTS(texts)], begin = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        append_skippable(bytes, 0x53, "passed over", 11);
        starts[i] = bytes->len;
        append_frame(bytes, texts[i], NULL, 0);
    }
    g_autoptr(Source) source = open_packed(bytes, 0, "a.warc.zst");
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        gsize available;
        guint64 compressed, decompressed;
        source_peek(source, 100, &available, NULL);
        g_assert_cmpuint(source_member_rest(source, available), ==, strlen(texts[i]));
        g_assert_cmpint(source_at_member(source), ==, i > 0);
        g_assert_true(source_member(source, &compressed, &decompressed));
        g_assert_cmpuint(compressed, ==, starts[i]);
        g_assert_cmpuint(decompressed, ==, begin);
        source_consume(source, strlen(texts[i]));
        begin += strlen(texts[i]);
    }
}

static void test_frames_cut_off_in_parallel_are_no_members(void)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    append_skippable(bytes, 0x50, "\x12\0\0\0", 4);
    append_frame(bytes, "cut in the mid", NULL, 0);
    append_skippable(bytes, 0x50, "\x12\0\0\0", 4);
    append_frame(bytes, "dle of a word", NULL, 0);
    g_autoptr(Source) source = open_packed(bytes, 0, "a");
    gsize available;
    source_peek(source, 27, &available, NULL);
    g_assert_cmpuint(source_member_rest(source, available), ==, 27);
}

static void test_dictionary_leads_a_web_archive(void)
{
    static const char dictionary[] = "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: ";
    static const char text[] = "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: text/html\r\n";
    for (guint packed = 0; packed < 2; packed++) {
        g_autoptr(GByteArray) bytes = g_byte_array_new(), inner = g_byte_array_new();
        append_frame(inner, dictionary, NULL, 0);
        if (packed == 1)
            append_skippable(bytes, 0x5d, inner->data, inner->len);
        else
            append_skippable(bytes, 0x5d, dictionary, strlen(dictionary));
        append_frame(bytes, text, dictionary, strlen(dictionary));
        append_frame(bytes, text, dictionary, strlen(dictionary));
        g_autoptr(GError) error = NULL;
        g_autoptr(Source) source = open_packed(bytes, 1, "a.warc.zst");
        g_autoptr(GString) all = read_all(source, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(all->len, ==, 2 * strlen(text));
        g_assert_true(g_str_has_prefix(all->str, text));
    }
}

static void test_bad_dictionaries_are_refused(void)
{
    static const guint8 huge[] = {0x5d, 0x2a, 0x4d, 0x18, 0xff, 0xff, 0xff, 0x7f, 'x', 'x'};
    static const guint8 cut[] = {0x5d, 0x2a, 0x4d, 0x18, 9, 0, 0, 0, 'x', 'x'};
    static const guint8 damaged[] = {0x5d, 0x2a, 0x4d, 0x18, 6,    0,    0,
                                     0,    0x28, 0xb5, 0x2f, 0xfd, 0xff, 0xff};
    static const struct {
        const guint8 *bytes;
        gsize length;
        MorgueError code;
    } cases[] = {{huge, sizeof huge, MORGUE_ERROR_LIMIT},
                 {cut, sizeof cut, MORGUE_ERROR_INPUT},
                 {damaged, sizeof damaged, MORGUE_ERROR_INPUT}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        Source *inner = source_open_memory(cases[i].bytes, cases[i].length, 0, "a");
        g_autoptr(Source) source = source_decompress(inner, NULL);
        g_autoptr(GString) all = read_all(source, &error);
        g_assert_error(error, MORGUE_ERROR, (int)cases[i].code);
        g_assert_cmpuint(all->len, ==, 0);
    }
}

/* A frame may ask for a window of any size: 2 GB here, in a header of 6 bytes. */
static void test_wide_windows_are_refused(void)
{
    static const guint8 zstd[] = {0x28, 0xb5, 0x2f, 0xfd, 0, 21 << 3, 1, 0, 0};
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) source =
        source_decompress(source_open_memory(zstd, sizeof zstd, 0, "a"), NULL);
    g_autoptr(GString) all = read_all(source, &error);
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_LIMIT);
    g_assert_cmpuint(all->len, ==, 0);
}

static void test_bombs_are_stopped(void)
{
    const gsize length = 24 << 20;
    g_autofree char *zeros = g_malloc0(length);
    static const int filters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_XZ,
                                  ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_COMPRESS};
    for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
        g_autoptr(GByteArray) packed = g_byte_array_new(), twice = g_byte_array_new();
        pack_member(packed, filters[i], zeros, length);
        pack_member(twice, ARCHIVE_FILTER_GZIP, packed->data, packed->len);
        g_autoptr(GError) error = NULL;
        g_autoptr(Source) source = open_packed(twice, 0, "a");
        g_autoptr(GString) all = read_all(source, &error);
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_LIMIT);
        g_assert_cmpuint(all->len, <, 12 << 20);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/decompress/every-format-is-read", test_every_format_is_read);
    g_test_add_func("/decompress/members-follow-each-other", test_members_follow_each_other);
    g_test_add_func("/decompress/garbage-is-passed-over",
                    test_garbage_after_members_is_passed_over);
    g_test_add_func("/decompress/padding-between-xz-streams", test_padding_between_xz_streams);
    g_test_add_func("/decompress/cut-gives-its-beginning-and-an-error",
                    test_cut_file_gives_its_beginning_and_an_error);
    g_test_add_func("/decompress/damage-never-passes-for-good", test_damage_never_passes_for_good);
    g_test_add_func("/decompress/layers", test_layers);
    g_test_add_func("/decompress/damaged-layer-is-found-when-read",
                    test_a_damaged_layer_is_found_when_it_is_read);
    g_test_add_func("/decompress/bombs-are-stopped", test_bombs_are_stopped);
    g_test_add_func("/zstd/frames-are-members", test_zstd_frames_are_members);
    g_test_add_func("/zstd/frames-cut-off-in-parallel-are-no-members",
                    test_frames_cut_off_in_parallel_are_no_members);
    g_test_add_func("/zstd/dictionary-leads-a-web-archive", test_dictionary_leads_a_web_archive);
    g_test_add_func("/zstd/bad-dictionaries-are-refused", test_bad_dictionaries_are_refused);
    g_test_add_func("/zstd/wide-windows-are-refused", test_wide_windows_are_refused);
    return g_test_run();
}
