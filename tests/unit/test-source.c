/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sources: buffering, ceilings, failures, gzip members. */
#include "indexer/source.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "morgue/error.h"

/* Appends `text` as one gzip member, in bgzip's dress if asked. */
static void append_member(GByteArray *out, const void *text, gsize length, gboolean is_block)
{
    z_stream stream = {0};
    guint8 extra[] = {'B', 'C', 2, 0, 0xff, 0xff};
    gz_header header = {.extra = extra, .extra_len = sizeof extra, .os = 255};
    g_assert_cmpint(deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), ==,
                    Z_OK);
    if (is_block)
        deflateSetHeader(&stream, &header);
    gsize bound = deflateBound(&stream, length);
    g_autofree guint8 *buffer = g_malloc(bound);
    g_autofree guint8 *copy = g_memdup2(length == 0 ? "" : text, length == 0 ? 1 : length);
    stream.next_in = copy;
    stream.avail_in = (uInt)length;
    stream.next_out = buffer;
    stream.avail_out = (uInt)bound;
    g_assert_cmpint(deflate(&stream, Z_FINISH), ==, Z_STREAM_END);
    g_byte_array_append(out, buffer, (guint)(bound - stream.avail_out));
    deflateEnd(&stream);
}

static void append_text(GByteArray *out, const char *text)
{
    append_member(out, text, strlen(text), FALSE);
}

static Source *open_bytes(const GByteArray *bytes, gsize step)
{
    GError *error = NULL;
    Source *inner = source_open_memory(bytes->data, bytes->len, step, "news.txt.gz");
    Source *source = source_decompress(inner, &error);
    g_assert_no_error(error);
    return source;
}

/* Reads to the end in bites of `bite`, and returns what there was before a failure. */
static GString *read_all(Source *source, gsize bite, GError **error)
{
    GString *all = g_string_new(NULL);
    for (;;) {
        gsize available;
        const guint8 *bytes = source_peek(source, 1, &available, error);
        if (bytes == NULL || available == 0)
            return all;
        gsize length = MIN(available, bite);
        g_string_append_len(all, (const char *)bytes, (gssize)length);
        source_consume(source, length);
        g_assert_cmpuint(source_offset(source), ==, all->len);
    }
}

static void assert_bytes(const guint8 *bytes, gsize length, const char *expected)
{
    g_assert_cmpuint(length, ==, strlen(expected));
    g_assert_true(memcmp(bytes, expected, length) == 0);
}

static void test_file_is_read(void)
{
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "morgue-source-XXXXXX", NULL);
    close(g_mkstemp(path));
    GString *text = g_string_new(NULL);
    for (int i = 0; i < 30000; i++)
        g_string_append_printf(text, "line %d\n", i);
    g_assert_true(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
    for (gsize bite = 1; bite < 100000; bite = bite * 7 + 1) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Source) source = source_open_file(path, &error);
        g_assert_no_error(error);
        g_autoptr(GString) all = read_all(source, bite, &error);
        g_assert_no_error(error);
        g_assert_true(g_string_equal(all, text));
    }
    g_string_free(text, TRUE);
    unlink(path);
}

static void test_what_is_no_file_is_named(void)
{
    g_autofree char *directory = g_dir_make_tmp("morgue-source-XXXXXX", NULL);
    g_autofree char *pipe_path = g_build_filename(directory, "pipe", NULL);
    g_autofree char *missing = g_build_filename(directory, "missing", NULL);
    g_assert_cmpint(mkfifo(pipe_path, 0600), ==, 0);
    const char *const paths[] = {directory, pipe_path, missing};
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(source_open_file(paths[i], &error));
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED);
        g_assert_nonnull(strstr(error->message, paths[i]));
    }
    unlink(pipe_path);
    rmdir(directory);
}

static void test_descriptor_stays_open(void)
{
    int ends[2];
    g_assert_cmpint(pipe(ends), ==, 0);
    g_assert_cmpint(write(ends[1], "from a pipe", 11), ==, 11);
    close(ends[1]);
    g_autoptr(Source) source = source_open_descriptor(ends[0], "-");
    g_autoptr(GString) all = read_all(source, 3, NULL);
    g_assert_cmpstr(all->str, ==, "from a pipe");
    g_assert_cmpstr(source_name(source), ==, "-");
    source_close(g_steal_pointer(&source));
    g_assert_cmpint(close(ends[0]), ==, 0);
}

static void test_peek_gives_what_was_asked_for(void)
{
    const char text[] = "0123456789";
    for (gsize step = 0; step < 4; step++) {
        g_autoptr(Source) source = source_open_memory(text, 10, step, "memory");
        gsize available;
        const guint8 *bytes = source_peek(source, 4, &available, NULL);
        g_assert_cmpuint(available, >=, 4);
        assert_bytes(bytes, 4, "0123");
        source_consume(source, 3);
        bytes = source_peek(source, 100, &available, NULL);
        assert_bytes(bytes, available, "3456789");
        source_consume(source, 7);
        g_assert_nonnull(source_peek(source, 1, &available, NULL));
        g_assert_cmpuint(available, ==, 0);
        g_assert_cmpuint(source_offset(source), ==, 10);
    }
}

#define STREAM_LENGTH ((gsize)4 * 1024 * 1024)

typedef struct {
    gsize given;
    guint reads;
} CountedStream;

static gssize read_counted(gpointer state, guint8 *buffer, gsize capacity,
                           G_GNUC_UNUSED GError **error)
{
    CountedStream *stream = state;
    gsize count = MIN(capacity, STREAM_LENGTH - stream->given);
    memset(buffer, 'x', count);
    stream->given += count;
    stream->reads++;
    return (gssize)count;
}

/* However far ahead is looked, short items are not made up for one by one. */
static void test_short_items_take_few_reads(void)
{
    CountedStream stream = {0};
    Source *source = source_open_function(read_counted, &stream, NULL, "items");
    gsize available;
    guint items = 0;
    while (source_peek(source, 64 * 1024, &available, NULL) != NULL && available > 0) {
        source_consume(source, MIN(available, 1000));
        items++;
    }
    g_assert_cmpuint(items, >, 4000);
    g_assert_cmpuint(stream.reads, <, 100);
    source_close(source);
}

static void test_ceiling_bounds_a_peek(void)
{
    gsize length = SOURCE_ITEM_CEILING + 5;
    g_autofree guint8 *bytes = g_malloc(length);
    memset(bytes, 'x', length);
    const gsize steps[] = {0, 1 << 20};
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Source) source = source_open_memory(bytes, length, steps[i], "huge");
        gsize available;
        gboolean truncated;
        g_assert_null(source_peek(source, SOURCE_ITEM_CEILING + 1, &available, &error));
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_LIMIT);
        g_assert_nonnull(source_peek_all(source, &available, &truncated, NULL));
        g_assert_cmpuint(available, ==, SOURCE_ITEM_CEILING);
        g_assert_true(truncated);
        source_consume(source, available);
        g_assert_nonnull(source_peek_all(source, &available, &truncated, NULL));
        g_assert_cmpuint(available, ==, 5);
        g_assert_false(truncated);
    }
}

/* Gives "abc" and then fails. */
static gssize read_then_fail(gpointer state, guint8 *buffer, gsize capacity, GError **error)
{
    gboolean *done = state;
    if (*done) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "the disk is gone");
        return -1;
    }
    *done = TRUE;
    g_assert_cmpuint(capacity, >=, 3);
    memcpy(buffer, "abc", 3);
    return 3;
}

static void test_failure_comes_after_the_good_bytes(void)
{
    gboolean done = FALSE;
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) source = source_open_function(read_then_fail, &done, NULL, "disk");
    gsize available;
    gboolean truncated = FALSE;
    g_assert_null(source_peek(source, 4, &available, &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED);
    g_clear_error(&error);
    g_assert_nonnull(source_peek_all(source, &available, &truncated, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(available, ==, 3);
    g_assert_true(truncated);
    source_consume(source, 3);
    g_assert_null(source_peek_all(source, &available, &truncated, &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED);
}

static void test_other_bytes_are_not_decompressed(void)
{
    static const char *const texts[] = {"", "\x1f", "plain", "PK\x03\x04"};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        Source *inner = source_open_memory(texts[i], strlen(texts[i]), 0, "name.gz");
        g_autoptr(Source) source = source_decompress(inner, NULL);
        g_assert_true(source == inner);
        guint64 place;
        g_assert_false(source_member(source, &place, &place));
        g_assert_false(source_at_member(source));
        g_assert_cmpuint(source_member_rest(source, 7), ==, 7);
    }
}

static void test_gzip_members_and_their_offsets(void)
{
    static const char *const texts[] = {"first\n", "", "second member\n", "third\n"};
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    guint64 starts[G_N_ELEMENTS(texts)];
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        starts[i] = bytes->len;
        append_text(bytes, texts[i]);
    }
    for (gsize step = 0; step < 3; step++) {
        g_autoptr(Source) source = open_bytes(bytes, step);
        g_assert_cmpstr(source_name(source), ==, "news.txt");
        guint64 begin = 0;
        for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
            if (*texts[i] == '\0')
                continue; /* an empty member holds no place */
            gsize available;
            guint64 compressed, decompressed;
            const guint8 *peeked = source_peek(source, strlen(texts[i]) + 1, &available, NULL);
            g_assert_cmpuint(source_member_rest(source, available), ==, strlen(texts[i]));
            assert_bytes(peeked, strlen(texts[i]), texts[i]);
            g_assert_cmpint(source_at_member(source), ==, i > 0);
            g_assert_true(source_member(source, &compressed, &decompressed));
            g_assert_cmpuint(compressed, ==, starts[i]);
            g_assert_cmpuint(decompressed, ==, begin);
            source_consume(source, 2);
            g_assert_false(source_at_member(source));
            g_assert_true(source_member(source, &compressed, &decompressed));
            g_assert_cmpuint(compressed, ==, starts[i]);
            source_consume(source, strlen(texts[i]) - 2);
            begin += strlen(texts[i]);
        }
        g_autoptr(GString) rest = read_all(source, 1, NULL);
        g_assert_cmpuint(begin, ==, source_offset(source));
        g_assert_cmpuint(rest->len, ==, 0);
    }
}

static void test_many_members_need_no_memory(void)
{
    g_autoptr(GByteArray) member = g_byte_array_new();
    append_text(member, "x");
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    for (int i = 0; i < 50000; i++)
        g_byte_array_append(bytes, member->data, member->len);
    g_autoptr(Source) source = open_bytes(bytes, 0);
    for (guint64 i = 0; i < 50000; i++) {
        gsize available;
        guint64 compressed, decompressed;
        source_peek(source, 1, &available, NULL);
        g_assert_cmpuint(available, >=, 1);
        g_assert_true(source_member(source, &compressed, &decompressed));
        g_assert_cmpuint(compressed, ==, i * member->len);
        source_consume(source, 1);
    }
}

static void test_bgzip_blocks_are_not_members(void)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    append_member(bytes, "cut in the mid", 14, TRUE);
    append_member(bytes, "dle of a word", 13, TRUE);
    append_member(bytes, "", 0, TRUE);
    g_autoptr(Source) source = open_bytes(bytes, 0);
    gsize available;
    source_peek(source, 27, &available, NULL);
    g_assert_cmpuint(source_member_rest(source, available), ==, 27);
    source_consume(source, 14);
    g_assert_false(source_at_member(source));
}

static void test_what_follows_a_member_is_passed_over(void)
{
    static const struct {
        const char *bytes;
        gsize length;
    } tails[] = {{"\0\0\0\0\0\0\0\0", 8}, {"garbage", 7}, {"\x1f", 1}, {"\n", 1}};
    for (gsize i = 0; i < G_N_ELEMENTS(tails); i++) {
        g_autoptr(GByteArray) bytes = g_byte_array_new();
        append_text(bytes, "the text\n");
        g_byte_array_append(bytes, (const guint8 *)tails[i].bytes, (guint)tails[i].length);
        g_autoptr(Source) source = open_bytes(bytes, 1);
        g_autoptr(GError) error = NULL;
        g_autoptr(GString) all = read_all(source, 100, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(all->str, ==, "the text\n");
    }
}

static void test_cut_gzip_gives_its_beginning_and_an_error(void)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    append_text(bytes, "a first member, long enough to be cut in interesting places\n");
    guint first = bytes->len;
    append_text(bytes, "the second\n");
    g_autoptr(Source) whole = open_bytes(bytes, 0);
    g_autoptr(GString) text = read_all(whole, 100, NULL);
    for (gsize length = 2; length < bytes->len; length++) {
        g_autoptr(GError) error = NULL;
        Source *inner = source_open_memory(bytes->data, length, 0, "cut");
        g_autoptr(Source) source = source_decompress(inner, NULL);
        g_autoptr(GString) all = read_all(source, 100, &error);
        g_assert_true(strncmp(text->str, all->str, all->len) == 0);
        if (length == first || length == first + 1)
            g_assert_no_error(error);
        else
            g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT);
    }
}

static void test_damaged_gzip_never_passes_for_good(void)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    append_text(bytes, "the quick brown fox jumps over the lazy dog, again and again and again\n");
    for (guint i = 10; i < bytes->len; i++) {
        g_autoptr(GError) error = NULL;
        bytes->data[i] ^= 0x10;
        g_autoptr(Source) source = open_bytes(bytes, 0);
        g_autoptr(GString) all = read_all(source, 100, &error);
        g_assert_cmpuint(all->len, <=, 10 * bytes->len);
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT);
        bytes->data[i] ^= 0x10;
    }
}

static void test_bomb_is_stopped(void)
{
    g_autofree char *zeros = g_malloc0(64 << 20);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    append_member(bytes, zeros, 64 << 20, FALSE);
    g_autoptr(Source) source = open_bytes(bytes, 0);
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) all = read_all(source, G_MAXSIZE, &error);
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_LIMIT);
    g_assert_cmpuint(all->len, >=, 10 << 20);
    g_assert_cmpuint(all->len, <, 32 << 20);
}

static void test_highly_compressible_small_file_is_no_bomb(void)
{
    g_autofree char *zeros = g_malloc0(9 << 20);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    append_member(bytes, zeros, 9 << 20, FALSE);
    g_autoptr(Source) source = open_bytes(bytes, 0);
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) all = read_all(source, G_MAXSIZE, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(all->len, ==, 9 << 20);
}

/* Gives zeros without end. */
static gssize read_zeros(G_GNUC_UNUSED gpointer state, guint8 *buffer, gsize capacity,
                         G_GNUC_UNUSED GError **error)
{
    memset(buffer, 0, capacity);
    return (gssize)capacity;
}

static void test_budget_is_shared_by_all_filters(void)
{
    static const char text[100 * 1024]; /* buys 20 MB */
    g_autoptr(Source) file = source_open_memory(text, sizeof text, 0, "a.zip");
    g_autoptr(Source) one = source_open_filter(file, read_zeros, NULL, NULL, "one");
    g_autoptr(Source) other = source_open_filter(one, read_zeros, NULL, NULL, "other");
    g_autoptr(GError) error = NULL;
    g_assert_true(source_charge(other, 17 << 20, &error));
    g_assert_no_error(error);
    g_autoptr(GString) all = read_all(one, G_MAXSIZE, &error);
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_LIMIT);
    g_assert_cmpuint(all->len, >=, 2 << 20);
    g_assert_cmpuint(all->len, <=, 3 << 20);
    g_clear_error(&error);
    g_autoptr(GString) none = read_all(other, G_MAXSIZE, &error);
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_LIMIT);
    g_assert_cmpuint(none->len, <=, 1 << 20);
    g_assert_false(source_charge(file, 0, NULL));
}

static void test_part_is_not_charged(void)
{
    static const char text[1024];
    g_autofree char *decoded = g_malloc0(20 << 20);
    g_autoptr(Source) file = source_open_memory(text, sizeof text, 0, "a.tar");
    g_autoptr(Source) part = source_open_memory(decoded, 20 << 20, 0, "part");
    source_join(part, file);
    g_autoptr(GString) all = read_all(part, G_MAXSIZE, NULL);
    g_assert_cmpuint(all->len, ==, 20 << 20);
    g_assert_true(source_charge(part, 10 << 20, NULL));
    g_assert_false(source_charge(part, 1 << 20, NULL)); /* what was in memory bought nothing */
    g_assert_false(source_charge(file, 0, NULL));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source/file-is-read", test_file_is_read);
    g_test_add_func("/source/what-is-no-file-is-named", test_what_is_no_file_is_named);
    g_test_add_func("/source/descriptor-stays-open", test_descriptor_stays_open);
    g_test_add_func("/source/peek-gives-what-was-asked-for", test_peek_gives_what_was_asked_for);
    g_test_add_func("/source/short-items-take-few-reads", test_short_items_take_few_reads);
    g_test_add_func("/source/ceiling-bounds-a-peek", test_ceiling_bounds_a_peek);
    g_test_add_func("/source/failure-comes-after-the-good-bytes",
                    test_failure_comes_after_the_good_bytes);
    g_test_add_func("/source/other-bytes-are-not-decompressed",
                    test_other_bytes_are_not_decompressed);
    g_test_add_func("/gzip/members-and-their-offsets", test_gzip_members_and_their_offsets);
    g_test_add_func("/gzip/many-members-need-no-memory", test_many_members_need_no_memory);
    g_test_add_func("/gzip/bgzip-blocks-are-not-members", test_bgzip_blocks_are_not_members);
    g_test_add_func("/gzip/what-follows-a-member-is-passed-over",
                    test_what_follows_a_member_is_passed_over);
    g_test_add_func("/gzip/cut-gives-its-beginning-and-an-error",
                    test_cut_gzip_gives_its_beginning_and_an_error);
    g_test_add_func("/gzip/damaged-never-passes-for-good", test_damaged_gzip_never_passes_for_good);
    g_test_add_func("/gzip/bomb-is-stopped", test_bomb_is_stopped);
    g_test_add_func("/gzip/highly-compressible-small-file-is-no-bomb",
                    test_highly_compressible_small_file_is_no_bomb);
    g_test_add_func("/budget/is-shared-by-all-filters", test_budget_is_shared_by_all_filters);
    g_test_add_func("/budget/part-is-not-charged", test_part_is_not_charged);
    return g_test_run();
}
