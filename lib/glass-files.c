/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The version file of a glass database (`iamglass`, format 2016-03-14): magic and version in 16
 * bytes, a uuid, the revision, and for each table the root block, flags, the number of entries,
 * the block size in units of 2 KiB, a compression threshold, and the free list, whose second
 * number is the first unused block. Flags are two bits, and above them the level of the root. Then
 * follow the number of documents, by how much the last docid is higher, and bounds of lengths.
 *
 * libxapian believes these numbers: of a root beyond the end, a block size of nothing or a level
 * of a thousand it reads memory that is not its own. So they are looked at before.
 */
#include "morgue/glass-files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "morgue/error.h"

/* Before the revision: magic, version, uuid. */
#define HEADER_LENGTH 32
#define BLOCK_UNIT    2048

/* The format's own ceilings: a block of 64 KiB, block numbers of 32 bits, ten levels. */
#define BLOCK_UNITS_MAX 32
#define BLOCKS_MAX      G_MAXUINT32
#define LEVEL_MAX       9

/* In a root's flags: there is nothing on disk. */
#define FLAG_FAKE  1
#define LEVEL_FROM 2

static const guint8 magic[] = "\x0f\x0dXapian Glass\x04\x6e";

/* Whether a table that is not empty has been opened. `docid`: of a document. */
typedef XapianStatus (*HasTable)(const XapianDatabase *database, XapianDocid docid, bool *found,
                                 XapianError *cause);

static XapianStatus has_data(const XapianDatabase *database, XapianDocid docid, bool *found,
                             XapianError *cause)
{
    XapianDocument *document = NULL;
    XapianString data = XAPIAN_STRING_INIT;
    XapianStatus status = xapian_database_get_document(database, docid, 0, &document, cause);
    if (status == XAPIAN_OK)
        status = xapian_document_get_data(document, &data, cause);
    *found = data.length > 0;
    xapian_string_clear(&data);
    xapian_document_free(document);
    return status;
}

/* Frees the list, which may be NULL. */
static XapianStatus has_first(XapianTermIterator *terms, bool *found, XapianError *cause)
{
    XapianStatus status = terms == NULL ? XAPIAN_END : xapian_term_iterator_next(terms, cause);
    *found = status == XAPIAN_OK;
    xapian_term_iterator_free(terms);
    return status == XAPIAN_END ? XAPIAN_OK : status;
}

static XapianStatus has_terms(const XapianDatabase *database, XapianDocid docid, bool *found,
                              XapianError *cause)
{
    XapianTermIterator *terms = NULL;
    XapianStatus status = xapian_database_termlist(database, docid, &terms, cause);
    *found = false;
    if (status == XAPIAN_FEATURE_UNAVAILABLE_ERROR)
        return XAPIAN_OK;
    return status == XAPIAN_OK ? has_first(terms, found, cause) : status;
}

static XapianStatus has_positions(const XapianDatabase *database, XapianDocid docid, bool *found,
                                  XapianError *cause)
{
    (void)docid;
    return xapian_database_has_positions(database, found, cause);
}

static XapianStatus has_synonyms(const XapianDatabase *database, XapianDocid docid, bool *found,
                                 XapianError *cause)
{
    (void)docid;
    XapianTermIterator *keys = NULL;
    XapianStatus status = xapian_database_synonym_keys(database, "", 0, &keys, cause);
    return status == XAPIAN_OK ? has_first(keys, found, cause) : status;
}

/* In the order of the version file. Without its postings no database opens; spelling is not used.
 */
static const struct {
    const char *name;
    HasTable is_there;
} table_rows[GLASS_TABLES] = {
    {"postlist", NULL},          {"docdata", has_data}, {"termlist", has_terms},
    {"position", has_positions}, {"spelling", NULL},    {"synonym", has_synonyms},
};

typedef struct {
    const guint8 *at, *end;
} Bytes;

/* Seven bits a byte, low ones first. */
static gboolean take_number(Bytes *bytes, guint64 *number)
{
    *number = 0;
    for (guint shift = 0; bytes->at < bytes->end && shift < 63; shift += 7) {
        guint8 byte = *bytes->at++;
        *number |= (guint64)(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0)
            return TRUE;
    }
    return FALSE;
}

/* A table that is on disk has a root in it; blocks are of a power of two. */
static gboolean is_possible(guint64 root, guint64 flags, guint64 block_units, guint64 blocks)
{
    gboolean is_size =
        block_units > 0 && block_units <= BLOCK_UNITS_MAX && (block_units & (block_units - 1)) == 0;
    gboolean is_fake = (flags & FLAG_FAKE) != 0;
    return is_size && flags >> LEVEL_FROM <= LEVEL_MAX &&
           (is_fake || (root < blocks && blocks <= BLOCKS_MAX));
}

static gboolean take_table(Bytes *bytes, GlassTable *table)
{
    guint64 root, flags, block_units, threshold, length, revision, blocks = 0;
    if (!take_number(bytes, &root) || !take_number(bytes, &flags) ||
        !take_number(bytes, &table->entries) || !take_number(bytes, &block_units) ||
        !take_number(bytes, &threshold) || !take_number(bytes, &length) ||
        length > (guint64)(bytes->end - bytes->at))
        return FALSE;
    Bytes free_list = {bytes->at, bytes->at + length};
    bytes->at += length;
    gboolean fake = (flags & FLAG_FAKE) != 0;
    if (!fake && (!take_number(&free_list, &revision) || !take_number(&free_list, &blocks)))
        return FALSE;
    if (!is_possible(root, flags, block_units, blocks))
        return FALSE;
    table->root = (guint32)root;
    table->level = (guint)(flags >> LEVEL_FROM);
    table->block_size = (guint)block_units * BLOCK_UNIT;
    table->blocks = blocks;
    return TRUE;
}

static gboolean verify_table(const char *directory, const char *table, guint64 size, GError **error)
{
    g_autofree char *name = g_strconcat(table, ".glass", NULL);
    g_autofree char *path = g_build_filename(directory, name, NULL);
    struct stat status;
    guint64 present = stat(path, &status) == 0 ? (guint64)status.st_size : 0;
    if (size > 0 && present > 0 && access(path, R_OK) != 0) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
        return FALSE;
    }
    if (present >= size)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED,
                "%s: has %" G_GUINT64_FORMAT " bytes, should have %" G_GUINT64_FORMAT, path,
                present, size);
    return FALSE;
}

static gboolean extend_table(const char *directory, const char *table, guint64 size, GError **error)
{
    g_autofree char *path = g_strdup_printf("%s/%s.glass", directory, table);
    struct stat status;
    gboolean is_short =
        stat(path, &status) == 0 && status.st_size > 0 && (guint64)status.st_size < size;
    if (!is_short || truncate(path, (off_t)size) == 0)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
    return FALSE;
}

typedef gboolean (*TableAction)(const char *directory, const char *table, guint64 size,
                                GError **error);

/* The version file of a directory, NUL at its end. */
static char *read_version_file(const char *directory, gsize *length, GError **error)
{
    g_autofree char *path = g_build_filename(directory, "iamglass", NULL);
    char *contents;
    g_autoptr(GError) cause = NULL;
    if (g_file_get_contents(path, &contents, length, &cause))
        return contents;
    gboolean is_missing = g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
                          g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
    g_set_error(error, MORGUE_ERROR, is_missing ? MORGUE_ERROR_DAMAGED : MORGUE_ERROR_FAILED, "%s",
                cause->message);
    return NULL;
}

static gboolean take_header(Bytes *bytes)
{
    guint64 revision;
    gboolean is_ours =
        bytes->end - bytes->at > HEADER_LENGTH && memcmp(bytes->at, magic, sizeof magic - 1) == 0;
    if (is_ours)
        bytes->at += HEADER_LENGTH;
    return is_ours && take_number(bytes, &revision);
}

static gboolean refuse_version_file(const char *directory, GError **error)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED,
                "%s" G_DIR_SEPARATOR_S
                "iamglass: not the version file of a glass database of Xapian 1.4",
                directory);
    return FALSE;
}

gboolean glass_files_read_tables(const char *directory, GlassTable tables[GLASS_TABLES],
                                 GError **error)
{
    gsize length;
    g_autofree char *contents = read_version_file(directory, &length, error);
    if (contents == NULL)
        return FALSE;
    const guint8 *start = (const guint8 *)contents;
    Bytes bytes = {start, start + length};
    gboolean readable = take_header(&bytes);
    for (gsize i = 0; i < GLASS_TABLES && readable; i++)
        readable = take_table(&bytes, &tables[i]);
    return readable || refuse_version_file(directory, error);
}

/* Does something with each table and the size that it must have. */
static gboolean for_each_table(const char *directory, TableAction action,
                               GlassTable tables[GLASS_TABLES], GError **error)
{
    gboolean done = glass_files_read_tables(directory, tables, error);
    for (gsize i = 0; i < GLASS_TABLES && done; i++)
        done =
            action(directory, table_rows[i].name, tables[i].blocks * tables[i].block_size, error);
    return done;
}

/* Leaves `bytes` before the number by which the last docid is higher than that of documents. */
static gboolean skip_to_gaps(Bytes *bytes)
{
    GlassTable table;
    guint64 documents;
    gboolean readable = take_header(bytes);
    for (gsize i = 0; i < GLASS_TABLES && readable; i++)
        readable = take_table(bytes, &table);
    return readable && take_number(bytes, &documents);
}

gboolean glass_files_close_gaps(const char *directory, GError **error)
{
    gsize length;
    guint64 gaps;
    g_autofree char *contents = read_version_file(directory, &length, error);
    if (contents == NULL)
        return FALSE;
    const guint8 *start = (const guint8 *)contents;
    Bytes bytes = {start, start + length};
    if (!skip_to_gaps(&bytes))
        return refuse_version_file(directory, error);
    gsize kept = (gsize)(bytes.at - start);
    if (!take_number(&bytes, &gaps))
        return refuse_version_file(directory, error);
    g_autoptr(GByteArray) changed = g_byte_array_new();
    g_byte_array_append(changed, start, (guint)kept);
    g_byte_array_append(changed, (const guint8 *)"", 1); /* none */
    g_byte_array_append(changed, bytes.at, (guint)(bytes.end - bytes.at));
    g_autofree char *path = g_build_filename(directory, "iamglass", NULL);
    g_autoptr(GError) cause = NULL;
    if (g_file_set_contents(path, (const char *)changed->data, changed->len, &cause))
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s", cause->message);
    return FALSE;
}

gboolean glass_files_verify(const char *directory, GError **error)
{
    GlassTable tables[GLASS_TABLES];
    return for_each_table(directory, verify_table, tables, error);
}

gboolean glass_files_extend(const char *directory, GError **error)
{
    GlassTable tables[GLASS_TABLES];
    return for_each_table(directory, extend_table, tables, error);
}

/* What keeps a table from being opened, if it still does; else it may have been replaced. */
static gboolean fail_table(const char *directory, const char *table, GError **error)
{
    g_autofree char *path = g_strdup_printf("%s/%s.glass", directory, table);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    gboolean is_other = descriptor < 0 && errno != ENOENT;
    g_set_error(error, MORGUE_ERROR, is_other ? MORGUE_ERROR_FAILED : MORGUE_ERROR_DAMAGED,
                "%s: %s", path, descriptor < 0 ? g_strerror(errno) : "could not be opened");
    if (descriptor >= 0)
        close(descriptor);
    return FALSE;
}

static gboolean verify_open(const char *directory, const XapianDatabase *database,
                            const GlassTable tables[GLASS_TABLES], GError **error)
{
    XapianPostingIterator *documents = NULL;
    XapianDocid docid = 0;
    XapianError cause;
    XapianStatus status = xapian_database_postlist(database, "", 0, &documents, &cause);
    if (status == XAPIAN_OK)
        status = xapian_posting_iterator_next(documents, &cause);
    if (status == XAPIAN_OK)
        docid = xapian_posting_iterator_get_docid(documents);
    xapian_posting_iterator_free(documents);
    if (status != XAPIAN_OK)
        return status == XAPIAN_END || morgue_error_from_xapian(error, &cause, directory);
    for (gsize i = 0; i < GLASS_TABLES; i++) {
        bool found = true;
        if (tables[i].entries > 0 && table_rows[i].is_there != NULL)
            status = table_rows[i].is_there(database, docid, &found, &cause);
        if (status != XAPIAN_OK)
            return morgue_error_from_xapian(error, &cause, directory);
        if (!found)
            return fail_table(directory, table_rows[i].name, error);
    }
    return TRUE;
}

gboolean glass_files_open(const char *directory, XapianDatabase **database, GError **error)
{
    GlassTable tables[GLASS_TABLES];
    XapianError cause;
    if (!for_each_table(directory, verify_table, tables, error))
        return FALSE;
    if (xapian_database_open(directory, XAPIAN_DB_BACKEND_GLASS, database, &cause) != XAPIAN_OK)
        return morgue_error_from_xapian(error, &cause, directory);
    if (verify_open(directory, *database, tables, error))
        return TRUE;
    g_clear_pointer(database, xapian_database_free);
    return FALSE;
}
