/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Telling articles of several shards from each other. */
#include "searcher/passing.h"

XapianQuery *passing_query(Passing *passing, const Session *session, const XapianQuery *query,
                           GError **error)
{
    const XapianDatabase *database = index_database(session->index);
    XapianQuery *note = NULL;
    XapianError cause;
    *passing = (Passing){.shards = xapian_database_size(database)};
    if (passing->shards == 1)
        return expression_copy(query);
    if (xapian_query_new_shard_note(database, &passing->shard, &note, &cause) == XAPIAN_OK)
        return expression_pair(XAPIAN_QUERY_FILTER, expression_copy(query), note);
    session_fail(session, error, &cause);
    return NULL;
}

XapianDocid passing_docid(const Passing *passing, const XapianDocument *document)
{
    gsize before = (xapian_document_get_docid(document) - 1) * passing->shards;
    return (XapianDocid)(before + passing->shard + 1);
}
