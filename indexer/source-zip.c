/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the central directory, and hands each entry to libarchive as a zip file of its own. */
#include "indexer/source-zip.h"

#include <string.h>
#include <sys/stat.h>

#include "indexer/source-codec.h"
#include "indexer/source-libarchive.h"
#include "morgue/error.h"

#define LOCAL_SIGNATURE      0x04034b50u
#define CENTRAL_SIGNATURE    0x02014b50u
#define END_SIGNATURE        0x06054b50u
#define END_64_SIGNATURE     0x06064b50u
#define LOCATOR_64_SIGNATURE 0x07064b50u

/* Lengths of the fixed parts. */
#define LOCAL_LENGTH      30u
#define CENTRAL_LENGTH    46u
#define END_LENGTH        22u
#define END_64_LENGTH     56u
#define LOCATOR_64_LENGTH 20u

#define EXTRA_64       1 /* the extra field with lengths of 64 bits */
#define FLAG_ENCRYPTED 1
#define NEEDED_VERSION 45

#define COMMENT_MAX 65535u

/* Who made an entry, in the upper byte of a record's second field. */
#define HOST_DOS  0
#define HOST_UNIX 3

struct ZipDirectory {
    Source *file; /* borrowed */
    guint64 begin, end;
    guint64 shift;   /* what stands before the zip file, in the same file */
    Source *records; /* from the current place on */
    guint64 start;   /* where `records` begins, in the directory */
};

static guint64 number_at(const guint8 *bytes, guint length)
{
    guint64 number = 0;
    for (guint i = length; i > 0; i--)
        number = number << 8 | bytes[i - 1];
    return number;
}

static void put_number(guint8 *bytes, guint64 number, guint length)
{
    for (guint i = 0; i < length; i++)
        bytes[i] = (guint8)(number >> (8 * i));
}

void zip_entry_init(ZipEntry *entry)
{
    *entry = (ZipEntry){.name = g_string_new(NULL)};
}

void zip_entry_clear(ZipEntry *entry)
{
    g_string_free(entry->name, TRUE);
    entry->name = NULL;
}

/* Copies `length` bytes at a place, zeros where the file ends before. FALSE with `error` set. */
static gboolean read_at(Source *file, guint64 offset, guint8 *buffer, gsize length, GError **error)
{
    g_autoptr(Source) range = source_open_range(file, offset, length);
    gsize available;
    const guint8 *bytes = source_peek(range, length, &available, error);
    if (bytes == NULL)
        return FALSE;
    memset(buffer, 0, length);
    memcpy(buffer, bytes, available);
    return TRUE;
}

typedef struct {
    guint64 place;          /* of the record that ends the directory */
    guint64 length, offset; /* of the directory, as that says */
} End;

/* The last end record; garbage may follow it. FALSE where there is none, or with `error` set. */
static gboolean find_end(Source *file, guint64 size, End *end, GError **error)
{
    guint64 start = size - MIN(size, (guint64)END_LENGTH + COMMENT_MAX);
    gsize length = (gsize)(size - start), available;
    g_autoptr(Source) tail = source_open_range(file, start, length);
    const guint8 *bytes = source_peek(tail, length, &available, error);
    if (bytes == NULL)
        return FALSE;
    for (gsize i = available; i >= END_LENGTH; i--) {
        const guint8 *record = bytes + i - END_LENGTH;
        if (number_at(record, 4) != END_SIGNATURE)
            continue;
        end->place = start + i - END_LENGTH;
        end->length = number_at(record + 12, 4);
        end->offset = number_at(record + 16, 4);
        return TRUE;
    }
    return FALSE;
}

/* Puts the record of a zip64 file in the place of the old one, if there is one (§4.3.14). */
static gboolean find_end_64(Source *file, End *end, GError **error)
{
    guint8 locator[LOCATOR_64_LENGTH], record[END_64_LENGTH];
    if (end->place < sizeof locator)
        return TRUE;
    if (!read_at(file, end->place - sizeof locator, locator, sizeof locator, error))
        return FALSE;
    if (number_at(locator, 4) != LOCATOR_64_SIGNATURE)
        return TRUE;
    guint64 place = number_at(locator + 8, 8);
    if (!read_at(file, place, record, sizeof record, error))
        return FALSE;
    if (number_at(record, 4) == END_64_SIGNATURE)
        *end = (End){place, number_at(record + 40, 8), number_at(record + 48, 8)};
    return TRUE;
}

ZipDirectory *zip_directory_open(Source *file, GError **error)
{
    guint64 size;
    End end;
    guint8 first[4];
    gboolean seekable = source_is_seekable(file, &size);
    g_assert(seekable);
    if (!find_end(file, size, &end, error) || !find_end_64(file, &end, error))
        return NULL;
    /* Where something stands before the zip file, all offsets are too small by its length. */
    guint64 begin = end.place - MIN(end.length, end.place);
    if (begin < end.offset || !read_at(file, begin, first, sizeof first, error) ||
        (end.length > 0 && number_at(first, 4) != CENTRAL_SIGNATURE))
        return NULL;
    ZipDirectory *directory = g_new0(ZipDirectory, 1);
    *directory =
        (ZipDirectory){.file = file, .begin = begin, .end = end.place, .shift = begin - end.offset};
    zip_directory_seek(directory, 0);
    return directory;
}

void zip_directory_close(ZipDirectory *directory)
{
    if (directory == NULL)
        return;
    source_close(directory->records);
    g_free(directory);
}

void zip_directory_seek(ZipDirectory *directory, guint64 place)
{
    source_close(directory->records);
    guint64 length = directory->end - directory->begin;
    directory->start = MIN(place, length);
    directory->records = source_open_range(directory->file, directory->begin + directory->start,
                                           length - directory->start);
}

/* Takes the lengths of 64 bits, which are there for those fields that are all ones (§4.5.3). */
static void take_extra_64(ZipEntry *entry, const guint8 *extra, gsize length)
{
    guint64 *const fields[] = {&entry->size, &entry->compressed, &entry->offset};
    while (length >= 4) {
        gsize field = MIN((gsize)number_at(extra + 2, 2), length - 4);
        const guint8 *value = extra + 4;
        gsize left = number_at(extra, 2) == EXTRA_64 ? field : 0;
        for (guint i = 0; i < G_N_ELEMENTS(fields) && left >= 8; i++) {
            if (*fields[i] != G_MAXUINT32)
                continue;
            *fields[i] = number_at(value, 8);
            value += 8;
            left -= 8;
        }
        extra += 4 + field;
        length -= 4 + field;
    }
}

/* A pipe stands for standard input, as `zip - -` writes it. */
static gboolean is_file(const guint8 *record, const GString *name)
{
    guint host = record[5];
    guint mode = (guint)number_at(record + 40, 2) & S_IFMT;
    gboolean is_folder = name->len > 0 && name->str[name->len - 1] == '/';
    return !is_folder && (host != HOST_UNIX || mode == 0 || S_ISREG(mode) || S_ISFIFO(mode));
}

/* DOS programs wrote the separator of DOS. */
static void take_name(ZipEntry *entry, const guint8 *record, gsize length)
{
    g_string_truncate(entry->name, 0);
    g_string_append_len(entry->name, (const char *)record + CENTRAL_LENGTH, (gssize)length);
    if (record[5] != HOST_DOS || memchr(entry->name->str, '/', length) != NULL)
        return;
    for (gsize i = 0; i < length; i++)
        entry->name->str[i] = entry->name->str[i] == '\\' ? '/' : entry->name->str[i];
}

static void take_record(const ZipDirectory *directory, ZipEntry *entry, const guint8 *record)
{
    gsize name = (gsize)number_at(record + 28, 2), extra = (gsize)number_at(record + 30, 2);
    take_name(entry, record, name);
    entry->is_encrypted = (record[8] & FLAG_ENCRYPTED) != 0;
    entry->method = (guint16)number_at(record + 10, 2);
    entry->checksum = (guint32)number_at(record + 16, 4);
    entry->compressed = number_at(record + 20, 4);
    entry->size = number_at(record + 24, 4);
    entry->offset = number_at(record + 42, 4);
    entry->is_file = is_file(record, entry->name);
    take_extra_64(entry, record + CENTRAL_LENGTH + name, extra);
    entry->offset += directory->shift;
}

gboolean zip_directory_next(ZipDirectory *directory, ZipEntry *entry, GError **error)
{
    entry->place = directory->start + source_offset(directory->records);
    gsize available;
    const guint8 *record = source_peek(directory->records, CENTRAL_LENGTH, &available, error);
    if (record == NULL || available == 0)
        return FALSE;
    gsize length = CENTRAL_LENGTH;
    if (available >= length && number_at(record, 4) == CENTRAL_SIGNATURE) {
        length += (gsize)(number_at(record + 28, 2) + number_at(record + 30, 2) +
                          number_at(record + 32, 2));
        record = source_peek(directory->records, length, &available, error);
        if (record == NULL)
            return FALSE;
    } else {
        available = 0;
    }
    if (available < length) {
        entry->offset = directory->begin + entry->place;
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_INPUT,
                            "the directory of the zip file is damaged");
        return FALSE;
    }
    take_record(directory, entry, record);
    source_consume(directory->records, length);
    return TRUE;
}

/* A local header that says what the directory says, then the bytes of the entry. */
typedef struct {
    guint8 header[LOCAL_LENGTH + 1 + 4 + 16];
    gsize given;
    Source *bytes; /* owned */
} Single;

static void single_free(gpointer state)
{
    Single *self = state;
    source_close(self->bytes);
    g_free(self);
}

static gssize single_read(gpointer state, guint8 *buffer, gsize capacity, GError **error)
{
    Single *self = state;
    if (self->given < sizeof self->header) {
        gsize count = MIN(capacity, sizeof self->header - self->given);
        memcpy(buffer, self->header + self->given, count);
        self->given += count;
        return (gssize)count;
    }
    gsize available;
    const guint8 *bytes = source_peek(self->bytes, 1, &available, error);
    if (bytes == NULL)
        return -1;
    gsize count = MIN(available, capacity);
    memcpy(buffer, bytes, count);
    source_consume(self->bytes, count);
    return (gssize)count;
}

static Source *open_single(Source *file, const ZipEntry *entry, guint64 start)
{
    Single *self = g_new0(Single, 1);
    self->bytes = source_open_range(file, start, entry->compressed);
    guint8 *header = self->header, *extra = header + LOCAL_LENGTH + 1;
    put_number(header, LOCAL_SIGNATURE, 4);
    put_number(header + 4, NEEDED_VERSION, 2);
    put_number(header + 8, entry->method, 2);
    put_number(header + 14, entry->checksum, 4);
    put_number(header + 18, G_MAXUINT32, 4);
    put_number(header + 22, G_MAXUINT32, 4);
    put_number(header + 26, 1, 2);
    put_number(header + 28, 20, 2);
    header[LOCAL_LENGTH] = '-';
    put_number(extra, EXTRA_64, 2);
    put_number(extra + 2, 16, 2);
    put_number(extra + 4, entry->size, 8);
    put_number(extra + 12, entry->compressed, 8);
    Source *single = source_open_function(single_read, self, single_free, source_name(file));
    source_join(single, file);
    return single;
}

typedef struct {
    ArchiveInput input;
    Source *single; /* owned */
    gboolean opened;
} Unzip;

static void unzip_free(gpointer state)
{
    Unzip *self = state;
    archive_input_clear(&self->input);
    source_close(self->single);
    g_free(self);
}

static gssize unzip_read(gpointer state, guint8 *buffer, gsize capacity, GError **error)
{
    Unzip *self = state;
    struct archive_entry *entry;
    if (!self->opened) {
        self->opened = TRUE;
        if (archive_input_open(&self->input) != ARCHIVE_OK ||
            archive_input_next(&self->input, &entry) < ARCHIVE_WARN) {
            archive_input_error(&self->input, error);
            return -1;
        }
    }
    return archive_input_read(&self->input, buffer, capacity, error);
}

/*
 * Whether what decompresses the entry needs bounded memory: libarchive sets no bounds, so methods
 * whose window the entry chooses are left out, but for LZMA (§5.8), where it is easily seen.
 */
static gboolean check_method(Source *file, const ZipEntry *entry, guint64 start, GError **error)
{
    enum { STORED = 0, DEFLATED = 8, BZIP2 = 12, LZMA = 14, ZSTD = 93 };
    guint8 properties[9];
    if (entry->method == STORED || entry->method == DEFLATED || entry->method == BZIP2 ||
        entry->method == ZSTD)
        return TRUE;
    if (entry->method != LZMA) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT,
                    "compressed by a method that is not known: %u", entry->method);
        return FALSE;
    }
    if (!read_at(file, start, properties, sizeof properties, error))
        return FALSE;
    if (number_at(properties + 5, 4) <= 1u << CODEC_WINDOW_LOG)
        return TRUE;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_LIMIT,
                        "needs a window of more than 128 MB");
    return FALSE;
}

Source *zip_directory_open_entry(ZipDirectory *directory, const ZipEntry *entry, const char *name,
                                 GError **error)
{
    guint8 local[LOCAL_LENGTH];
    if (!read_at(directory->file, entry->offset, local, sizeof local, error))
        return NULL;
    if (number_at(local, 4) != LOCAL_SIGNATURE) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT,
                    "there is no entry at byte %" G_GUINT64_FORMAT " of the zip file",
                    entry->offset);
        return NULL;
    }
    guint64 start =
        entry->offset + LOCAL_LENGTH + number_at(local + 26, 2) + number_at(local + 28, 2);
    if (!check_method(directory->file, entry, start, error))
        return NULL;
    Unzip *self = g_new0(Unzip, 1);
    self->single = open_single(directory->file, entry, start);
    archive_input_init(&self->input, self->single);
    archive_read_support_format_zip_streamable(self->input.archive);
    return source_open_filter(self->single, unzip_read, self, unzip_free, name);
}
