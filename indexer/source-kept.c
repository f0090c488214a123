/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table of entries; in the temporary file the name of each, its bytes and its failure. */
#include "indexer/source-kept.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "morgue/error.h"
#include "morgue/temporary-file.h"

typedef struct {
    guint64 name, bytes; /* where they begin: in the temporary file, or the bytes in the archive */
    guint64 length;      /* of the bytes */
    guint64 offset;      /* of the entry in the archive */
    guint32 name_length;
    guint16 message_length; /* of the failure, which stands after the bytes */
    gint16 code;            /* of it, MORGUE_ERROR_… */
    gboolean is_in_archive;
} Kept;

struct KeptEntries {
    Source *archive;
    GArray *table;   /* of Kept, by place */
    int descriptor;  /* -1 before there is an entry */
    guint64 written; /* bytes of the temporary file */
    gboolean is_full;
};

KeptEntries *kept_entries_new(Source *archive)
{
    KeptEntries *kept = g_new0(KeptEntries, 1);
    kept->archive = archive;
    kept->table = g_array_new(FALSE, FALSE, sizeof(Kept));
    kept->descriptor = -1;
    return kept;
}

void kept_entries_free(KeptEntries *kept)
{
    if (kept == NULL)
        return;
    if (kept->descriptor >= 0)
        close(kept->descriptor);
    g_array_unref(kept->table);
    g_free(kept);
}

/* Whether there is room for so many bytes more. */
static gboolean check_room(const KeptEntries *kept, guint64 length, GError **error)
{
    if (kept->table->len < KEPT_ENTRIES_MAX && length <= SOURCE_SPOOL_CEILING - kept->written)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_LIMIT,
                "pages of more than %" G_GUINT64_FORMAT
                " GB, or more than %u of them: from here on each is read alone",
                SOURCE_SPOOL_CEILING >> 30, KEPT_ENTRIES_MAX);
    return FALSE;
}

static gboolean append(KeptEntries *kept, const void *bytes, gsize length, GError **error)
{
    if (!temporary_file_write(kept->descriptor, kept->written, bytes, length, error))
        return FALSE;
    kept->written += length;
    return TRUE;
}

static gboolean add(KeptEntries *kept, const KeptEntry *entry, GError **error)
{
    const char *message = entry->failure == NULL ? "" : entry->failure->message;
    guint64 copied = entry->bytes == NULL ? 0 : entry->length;
    Kept one = {
        .name = kept->written,
        .length = entry->length,
        .offset = entry->offset,
        .name_length = (guint32)strlen(entry->name),
        .message_length = (guint16)MIN(strlen(message), G_MAXUINT16),
        .code = (gint16)(entry->failure == NULL ? 0 : entry->failure->code),
        .is_in_archive = entry->bytes == NULL,
    };
    one.bytes = one.is_in_archive ? entry->start : kept->written + one.name_length;
    if (!check_room(kept, one.name_length + copied + one.message_length, error))
        return FALSE;
    if (kept->descriptor < 0)
        kept->descriptor = temporary_file_open(error);
    if (kept->descriptor < 0 || !append(kept, entry->name, one.name_length, error) ||
        !append(kept, entry->bytes, (gsize)copied, error) ||
        !append(kept, message, one.message_length, error))
        return FALSE;
    g_array_append_val(kept->table, one);
    return TRUE;
}

gboolean kept_entries_add(KeptEntries *kept, const KeptEntry *entry, guint64 *place, GError **error)
{
    *place = kept->table->len;
    if (!kept->is_full && !add(kept, entry, error))
        kept->is_full = TRUE;
    return !kept->is_full;
}

/* Bytes of the temporary file, as SourceRead gives them. */
typedef struct {
    int descriptor; /* borrowed */
    guint64 at, end;
    GError *failure; /* owned; NULL: it just ends */
} Part;

static void part_free(gpointer state)
{
    Part *part = state;
    g_clear_error(&part->failure);
    g_free(part);
}

static gssize part_read(gpointer state, guint8 *buffer, gsize capacity, GError **error)
{
    Part *part = state;
    gsize wanted = (gsize)MIN((guint64)capacity, part->end - part->at);
    if (wanted == 0 && part->failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&part->failure));
        return -1;
    }
    ssize_t count;
    do {
        count = pread(part->descriptor, buffer, wanted, (off_t)part->at);
    } while (count < 0 && errno == EINTR);
    if (count < 0)
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED,
                    "cannot read a temporary file in %s: %s", g_get_tmp_dir(), g_strerror(errno));
    part->at += (guint64)MAX(count, 0);
    return count;
}

static Source *open_part(const KeptEntries *kept, guint64 start, guint64 length, GError *failure,
                         const char *name)
{
    Part *part = g_new(Part, 1);
    *part = (Part){kept->descriptor, start, start + length, failure};
    Source *source = source_open_function(part_read, part, part_free, name);
    source_join(source, kept->archive);
    return source;
}

static char *read_string(const KeptEntries *kept, guint64 start, gsize length)
{
    g_autoptr(Source) source = open_part(kept, start, length, NULL, "");
    gsize available;
    const guint8 *bytes = source_peek(source, length, &available, NULL);
    return bytes == NULL || available < length ? NULL : g_strndup((const char *)bytes, length);
}

static const Kept *get(const KeptEntries *kept, guint64 place)
{
    g_assert(place < kept->table->len);
    return &g_array_index(kept->table, Kept, place);
}

char *kept_entries_name(const KeptEntries *kept, guint64 place, guint64 *offset)
{
    const Kept *one = get(kept, place);
    *offset = one->offset;
    return read_string(kept, one->name, one->name_length);
}

Source *kept_entries_open(const KeptEntries *kept, guint64 place, const char *name)
{
    const Kept *one = get(kept, place);
    if (one->is_in_archive)
        return source_open_range(kept->archive, one->bytes, one->length);
    GError *failure = NULL;
    if (one->message_length > 0) {
        g_autofree char *message = read_string(kept, one->bytes + one->length, one->message_length);
        g_set_error_literal(&failure, MORGUE_ERROR, one->code,
                            message == NULL ? "damaged" : message);
    }
    return open_part(kept, one->bytes, one->length, failure, name);
}
