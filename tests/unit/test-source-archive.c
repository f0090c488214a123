/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The entries of zip and tar files, as sound, careless and hostile programs write them. */
#include "indexer/source-archive.h"

#include <archive.h>
#include <string.h>

#include "morgue/error.h"
#include "tests/support/packing.h"

#define TEXT(name, text)                \
    {                                   \
        name, text, sizeof(text) - 1, 0 \
    }
#define WITH(name, text, flags)             \
    {                                       \
        name, text, sizeof(text) - 1, flags \
    }

#define LOCAL_LENGTH 30 /* of a header in a zip file, without the name */

/* How the bytes of an archive come. */
typedef enum { WAY_FILE, WAY_BYTEWISE, WAY_PIPE, WAY_COUNT } Way;

typedef struct {
    const guint8 *bytes;
    gsize length;
} Rest;

static gssize read_rest(gpointer state, guint8 *buffer, gsize capacity,
                        G_GNUC_UNUSED GError **error)
{
    Rest *rest = state;
    gsize count = MIN(MIN(capacity, 100), rest->length);
    memcpy(buffer, rest->bytes, count);
    rest->bytes += count;
    rest->length -= count;
    return (gssize)count;
}

static Source *open_bytes(const GByteArray *bytes, Way way)
{
    if (way != WAY_PIPE)
        return source_open_memory(bytes->data, bytes->len, way == WAY_BYTEWISE, "a.zip");
    Rest *rest = g_new(Rest, 1);
    *rest = (Rest){bytes->data, bytes->len};
    return source_open_function(read_rest, rest, g_free, "a.zip");
}

/* What is in the entry found last, ` !MESSAGE` where it is damaged. */
static void append_text(GString *out, SourceArchive *archive)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) source = source_archive_open_entry(archive, &error);
    gsize available = 0;
    while (source != NULL) {
        const guint8 *bytes = source_peek(source, 1, &available, &error);
        if (bytes == NULL || available == 0)
            break;
        if (out->len < 10000)
            g_string_append_len(out, (const char *)bytes, (gssize)available);
        source_consume(source, available);
    }
    if (error != NULL)
        g_string_append(out, "!damaged");
}

/* `NAME=TEXT` of each entry, a line each. */
static char *list(Source *source)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(SourceArchive) archive = source_archive_open(source, &error);
    if (archive == NULL)
        return g_strdup_printf("not opened: %s\n", error->message);
    for (;;) {
        ArchiveEntry entry;
        EntryStatus status = source_archive_next(archive, &entry, &error);
        g_assert_cmpint(error != NULL, ==, status == ENTRY_DAMAGED || status == ENTRY_FAILED);
        if (status == ENTRY_FOUND) {
            g_string_append_printf(out, "%s%s=", entry.name, entry.is_encrypted ? "*" : "");
            append_text(out, archive);
            g_string_append_c(out, '\n');
        } else if (status != ENTRY_NONE) {
            g_string_append(out, status == ENTRY_FAILED ? "failed\n" : "damaged\n");
        }
        if (status == ENTRY_NONE || status == ENTRY_FAILED)
            return g_string_free(g_steal_pointer(&out), FALSE);
        g_clear_error(&error);
    }
}

static char *list_bytes(const GByteArray *bytes, Way way)
{
    g_autoptr(Source) source = open_bytes(bytes, way);
    return list(source);
}

static void assert_listing(const GByteArray *bytes, const char *expected)
{
    for (Way way = 0; way < WAY_COUNT; way++) {
        g_autofree char *listing = list_bytes(bytes, way);
        g_assert_cmpstr(listing, ==, expected);
    }
}

static void test_zip(void)
{
    static const PackedEntry entries[] = {
        TEXT("a/", ""),
        TEXT("a/one.txt", "first"),
        WITH("a/two.txt", "second", PACKED_STORED),
        TEXT("a/.hidden", "hidden"),
        TEXT("__MACOSX/a/._one.txt", "hidden"),
        WITH("link.txt", "a/one.txt", PACKED_LINK | PACKED_STORED),
        TEXT("../../etc/passwd", "third"),
        TEXT("a/one.txt", "again"),
        TEXT("empty.txt", ""),
    };
    g_autoptr(GByteArray) zip = pack_zip(entries, G_N_ELEMENTS(entries));
    assert_listing(zip, "a/one.txt=first\na/two.txt=second\netc/passwd=third\na/one.txt=again\n"
                        "empty.txt=\n");
}

/* What a stream of local headers gets wrong, and the directory right. */
static void test_zip_directory_is_believed(void)
{
    static const PackedEntry entries[] = {
        WITH("nested.zip", "PK\3\4, stored after a header without lengths PK\7\10",
             PACKED_STORED | PACKED_STREAMED),
        WITH("deleted.txt", "not there any more", PACKED_DELETED),
        WITH("streamed.txt", "streamed", PACKED_STREAMED),
    };
    g_autoptr(GByteArray) zip = pack_zip(entries, G_N_ELEMENTS(entries));
    static const char expected[] =
        "nested.zip=PK\3\4, stored after a header without lengths PK\7\10\n"
        "streamed.txt=streamed\n";
    assert_listing(zip, expected);
    g_autoptr(GByteArray) moved = g_byte_array_new();
    g_byte_array_append(moved, (const guint8 *)"PK\3\4 of something else before it", 31);
    g_byte_array_append(moved, zip->data, zip->len);
    g_byte_array_append(moved, (const guint8 *)"and garbage after it", 20);
    assert_listing(moved, expected);
}

static void test_zip_without_entries(void)
{
    g_autoptr(GByteArray) zip = pack_zip(NULL, 0);
    g_assert_true(source_archive_is_zip(zip->data, zip->len));
    assert_listing(zip, "");
}

static void test_bad_entry_leaves_the_others(void)
{
    static const PackedEntry entries[] = {
        TEXT("one.txt", "first"),
        WITH("damaged.txt", "its checksum is wrong", PACKED_DAMAGED),
        WITH("secret.txt", "encrypted", PACKED_ENCRYPTED | PACKED_STORED),
        TEXT("two.txt", "second"),
    };
    g_autoptr(GByteArray) zip = pack_zip(entries, G_N_ELEMENTS(entries));
    g_autofree char *listing = list_bytes(zip, WAY_FILE);
    g_assert_nonnull(strstr(listing, "one.txt=first\n"));
    g_assert_nonnull(strstr(listing, "!damaged\nsecret.txt*="));
    g_assert_nonnull(strstr(listing, "\ntwo.txt=second\n"));
}

static void test_cut_zip_gives_its_beginning(void)
{
    static const PackedEntry entries[] = {TEXT("one.txt", "first"), TEXT("two.txt", "second")};
    g_autoptr(GByteArray) zip = pack_zip(entries, G_N_ELEMENTS(entries));
    static const char complete[] = "one.txt=first\ntwo.txt=second\n";
    for (guint length = zip->len; length >= 4; length--) {
        g_byte_array_set_size(zip, length);
        for (Way way = 0; way < WAY_COUNT; way++) {
            g_autofree char *listing = list_bytes(zip, way);
            if (length > 2 * 36 + strlen(complete))
                g_assert_true(g_str_has_prefix(listing, "one.txt=first\n"));
            g_assert_cmpuint(strlen(listing), <=, strlen(complete) + strlen("!damaged\nfailed\n"));
        }
    }
}

static void test_entries_of_one_zip_at_a_time(void)
{
    static const PackedEntry entries[] = {TEXT("x/mets.xml", "the issue"),
                                          TEXT("x/./alto/1.xml", "page 1"),
                                          TEXT("x/alto/2.xml", "page 2"), TEXT("y.txt", "other")};
    g_autoptr(GByteArray) zip = pack_zip(entries, G_N_ELEMENTS(entries));
    for (Way way = 0; way < WAY_COUNT; way++) {
        ArchiveEntry entry;
        gsize available;
        g_autoptr(Source) file = open_bytes(zip, way);
        g_autoptr(SourceArchive) archive = source_archive_open(file, NULL);
        g_assert_cmpint(source_archive_next(archive, &entry, NULL), ==, ENTRY_FOUND);
        const guint64 first = entry.place;
        g_autoptr(Source) issue = source_archive_open_entry(archive, NULL);
        g_assert_true(source_archive_find(archive, "x/alto/1.xml", &entry));
        g_autoptr(Source) page = source_archive_open_entry(archive, NULL);
        g_assert_false(source_archive_find(archive, "x/alto/3.xml", &entry));
        g_assert_true(memcmp(source_peek(page, 6, &available, NULL), "page 1", 6) == 0);
        g_assert_true(memcmp(source_peek(issue, 9, &available, NULL), "the issue", 9) == 0);
        g_assert_cmpint(source_archive_next(archive, &entry, NULL), ==, ENTRY_FOUND);
        g_assert_cmpstr(entry.name, ==, "x/alto/1.xml");
        g_assert_true(source_archive_return(archive, first, &entry));
        g_assert_cmpstr(entry.name, ==, "x/mets.xml");
        g_assert_cmpint(source_archive_next(archive, &entry, NULL), ==, ENTRY_FOUND);
        g_assert_cmpstr(entry.name, ==, "x/alto/2.xml");
    }
}

static void test_many_names_are_found(void)
{
    enum { COUNT = 5000 };
    g_autofree PackedEntry *entries = g_new0(PackedEntry, COUNT);
    g_autoptr(GStringChunk) names = g_string_chunk_new(4096);
    for (guint i = 0; i < COUNT; i++) {
        g_autofree char *name = g_strdup_printf("%u/%u.xml", i % 7, i);
        entries[i] = (PackedEntry){g_string_chunk_insert(names, name), "x", 1, 0};
    }
    g_autoptr(GByteArray) zip = pack_zip(entries, COUNT);
    g_autoptr(Source) file = open_bytes(zip, WAY_FILE);
    g_autoptr(SourceArchive) archive = source_archive_open(file, NULL);
    for (guint i = 0; i < COUNT; i += 31) {
        ArchiveEntry entry;
        g_assert_true(source_archive_find(archive, entries[i].name, &entry));
        g_assert_cmpstr(entry.name, ==, entries[i].name);
    }
}

static void test_web_archive_collection(void)
{
    static const struct {
        const char *one, *two;
        gboolean is_wacz;
    } cases[] = {
        {"datapackage.json", "archive/data.warc.gz", TRUE},
        {"datapackage.json", "data/archive/test.txt", FALSE},
        {"x/datapackage.json", "archive/data.warc.gz", FALSE},
        {"datapackage.json", "archive/readme.txt", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const PackedEntry entries[] = {{cases[i].one, "x", 1, 0}, {cases[i].two, "x", 1, 0}};
        g_autoptr(GByteArray) zip = pack_zip(entries, G_N_ELEMENTS(entries));
        g_autoptr(Source) file = open_bytes(zip, WAY_FILE);
        g_autoptr(SourceArchive) archive = source_archive_open(file, NULL);
        ArchiveEntry entry;
        g_assert_cmpint(source_archive_next(archive, &entry, NULL), ==, ENTRY_FOUND);
        g_assert_cmpint(source_archive_is_wacz(archive), ==, cases[i].is_wacz);
        g_assert_cmpstr(entry.name, ==, cases[i].one);
    }
}

/* A method is only believed in the directory; those that choose their window are looked at. */
static void test_methods_that_want_memory_are_refused(void)
{
    static const struct {
        const char *bytes; /* of an entry compressed by LZMA: version, length, properties */
        guint8 method;
        MorgueError code;
    } cases[] = {
        {"\x9\x14\x5\0\x5d\xff\xff\xff\xff", 14, MORGUE_ERROR_LIMIT},
        {"an entry of PPMd", 98, MORGUE_ERROR_INPUT},
        {"an entry of xz", 95, MORGUE_ERROR_INPUT},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const PackedEntry entry = {"a.txt", cases[i].bytes, 9, PACKED_STORED};
        g_autoptr(GByteArray) zip = pack_zip(&entry, 1);
        guint record = LOCAL_LENGTH + 5 + 9;
        g_assert_true(memcmp(zip->data + record, "PK\1\2", 4) == 0);
        zip->data[record + 10] = cases[i].method;
        g_autoptr(Source) file = open_bytes(zip, WAY_FILE);
        g_autoptr(SourceArchive) archive = source_archive_open(file, NULL);
        g_autoptr(GError) error = NULL;
        ArchiveEntry found;
        g_assert_cmpint(source_archive_next(archive, &found, NULL), ==, ENTRY_FOUND);
        g_assert_null(source_archive_open_entry(archive, &error));
        g_assert_error(error, MORGUE_ERROR, (int)cases[i].code);
    }
}

/* A hole of any length costs a tar nothing, but whoever reads it. */
static void test_holes_are_charged(void)
{
    const gsize length = 32 << 20;
    g_autofree char *text = g_malloc0(length);
    memset(text, 'x', 4096);
    memset(text + length - 4096, 'x', 4096);
    const PackedEntry entry = {"a.txt", text, length, PACKED_SPARSE};
    g_autoptr(GByteArray) tar = pack_tar(ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, &entry, 1);
    g_assert_cmpuint(tar->len, <, 32 << 10);
    g_autoptr(Source) file = open_bytes(tar, WAY_FILE);
    g_autofree char *listing = list(file);
    g_assert_true(g_str_has_prefix(listing, "a.txt=xxx"));
    g_assert_false(source_charge(file, 0, NULL));
}

static void test_tar(void)
{
    static const int formats[] = {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE,
                                  ARCHIVE_FORMAT_TAR_GNUTAR};
    static const PackedEntry entries[] = {
        TEXT("a/one.txt", "first"),
        TEXT("/etc/passwd", "second"),
        WITH("link", "/etc/passwd", PACKED_LINK),
        TEXT("a/.hidden", "hidden"),
        TEXT("a/one.txt", "again"),
        TEXT("empty.txt", ""),
    };
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_autoptr(GByteArray) tar = pack_tar(formats[i], entries, G_N_ELEMENTS(entries));
        g_assert_true(source_archive_is_tar(tar->data, tar->len));
        assert_listing(tar, "a/one.txt=first\netc/passwd=second\na/one.txt=again\nempty.txt=\n");
    }
}

static void test_tar_is_known_by_its_checksum(void)
{
    static const PackedEntry entry = TEXT("  two blanks.txt", "text");
    g_autoptr(GByteArray) tar = pack_tar(ARCHIVE_FORMAT_TAR_USTAR, &entry, 1);
    g_assert_true(source_archive_is_tar(tar->data, tar->len));
    g_assert_true(source_archive_is_tar(tar->data + 2, tar->len - 2)); /* as readers see it */
    g_assert_false(source_archive_is_tar(tar->data, 511));
    memset(tar->data + 257, 0, 8); /* before POSIX there was no magic, but there were checksums */
    g_assert_false(source_archive_is_tar(tar->data, tar->len));
    guint total = 8 * ' ';
    for (guint i = 0; i < 512; i++)
        total += i >= 148 && i < 156 ? 0 : tar->data[i];
    g_snprintf((char *)tar->data + 148, 7, "%06o", total);
    g_assert_true(source_archive_is_tar(tar->data, tar->len));
    assert_listing(tar, "  two blanks.txt=text\n");
}

static void test_damaged_tar_goes_on(void)
{
    static const PackedEntry entries[] = {TEXT("one.txt", "first"), TEXT("two.txt", "second"),
                                          TEXT("three.txt", "third")};
    g_autoptr(GByteArray) tar = pack_tar(ARCHIVE_FORMAT_TAR_USTAR, entries, G_N_ELEMENTS(entries));
    tar->data[1024] ^= 0xff; /* the second header */
    assert_listing(tar, "one.txt=first\ndamaged\nthree.txt=third\n");
}

static void test_cut_tar_gives_its_beginning(void)
{
    static const PackedEntry entries[] = {TEXT("one.txt", "first"), TEXT("two.txt", "second")};
    g_autoptr(GByteArray) tar = pack_tar(ARCHIVE_FORMAT_TAR_USTAR, entries, G_N_ELEMENTS(entries));
    g_byte_array_set_size(tar, 1024 + 512 + 3);
    assert_listing(tar, "one.txt=first\ntwo.txt=sec!damaged\nfailed\n");
    g_byte_array_set_size(tar, 1024);
    assert_listing(tar, "one.txt=first\n");
}

static char *text_of(SourceArchive *archive)
{
    g_autoptr(GString) out = g_string_new(NULL);
    append_text(out, archive);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Keeps all entries, one without reading it first, then those that it can. How many it could. */
static guint keep_all(SourceArchive *archive, guint64 *places)
{
    ArchiveEntry entry;
    guint count = 0;
    while (source_archive_next(archive, &entry, NULL) == ENTRY_FOUND) {
        gsize available;
        g_autoptr(GError) error = NULL;
        g_autoptr(Source) source = source_archive_open_entry(archive, &error);
        g_assert_no_error(error);
        if (count > 0) /* as whoever recognises it does */
            source_peek(source, 4, &available, NULL);
        if (source_archive_keep(archive, source, &entry, &error))
            places[count++] = entry.place;
        g_assert_no_error(error);
    }
    return count;
}

static const PackedEntry issue[] = {
    TEXT("x/alto/2.xml", "page 2"),
    TEXT("x/mets.xml", "the issue"),
    TEXT("x/./alto/1.xml", "page 1"),
    TEXT("x/alto/1.xml", "again"),
};

static void assert_found(SourceArchive *archive, const char *label, const char *text)
{
    ArchiveEntry entry;
    g_assert_true(source_archive_find(archive, label, &entry));
    g_assert_cmpstr(entry.name, ==, label);
    g_autofree char *found = text_of(archive);
    g_assert_cmpstr(found, ==, text);
}

static void assert_kept(const GByteArray *bytes, Way way)
{
    ArchiveEntry entry;
    guint64 places[G_N_ELEMENTS(issue)];
    g_autoptr(Source) file = open_bytes(bytes, way);
    g_autoptr(SourceArchive) archive = source_archive_open(file, NULL);
    g_assert_false(source_archive_find(archive, "x/mets.xml", &entry));
    g_assert_cmpuint(keep_all(archive, places), ==, G_N_ELEMENTS(issue));
    assert_found(archive, "x/mets.xml", "the issue");
    assert_found(archive, "x/alto/1.xml", "page 1");
    g_assert_false(source_archive_find(archive, "x/alto/3.xml", &entry));
    g_assert_true(source_archive_return(archive, places[0], &entry));
    g_assert_cmpstr(entry.name, ==, "x/alto/2.xml");
    g_assert_cmpuint(entry.offset, ==, 0);
    g_autoptr(Source) page = source_archive_open_entry(archive, NULL);
    assert_found(archive, "x/mets.xml", "the issue");
    gsize available;
    g_assert_true(memcmp(source_peek(page, 6, &available, NULL), "page 2", 6) == 0);
    g_assert_cmpuint(available, ==, 6);
}

static void test_kept_entries_are_found(void)
{
    static const int formats[] = {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE,
                                  ARCHIVE_FORMAT_TAR_GNUTAR};
    for (Way way = 0; way < WAY_COUNT; way++) {
        for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
            g_autoptr(GByteArray) tar = pack_tar(formats[i], issue, G_N_ELEMENTS(issue));
            assert_kept(tar, way);
        }
        g_autoptr(GByteArray) zip = pack_zip(issue, G_N_ELEMENTS(issue));
        const guint8 *directory = memmem(zip->data, zip->len, "PK\1\2", 4);
        g_byte_array_set_size(zip, (guint)(directory - zip->data));
        assert_kept(zip, way);
    }
}

/* What fits nowhere is left to be read; of a file only its place is kept, whatever its length. */
static void test_long_entries_are_kept_in_place(void)
{
    const gsize length = SOURCE_ITEM_CEILING + 1;
    g_autofree char *text = g_malloc(length);
    memset(text, 'x', length);
    const PackedEntry entry = {"a.txt", text, length, 0};
    g_autoptr(GByteArray) tar = pack_tar(ARCHIVE_FORMAT_TAR_USTAR, &entry, 1);
    for (Way way = 0; way < WAY_COUNT; way++) {
        if (way == WAY_BYTEWISE)
            continue;
        ArchiveEntry found;
        gsize available;
        g_autoptr(Source) file = open_bytes(tar, way);
        g_autoptr(SourceArchive) archive = source_archive_open(file, NULL);
        g_assert_cmpint(source_archive_next(archive, &found, NULL), ==, ENTRY_FOUND);
        g_autoptr(Source) now = source_archive_open_entry(archive, NULL);
        g_autoptr(GError) error = NULL;
        g_assert_cmpint(source_archive_keep(archive, now, &found, &error), ==, way == WAY_FILE);
        g_assert_no_error(error);
        g_autoptr(Source) later = way == WAY_FILE ? source_archive_open_entry(archive, NULL) : NULL;
        Source *source = later != NULL ? later : now;
        g_assert_true(source_peek(source, SOURCE_ITEM_CEILING, &available, NULL) != NULL);
        source_consume(source, SOURCE_ITEM_CEILING);
        g_assert_true(source_peek(source, 1, &available, NULL) != NULL);
        g_assert_cmpuint(available, ==, 1);
    }
}

static void test_holes_are_kept(void)
{
    const gsize length = 64 << 10;
    g_autofree char *text = g_malloc0(length);
    memset(text, 'a', 4096);
    memset(text + length - 4096, 'z', 4096);
    const PackedEntry entries[] = {{"a.txt", text, length, PACKED_SPARSE}, TEXT("b.txt", "b")};
    g_autoptr(GByteArray) tar =
        pack_tar(ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, entries, G_N_ELEMENTS(entries));
    guint64 places[G_N_ELEMENTS(entries)];
    ArchiveEntry entry;
    gsize available;
    g_autoptr(Source) file = open_bytes(tar, WAY_FILE);
    g_autoptr(SourceArchive) archive = source_archive_open(file, NULL);
    g_assert_cmpuint(keep_all(archive, places), ==, G_N_ELEMENTS(entries));
    assert_found(archive, "b.txt", "b");
    g_assert_true(source_archive_return(archive, places[0], &entry));
    g_autoptr(Source) source = source_archive_open_entry(archive, NULL);
    const guint8 *bytes = source_peek_all(source, &available, NULL, NULL);
    g_assert_cmpuint(available, ==, length);
    g_assert_true(memcmp(bytes, text, length) == 0);
}

/* The cut is told by the archive; a kept entry that is cut just ends. */
static void test_cut_entry_is_kept(void)
{
    g_autoptr(GByteArray) tar = pack_tar(ARCHIVE_FORMAT_TAR_USTAR, issue, G_N_ELEMENTS(issue));
    g_byte_array_set_size(tar, 1024 + 512 + 5);
    for (Way way = 0; way < WAY_COUNT; way++) {
        guint64 places[G_N_ELEMENTS(issue)];
        ArchiveEntry entry;
        g_autoptr(GError) error = NULL;
        g_autoptr(Source) file = open_bytes(tar, way);
        g_autoptr(SourceArchive) archive = source_archive_open(file, NULL);
        g_assert_cmpuint(keep_all(archive, places), ==, 2);
        g_assert_cmpint(source_archive_next(archive, &entry, &error), ==, ENTRY_FAILED);
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT);
        assert_found(archive, "x/mets.xml", "the i");
        assert_found(archive, "x/alto/2.xml", "page 2");
    }
}

/* Two thousand entries that share the bytes of one: 40 GB in a file of 200 kB. */
static void test_overlapping_entries_are_stopped(void)
{
    enum { COUNT = 2000, LENGTH = 20 << 20 };
    g_autofree char *text = g_malloc(LENGTH);
    memset(text, 'x', LENGTH);
    g_autofree PackedEntry *entries = g_new0(PackedEntry, COUNT);
    for (guint i = 0; i < COUNT; i++)
        entries[i] = (PackedEntry){"a", text, LENGTH, i > 0 ? PACKED_AGAIN : 0};
    g_autoptr(GByteArray) zip = pack_zip(entries, COUNT);
    g_autoptr(Source) file = open_bytes(zip, WAY_FILE);
    g_autofree char *listing = list(file);
    g_assert_false(source_charge(file, 0, NULL));
    g_assert_nonnull(strstr(listing, "!damaged"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/zip/entries", test_zip);
    g_test_add_func("/zip/directory-is-believed", test_zip_directory_is_believed);
    g_test_add_func("/zip/without-entries", test_zip_without_entries);
    g_test_add_func("/zip/bad-entry-leaves-the-others", test_bad_entry_leaves_the_others);
    g_test_add_func("/zip/cut-gives-its-beginning", test_cut_zip_gives_its_beginning);
    g_test_add_func("/zip/entries-of-one-at-a-time", test_entries_of_one_zip_at_a_time);
    g_test_add_func("/zip/many-names-are-found", test_many_names_are_found);
    g_test_add_func("/zip/web-archive-collection", test_web_archive_collection);
    g_test_add_func("/zip/overlapping-entries-are-stopped", test_overlapping_entries_are_stopped);
    g_test_add_func("/zip/methods-that-want-memory-are-refused",
                    test_methods_that_want_memory_are_refused);
    g_test_add_func("/tar/entries", test_tar);
    g_test_add_func("/tar/holes-are-charged", test_holes_are_charged);
    g_test_add_func("/tar/is-known-by-its-checksum", test_tar_is_known_by_its_checksum);
    g_test_add_func("/tar/damaged-goes-on", test_damaged_tar_goes_on);
    g_test_add_func("/tar/cut-gives-its-beginning", test_cut_tar_gives_its_beginning);
    g_test_add_func("/kept/entries-are-found", test_kept_entries_are_found);
    g_test_add_func("/kept/long-entries-in-place", test_long_entries_are_kept_in_place);
    g_test_add_func("/kept/holes", test_holes_are_kept);
    g_test_add_func("/kept/cut-entry", test_cut_entry_is_kept);
    return g_test_run();
}
