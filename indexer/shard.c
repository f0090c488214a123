/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing a shard: small databases, compacted into one. */
#include "indexer/shard.h"

#include <errno.h>
#include <string.h>

#include "indexer/directory.h"
#include "morgue/error.h"

/* Documents of a small database. Measured: docs/measurements.md, Building. */
#define PART_DOCUMENTS 1000

/*
 * Parts that are compacted into a larger one when there are as many; and so on with those. A
 * compaction holds four to six files of each part open, of the 1,024 that a process usually may
 * have.
 */
#define PARTS_FOLDED 64

/* A database that is complete. */
typedef struct {
    guint number; /* names its directory */
    guint level;  /* how often its documents have been compacted */
} Part;

struct ShardWriter {
    char *path;
    char *parts_path;
    GArray *parts; /* of Part: those that are complete, oldest first; levels never rise */
    guint numbers; /* given out so far */
    XapianWritableDatabase *part; /* being filled, or NULL */
    guint part_number;
    guint32 part_count;
    guint32 count;
    GHashTable *synonyms; /* a set of char *: stem, NUL, word, NUL */
    GString *pair;
};

static guint pair_hash(gconstpointer key)
{
    const char *stem = key;
    return g_str_hash(stem) * 33 ^ g_str_hash(stem + strlen(stem) + 1);
}

static gboolean pair_equal(gconstpointer a, gconstpointer b)
{
    const char *first = a, *second = b;
    return strcmp(first, second) == 0 &&
           strcmp(first + strlen(first) + 1, second + strlen(second) + 1) == 0;
}

ShardWriter *shard_writer_new(const char *path)
{
    ShardWriter *writer = g_new0(ShardWriter, 1);
    writer->path = g_strdup(path);
    writer->parts_path = g_strconcat(path, ".parts", NULL);
    writer->parts = g_array_new(FALSE, FALSE, sizeof(Part));
    writer->synonyms = g_hash_table_new_full(pair_hash, pair_equal, g_free, NULL);
    writer->pair = g_string_new(NULL);
    return writer;
}

void shard_writer_free(ShardWriter *writer)
{
    if (writer == NULL)
        return;
    xapian_writable_database_free(writer->part);
    directory_remove(writer->parts_path);
    g_array_unref(writer->parts);
    g_hash_table_unref(writer->synonyms);
    g_string_free(writer->pair, TRUE);
    g_free(writer->parts_path);
    g_free(writer->path);
    g_free(writer);
}

static char *part_path(const ShardWriter *writer, guint number)
{
    return g_strdup_printf("%s/%u", writer->parts_path, number);
}

static XapianStatus add_part(const ShardWriter *writer, guint number, XapianDatabase *parts,
                             XapianError *error)
{
    g_autofree char *path = part_path(writer, number);
    XapianDatabase *part;
    XapianStatus status = xapian_database_open(path, XAPIAN_DB_BACKEND_GLASS, &part, error);
    if (status != XAPIAN_OK)
        return status;
    status = xapian_database_add_database(parts, part, error);
    xapian_database_free(part);
    return status;
}

/* Compacts the parts from the `first` on, in their order, into the database `path`. */
static gboolean compact_parts(const ShardWriter *writer, guint first, const char *path,
                              GError **error)
{
    XapianError cause;
    XapianDatabase *parts;
    XapianStatus status = xapian_database_new(&parts, &cause);
    if (status != XAPIAN_OK)
        return morgue_error_from_xapian_writing(error, &cause, path);
    for (guint i = first; i < writer->parts->len && status == XAPIAN_OK; i++)
        status = add_part(writer, g_array_index(writer->parts, Part, i).number, parts, &cause);
    if (status == XAPIAN_OK)
        status = xapian_database_compact(parts, path, XAPIAN_DBCOMPACT_MULTIPASS, 0, NULL, &cause);
    xapian_database_free(parts);
    return status == XAPIAN_OK || morgue_error_from_xapian_writing(error, &cause, path);
}

/* How many parts at the end are of the level of the last one. */
static guint count_of_level(const ShardWriter *writer)
{
    guint count = 0, length = writer->parts->len;
    while (count < length && g_array_index(writer->parts, Part, length - 1 - count).level ==
                                 g_array_index(writer->parts, Part, length - 1).level)
        count++;
    return count;
}

/* Replaces the parts of the last one's level by one of the next. */
static gboolean fold_parts(ShardWriter *writer, GError **error)
{
    guint first = writer->parts->len - count_of_level(writer);
    const Part whole = {writer->numbers++, g_array_index(writer->parts, Part, first).level + 1};
    g_autofree char *path = part_path(writer, whole.number);
    if (!compact_parts(writer, first, path, error))
        return FALSE;
    for (guint i = first; i < writer->parts->len; i++) {
        g_autofree char *folded = part_path(writer, g_array_index(writer->parts, Part, i).number);
        directory_remove(folded);
    }
    g_array_set_size(writer->parts, first);
    g_array_append_val(writer->parts, whole);
    return TRUE;
}

static gboolean commit_part(ShardWriter *writer, GError **error)
{
    XapianError cause;
    if (writer->part == NULL)
        return TRUE;
    if (xapian_writable_database_commit(writer->part, &cause) != XAPIAN_OK)
        return morgue_error_from_xapian_writing(error, &cause, writer->parts_path);
    xapian_writable_database_free(writer->part);
    writer->part = NULL;
    const Part part = {writer->part_number, 0};
    g_array_append_val(writer->parts, part);
    while (count_of_level(writer) == PARTS_FOLDED) {
        if (!fold_parts(writer, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean begin_part(ShardWriter *writer, GError **error)
{
    if (!commit_part(writer, error))
        return FALSE;
    if (g_mkdir_with_parents(writer->parts_path, 0777) != 0) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", writer->parts_path,
                    g_strerror(errno));
        return FALSE;
    }
    XapianError cause;
    writer->part_number = writer->numbers++;
    g_autofree char *path = part_path(writer, writer->part_number);
    int flags = XAPIAN_DB_CREATE | XAPIAN_DB_BACKEND_GLASS | XAPIAN_DB_NO_SYNC;
    writer->part_count = 0;
    return xapian_writable_database_open(path, flags, 0, &writer->part, &cause) == XAPIAN_OK ||
           morgue_error_from_xapian_writing(error, &cause, path);
}

/* Remembers that a stem stands for a word that has positions. */
static void add_synonym(ShardWriter *writer, const Document *document, const Posting *stem,
                        const Posting *word)
{
    const char *bytes = (const char *)document->bytes->data;
    g_string_truncate(writer->pair, 0);
    g_string_append_len(writer->pair, bytes + stem->term, stem->length);
    g_string_append_c(writer->pair, '\0');
    g_string_append_len(writer->pair, bytes + word->term, word->length);
    if (!g_hash_table_contains(writer->synonyms, writer->pair->str))
        g_hash_table_add(writer->synonyms, g_memdup2(writer->pair->str, writer->pair->len + 1));
}

/* A stem of the text itself: those of a field have the field's prefix after the Z. */
static gboolean is_stem(const Document *document, const Posting *posting)
{
    const char *term = (const char *)document->bytes->data + posting->term;
    return posting->position == 0 && *term == 'Z' && !g_ascii_isupper(term[1]);
}

/*
 * A stem follows its word. That of a form without accents, which stands behind the word itself and
 * its stem, leads to the word with them, too: a query without accents weighs both.
 */
static void add_synonyms(ShardWriter *writer, const Document *document, guint stem)
{
    const Posting *posting = &g_array_index(document->postings, Posting, stem);
    const Posting *word = posting - 1;
    add_synonym(writer, document, posting, word);
    if (stem > 2 && is_stem(document, word - 1) && word[-2].position == word->position)
        add_synonym(writer, document, posting, word - 2);
}

static XapianStatus add_postings(ShardWriter *writer, const Document *document,
                                 XapianDocument *target, XapianError *error)
{
    XapianStatus status = XAPIAN_OK;
    for (guint i = 0; i < document->postings->len && status == XAPIAN_OK; i++) {
        const Posting *posting = &g_array_index(document->postings, Posting, i);
        const char *term = (const char *)document->bytes->data + posting->term;
        if (posting->position != 0)
            status = xapian_document_add_posting(target, term, posting->length, posting->position,
                                                 posting->wdf, error);
        else
            status = xapian_document_add_term(target, term, posting->length, posting->wdf, error);
        if (i > 0 && is_stem(document, posting) && posting[-1].position != 0)
            add_synonyms(writer, document, i);
    }
    return status;
}

static XapianStatus fill_document(ShardWriter *writer, const Document *document,
                                  XapianDocument *target, XapianError *error)
{
    XapianStatus status = add_postings(writer, document, target, error);
    for (guint i = 0; i < document->values->len && status == XAPIAN_OK; i++) {
        const DocumentValue *value = &g_array_index(document->values, DocumentValue, i);
        status = xapian_document_add_value(target, value->slot,
                                           (const char *)document->bytes->data + value->start,
                                           value->length, error);
    }
    if (status == XAPIAN_OK)
        status = xapian_document_set_data(target, document->data->str, document->data->len, error);
    return status;
}

gboolean shard_writer_add(ShardWriter *writer, const Document *document, guint32 *docid,
                          GError **error)
{
    if ((writer->part == NULL || writer->part_count == PART_DOCUMENTS) &&
        !begin_part(writer, error))
        return FALSE;
    XapianError cause;
    XapianDocument *target;
    XapianDocid added;
    XapianStatus status = xapian_document_new(&target, &cause);
    if (status == XAPIAN_OK) {
        status = fill_document(writer, document, target, &cause);
        if (status == XAPIAN_OK)
            status = xapian_writable_database_add_document(writer->part, target, &added, &cause);
        xapian_document_free(target);
    }
    if (status != XAPIAN_OK)
        return morgue_error_from_xapian_writing(error, &cause, writer->parts_path);
    writer->part_count++;
    *docid = ++writer->count;
    return TRUE;
}

guint32 shard_writer_count(const ShardWriter *writer)
{
    return writer->count;
}

gboolean shard_writer_set(ShardWriter *writer, const char *key, const char *value, GError **error)
{
    if (writer->part == NULL && !begin_part(writer, error))
        return FALSE;
    XapianError cause;
    return xapian_writable_database_set_metadata(writer->part, key, strlen(key), value,
                                                 strlen(value), &cause) == XAPIAN_OK ||
           morgue_error_from_xapian_writing(error, &cause, writer->parts_path);
}

static gboolean write_synonyms(ShardWriter *writer, GError **error)
{
    XapianError cause;
    GHashTableIter iterator;
    gpointer pair;
    g_hash_table_iter_init(&iterator, writer->synonyms);
    while (g_hash_table_iter_next(&iterator, &pair, NULL)) {
        const char *stem = pair;
        const char *word = stem + strlen(stem) + 1;
        if (xapian_writable_database_add_synonym(writer->part, stem, strlen(stem), word,
                                                 strlen(word), &cause) != XAPIAN_OK)
            return morgue_error_from_xapian_writing(error, &cause, writer->parts_path);
    }
    return TRUE;
}

gboolean shard_writer_finish(ShardWriter *writer, GError **error)
{
    if ((writer->part == NULL && !begin_part(writer, error)) || !write_synonyms(writer, error) ||
        !commit_part(writer, error) || !compact_parts(writer, 0, writer->path, error))
        return FALSE;
    directory_remove(writer->parts_path);
    return TRUE;
}
