/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each list of the merged runs goes into the table that its key belongs to. */
#include "indexer/bulk/table-merge.h"

#include <string.h>

#include "indexer/bulk/position-table.h"
#include "indexer/bulk/run-merge.h"
#include "indexer/bulk/synonym-table.h"

typedef struct {
    RunMerge *runs;
    PostlistTable *postlist;
    PositionTable *position;
    SynonymTable *synonym;
    const GArray *lengths; /* NULL: they have been written */
} Tables;

static void tables_clear(Tables *tables)
{
    run_merge_close(tables->runs);
    postlist_table_close(tables->postlist);
    position_table_close(tables->position);
    synonym_table_close(tables->synonym);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Tables, tables_clear)

static gboolean tables_open(Tables *tables, const TableMerge *merge, GError **error)
{
    *tables = (Tables){.lengths = merge->lengths};
    return (tables->runs = run_merge_open(merge->runs, error)) != NULL &&
           (tables->postlist = postlist_table_open(merge->directory, error)) != NULL &&
           (tables->position = position_table_open(merge->directory, error)) != NULL &&
           (tables->synonym = synonym_table_open(merge->directory, error)) != NULL;
}

static gboolean write_synonyms(Tables *tables, const RunList *list, GError **error)
{
    synonym_table_begin(tables->synonym, list->key + RUN_PREFIX_LENGTH,
                        list->key_length - RUN_PREFIX_LENGTH);
    for (guint64 i = 0; i < list->documents; i++) {
        RunPosting word;
        if (!run_merge_next_posting(tables->runs, &word, error))
            return FALSE;
        synonym_table_add(tables->synonym, word.bytes, word.length);
    }
    return synonym_table_end(tables->synonym, error);
}

static gboolean write_values(Tables *tables, const RunList *list, GError **error)
{
    postlist_table_begin_slot(tables->postlist, list->key, list->key_length);
    for (guint64 i = 0; i < list->documents; i++) {
        RunPosting value;
        if (!run_merge_next_posting(tables->runs, &value, error) ||
            !postlist_table_add_value(tables->postlist, value.document, value.bytes, value.length,
                                      error))
            return FALSE;
    }
    return postlist_table_end_slot(tables->postlist, error);
}

static gboolean write_lengths(Tables *tables, GError **error)
{
    const GArray *lengths = g_steal_pointer(&tables->lengths);
    return lengths == NULL ||
           postlist_table_add_lengths(tables->postlist, (const guint32 *)(void *)lengths->data,
                                      lengths->len, error);
}

static gboolean write_term(Tables *tables, const RunList *list, GError **error)
{
    postlist_table_begin_term(tables->postlist, list->key, list->key_length, list->documents,
                              list->occurrences);
    position_table_begin(tables->position, list->key, list->key_length);
    for (guint64 i = 0; i < list->documents; i++) {
        RunPosting posting;
        if (!run_merge_next_posting(tables->runs, &posting, error) ||
            !postlist_table_add_posting(tables->postlist, posting.document, posting.wdf, error))
            return FALSE;
        if (posting.length > 0 && !position_table_add(tables->position, posting.document,
                                                      posting.bytes, posting.length, error))
            return FALSE;
    }
    return postlist_table_end_term(tables->postlist, error);
}

static gboolean has_prefix(const RunList *list, const char *prefix)
{
    return list->key_length >= RUN_PREFIX_LENGTH &&
           memcmp(list->key, prefix, RUN_PREFIX_LENGTH) == 0;
}

/* The lengths of documents stand between values and terms. */
static gboolean write_list(Tables *tables, const RunList *list, GError **error)
{
    if (has_prefix(list, RUN_SYNONYM_PREFIX))
        return write_synonyms(tables, list, error);
    if (has_prefix(list, RUN_VALUE_PREFIX))
        return write_values(tables, list, error);
    return write_lengths(tables, error) && write_term(tables, list, error);
}

static gboolean write_lists(Tables *tables, GError **error)
{
    RunList list;
    gboolean at_end = FALSE, written = TRUE;
    while (written && !at_end) {
        written = run_merge_next_list(tables->runs, &list, &at_end, error) &&
                  (at_end || write_list(tables, &list, error));
    }
    return written && write_lengths(tables, error);
}

static gboolean write_metadata(Tables *tables, GTree *metadata, GError **error)
{
    for (GTreeNode *node = g_tree_node_first(metadata); node != NULL;
         node = g_tree_node_next(node)) {
        if (!postlist_table_add_metadata(tables->postlist, g_tree_node_key(node),
                                         g_tree_node_value(node), error))
            return FALSE;
    }
    return TRUE;
}

gboolean table_merge(const TableMerge *merge, VersionFile *version, GError **error)
{
    g_auto(Tables) tables;
    return tables_open(&tables, merge, error) && write_metadata(&tables, merge->metadata, error) &&
           postlist_table_add_statistics(tables.postlist,
                                         (ValueStatistics *)(void *)merge->statistics->data,
                                         merge->statistics->len, error) &&
           write_lists(&tables, error) &&
           postlist_table_finish(tables.postlist, &version->postlist, error) &&
           position_table_finish(tables.position, &version->position, error) &&
           synonym_table_finish(tables.synonym, &version->synonym, error);
}
