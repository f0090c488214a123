/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What stands before a list says how many of its documents live, so the postlist table is read
 * twice, by two readers: one counts a list, the other, which follows, delivers it. So no list is in
 * memory, however long it is. The table of positions is in the same order, and is read beside the
 * postings.
 */
#include "indexer/bulk/shard-lists.h"

#include <string.h>

#include "indexer/bulk/chunk-reader.h"
#include "indexer/bulk/inflate.h"
#include "indexer/bulk/postlist-keys.h"

/* Lengths of words of a stem are hidden so (synonym-table.c). */
#define SYNONYM_LENGTH_MASK 0x60

/* A way through a table, at an entry or behind all of them. */
typedef struct {
    BTreeReader *table;
    BTreeEntry entry;
    gboolean has_begun, has_ended;
} Cursor;

/* One of the two readings of the postlist table. */
typedef struct {
    Cursor cursor;
    ChunkReader chunk; /* of the list at hand */
    guint32 before;    /* the document before, dead or alive */
} Reading;

typedef enum { LIST_OF_WORDS, LIST_OF_VALUES, LIST_OF_POSTINGS } ListKind;

typedef struct {
    RunReader reader;
    ShardDocuments *documents;
    Cursor synonyms, positions;
    Reading counting, delivering;
    ListKind kind;       /* of the list at hand */
    gboolean is_counted; /* only: its delivery has not begun */
    guint64 all;         /* its postings, with those of the dead */
    guint8 key[RUN_PREFIX_LENGTH + BTREE_KEY_MAX + 1 + PACK_SORTABLE_MAX];
    PackedBytes words; /* of a stem: those that are left */
    GByteArray *plain; /* all of them, where they were compressed */
} ShardLists;

static gboolean cursor_next(Cursor *cursor, GError **error)
{
    cursor->has_begun = TRUE;
    return btree_reader_next(cursor->table, &cursor->entry, &cursor->has_ended, error);
}

/* As memcmp() and then the shorter first: the order of keys. */
static int compare_keys(const guint8 *key, gsize length, const BTreeEntry *entry)
{
    int order = memcmp(entry->key, key, MIN(length, entry->key_length));
    return order != 0 ? order : (entry->key_length > length) - (entry->key_length < length);
}

/* Turns to the first entry whose key is not before this one. */
static gboolean cursor_pass(Cursor *cursor, const guint8 *key, gsize length, GError **error)
{
    while (!cursor->has_begun ||
           (!cursor->has_ended && compare_keys(key, length, &cursor->entry) < 0)) {
        if (!cursor_next(cursor, error))
            return FALSE;
    }
    return TRUE;
}

static void begin_list(ShardLists *lists, ListKind kind, const guint8 *key, gsize length)
{
    memcpy(lists->key, key, length);
    lists->reader.list = (RunList){.key = lists->key, .key_length = length};
    lists->kind = kind;
    lists->is_counted = TRUE;
}

/* Synonyms */

static gboolean take_word(PackedBytes *words, RunPosting *posting)
{
    gsize length = *words->at++ ^ SYNONYM_LENGTH_MASK;
    if (length == 0 || length > (gsize)(words->end - words->at))
        return FALSE;
    *posting = (RunPosting){.document = 1, .bytes = words->at, .length = length};
    words->at += length;
    return TRUE;
}

static gboolean count_words(ShardLists *lists)
{
    RunPosting posting;
    for (PackedBytes words = lists->words; words.at < words.end;) {
        if (!take_word(&words, &posting))
            return FALSE;
        lists->reader.list.documents++;
    }
    return TRUE;
}

static gboolean next_synonyms(ShardLists *lists, GError **error)
{
    Cursor *synonyms = &lists->synonyms;
    const BTreeEntry *entry = &synonyms->entry;
    if (!cursor_next(synonyms, error))
        return FALSE;
    if (synonyms->has_ended)
        return TRUE;
    guint8 key[RUN_PREFIX_LENGTH + BTREE_KEY_MAX];
    memcpy(key, RUN_SYNONYM_PREFIX, RUN_PREFIX_LENGTH);
    memcpy(key + RUN_PREFIX_LENGTH, entry->key, entry->key_length);
    begin_list(lists, LIST_OF_WORDS, key, RUN_PREFIX_LENGTH + entry->key_length);
    lists->words = (PackedBytes){entry->tag, entry->tag + entry->tag_length};
    if (entry->compressed) {
        g_byte_array_set_size(lists->plain, 0);
        if (!inflate_raw(entry->tag, entry->tag_length, lists->plain))
            return btree_reader_damaged(synonyms->table, error);
        lists->words = (PackedBytes){lists->plain->data, lists->plain->data + lists->plain->len};
    }
    return count_words(lists) || btree_reader_damaged(synonyms->table, error);
}

/* Chunks of values and postings */

/* The chunk of values at hand, if it is one of the slot whose key is begun. */
static gboolean begin_values(const ShardLists *lists, Reading *reading)
{
    const RunList *list = &lists->reader.list;
    const BTreeEntry *entry = &reading->cursor.entry;
    guint32 first;
    if (reading->cursor.has_ended || entry->key_length <= list->key_length ||
        memcmp(entry->key, list->key, list->key_length) != 0)
        return FALSE;
    PackedBytes rest = {entry->key + list->key_length, entry->key + entry->key_length};
    if (!packed_take_sortable(&rest, &first) || rest.at != rest.end)
        return FALSE;
    chunk_reader_begin_values(&reading->chunk, first, entry->tag, entry->tag_length);
    return TRUE;
}

/* The next chunk of the term, whose key is the term, a zero byte and a document. */
static gboolean continue_postings(const ShardLists *lists, Reading *reading)
{
    const RunList *list = &lists->reader.list;
    const BTreeEntry *entry = &reading->cursor.entry;
    guint32 first;
    PackedBytes rest = {entry->key + list->key_length + 1, entry->key + entry->key_length};
    return !reading->cursor.has_ended && entry->key_length > list->key_length + 1 &&
           memcmp(entry->key, list->key, list->key_length) == 0 &&
           entry->key[list->key_length] == 0 && packed_take_sortable(&rest, &first) &&
           chunk_reader_continue(&reading->chunk, first, entry->tag, entry->tag_length);
}

static gboolean begin_chunks(const ShardLists *lists, Reading *reading)
{
    const BTreeEntry *entry = &reading->cursor.entry;
    reading->before = 0;
    if (lists->kind == LIST_OF_VALUES)
        return begin_values(lists, reading);
    return !reading->cursor.has_ended &&
           compare_keys(lists->key, lists->reader.list.key_length, entry) == 0 &&
           chunk_reader_begin(&reading->chunk, entry->tag, entry->tag_length);
}

/* Leaves a chunk that has been read. The chunks of values do not say which of them is the last. */
static gboolean next_chunk(const ShardLists *lists, Reading *reading, gboolean *at_end,
                           GError **error)
{
    gboolean is_last = reading->chunk.is_end_of_list;
    if (!cursor_next(&reading->cursor, error))
        return FALSE;
    *at_end = lists->kind == LIST_OF_VALUES ? !begin_values(lists, reading) : is_last;
    return *at_end || lists->kind == LIST_OF_VALUES || continue_postings(lists, reading) ||
           btree_reader_damaged(reading->cursor.table, error);
}

/* Of the chunk at hand; FALSE where its document is not behind the one before, or there is none. */
static gboolean take_posting(const ShardLists *lists, Reading *reading, RunPosting *posting)
{
    ChunkReader *chunk = &reading->chunk;
    *posting = (RunPosting){0};
    gboolean is_whole = lists->kind == LIST_OF_VALUES
                            ? chunk_reader_next_value(chunk, &posting->bytes, &posting->length)
                            : chunk_reader_next(chunk, &posting->wdf);
    if (!is_whole || chunk->document <= reading->before)
        return FALSE;
    reading->before = chunk->document;
    posting->document = shard_documents_number(lists->documents, chunk->document);
    return posting->document != 0;
}

/* The next posting of the list at hand; it may be one of a dead document. */
static gboolean read_posting(const ShardLists *lists, Reading *reading, RunPosting *posting,
                             gboolean *at_end, GError **error)
{
    *at_end = FALSE;
    if (chunk_reader_is_at_end(&reading->chunk) && !next_chunk(lists, reading, at_end, error))
        return FALSE;
    return *at_end || take_posting(lists, reading, posting) ||
           btree_reader_damaged(reading->cursor.table, error);
}

/* Counting */

/* Counts what lives of the list that has begun, and turns to the entry behind it. */
static gboolean count_list(ShardLists *lists, GError **error)
{
    RunList *list = &lists->reader.list;
    guint32 *wdf_max = &lists->documents->wdf_max;
    for (lists->all = 0;; lists->all++) {
        RunPosting posting;
        gboolean at_end;
        if (!read_posting(lists, &lists->counting, &posting, &at_end, error))
            return FALSE;
        if (at_end)
            return TRUE;
        if (posting.document == DEAD_DOCUMENT)
            continue;
        list->documents++;
        list->occurrences += posting.wdf;
        *wdf_max = MAX(*wdf_max, posting.wdf);
    }
}

static gboolean next_values(ShardLists *lists, GError **error)
{
    const Cursor *cursor = &lists->counting.cursor;
    PackedBytes key = {cursor->entry.key + POSTLIST_PREFIX_LENGTH,
                       cursor->entry.key + cursor->entry.key_length};
    guint64 slot;
    if (!packed_take_number(&key, &slot) || slot > G_MAXUINT32)
        return btree_reader_damaged(cursor->table, error);
    begin_list(lists, LIST_OF_VALUES, cursor->entry.key, (gsize)(key.at - cursor->entry.key));
    return begin_chunks(lists, &lists->counting) ? count_list(lists, error)
                                                 : btree_reader_damaged(cursor->table, error);
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
    Reading *counting = &lists->counting;
    const Cursor *cursor = &counting->cursor;
    begin_list(lists, LIST_OF_POSTINGS, cursor->entry.key, cursor->entry.key_length);
    if (!is_term(&cursor->entry) || !begin_chunks(lists, counting))
        return btree_reader_damaged(cursor->table, error);
    guint64 documents = counting->chunk.documents;
    return count_list(lists, error) &&
           (lists->all == documents || btree_reader_damaged(cursor->table, error));
}

/* Reads what is left of the positions, all of the dead: so the table is known to be whole. */
static gboolean pass_positions(ShardLists *lists, GError **error)
{
    while (!lists->positions.has_ended) {
        if (!cursor_next(&lists->positions, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean next_any(ShardLists *lists, gboolean *at_end, GError **error)
{
    Cursor *cursor = &lists->counting.cursor;
    *at_end = FALSE;
    if (!lists->synonyms.has_ended) {
        if (!next_synonyms(lists, error))
            return FALSE;
        if (!lists->synonyms.has_ended)
            return TRUE;
        if (!cursor_next(cursor, error))
            return FALSE;
    }
    while (!cursor->has_ended && !postlist_key_is_of_term(&cursor->entry)) {
        if (postlist_key_has_prefix(&cursor->entry, POSTLIST_VALUE_PREFIX))
            return next_values(lists, error);
        if (!cursor_next(cursor, error))
            return FALSE;
    }
    *at_end = cursor->has_ended;
    return *at_end ? pass_positions(lists, error) : next_term(lists, error);
}

/* Lists of which nothing lives are none. */
static gboolean next_list(RunReader *reader, gboolean *at_end, GError **error)
{
    ShardLists *lists = (ShardLists *)reader;
    do {
        if (!next_any(lists, at_end, error))
            return FALSE;
    } while (!*at_end && reader->list.documents == 0);
    reader->postings_left = *at_end ? 0 : reader->list.documents;
    return TRUE;
}

/* Delivering */

/* The positions of a document with the term at hand; entries before it are of dead ones. */
static gboolean find_positions(ShardLists *lists, guint32 document, RunPosting *posting,
                               GError **error)
{
    gsize term = lists->reader.list.key_length;
    lists->key[term] = 0;
    gsize length = (gsize)(pack_sortable(lists->key + term + 1, document) - lists->key);
    const Cursor *positions = &lists->positions;
    if (!cursor_pass(&lists->positions, lists->key, length, error))
        return FALSE;
    if (positions->has_ended || compare_keys(lists->key, length, &positions->entry) != 0)
        return TRUE;
    posting->bytes = positions->entry.tag;
    posting->length = positions->entry.tag_length;
    return TRUE;
}

/* Turns to the list that has been counted. */
static gboolean begin_delivery(ShardLists *lists, GError **error)
{
    Reading *delivering = &lists->delivering;
    const RunList *list = &lists->reader.list;
    lists->is_counted = FALSE;
    return cursor_pass(&delivering->cursor, list->key, list->key_length, error) &&
           (begin_chunks(lists, delivering) ||
            btree_reader_damaged(delivering->cursor.table, error));
}

/* One of those that were counted. */
static gboolean deliver_posting(ShardLists *lists, RunPosting *posting, GError **error)
{
    Reading *delivering = &lists->delivering;
    gboolean at_end;
    if (lists->is_counted && !begin_delivery(lists, error))
        return FALSE;
    do {
        if (!read_posting(lists, delivering, posting, &at_end, error))
            return FALSE;
        if (at_end) /* it is not the same as a moment ago */
            return btree_reader_damaged(delivering->cursor.table, error);
    } while (posting->document == DEAD_DOCUMENT);
    return lists->kind == LIST_OF_VALUES ||
           find_positions(lists, delivering->chunk.document, posting, error);
}

static gboolean next_posting(RunReader *reader, RunPosting *posting, GError **error)
{
    ShardLists *lists = (ShardLists *)reader;
    reader->postings_left--;
    if (lists->kind == LIST_OF_WORDS)
        return take_word(&lists->words, posting) ||
               btree_reader_damaged(lists->synonyms.table, error);
    return deliver_posting(lists, posting, error);
}

static void close_lists(RunReader *reader)
{
    ShardLists *lists = (ShardLists *)reader;
    btree_reader_close(lists->synonyms.table);
    btree_reader_close(lists->counting.cursor.table);
    btree_reader_close(lists->delivering.cursor.table);
    btree_reader_close(lists->positions.table);
    g_byte_array_unref(lists->plain);
    g_free(lists);
}

RunReader *shard_lists_open(const char *path, const GlassTable tables[GLASS_TABLES],
                            ShardDocuments *documents, GError **error)
{
    static const RunReaderClass class = {next_list, next_posting, close_lists};
    ShardLists *lists = g_new0(ShardLists, 1);
    const struct {
        Cursor *cursor;
        const char *name;
        GlassTableName table;
    } opened[] = {
        {&lists->synonyms, "synonym", GLASS_SYNONYM},
        {&lists->counting.cursor, "postlist", GLASS_POSTLIST},
        {&lists->delivering.cursor, "postlist", GLASS_POSTLIST},
        {&lists->positions, "position", GLASS_POSITION},
    };
    lists->reader.class = &class;
    lists->documents = documents;
    lists->plain = g_byte_array_new();
    for (guint i = 0; i < G_N_ELEMENTS(opened); i++) {
        Cursor *cursor = opened[i].cursor;
        cursor->table = btree_reader_open(path, opened[i].name, &tables[opened[i].table], error);
        if (cursor->table == NULL) {
            close_lists(&lists->reader);
            return NULL;
        }
    }
    return &lists->reader;
}
