/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes archives in memory. */
#include "tests/support/packing.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

static la_ssize_t append(G_GNUC_UNUSED struct archive *archive, void *data, const void *bytes,
                         size_t length)
{
    g_byte_array_append(data, bytes, (guint)length);
    return (la_ssize_t)length;
}

static void write_archive(struct archive *archive, GByteArray *out, const PackedEntry *entries,
                          gsize count)
{
    archive_write_set_bytes_per_block(archive, 0);
    archive_write_set_bytes_in_last_block(archive, 1);
    g_assert_cmpint(archive_write_open(archive, out, NULL, append, NULL), ==, ARCHIVE_OK);
    for (gsize i = 0; i < count; i++) {
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, entries[i].name);
        gboolean is_link = (entries[i].flags & PACKED_LINK) != 0;
        archive_entry_set_filetype(entry, is_link ? AE_IFLNK : AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, is_link ? 0 : (la_int64_t)entries[i].length);
        if (is_link)
            archive_entry_set_symlink(entry, entries[i].bytes);
        if ((entries[i].flags & PACKED_SPARSE) != 0) {
            archive_entry_sparse_add_entry(entry, 0, 4096);
            archive_entry_sparse_add_entry(entry, (la_int64_t)entries[i].length - 4096, 4096);
        }
        g_assert_cmpint(archive_write_header(archive, entry), >=, ARCHIVE_WARN);
        if (!is_link)
            archive_write_data(archive, entries[i].bytes, entries[i].length);
        archive_entry_free(entry);
    }
    g_assert_cmpint(archive_write_free(archive), ==, ARCHIVE_OK);
}

void pack_member(GByteArray *out, int filter, const void *bytes, gsize length)
{
    struct archive *archive = archive_write_new();
    g_assert_cmpint(archive_write_add_filter(archive, filter), ==, ARCHIVE_OK);
    archive_write_set_format_raw(archive);
    const PackedEntry entry = {"-", bytes, length, 0};
    write_archive(archive, out, &entry, 1);
}

GByteArray *pack_tar(int format, const PackedEntry *entries, gsize count)
{
    GByteArray *out = g_byte_array_new();
    struct archive *archive = archive_write_new();
    g_assert_cmpint(archive_write_set_format(archive, format), ==, ARCHIVE_OK);
    write_archive(archive, out, entries, count);
    return out;
}

static void put(GByteArray *out, guint64 number, guint length)
{
    for (guint i = 0; i < length; i++) {
        guint8 byte = (guint8)(number >> (8 * i));
        g_byte_array_append(out, &byte, 1);
    }
}

typedef struct {
    guint flags;
    guint checksum, compressed, size;
    guint offset;
} Written;

/* The part that a local header and a record of the directory have in common. */
static void put_common(GByteArray *out, const Written *written, gboolean is_local, gsize name)
{
    gboolean later = is_local && (written->flags & PACKED_STREAMED) != 0;
    put(out, 20, 2);
    put(out,
        ((written->flags & PACKED_ENCRYPTED) != 0 ? 1 : 0) |
            ((written->flags & PACKED_STREAMED) != 0 ? 8 : 0),
        2);
    put(out, (written->flags & PACKED_STORED) != 0 ? 0 : 8, 2);
    put(out, 0, 4);
    put(out, later ? 0 : written->checksum, 4);
    put(out, later ? 0 : written->compressed, 4);
    put(out, later ? 0 : written->size, 4);
    put(out, name, 2);
    put(out, 0, 2);
}

static void put_bytes(GByteArray *out, const PackedEntry *entry, Written *written)
{
    guint begin = out->len;
    if ((entry->flags & PACKED_STORED) != 0) {
        g_byte_array_append(out, entry->bytes, (guint)entry->length);
    } else {
        z_stream stream = {0};
        deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
        gsize bound = deflateBound(&stream, entry->length);
        g_autofree guint8 *buffer = g_malloc(bound);
        g_autofree guint8 *copy = g_memdup2(entry->bytes, MAX(entry->length, 1));
        stream.next_in = copy;
        stream.avail_in = (uInt)entry->length;
        stream.next_out = buffer;
        stream.avail_out = (uInt)bound;
        g_assert_cmpint(deflate(&stream, Z_FINISH), ==, Z_STREAM_END);
        g_byte_array_append(out, buffer, (guint)(bound - stream.avail_out));
        deflateEnd(&stream);
    }
    written->compressed = out->len - begin;
}

static Written put_local(GByteArray *out, const PackedEntry *entry)
{
    g_autoptr(GByteArray) packed = g_byte_array_new();
    Written written = {.flags = entry->flags, .size = (guint)entry->length, .offset = out->len};
    written.checksum = (guint)crc32(0, entry->bytes, (uInt)entry->length);
    if ((entry->flags & PACKED_DAMAGED) != 0)
        written.checksum ^= 1;
    put_bytes(packed, entry, &written);
    put(out, 0x04034b50, 4);
    put_common(out, &written, TRUE, strlen(entry->name));
    g_byte_array_append(out, (const guint8 *)entry->name, (guint)strlen(entry->name));
    g_byte_array_append(out, packed->data, packed->len);
    if ((entry->flags & PACKED_STREAMED) != 0) {
        put(out, 0x08074b50, 4);
        put(out, written.checksum, 4);
        put(out, written.compressed, 4);
        put(out, written.size, 4);
    }
    return written;
}

static void put_record(GByteArray *out, const PackedEntry *entry, const Written *written)
{
    guint mode = (entry->flags & PACKED_LINK) != 0 ? S_IFLNK | 0777 : S_IFREG | 0644;
    put(out, 0x02014b50, 4);
    put(out, 3 << 8 | 20, 2); /* made on Unix */
    put_common(out, written, FALSE, strlen(entry->name));
    put(out, 0, 2);
    put(out, 0, 2);
    put(out, 0, 2);
    put(out, (guint64)mode << 16, 4);
    put(out, written->offset, 4);
    g_byte_array_append(out, (const guint8 *)entry->name, (guint)strlen(entry->name));
}

GByteArray *pack_zip(const PackedEntry *entries, gsize count)
{
    GByteArray *out = g_byte_array_new();
    g_autoptr(GByteArray) directory = g_byte_array_new();
    Written written = {0};
    guint64 records = 0;
    for (gsize i = 0; i < count; i++) {
        if ((entries[i].flags & PACKED_AGAIN) == 0)
            written = put_local(out, &entries[i]);
        if ((entries[i].flags & PACKED_DELETED) != 0)
            continue;
        put_record(directory, &entries[i], &written);
        records++;
    }
    guint begin = out->len;
    g_byte_array_append(out, directory->data, directory->len);
    put(out, 0x06054b50, 4);
    put(out, 0, 4);
    put(out, records & 0xffff, 2);
    put(out, records & 0xffff, 2);
    put(out, directory->len, 4);
    put(out, begin, 4);
    put(out, 0, 2);
    return out;
}
