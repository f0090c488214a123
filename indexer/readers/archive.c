/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * zip and tar (formats.md §7): every entry is read like a file of its own, archives in archives
 * too. Nothing is ever unpacked.
 *
 * Entries that belong to a unit (the pages of a METS file) may come before or after what describes
 * it. Both are put off at first; when all else is read, then the units are, and at last those of
 * the parts that no unit has used. Where an archive cannot be gone back in, what is put off is
 * kept.
 */
#include "indexer/readers/table.h"

#include <string.h>

#include "indexer/article-stream.h"
#include "indexer/entry-name.h"
#include "indexer/sibling.h"
#include "indexer/source-archive.h"
#include "morgue/error.h"

#define REASON_ENCRYPTED "encrypted"

/* What is read first, then, and last. */
typedef enum { STAGE_ENTRIES, STAGE_UNITS, STAGE_PARTS, STAGE_COUNT } Stage;

/* An entry that is put off. */
typedef struct {
    guint64 place;
    const Reader *reader;
} PutOff;

/* Why the archive ends before its end, told when all that was put off has been read. */
typedef struct {
    GError *error; /* NULL: it does not */
    char *entry;
    guint64 offset;
} Ending;

typedef struct {
    Source *source;
    const ReaderContext *context;
    SourceArchive *archive;
    char *name; /* of the entry that is read */
    ReaderContext entry_context;
    ArticleStream *stream; /* of it, or NULL */

    Stage stage;
    GArray *put_off[STAGE_COUNT]; /* of PutOff, to be read in that stage; the first is empty */
    guint next;                   /* of those of this stage */
    GHashTable *used;             /* labels of siblings that were opened */
    Ending ending;
} ArchiveReader;

static Evidence archive_sniff(const guint8 *bytes, gsize length)
{
    return source_archive_is_zip(bytes, length) || source_archive_is_tar(bytes, length)
               ? EVIDENCE_CERTAIN
               : EVIDENCE_NONE;
}

static gpointer archive_open(Source *source, const ReaderContext *context, GError **error)
{
    SourceArchive *archive = source_archive_open(source, error);
    if (archive == NULL)
        return NULL;
    ArchiveReader *self = g_new0(ArchiveReader, 1);
    self->source = source;
    self->context = context;
    self->archive = archive;
    for (Stage stage = 0; stage < STAGE_COUNT; stage++)
        self->put_off[stage] = g_array_new(FALSE, FALSE, sizeof(PutOff));
    self->used = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return self;
}

static void leave_entry(ArchiveReader *self)
{
    article_stream_close(self->stream);
    self->stream = NULL;
    g_free((char *)self->entry_context.path);
    self->entry_context.path = NULL;
    g_clear_pointer(&self->name, g_free);
}

static void archive_close(gpointer state)
{
    ArchiveReader *self = state;
    leave_entry(self);
    source_archive_close(self->archive);
    for (Stage stage = 0; stage < STAGE_COUNT; stage++)
        g_array_unref(self->put_off[stage]);
    g_hash_table_unref(self->used);
    g_clear_error(&self->ending.error);
    g_free(self->ending.entry);
    g_free(self);
}

/* A SiblingOpen of reader.h. */
static Source *open_sibling(gpointer data, const char *name, GError **error)
{
    ArchiveReader *self = data;
    ArchiveEntry entry;
    g_autofree char *place = sibling_resolve(self->name, name);
    g_autofree char *label = place == NULL ? NULL : entry_name_clean(place, strlen(place));
    if (label == NULL || !source_archive_find(self->archive, label, &entry)) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT, "no entry %s", name);
        return NULL;
    }
    Source *source = source_archive_open_entry(self->archive, error);
    if (source == NULL)
        return NULL;
    g_hash_table_add(self->used, g_steal_pointer(&label));
    return source_decompress(source, error);
}

/* What a web archive collection has besides web archives: indexes of them. */
static gboolean is_index(ArchiveReader *self, const char *name)
{
    static const char *const beginnings[] = {"indexes/", "logs/", "pages/", "datapackage"};
    for (gsize i = 0; i < G_N_ELEMENTS(beginnings); i++)
        if (g_str_has_prefix(name, beginnings[i]))
            return source_archive_is_wacz(self->archive);
    return FALSE;
}

/* The next entry, and the reader of it where that is known. */
static EntryStatus next_entry(ArchiveReader *self, ArchiveEntry *entry, const Reader **reader,
                              GError **error)
{
    *reader = NULL;
    if (self->stage == STAGE_ENTRIES) {
        EntryStatus status = source_archive_next(self->archive, entry, error);
        if (status != ENTRY_NONE)
            return status;
        self->stage++;
    }
    for (; self->stage < STAGE_COUNT; self->stage++) {
        const GArray *put_off = self->put_off[self->stage];
        while (self->next < put_off->len) {
            const PutOff *one = &g_array_index(put_off, PutOff, self->next++);
            *reader = one->reader;
            if (source_archive_return(self->archive, one->place, entry))
                return ENTRY_FOUND;
        }
        self->next = 0;
    }
    return ENTRY_NONE;
}

static Stage stage_of(const Reader *reader)
{
    if (reader->is_part)
        return STAGE_PARTS;
    return reader->has_parts ? STAGE_UNITS : STAGE_ENTRIES;
}

/* Puts off the entry that is open, if it has another stage. FALSE where it is to be read now. */
static gboolean put_off(ArchiveReader *self, ArchiveEntry *entry, GError **error)
{
    const Reader *reader = article_stream_reader(self->stream);
    Stage stage = stage_of(reader);
    Source *bytes = article_stream_source(self->stream);
    if (self->stage != STAGE_ENTRIES || stage == STAGE_ENTRIES ||
        !source_archive_keep(self->archive, bytes, entry, error))
        return FALSE;
    const PutOff one = {entry->place, reader};
    g_array_append_val(self->put_off[stage], one);
    return TRUE;
}

/* Opens the entry found last. FALSE with `error` set. */
static gboolean enter(ArchiveReader *self, const ArchiveEntry *entry, const Reader *reader,
                      GError **error)
{
    if (entry->is_encrypted) {
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, REASON_ENCRYPTED);
        return FALSE;
    }
    reader_context_enter(&self->entry_context, self->context, self->name);
    self->entry_context.open_sibling = open_sibling;
    self->entry_context.sibling_data = self;
    Source *source = source_archive_open_entry(self->archive, error);
    if (source == NULL)
        return FALSE;
    self->stream = article_stream_open(source, reader, &self->entry_context, error);
    return self->stream != NULL;
}

static ReadStatus tell_ending(ArchiveReader *self, Article *article, GError **error)
{
    if (self->ending.error == NULL)
        return READ_END;
    article_clear(article);
    article->offset = self->ending.offset;
    article->entry = g_steal_pointer(&self->ending.entry);
    g_propagate_error(error, g_steal_pointer(&self->ending.error));
    return READ_FAILED;
}

/* No more can be read of the archive, for `failure`. READ_END where something was put off. */
static ReadStatus end_archive(ArchiveReader *self, Article *article, GError *failure,
                              GError **error)
{
    if (self->ending.error != NULL)
        g_error_free(failure);
    else
        self->ending = (Ending){failure, g_strdup(article->entry), article->offset};
    if (self->stage != STAGE_ENTRIES)
        return tell_ending(self, article, error);
    self->stage = STAGE_UNITS;
    return READ_END;
}

/* Leaves an entry after `failure`, which ends the archive where nothing more can be read. */
static ReadStatus fail_entry(ArchiveReader *self, Article *article, GError *failure, GError **error)
{
    GError *spent = NULL;
    article_enter(article, self->name);
    leave_entry(self);
    if (!source_charge(self->source, 0, &spent)) {
        g_error_free(failure);
        return end_archive(self, article, spent, error);
    }
    if (self->stage == STAGE_ENTRIES && source_archive_is_over(self->archive))
        return end_archive(self, article, failure, error);
    g_propagate_error(error, failure);
    return READ_SKIPPED;
}

static ReadStatus next_article(ArchiveReader *self, Article *article, GError **error)
{
    GError *failure = NULL;
    ReadStatus status = article_stream_next(self->stream, article, &failure);
    if (status == READ_FAILED)
        return fail_entry(self, article, failure, error);
    if (status == READ_END)
        leave_entry(self);
    else
        article_enter(article, self->name);
    if (failure != NULL)
        g_propagate_error(error, failure);
    return status;
}

/* Opens an entry, if it is to be read now: READ_ARTICLE, else READ_END. READ_SKIPPED tells why it
 * cannot be read, or why it cannot be put off. */
static ReadStatus open_entry(ArchiveReader *self, ArchiveEntry *entry, const Reader *reader,
                             Article *article, GError **error)
{
    GError *failure = NULL;
    self->name = g_strdup(entry->name);
    if (!enter(self, entry, reader, &failure))
        return fail_entry(self, article, failure, error);
    if (put_off(self, entry, &failure)) {
        leave_entry(self);
        return READ_END;
    }
    if (failure == NULL)
        return READ_ARTICLE;
    article_enter(article, self->name);
    g_propagate_error(error, failure);
    return READ_SKIPPED;
}

/* Goes on to the next entry; READ_ARTICLE where its stream is open. */
static ReadStatus advance(ArchiveReader *self, Article *article, GError **error)
{
    for (;;) {
        ArchiveEntry entry;
        const Reader *reader;
        GError *failure = NULL;
        ReadStatus status = READ_END;
        article_clear(article);
        switch (next_entry(self, &entry, &reader, &failure)) {
        case ENTRY_FOUND:
            if (!g_hash_table_contains(self->used, entry.name) && !is_index(self, entry.name))
                status = open_entry(self, &entry, reader, article, error);
            break;
        case ENTRY_DAMAGED:
            article->offset = entry.offset;
            g_propagate_error(error, failure);
            return READ_SKIPPED;
        case ENTRY_FAILED:
            article->offset = entry.offset;
            status = end_archive(self, article, failure, error);
            break;
        case ENTRY_NONE:
            return tell_ending(self, article, error);
        }
        if (status != READ_END)
            return status;
    }
}

static ReadStatus archive_next(gpointer state, Article *article, GError **error)
{
    ArchiveReader *self = state;
    ReadStatus status = self->stream != NULL ? next_article(self, article, error) : READ_END;
    while (status == READ_END) {
        status = advance(self, article, error);
        if (status != READ_ARTICLE)
            return status;
        status = next_article(self, article, error);
    }
    return status;
}

const Reader archive_reader = {
    .name = "archive",
    .summary = "zip and tar archives, and every format in them",
    .extensions = "zip tar wacz",
    .version = 2,
    .is_container = TRUE,
    .sniff = archive_sniff,
    .open = archive_open,
    .next = archive_next,
    .close = archive_close,
};
