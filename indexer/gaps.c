/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents from the end, into the places of those that are gone. */
#include "indexer/gaps.h"

#include "morgue/error.h"

/* As many free places up to the number of documents as there are documents beyond it. */
typedef struct Moves {
    GArray *places, *documents; /* of XapianDocid, ascending */
} Moves;

static XapianStatus find_moves(const XapianDatabase *database, const Moves *moves,
                               XapianError *cause)
{
    XapianPostingIterator *all = NULL;
    XapianDocumentCount count = 0;
    XapianDocid next = 1;
    XapianStatus status = xapian_database_get_doccount(database, &count, cause);
    if (status == XAPIAN_OK)
        status = xapian_database_postlist(database, "", 0, &all, cause);
    while (status == XAPIAN_OK &&
           (status = xapian_posting_iterator_next(all, cause)) == XAPIAN_OK) {
        XapianDocid docid = xapian_posting_iterator_get_docid(all);
        for (; next < docid && next <= count; next++)
            g_array_append_val(moves->places, next);
        next = docid + 1;
        if (docid > count)
            g_array_append_val(moves->documents, docid);
    }
    xapian_posting_iterator_free(all);
    return status == XAPIAN_END ? XAPIAN_OK : status;
}

/* A document on its own: one that comes from the database Xapian puts nowhere else in it. */
static XapianStatus read_copy(const XapianDatabase *database, XapianDocid docid,
                              XapianDocument **copy, XapianError *cause)
{
    XapianDocument *document = NULL;
    XapianString bytes = XAPIAN_STRING_INIT;
    XapianStatus status = xapian_database_get_document(database, docid, 0, &document, cause);
    if (status == XAPIAN_OK)
        status = xapian_document_serialise(document, &bytes, cause);
    if (status == XAPIAN_OK)
        status = xapian_document_unserialise(bytes.bytes, bytes.length, copy, cause);
    xapian_string_clear(&bytes);
    xapian_document_free(document);
    return status;
}

static XapianStatus move(XapianWritableDatabase *database, XapianDocid from, XapianDocid to,
                         XapianError *cause)
{
    XapianDocument *document = NULL;
    XapianStatus status =
        read_copy(xapian_writable_database_as_database(database), from, &document, cause);
    if (status == XAPIAN_OK)
        status = xapian_writable_database_replace_document(database, to, document, cause);
    xapian_document_free(document);
    return status == XAPIAN_OK ? xapian_writable_database_delete_document(database, from, cause)
                               : status;
}

gboolean gaps_fill(XapianWritableDatabase *database, const char *path, GError **error)
{
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(XapianDocid));
    g_autoptr(GArray) documents = g_array_new(FALSE, FALSE, sizeof(XapianDocid));
    const Moves moves = {places, documents};
    XapianError cause;
    XapianStatus status =
        find_moves(xapian_writable_database_as_database(database), &moves, &cause);
    for (guint i = 0; i < documents->len && status == XAPIAN_OK; i++)
        status = move(database, g_array_index(documents, XapianDocid, i),
                      g_array_index(places, XapianDocid, i), &cause);
    return status == XAPIAN_OK || morgue_error_from_xapian_writing(error, &cause, path);
}
