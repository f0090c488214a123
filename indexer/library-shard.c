/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small databases, compacted into one. */
#include "indexer/library-shard.h"

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

struct LibraryShard {
    char *directory; /* of all parts */
    GArray *parts;   /* of Part: those that are complete, oldest first; levels never rise */
    guint numbers;   /* given out so far */
    XapianWritableDatabase *part; /* being filled, or NULL */
    guint part_number;
    guint32 part_count;
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

LibraryShard *library_shard_new(const char *directory)
{
    LibraryShard *shard = g_new0(LibraryShard, 1);
    shard->directory = g_strdup(directory);
    shard->parts = g_array_new(FALSE, FALSE, sizeof(Part));
    shard->synonyms = g_hash_table_new_full(pair_hash, pair_equal, g_free, NULL);
    shard->pair = g_string_new(NULL);
    return shard;
}

void library_shard_free(LibraryShard *shard)
{
    if (shard == NULL)
        return;
    xapian_writable_database_free(shard->part);
    g_array_unref(shard->parts);
    g_hash_table_unref(shard->synonyms);
    g_string_free(shard->pair, TRUE);
    g_free(shard->directory);
    g_free(shard);
}

static char *part_path(const LibraryShard *shard, guint number)
{
    return g_strdup_printf("%s/%u", shard->directory, number);
}

static XapianStatus add_part(const LibraryShard *shard, guint number, XapianDatabase *parts,
                             XapianError *error)
{
    g_autofree char *path = part_path(shard, number);
    XapianDatabase *part;
    XapianStatus status = xapian_database_open(path, XAPIAN_DB_BACKEND_GLASS, &part, error);
    if (status != XAPIAN_OK)
        return status;
    status = xapian_database_add_database(parts, part, error);
    xapian_database_free(part);
    return status;
}

/* Compacts the parts from the `first` on, in their order, into the database `path`. */
static gboolean compact_parts(const LibraryShard *shard, guint first, const char *path,
                              GError **error)
{
    XapianError cause;
    XapianDatabase *parts;
    XapianStatus status = xapian_database_new(&parts, &cause);
    if (status != XAPIAN_OK)
        return morgue_error_from_xapian_writing(error, &cause, path);
    for (guint i = first; i < shard->parts->len && status == XAPIAN_OK; i++)
        status = add_part(shard, g_array_index(shard->parts, Part, i).number, parts, &cause);
    if (status == XAPIAN_OK)
        status = xapian_database_compact(parts, path, XAPIAN_DBCOMPACT_MULTIPASS, 0, NULL, &cause);
    xapian_database_free(parts);
    return status == XAPIAN_OK || morgue_error_from_xapian_writing(error, &cause, path);
}

/* How many parts at the end are of the level of the last one. */
static guint count_of_level(const LibraryShard *shard)
{
    guint count = 0, length = shard->parts->len;
    while (count < length && g_array_index(shard->parts, Part, length - 1 - count).level ==
                                 g_array_index(shard->parts, Part, length - 1).level)
        count++;
    return count;
}

/* Replaces the parts of the last one's level by one of the next. */
static gboolean fold_parts(LibraryShard *shard, GError **error)
{
    guint first = shard->parts->len - count_of_level(shard);
    const Part whole = {shard->numbers++, g_array_index(shard->parts, Part, first).level + 1};
    g_autofree char *path = part_path(shard, whole.number);
    if (!compact_parts(shard, first, path, error))
        return FALSE;
    for (guint i = first; i < shard->parts->len; i++) {
        g_autofree char *folded = part_path(shard, g_array_index(shard->parts, Part, i).number);
        directory_remove(folded);
    }
    g_array_set_size(shard->parts, first);
    g_array_append_val(shard->parts, whole);
    return TRUE;
}

static gboolean commit_part(LibraryShard *shard, GError **error)
{
    XapianError cause;
    if (shard->part == NULL)
        return TRUE;
    if (xapian_writable_database_commit(shard->part, &cause) != XAPIAN_OK)
        return morgue_error_from_xapian_writing(error, &cause, shard->directory);
    xapian_writable_database_free(shard->part);
    shard->part = NULL;
    const Part part = {shard->part_number, 0};
    g_array_append_val(shard->parts, part);
    while (count_of_level(shard) == PARTS_FOLDED) {
        if (!fold_parts(shard, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean begin_part(LibraryShard *shard, GError **error)
{
    if (!commit_part(shard, error))
        return FALSE;
    XapianError cause;
    shard->part_number = shard->numbers++;
    g_autofree char *path = part_path(shard, shard->part_number);
    int flags = XAPIAN_DB_CREATE | XAPIAN_DB_BACKEND_GLASS | XAPIAN_DB_NO_SYNC;
    shard->part_count = 0;
    return xapian_writable_database_open(path, flags, 0, &shard->part, &cause) == XAPIAN_OK ||
           morgue_error_from_xapian_writing(error, &cause, path);
}

static void append_term(GString *pair, const Document *document, guint32 place)
{
    const DocumentTerm *term = &g_array_index(document->terms, DocumentTerm, place);
    g_string_append_len(pair, (const char *)document->bytes->data + term->start, term->length);
}

/* Remembers which stems stand for which words that have positions. */
static void add_synonyms(LibraryShard *shard, const Document *document)
{
    for (guint i = 0; i < document->synonyms->len; i++) {
        const DocumentSynonym *synonym = &g_array_index(document->synonyms, DocumentSynonym, i);
        g_string_truncate(shard->pair, 0);
        append_term(shard->pair, document, synonym->stem);
        g_string_append_c(shard->pair, '\0');
        append_term(shard->pair, document, synonym->word);
        if (!g_hash_table_contains(shard->synonyms, shard->pair->str))
            g_hash_table_add(shard->synonyms, g_memdup2(shard->pair->str, shard->pair->len + 1));
    }
}

static XapianStatus add_terms(const Document *document, XapianDocument *target, XapianError *error)
{
    XapianStatus status = XAPIAN_OK;
    const char *bytes = (const char *)document->bytes->data;
    for (guint i = 0; i < document->terms->len && status == XAPIAN_OK; i++) {
        const DocumentTerm *term = &g_array_index(document->terms, DocumentTerm, i);
        status =
            xapian_document_add_term(target, bytes + term->start, term->length, term->wdf, error);
    }
    for (guint i = 0; i < document->postings->len && status == XAPIAN_OK; i++) {
        const Posting *posting = &g_array_index(document->postings, Posting, i);
        const DocumentTerm *term = &g_array_index(document->terms, DocumentTerm, posting->term);
        status = xapian_document_add_posting(target, bytes + term->start, term->length,
                                             posting->position, 0, error);
    }
    return status;
}

static XapianStatus fill_document(const Document *document, XapianDocument *target,
                                  XapianError *error)
{
    XapianStatus status = add_terms(document, target, error);
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

gboolean library_shard_add(LibraryShard *shard, const Document *document, GError **error)
{
    if ((shard->part == NULL || shard->part_count == PART_DOCUMENTS) && !begin_part(shard, error))
        return FALSE;
    XapianError cause;
    XapianDocument *target;
    XapianDocid added;
    XapianStatus status = xapian_document_new(&target, &cause);
    if (status == XAPIAN_OK) {
        status = fill_document(document, target, &cause);
        if (status == XAPIAN_OK)
            status = xapian_writable_database_add_document(shard->part, target, &added, &cause);
        xapian_document_free(target);
    }
    if (status != XAPIAN_OK)
        return morgue_error_from_xapian_writing(error, &cause, shard->directory);
    add_synonyms(shard, document);
    shard->part_count++;
    return TRUE;
}

gboolean library_shard_set(LibraryShard *shard, const char *key, const char *value, GError **error)
{
    if (shard->part == NULL && !begin_part(shard, error))
        return FALSE;
    XapianError cause;
    return xapian_writable_database_set_metadata(shard->part, key, strlen(key), value,
                                                 strlen(value), &cause) == XAPIAN_OK ||
           morgue_error_from_xapian_writing(error, &cause, shard->directory);
}

static gboolean write_synonyms(LibraryShard *shard, GError **error)
{
    XapianError cause;
    GHashTableIter iterator;
    gpointer pair;
    g_hash_table_iter_init(&iterator, shard->synonyms);
    while (g_hash_table_iter_next(&iterator, &pair, NULL)) {
        const char *stem = pair;
        const char *word = stem + strlen(stem) + 1;
        if (xapian_writable_database_add_synonym(shard->part, stem, strlen(stem), word,
                                                 strlen(word), &cause) != XAPIAN_OK)
            return morgue_error_from_xapian_writing(error, &cause, shard->directory);
    }
    return TRUE;
}

gboolean library_shard_finish(LibraryShard *shard, const char *path, GError **error)
{
    return (shard->part != NULL || begin_part(shard, error)) && write_synonyms(shard, error) &&
           commit_part(shard, error) && compact_parts(shard, 0, path, error);
}
