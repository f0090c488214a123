/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Batches of Usenet: `#! rnews LENGTH` before each article (RFC 1036 §4.3). */
#include <string.h>

#include "indexer/mail-reader.h"
#include "indexer/readers/table.h"

#define MARK          "#! rnews "
#define KEPT          (sizeof "\n" MARK)
#define MARK_LINE_MAX 40 /* of a mark with its length */

static gboolean begins_article(const guint8 *bytes, gsize length)
{
    return length > strlen(MARK) && memcmp(bytes, MARK, strlen(MARK)) == 0 &&
           g_ascii_isdigit(bytes[strlen(MARK)]);
}

/* The length that the mark says, and where the article begins; FALSE where its line is bad. */
static gboolean read_mark(const guint8 *bytes, gsize length, gsize *start, guint64 *size)
{
    const guint8 *feed = memchr(bytes, '\n', MIN(length, MARK_LINE_MAX));
    if (feed == NULL)
        return FALSE;
    *size = g_ascii_strtoull((const char *)bytes + strlen(MARK), NULL, 10);
    *start = (gsize)(feed - bytes) + 1;
    return TRUE;
}

/* The next mark at the beginning of a line, from `from` on; 0 where there is none. */
static gsize find_mark(const guint8 *bytes, gsize length, gsize from)
{
    const char *text = (const char *)bytes;
    const char *found = g_strstr_len(text + from, (gssize)(length - from), "\n" MARK);
    return found == NULL ? 0 : (gsize)(found - text) + 1;
}

static gboolean split_rest(const guint8 *bytes, gsize length, gboolean is_all, MailRecord *record)
{
    gsize next = find_mark(bytes, length, 0);
    if (next == 0 && !is_all)
        return FALSE;
    gboolean is_window = length == SOURCE_ITEM_CEILING;
    record->consumed = next > 0 ? next : is_window ? length - KEPT : length;
    return TRUE;
}

static gboolean rnews_split(const guint8 *bytes, gsize length, gboolean is_all, MailRecord *record)
{
    gsize start;
    guint64 size;
    if (length < MARK_LINE_MAX && !is_all)
        return FALSE;
    if (!begins_article(bytes, length) || !read_mark(bytes, length, &start, &size))
        return split_rest(bytes, length, is_all, record);
    gboolean may_fit = size < SOURCE_ITEM_CEILING - start - 2;
    if (may_fit && start + size + 2 > length && !is_all)
        return FALSE;
    gboolean fits = may_fit && start + size <= length;
    gsize end = fits ? start + (gsize)size : 0;
    gboolean is_right = fits && (end == length || bytes[end] == '#');
    if (!is_right) /* a damaged length: up to the next mark */
        end = find_mark(bytes, length, start - 1);
    if (end == 0 && !is_all)
        return FALSE;
    record->start = start;
    record->consumed = end > 0 ? end : length;
    record->length = record->consumed - start;
    record->is_cut = end == 0 && length == SOURCE_ITEM_CEILING;
    return TRUE;
}

static Evidence rnews_sniff(const guint8 *bytes, gsize length)
{
    return begins_article(bytes, length) ? EVIDENCE_CERTAIN : EVIDENCE_NONE;
}

static gpointer rnews_open(Source *source, const ReaderContext *context,
                           G_GNUC_UNUSED GError **error)
{
    return mail_reader_new(rnews_split, source, context);
}

const Reader rnews_reader = {
    .name = "rnews",
    .summary = "news batches of Usenet (rnews)",
    .extensions = "rnews",
    .version = 1,
    .sniff = rnews_sniff,
    .open = rnews_open,
    .next = mail_reader_next,
    .close = mail_reader_close,
};
