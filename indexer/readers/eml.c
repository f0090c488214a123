/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of one message: mail (.eml, Maildir) and articles of Usenet. */
#include "indexer/mail-reader.h"
#include "indexer/message-header.h"
#include "indexer/readers/table.h"

static gboolean eml_split(G_GNUC_UNUSED const guint8 *bytes, gsize length, gboolean is_all,
                          MailRecord *record)
{
    if (!is_all)
        return FALSE;
    record->length = record->consumed = length;
    record->is_cut = length == SOURCE_ITEM_CEILING;
    record->is_last = TRUE;
    return TRUE;
}

static Evidence eml_sniff(const guint8 *bytes, gsize length)
{
    return message_header_begins(bytes, length) ? EVIDENCE_STRONG : EVIDENCE_NONE;
}

static gpointer eml_open(Source *source, const ReaderContext *context, G_GNUC_UNUSED GError **error)
{
    return mail_reader_new(eml_split, source, context);
}

const Reader eml_reader = {
    .name = "eml",
    .summary = "single messages of mail and Usenet",
    .extensions = "eml msg nws",
    .version = 1,
    .sniff = eml_sniff,
    .open = eml_open,
    .next = mail_reader_next,
    .close = mail_reader_close,
};
