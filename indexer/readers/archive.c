/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * zip and tar (formats.md §7): every entry is read like a file of its own, archives in archives
 * too. Nothing is ever unpacked.
 *
 * Entries that belong to a unit (the pages of a METS file) may come before or after what describes
 * it. In a zip file, what may be such a page is passed over at first; when all else is read, those
 * are read that no unit has used. A tar cannot be gone back in: there every entry stands alone.
 */
#include "indexer/readers/table.h"

#include <string.h>

#include "indexer/article-stream.h"
#include "indexer/entry-name.h"
#include "indexer/sibling.h"
#include "indexer/source-archive.h"
#include "morgue/error.h"

#define REASON_ENCRYPTED "encrypted"

typedef struct {
    Source *source;
    const ReaderContext *context;
    SourceArchive *archive;
    char *name; /* of the entry that is read */
    ReaderContext entry_context;
    ArticleStream *stream; /* of it, or NULL */

    GArray *parts; /* of guint64: places of entries to be read last */
    guint next_part;
    gboolean in_parts; /* all others have been read */
    GHashTable *used;  /* labels of siblings that were opened */
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
    self->parts = g_array_new(FALSE, FALSE, sizeof(guint64));
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
    g_array_unref(self->parts);
    g_hash_table_unref(self->used);
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

static EntryStatus next_entry(ArchiveReader *self, ArchiveEntry *entry, GError **error)
{
    while (!self->in_parts) {
        EntryStatus status = source_archive_next(self->archive, entry, error);
        if (status != ENTRY_NONE)
            return status;
        self->in_parts = TRUE;
    }
    while (self->next_part < self->parts->len) {
        guint64 place = g_array_index(self->parts, guint64, self->next_part++);
        if (source_archive_return(self->archive, place, entry))
            return ENTRY_FOUND;
    }
    return ENTRY_NONE;
}

static gboolean is_postponed(const ArchiveReader *self)
{
    return !self->in_parts && source_archive_is_seekable(self->archive) &&
           article_stream_reader(self->stream)->is_part;
}

/* Opens the entry found last; FALSE with `error` set, or without one where it is read later. */
static gboolean enter(ArchiveReader *self, const ArchiveEntry *entry, GError **error)
{
    if (entry->is_encrypted) {
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, REASON_ENCRYPTED);
        return FALSE;
    }
    reader_context_enter(&self->entry_context, self->context, self->name);
    if (source_archive_is_seekable(self->archive)) {
        self->entry_context.open_sibling = open_sibling;
        self->entry_context.sibling_data = self;
    }
    Source *source = source_archive_open_entry(self->archive, error);
    if (source == NULL)
        return FALSE;
    self->stream = article_stream_open(source, NULL, &self->entry_context, error);
    if (self->stream == NULL)
        return FALSE;
    if (!is_postponed(self))
        return TRUE;
    g_array_append_val(self->parts, entry->place);
    return FALSE;
}

/* Leaves an entry after a failure, which ends the archive where nothing more can be read. */
static ReadStatus fail_entry(ArchiveReader *self, Article *article, GError **error)
{
    article_enter(article, self->name);
    leave_entry(self);
    if (!source_charge(self->source, 0, NULL)) {
        g_clear_error(error);
        source_charge(self->source, 0, error);
        return READ_FAILED;
    }
    return source_archive_is_over(self->archive) ? READ_FAILED : READ_SKIPPED;
}

static ReadStatus next_article(ArchiveReader *self, Article *article, GError **error)
{
    ReadStatus status = article_stream_next(self->stream, article, error);
    if (status == READ_FAILED)
        return fail_entry(self, article, error);
    if (status == READ_END)
        leave_entry(self);
    else
        article_enter(article, self->name);
    return status;
}

/* Goes on to the next entry; READ_ARTICLE where its stream is open. */
static ReadStatus advance(ArchiveReader *self, Article *article, GError **error)
{
    for (;;) {
        ArchiveEntry entry;
        EntryStatus status = next_entry(self, &entry, error);
        if (status == ENTRY_NONE)
            return READ_END;
        if (status != ENTRY_FOUND) {
            article->offset = entry.offset;
            return status == ENTRY_DAMAGED ? READ_SKIPPED : READ_FAILED;
        }
        if (g_hash_table_contains(self->used, entry.name) || is_index(self, entry.name))
            continue;
        GError *failure = NULL;
        self->name = g_strdup(entry.name);
        if (enter(self, &entry, &failure))
            return READ_ARTICLE;
        if (failure != NULL) {
            g_propagate_error(error, failure);
            return fail_entry(self, article, error);
        }
        leave_entry(self);
    }
}

static ReadStatus archive_next(gpointer state, Article *article, GError **error)
{
    ArchiveReader *self = state;
    for (;;) {
        ReadStatus status = self->stream != NULL ? next_article(self, article, error) : READ_END;
        if (status != READ_END)
            return status;
        article_clear(article);
        status = advance(self, article, error);
        if (status != READ_ARTICLE)
            return status;
    }
}

const Reader archive_reader = {
    .name = "archive",
    .summary = "zip and tar archives, and every format in them",
    .extensions = "zip tar wacz",
    .version = 1,
    .is_container = TRUE,
    .sniff = archive_sniff,
    .open = archive_open,
    .next = archive_next,
    .close = archive_close,
};
