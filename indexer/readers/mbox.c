/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mailboxes: mbox (`From ` lines after an empty line, formats.md §6.8; RFC 4155) and MMDF (lines
 * of four ^A around each message).
 */
#include <string.h>

#include "indexer/mail-reader.h"
#include "indexer/message-header.h"
#include "indexer/readers/table.h"

#define FENCE        "\1\1\1\1"
#define FENCE_LENGTH 4
#define KEPT         8 /* of a window without a boundary: one may begin in it */

static gboolean is_fence(const guint8 *bytes, gsize length)
{
    return length >= FENCE_LENGTH && memcmp(bytes, FENCE, FENCE_LENGTH) == 0;
}

static gsize line_end(const guint8 *bytes, gsize length)
{
    const guint8 *feed = memchr(bytes, '\n', length);
    return feed == NULL ? length : (gsize)(feed - bytes) + 1;
}

static gboolean begins_message(const guint8 *bytes, gsize length)
{
    return message_is_from_line(bytes, line_end(bytes, length));
}

static gboolean follows_empty_line(const guint8 *bytes, gsize at)
{
    if (at == 0 || bytes[at - 1] != '\n')
        return at == 0;
    if (at == 1 || bytes[at - 2] == '\n')
        return TRUE;
    return bytes[at - 2] == '\r' && (at == 2 || bytes[at - 3] == '\n');
}

/* The next separator from `from` on; 0 where there is none, or its line is not whole. */
static gsize find_separator(const guint8 *bytes, gsize length, gsize from, gboolean is_all)
{
    const char *text = (const char *)bytes;
    for (gsize at = from; at < length;) {
        const char *found = g_strstr_len(text + at, (gssize)(length - at), "\nFrom ");
        if (found == NULL)
            return 0;
        at = (gsize)(found - text) + 1;
        gboolean is_whole = is_all || memchr(bytes + at, '\n', length - at) != NULL;
        if (is_whole && follows_empty_line(bytes, at) && begins_message(bytes + at, length - at))
            return at;
    }
    return 0;
}

/* Where the message ends by its Content-Length, as System V wrote it; 0 where that says nothing. */
static gsize end_by_length(const guint8 *bytes, gsize length, gsize start)
{
    static const char name[] = "content-length:";
    guint64 size = 0;
    gboolean is_known = FALSE;
    gsize at = start;
    while (at < length && bytes[at] != '\n' && bytes[at] != '\r') {
        gsize line = line_end(bytes + at, length - at);
        const char *text = (const char *)bytes + at;
        if (line > strlen(name) && g_ascii_strncasecmp(text, name, strlen(name)) == 0) {
            g_autofree char *value = g_strndup(text + strlen(name), MIN(line - strlen(name), 24));
            size = g_ascii_strtoull(value, NULL, 10);
            is_known = TRUE;
        }
        at += line;
    }
    if (!is_known || at >= length || size > SOURCE_ITEM_CEILING)
        return 0;
    return at + line_end(bytes + at, length - at) + (gsize)size;
}

/* The end by its length, if a separator or the end of the input is there. */
static gsize checked_end(const guint8 *bytes, gsize length, gsize end, gboolean is_all)
{
    gsize next = end;
    while (next < length && (bytes[next] == '\n' || bytes[next] == '\r'))
        next++;
    if (next < length)
        return begins_message(bytes + next, length - next) ? next : 0;
    return next == length && is_all && length < SOURCE_ITEM_CEILING ? next : 0;
}

static gboolean split_fenced(const guint8 *bytes, gsize length, gboolean is_all, MailRecord *record)
{
    gsize start = line_end(bytes, length);
    record->start = start;
    if (is_fence(bytes + start, length - start)) { /* the end of one, the beginning of another */
        record->consumed = start;
        return TRUE;
    }
    const char *text = (const char *)bytes;
    const char *found = g_strstr_len(text + start, (gssize)(length - start), "\n" FENCE);
    if (found == NULL && !is_all)
        return FALSE;
    record->length = found == NULL ? length - start : (gsize)(found - text) + 1 - start;
    record->consumed = start + record->length;
    record->is_cut = found == NULL && length == SOURCE_ITEM_CEILING;
    return TRUE;
}

/* What is no message, up to the next that is one. */
static gboolean split_rest(const guint8 *bytes, gsize length, gboolean is_all, MailRecord *record)
{
    gsize next = find_separator(bytes, length, 0, is_all);
    const char *text = (const char *)bytes;
    const char *fence = g_strstr_len(text, (gssize)length, "\n" FENCE);
    if (next == 0 && fence != NULL)
        next = (gsize)(fence - text) + 1;
    if (next == 0 && !is_all)
        return FALSE;
    gboolean is_window = length == SOURCE_ITEM_CEILING;
    record->consumed = next > 0 ? next : is_window ? length - KEPT : length;
    return TRUE;
}

static gboolean mbox_split(const guint8 *bytes, gsize length, gboolean is_all, MailRecord *record)
{
    if (is_fence(bytes, length))
        return split_fenced(bytes, length, is_all, record);
    if (memchr(bytes, '\n', length) == NULL && !is_all)
        return FALSE;
    if (!begins_message(bytes, length))
        return split_rest(bytes, length, is_all, record);
    gsize start = line_end(bytes, length);
    gsize end = end_by_length(bytes, length, start);
    if (end >= length && !is_all && end < SOURCE_ITEM_CEILING)
        return FALSE;
    gsize next = end == 0 || end > length ? 0 : checked_end(bytes, length, end, is_all);
    if (next == 0)
        next = find_separator(bytes, length, start - 1, is_all);
    if (next == 0 && !is_all)
        return FALSE;
    record->start = start;
    record->consumed = next > 0 ? next : length;
    record->length = record->consumed - start;
    record->is_cut = next == 0 && length == SOURCE_ITEM_CEILING;
    record->is_quoted = TRUE;
    return TRUE;
}

static Evidence mbox_sniff(const guint8 *bytes, gsize length)
{
    gboolean is_mailbox = is_fence(bytes, length) || begins_message(bytes, length);
    gsize start = line_end(bytes, length);
    if (!is_mailbox || !message_header_begins(bytes + start, length - start))
        return EVIDENCE_NONE;
    return EVIDENCE_CERTAIN;
}

static gpointer mbox_open(Source *source, const ReaderContext *context,
                          G_GNUC_UNUSED GError **error)
{
    return mail_reader_new(mbox_split, source, context);
}

const Reader mbox_reader = {
    .name = "mbox",
    .summary = "mailboxes (mbox, MMDF)",
    .extensions = "mbox mbx mmdf",
    .version = 1,
    .sniff = mbox_sniff,
    .open = mbox_open,
    .next = mail_reader_next,
    .close = mail_reader_close,
};
