/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Zip files through their directory; tar, and zip files that are cut off, as libarchive finds them.
 * Of these, entries can be found and returned to that were kept.
 */
#include "indexer/source-archive.h"

#include <string.h>

#include "indexer/entry-name.h"
#include "indexer/source-kept.h"
#include "indexer/source-libarchive.h"
#include "indexer/source-zip.h"
#include "morgue/error.h"

/* Where a name is, for siblings: 16 bytes an entry, and no more than 64 MB in all. */
typedef struct {
    guint hash;
    guint64 place;
} Known;

#define KNOWN_MAX (4u * 1024 * 1024)

#define TAR_HEADER_LENGTH ((gsize)512)

struct SourceArchive {
    Source *source; /* the caller's */
    Source *spool;  /* a copy of it that is seekable, or NULL */
    char *name;     /* of the entry found last */
    GArray *known;  /* of Known: in the directory, or kept */
    gboolean is_sorted;

    /* A zip file with a directory. */
    ZipDirectory *zip;
    ZipEntry zip_entry;   /* found last */
    ZipDirectory *lookup; /* the same directory, for finding names; NULL until one is looked for */
    gboolean has_learned; /* its names */
    gboolean is_wacz;

    /* Anything else. */
    ArchiveInput input; /* `archive` is NULL where there is a directory */
    gboolean is_zip;
    gboolean is_charged;   /* the entry found last may expand */
    guint64 offset;        /* where it begins, */
    guint64 start, length; /* and its bytes, where they stand in the archive as they are */
    gboolean was_damaged;
    KeptEntries *kept;
    gboolean is_kept; /* the entry found last; it is at `place` */
    guint64 place;
};

gboolean source_archive_is_zip(const guint8 *bytes, gsize length)
{
    return length >= 4 && (memcmp(bytes, "PK\3\4", 4) == 0 || memcmp(bytes, "PK\5\6", 4) == 0);
}

/*
 * Whether the checksum of a tar header (POSIX.1 pax, "ustar Interchange Format") is right: the sum
 * of its bytes, its own field taken as blanks. Of the header the first `missing` bytes, which are
 * blanks, are not there.
 */
static gboolean is_tar_header(const guint8 *bytes, gsize missing)
{
    enum { CHECKSUM = 148, CHECKSUM_LENGTH = 8 };
    gsize sum = (CHECKSUM_LENGTH + missing) * ' ', written = 0;
    gsize at = CHECKSUM - missing, end = at + CHECKSUM_LENGTH;
    for (gsize i = 0; i < TAR_HEADER_LENGTH - missing; i++)
        sum += i >= at && i < end ? 0 : bytes[i];
    while (at < end && bytes[at] == ' ')
        at++;
    for (; at < end && bytes[at] >= '0' && bytes[at] <= '7'; at++)
        written = written * 8 + (gsize)(bytes[at] - '0');
    return written == sum;
}

gboolean source_archive_is_tar(const guint8 *bytes, gsize length)
{
    enum { MAGIC = 257, NAME_LENGTH = 100 };
    if (length < TAR_HEADER_LENGTH)
        return FALSE;
    for (gsize missing = 0; missing < NAME_LENGTH; missing++)
        if ((missing == 0 || memcmp(bytes + MAGIC - missing, "ustar", 5) == 0) &&
            is_tar_header(bytes, missing))
            return TRUE;
    return FALSE;
}

/* Reads the archive as a stream, from its first entry to where it ends or is damaged. */
static gboolean open_stream(SourceArchive *self, Source *source, gboolean is_zip, GError **error)
{
    archive_input_init(&self->input, source);
    if (is_zip)
        archive_read_support_format_zip_streamable(self->input.archive);
    else
        archive_read_support_format_tar(self->input.archive);
    self->is_zip = is_zip;
    self->kept = kept_entries_new(source);
    if (archive_input_open(&self->input) == ARCHIVE_OK)
        return TRUE;
    archive_input_error(&self->input, error);
    return FALSE;
}

static gboolean open_zip(SourceArchive *self, GError **error)
{
    guint64 size;
    GError *failure = NULL;
    Source *file = self->source;
    if (!source_is_seekable(file, &size)) {
        file = self->spool = source_spool(file, error);
        if (file == NULL || !source_is_seekable(file, &size))
            return FALSE;
    }
    self->zip = zip_directory_open(file, &failure);
    if (failure != NULL) {
        g_propagate_error(error, failure);
        return FALSE;
    }
    return self->zip != NULL || open_stream(self, file, TRUE, error);
}

SourceArchive *source_archive_open(Source *source, GError **error)
{
    SourceArchive *self = g_new0(SourceArchive, 1);
    self->source = source;
    self->known = g_array_new(FALSE, FALSE, sizeof(Known));
    zip_entry_init(&self->zip_entry);
    gsize available;
    const guint8 *bytes = source_peek(source, 4, &available, error);
    gboolean is_zip = bytes != NULL && source_archive_is_zip(bytes, available);
    if (bytes != NULL && (is_zip ? open_zip(self, error) : open_stream(self, source, FALSE, error)))
        return self;
    source_archive_close(self);
    return NULL;
}

void source_archive_close(SourceArchive *archive)
{
    if (archive == NULL)
        return;
    zip_directory_close(archive->zip);
    zip_directory_close(archive->lookup);
    zip_entry_clear(&archive->zip_entry);
    g_array_unref(archive->known);
    if (archive->input.archive != NULL)
        archive_input_clear(&archive->input);
    kept_entries_free(archive->kept);
    source_close(archive->spool);
    g_free(archive->name);
    g_free(archive);
}

static void take_name(SourceArchive *self, const char *name, gsize length)
{
    g_free(self->name);
    self->name = entry_name_clean(name, length);
}

/* Names */

static void add_known(SourceArchive *self, const char *label, guint64 place)
{
    const Known known = {g_str_hash(label), place};
    g_array_append_val(self->known, known);
    self->is_sorted = FALSE;
}

static int compare_known(gconstpointer one, gconstpointer other)
{
    const Known *a = one, *b = other;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

/* The index of the first name with that hash, or of what comes after it. */
static guint find_hash(SourceArchive *self, guint hash)
{
    if (!self->is_sorted)
        g_array_sort(self->known, compare_known);
    self->is_sorted = TRUE;
    guint low = 0, high = self->known->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(self->known, Known, middle).hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Zip files with a directory */

/* The next record of the directory becomes the entry found last. */
static gboolean read_record(SourceArchive *self, ZipDirectory *directory, ArchiveEntry *entry,
                            GError **error)
{
    if (!zip_directory_next(directory, &self->zip_entry, error))
        return FALSE;
    const ZipEntry *found = &self->zip_entry;
    take_name(self, found->name->str, found->name->len);
    *entry = (ArchiveEntry){.name = self->name,
                            .offset = found->offset,
                            .place = found->place,
                            .is_encrypted = found->is_encrypted};
    return TRUE;
}

static EntryStatus next_in_zip(SourceArchive *self, ArchiveEntry *entry, GError **error)
{
    GError *failure = NULL;
    do {
        if (!read_record(self, self->zip, entry, &failure)) {
            if (failure == NULL)
                return ENTRY_NONE;
            *entry = (ArchiveEntry){.offset = self->zip_entry.offset};
            g_propagate_error(error, failure);
            return ENTRY_FAILED;
        }
    } while (!self->zip_entry.is_file || entry_name_is_hidden(entry->name));
    return ENTRY_FOUND;
}

/* Reads all names, once. Where the directory is damaged, those before are known. */
static void learn_names(SourceArchive *self)
{
    ZipEntry found;
    gboolean has_package = FALSE, has_archive = FALSE;
    if (self->has_learned)
        return;
    self->has_learned = TRUE;
    zip_entry_init(&found);
    self->lookup = zip_directory_open(self->spool != NULL ? self->spool : self->source, NULL);
    while (self->lookup != NULL && self->known->len < KNOWN_MAX &&
           zip_directory_next(self->lookup, &found, NULL)) {
        g_autofree char *label = entry_name_clean(found.name->str, found.name->len);
        has_package = has_package || strcmp(label, "datapackage.json") == 0;
        has_archive =
            has_archive || (g_str_has_prefix(label, "archive/") && strstr(label, ".warc") != NULL);
        if (found.is_file)
            add_known(self, label, found.place);
    }
    self->is_wacz = has_package && has_archive;
    zip_entry_clear(&found);
}

static gboolean return_in_zip(SourceArchive *self, guint64 place, ArchiveEntry *entry)
{
    learn_names(self);
    if (self->lookup == NULL)
        return FALSE;
    zip_directory_seek(self->lookup, place);
    return read_record(self, self->lookup, entry, NULL);
}

gboolean source_archive_is_wacz(SourceArchive *archive)
{
    if (archive->zip != NULL)
        learn_names(archive);
    return archive->is_wacz;
}

/* Archives without a directory */

/* A file: hard links have the bytes of another entry. */
static gboolean is_file(struct archive_entry *found)
{
    return archive_entry_filetype(found) == AE_IFREG && archive_entry_hardlink(found) == NULL;
}

static void take_entry(SourceArchive *self, struct archive_entry *found, ArchiveEntry *entry)
{
    const char *name = archive_entry_pathname_utf8(found);
    if (name == NULL)
        name = archive_entry_pathname(found); /* in a charset that nobody knows */
    if (name == NULL)
        name = "";
    take_name(self, name, strlen(name));
    entry->name = self->name;
    entry->is_encrypted = archive_entry_is_encrypted(found) != 0;
    self->is_charged = self->is_zip || archive_entry_sparse_count(found) > 0;
    self->is_kept = FALSE;
    self->offset = entry->offset;
    self->start = (guint64)archive_filter_bytes(self->input.archive, 0);
    self->length = (guint64)archive_entry_size(found);
}

/* Says why the stream ended: a failure of what was copied comes before what the copy lacks. */
static EntryStatus end_stream(SourceArchive *self, gboolean is_whole, ArchiveEntry *entry,
                              GError **error)
{
    gsize available;
    self->input.is_over = TRUE;
    *entry = (ArchiveEntry){.offset = source_offset(self->input.source) + self->input.held};
    if (self->spool != NULL && source_peek(self->source, 1, &available, error) == NULL)
        return ENTRY_FAILED;
    if (is_whole)
        return ENTRY_NONE;
    archive_input_error(&self->input, error);
    return ENTRY_FAILED;
}

static EntryStatus next_in_stream(SourceArchive *self, ArchiveEntry *entry, GError **error)
{
    struct archive *archive = self->input.archive;
    struct archive_entry *found;
    for (;;) {
        int status = archive_input_next(&self->input, &found);
        gboolean is_whole = status == ARCHIVE_EOF && self->input.failure == NULL;
        if (is_whole || status == ARCHIVE_FATAL || self->input.failure != NULL)
            return end_stream(self, is_whole, entry, error);
        *entry = (ArchiveEntry){.offset = (guint64)archive_read_header_position(archive)};
        if (status == ARCHIVE_OK || status == ARCHIVE_WARN) {
            self->was_damaged = FALSE;
            take_entry(self, found, entry);
            if (is_file(found) && !entry_name_is_hidden(entry->name))
                return ENTRY_FOUND;
        } else if (!self->was_damaged) {
            /* It looks for the next header block by block: one report is enough. */
            self->was_damaged = TRUE;
            archive_input_error(&self->input, error);
            return ENTRY_DAMAGED;
        }
    }
}

static gssize read_entry(gpointer state, guint8 *buffer, gsize capacity, GError **error)
{
    SourceArchive *self = state;
    return archive_input_read(&self->input, buffer, capacity, error);
}

/* Whether an entry of a zip file that is cut off needs bounded memory: see check_method() there. */
static gboolean is_bounded(SourceArchive *self)
{
    const char *format = archive_format_name(self->input.archive);
    return !self->is_zip || (format != NULL && (strstr(format, "uncompressed") != NULL ||
                                                strstr(format, "deflation") != NULL));
}

static Source *open_stream_entry(SourceArchive *self, GError **error)
{
    if (!is_bounded(self)) {
        g_set_error_literal(
            error, MORGUE_ERROR, MORGUE_ERROR_INPUT,
            "in a zip file without its directory, only deflated entries can be read");
        return NULL;
    }
    if (self->is_charged)
        return source_open_filter(self->source, read_entry, self, NULL, self->name);
    Source *source = source_open_function(read_entry, self, NULL, self->name);
    source_join(source, self->source);
    return source;
}

/* Whether the bytes of the entry found last can be read again where they are. */
static gboolean is_in_place(const SourceArchive *self)
{
    guint64 size;
    return !self->is_charged && source_is_seekable(self->source, &size) && self->start <= size &&
           self->length <= size - self->start;
}

/*
 * Takes what is left to be copied; FALSE where it is too long. A cut that ends the archive is told
 * by the archive, and so not again by the entry.
 */
static gboolean take_bytes(const SourceArchive *self, Source *bytes, KeptEntry *entry,
                           GError **failure)
{
    gsize available;
    gboolean is_cut;
    entry->bytes = source_peek_all(bytes, &available, &is_cut, NULL);
    entry->length = available;
    if (entry->bytes == NULL || (is_cut && available >= SOURCE_ITEM_CEILING))
        return FALSE;
    if (is_cut && !self->input.is_over)
        source_peek(bytes, (gsize)entry->length + 1, &available, failure);
    return TRUE;
}

static gboolean keep(SourceArchive *self, Source *bytes, guint64 *place, GError **error)
{
    g_autoptr(GError) failure = NULL;
    KeptEntry entry = {
        .name = self->name, .offset = self->offset, .start = self->start, .length = self->length};
    if (!is_in_place(self) && !take_bytes(self, bytes, &entry, &failure))
        return FALSE;
    entry.failure = failure;
    if (!kept_entries_add(self->kept, &entry, place, error))
        return FALSE;
    add_known(self, self->name, *place);
    return TRUE;
}

static gboolean return_to_kept(SourceArchive *self, guint64 place, ArchiveEntry *entry)
{
    guint64 offset;
    g_autofree char *name = kept_entries_name(self->kept, place, &offset);
    if (name == NULL)
        return FALSE;
    take_name(self, name, strlen(name));
    *entry = (ArchiveEntry){.name = self->name, .offset = offset, .place = place};
    self->is_kept = TRUE;
    self->place = place;
    return TRUE;
}

/* Both */

EntryStatus source_archive_next(SourceArchive *archive, ArchiveEntry *entry, GError **error)
{
    if (archive->zip != NULL)
        return next_in_zip(archive, entry, error);
    return next_in_stream(archive, entry, error);
}

gboolean source_archive_keep(SourceArchive *archive, Source *bytes, ArchiveEntry *entry,
                             GError **error)
{
    return archive->zip != NULL || keep(archive, bytes, &entry->place, error);
}

gboolean source_archive_return(SourceArchive *archive, guint64 place, ArchiveEntry *entry)
{
    return archive->zip != NULL ? return_in_zip(archive, place, entry)
                                : return_to_kept(archive, place, entry);
}

gboolean source_archive_find(SourceArchive *archive, const char *label, ArchiveEntry *entry)
{
    if (archive->zip != NULL)
        learn_names(archive);
    guint hash = g_str_hash(label);
    for (guint i = find_hash(archive, hash); i < archive->known->len; i++) {
        const Known *known = &g_array_index(archive->known, Known, i);
        if (known->hash != hash)
            break;
        if (source_archive_return(archive, known->place, entry) && strcmp(entry->name, label) == 0)
            return TRUE;
    }
    return FALSE;
}

Source *source_archive_open_entry(SourceArchive *archive, GError **error)
{
    if (archive->is_kept)
        return kept_entries_open(archive->kept, archive->place, archive->name);
    if (archive->zip == NULL)
        return open_stream_entry(archive, error);
    return zip_directory_open_entry(archive->zip, &archive->zip_entry, archive->name, error);
}

gboolean source_archive_is_over(const SourceArchive *archive)
{
    return archive->input.is_over;
}
