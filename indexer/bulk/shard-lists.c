/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A list is gathered in memory, twenty bytes a posting and the bytes of values, since what stands
 * before it says how many of its documents live. Positions are not: their table is in the same
 * order, and is read beside the postings.
 */
#include "indexer/bulk/shard-lists.h"

#include <string.h>

#include "indexer/bulk/chunk-reader.h"
#include "indexer/bulk/inflate.h"
#include "indexer/bulk/postlist-keys.h"

/* Lengths of words of a stem are hidden so (synonym-table.c). */
#define SYNONYM_LENGTH_MASK 0x60

typedef struct {
    guint32 document; /* its number in the shard that is read */
    guint32 number;   /* in the one that is written */
    guint32 wdf;
    guint32 start, length; /* of its bytes among those gathered */
} Gathered;

typedef struct {
    RunReader reader;
    ShardDocuments *documents;
    BTreeReader *synonyms, *postlist, *positions;
    gboolean synonyms_ended;
    BTreeEntry entry; /* of the postlist table, the next one */
    gboolean postlist_ended;
    BTreeEntry position;
    gboolean positions_begun, positions_ended;
    guint8 key[RUN_PREFIX_LENGTH + BTREE_KEY_MAX + 1 + PACK_SORTABLE_MAX];
    GArray *gathered; /* of Gathered: the list at hand */
    guint next;       /* the one that comes next */
    GByteArray *bytes;
    gboolean has_positions; /* it is the list of a term */
} ShardLists;

static gboolean next_entry(ShardLists *lists, GError **error)
{
    return btree_reader_next(lists->postlist, &lists->entry, &lists->postlist_ended, error);
}

static void begin_list(ShardLists *lists, const guint8 *key, gsize length)
{
    memcpy(lists->key, key, length);
    lists->reader.list = (RunList){.key = lists->key, .key_length = length};
    lists->has_positions = FALSE;
    lists->next = 0;
    g_array_set_size(lists->gathered, 0);
    g_byte_array_set_size(lists->bytes, 0);
}

static void end_list(ShardLists *lists)
{
    lists->reader.list.documents = lists->gathered->len;
    lists->reader.postings_left = lists->gathered->len;
}

static void gather_bytes(ShardLists *lists, guint32 number, const guint8 *bytes, gsize length)
{
    const Gathered gathered = {
        .number = number, .start = lists->bytes->len, .length = (guint32)length};
    g_byte_array_append(lists->bytes, bytes, (guint)length);
    g_array_append_val(lists->gathered, gathered);
}

/* Synonyms */

static gboolean gather_words(ShardLists *lists, const guint8 *tag, gsize length)
{
    for (gsize at = 0; at < length;) {
        gsize word = tag[at++] ^ SYNONYM_LENGTH_MASK;
        if (word == 0 || word > length - at)
            return FALSE;
        gather_bytes(lists, 1, tag + at, word);
        at += word;
    }
    return TRUE;
}

static gboolean next_synonyms(ShardLists *lists, GError **error)
{
    BTreeEntry entry;
    if (!btree_reader_next(lists->synonyms, &entry, &lists->synonyms_ended, error))
        return FALSE;
    if (lists->synonyms_ended)
        return TRUE;
    guint8 key[RUN_PREFIX_LENGTH + BTREE_KEY_MAX];
    memcpy(key, RUN_SYNONYM_PREFIX, RUN_PREFIX_LENGTH);
    memcpy(key + RUN_PREFIX_LENGTH, entry.key, entry.key_length);
    begin_list(lists, key, RUN_PREFIX_LENGTH + entry.key_length);
    g_autoptr(GByteArray) plain = g_byte_array_new();
    gboolean is_whole = !entry.compressed || inflate_raw(entry.tag, entry.tag_length, plain);
    is_whole = is_whole && gather_words(lists, entry.compressed ? plain->data : entry.tag,
                                        entry.compressed ? plain->len : entry.tag_length);
    end_list(lists);
    return is_whole || btree_reader_damaged(lists->synonyms, error);
}

/* Values */

/* The first document of the chunk at hand, if it is one of the slot whose key is begun. */
static gboolean is_of_slot(const ShardLists *lists, guint32 *first)
{
    const RunList *list = &lists->reader.list;
    const BTreeEntry *entry = &lists->entry;
    if (lists->postlist_ended || entry->key_length <= list->key_length ||
        memcmp(entry->key, list->key, list->key_length) != 0)
        return FALSE;
    PackedBytes rest = {entry->key + list->key_length, entry->key + entry->key_length};
    return packed_take_sortable(&rest, first) && rest.at == rest.end;
}

static gboolean gather_values(ShardLists *lists, guint32 first, guint32 *before)
{
    ChunkReader chunk;
    chunk_reader_begin_values(&chunk, first, lists->entry.tag, lists->entry.tag_length);
    while (!chunk_reader_is_at_end(&chunk)) {
        const guint8 *value;
        gsize length;
        if (!chunk_reader_next_value(&chunk, &value, &length) || chunk.document <= *before)
            return FALSE;
        *before = chunk.document;
        guint32 number = shard_documents_number(lists->documents, chunk.document);
        if (number == 0)
            return FALSE;
        if (number != DEAD_DOCUMENT)
            gather_bytes(lists, number, value, length);
    }
    return TRUE;
}

static gboolean next_values(ShardLists *lists, GError **error)
{
    PackedBytes key = {lists->entry.key + POSTLIST_PREFIX_LENGTH,
                       lists->entry.key + lists->entry.key_length};
    guint64 slot;
    guint32 first, before = 0;
    if (!packed_take_number(&key, &slot) || slot > G_MAXUINT32)
        return btree_reader_damaged(lists->postlist, error);
    begin_list(lists, lists->entry.key, (gsize)(key.at - lists->entry.key));
    if (!is_of_slot(lists, &first))
        return btree_reader_damaged(lists->postlist, error);
    do {
        if (!gather_values(lists, first, &before))
            return btree_reader_damaged(lists->postlist, error);
        if (!next_entry(lists, error))
            return FALSE;
    } while (is_of_slot(lists, &first));
    end_list(lists);
    return TRUE;
}

/* Terms */

/* The postings of a chunk, counted; FALSE where they are not behind those before them. */
static gboolean gather_postings(ShardLists *lists, ChunkReader *chunk, guint32 *before,
                                guint64 *count)
{
    RunList *list = &lists->reader.list;
    while (!chunk_reader_is_at_end(chunk)) {
        guint32 wdf;
        if (!chunk_reader_next(chunk, &wdf) || chunk->document <= *before)
            return FALSE;
        *before = chunk->document;
        ++*count;
        guint32 number = shard_documents_number(lists->documents, chunk->document);
        if (number == 0)
            return FALSE;
        if (number == DEAD_DOCUMENT)
            continue;
        const Gathered gathered = {.document = chunk->document, .number = number, .wdf = wdf};
        g_array_append_val(lists->gathered, gathered);
        list->occurrences += wdf;
        lists->documents->wdf_max = MAX(lists->documents->wdf_max, wdf);
    }
    return TRUE;
}

/* Begins the next chunk of the term, whose key is the term, a zero byte and a document. */
static gboolean continue_term(ShardLists *lists, ChunkReader *chunk)
{
    const RunList *list = &lists->reader.list;
    const BTreeEntry *entry = &lists->entry;
    guint32 first;
    PackedBytes rest = {entry->key + list->key_length + 1, entry->key + entry->key_length};
    return !lists->postlist_ended && entry->key_length > list->key_length + 1 &&
           memcmp(entry->key, list->key, list->key_length) == 0 &&
           entry->key[list->key_length] == 0 && packed_take_sortable(&rest, &first) &&
           chunk_reader_continue(chunk, first, entry->tag, entry->tag_length);
}

/* Whether a key is a term alone: its zero bytes are escaped, and there is room for a document. */
static gboolean is_term(const BTreeEntry *entry)
{
    const guint8 *end = entry->key + entry->key_length;
    for (const guint8 *at = entry->key; (at = memchr(at, 0, (gsize)(end - at))) != NULL; at++) {
        if (at + 1 == end || at[1] != 0xff)
            return FALSE;
    }
    return entry->key_length + 1 + PACK_SORTABLE_MAX <= BTREE_KEY_MAX;
}

static gboolean next_term(ShardLists *lists, GError **error)
{
    ChunkReader chunk;
    guint32 before = 0;
    guint64 count = 0;
    begin_list(lists, lists->entry.key, lists->entry.key_length);
    lists->has_positions = TRUE;
    gboolean is_whole = is_term(&lists->entry) &&
                        chunk_reader_begin(&chunk, lists->entry.tag, lists->entry.tag_length);
    guint64 documents = is_whole ? chunk.documents : 0;
    is_whole = is_whole && gather_postings(lists, &chunk, &before, &count);
    while (is_whole && !chunk.is_end_of_list) {
        if (!next_entry(lists, error))
            return FALSE;
        is_whole = continue_term(lists, &chunk) && gather_postings(lists, &chunk, &before, &count);
    }
    end_list(lists);
    return is_whole && count == documents ? next_entry(lists, error)
                                          : btree_reader_damaged(lists->postlist, error);
}

/* Any list */

/* Reads what is left of the positions, all of the dead: so the table is known to be whole. */
static gboolean pass_positions(ShardLists *lists, GError **error)
{
    while (!lists->positions_ended) {
        if (!btree_reader_next(lists->positions, &lists->position, &lists->positions_ended, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean next_any(ShardLists *lists, gboolean *at_end, GError **error)
{
    *at_end = FALSE;
    if (!lists->synonyms_ended) {
        if (!next_synonyms(lists, error))
            return FALSE;
        if (!lists->synonyms_ended)
            return TRUE;
        if (!next_entry(lists, error))
            return FALSE;
    }
    while (!lists->postlist_ended && !postlist_key_is_of_term(&lists->entry)) {
        if (postlist_key_has_prefix(&lists->entry, POSTLIST_VALUE_PREFIX))
            return next_values(lists, error);
        if (!next_entry(lists, error))
            return FALSE;
    }
    *at_end = lists->postlist_ended;
    return *at_end ? pass_positions(lists, error) : next_term(lists, error);
}

/* Lists of which nothing lives are none. */
static gboolean next_list(RunReader *reader, gboolean *at_end, GError **error)
{
    ShardLists *lists = (ShardLists *)reader;
    do {
        if (!next_any(lists, at_end, error))
            return FALSE;
    } while (!*at_end && reader->postings_left == 0);
    return TRUE;
}

/* As memcmp() and then the shorter first: the order of keys. */
static int compare_keys(const guint8 *key, gsize length, const BTreeEntry *entry)
{
    int order = memcmp(entry->key, key, MIN(length, entry->key_length));
    return order != 0 ? order : (entry->key_length > length) - (entry->key_length < length);
}

/* The positions of a document with the term at hand; entries before it are of dead ones. */
static gboolean find_positions(ShardLists *lists, guint32 document, RunPosting *posting,
                               GError **error)
{
    gsize term = lists->reader.list.key_length;
    lists->key[term] = 0;
    gsize length = (gsize)(pack_sortable(lists->key + term + 1, document) - lists->key);
    int order = -1;
    while (!lists->positions_ended) {
        if (lists->positions_begun &&
            (order = compare_keys(lists->key, length, &lists->position)) >= 0)
            break;
        lists->positions_begun = TRUE;
        if (!btree_reader_next(lists->positions, &lists->position, &lists->positions_ended, error))
            return FALSE;
    }
    if (lists->positions_ended || order != 0)
        return TRUE;
    posting->bytes = lists->position.tag;
    posting->length = lists->position.tag_length;
    return TRUE;
}

static gboolean next_posting(RunReader *reader, RunPosting *posting, GError **error)
{
    ShardLists *lists = (ShardLists *)reader;
    const Gathered *gathered = &g_array_index(lists->gathered, Gathered, lists->next++);
    *posting = (RunPosting){.document = gathered->number,
                            .wdf = gathered->wdf,
                            .bytes = lists->bytes->data + gathered->start,
                            .length = gathered->length};
    reader->postings_left--;
    return !lists->has_positions || find_positions(lists, gathered->document, posting, error);
}

static void close_lists(RunReader *reader)
{
    ShardLists *lists = (ShardLists *)reader;
    btree_reader_close(lists->synonyms);
    btree_reader_close(lists->postlist);
    btree_reader_close(lists->positions);
    g_array_unref(lists->gathered);
    g_byte_array_unref(lists->bytes);
    g_free(lists);
}

RunReader *shard_lists_open(const char *path, const GlassTable tables[GLASS_TABLES],
                            ShardDocuments *documents, GError **error)
{
    static const RunReaderClass class = {next_list, next_posting, close_lists};
    ShardLists *lists = g_new0(ShardLists, 1);
    lists->reader.class = &class;
    lists->documents = documents;
    lists->gathered = g_array_new(FALSE, FALSE, sizeof(Gathered));
    lists->bytes = g_byte_array_new();
    lists->synonyms = btree_reader_open(path, "synonym", &tables[GLASS_SYNONYM], error);
    if (lists->synonyms != NULL)
        lists->postlist = btree_reader_open(path, "postlist", &tables[GLASS_POSTLIST], error);
    if (lists->postlist != NULL)
        lists->positions = btree_reader_open(path, "position", &tables[GLASS_POSITION], error);
    if (lists->positions != NULL)
        return &lists->reader;
    close_lists(&lists->reader);
    return NULL;
}
