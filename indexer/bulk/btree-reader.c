/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One block of each level is in memory, from the root to a leaf: the path to the item at hand. The
 * layout is that of block.h.
 */
#include "indexer/bulk/btree-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "indexer/bulk/block.h"
#include "morgue/error.h"

/* The format has no more levels (glass_defs.h of libxapian). */
#define LEVELS_MAX 10

/* Of an item in a leaf: how much of its head is its size. */
#define ITEM_SIZE_MASK 0x1fff

typedef struct {
    guint8 *bytes;
    guint item, items; /* the next item, and how many there are */
} Step;

struct BTreeReader {
    char *path;
    int descriptor; /* -1: the table is empty */
    GlassTable table;
    Step steps[LEVELS_MAX]; /* by level; 0 is the leaf */
    gboolean has_begun, has_null;
    guint64 entries;           /* read */
    guint8 key[BTREE_KEY_MAX]; /* of the last entry */
    guint key_length;
    GByteArray *tag; /* of one in several items */
};

static guint get_16(const guint8 *at)
{
    return (guint)at[0] << 8 | at[1];
}

static guint32 get_32(const guint8 *at)
{
    return (guint32)get_16(at) << 16 | get_16(at + 2);
}

gboolean btree_reader_damaged(const BTreeReader *reader, GError **error)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED,
                "%s: damaged: it does not hold what such a table must\n"
                "hint: morgue-index --rebuild makes the index anew from the files",
                reader->path);
    return FALSE;
}

static gboolean fail(const BTreeReader *reader, GError **error)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", reader->path,
                g_strerror(errno));
    return FALSE;
}

BTreeReader *btree_reader_open(const char *directory, const char *name, const GlassTable *table,
                               GError **error)
{
    g_autoptr(BTreeReader) reader = g_new0(BTreeReader, 1);
    g_autofree char *file = g_strconcat(name, ".glass", NULL);
    reader->path = g_build_filename(directory, file, NULL);
    reader->table = *table;
    reader->tag = g_byte_array_new();
    reader->descriptor = -1;
    if (table->blocks == 0)
        return g_steal_pointer(&reader);
    reader->descriptor = open(reader->path, O_RDONLY | O_CLOEXEC);
    if (reader->descriptor < 0) {
        fail(reader, error);
        return NULL;
    }
    for (guint level = 0; level <= MIN(table->level, (guint)LEVELS_MAX - 1); level++)
        reader->steps[level].bytes = g_malloc(table->block_size);
    return g_steal_pointer(&reader);
}

void btree_reader_close(BTreeReader *reader)
{
    if (reader == NULL)
        return;
    if (reader->descriptor >= 0)
        close(reader->descriptor);
    for (guint level = 0; level < LEVELS_MAX; level++)
        g_free(reader->steps[level].bytes);
    g_byte_array_unref(reader->tag);
    g_free(reader->path);
    g_free(reader);
}

static gboolean read_block(const BTreeReader *reader, guint32 number, guint8 *bytes, GError **error)
{
    gsize size = reader->table.block_size;
    for (gsize done = 0; done < size;) {
        ssize_t got = pread(reader->descriptor, bytes + done, size - done,
                            (off_t)((guint64)number * size + done));
        if (got == 0)
            return btree_reader_damaged(reader, error);
        if (got < 0 && errno != EINTR)
            return fail(reader, error);
        done += got > 0 ? (gsize)got : 0;
    }
    return TRUE;
}

/* Reads a block of a level, which is then before its first item. */
static gboolean enter(BTreeReader *reader, guint level, guint32 number, GError **error)
{
    Step *step = &reader->steps[level];
    if (number >= reader->table.blocks)
        return btree_reader_damaged(reader, error);
    if (!read_block(reader, number, step->bytes, error))
        return FALSE;
    guint end = get_16(step->bytes + 9);
    if (step->bytes[4] != level || end <= BLOCK_HEADER || end > reader->table.block_size ||
        (end - BLOCK_HEADER) % BLOCK_DIRECTORY_ENTRY != 0)
        return btree_reader_damaged(reader, error);
    step->item = 0;
    step->items = (end - BLOCK_HEADER) / BLOCK_DIRECTORY_ENTRY;
    return TRUE;
}

/* The next item of a step, of which `least` bytes are in the block; NULL where they are not. */
static const guint8 *take_item(const BTreeReader *reader, Step *step, guint least)
{
    guint offset = get_16(step->bytes + BLOCK_HEADER + BLOCK_DIRECTORY_ENTRY * step->item++);
    return offset >= BLOCK_HEADER && offset + least <= reader->table.block_size
               ? step->bytes + offset
               : NULL;
}

/* From a block of a level that has items left down to a leaf. */
static gboolean descend(BTreeReader *reader, guint level, GError **error)
{
    for (; level > 0; level--) {
        const guint8 *item = take_item(reader, &reader->steps[level], 4);
        if (item == NULL)
            return btree_reader_damaged(reader, error);
        if (!enter(reader, level - 1, get_32(item), error))
            return FALSE;
    }
    return TRUE;
}

/* Sees to a leaf with items left. */
static gboolean find_leaf(BTreeReader *reader, gboolean *at_end, GError **error)
{
    *at_end = reader->descriptor < 0;
    if (*at_end)
        return TRUE;
    if (!reader->has_begun) {
        reader->has_begun = TRUE;
        return reader->table.level < LEVELS_MAX
                   ? enter(reader, reader->table.level, reader->table.root, error) &&
                         descend(reader, reader->table.level, error)
                   : btree_reader_damaged(reader, error);
    }
    guint level = 0;
    while (level <= reader->table.level && reader->steps[level].item == reader->steps[level].items)
        level++;
    *at_end = level > reader->table.level;
    return *at_end || descend(reader, level, error);
}

/* The next item of the table; FALSE with `at_end` set where there is none. */
static gboolean next_item(BTreeReader *reader, LeafItem *item, gboolean *at_end, GError **error)
{
    if (!find_leaf(reader, at_end, error) || *at_end)
        return FALSE;
    const guint8 *at = take_item(reader, &reader->steps[0], LEAF_ITEM_OVERHEAD);
    if (at == NULL)
        return btree_reader_damaged(reader, error);
    guint head = get_16(at), size = head & ITEM_SIZE_MASK;
    guint room = (guint)(reader->steps[0].bytes + reader->table.block_size - at);
    item->flags = head & ~(guint)ITEM_SIZE_MASK;
    item->key = at + LEAF_ITEM_OVERHEAD;
    item->key_length = at[2];
    guint before = item->key_length + ((item->flags & ITEM_FIRST) != 0 ? 0 : LEAF_COMPONENT);
    if (size + LEAF_ITEM_OVERHEAD > room || before > size)
        return btree_reader_damaged(reader, error);
    item->component = (item->flags & ITEM_FIRST) != 0 ? 1 : get_16(item->key + item->key_length);
    item->payload = item->key + before;
    item->payload_length = size - before;
    return TRUE;
}

/* Keys ascend; so does no table go on for ever. */
static gboolean take_key(BTreeReader *reader, const LeafItem *item)
{
    int order = memcmp(reader->key, item->key, MIN(reader->key_length, item->key_length));
    if (order > 0 || (order == 0 && reader->key_length >= item->key_length))
        return FALSE;
    memcpy(reader->key, item->key, item->key_length);
    reader->key_length = item->key_length;
    return TRUE;
}

/* Puts the tag of an entry in several items together. */
static gboolean read_rest(BTreeReader *reader, LeafItem item, GError **error)
{
    g_byte_array_set_size(reader->tag, 0);
    g_byte_array_append(reader->tag, item.payload, item.payload_length);
    for (guint component = 2; (item.flags & ITEM_LAST) == 0; component++) {
        gboolean at_end;
        if (!next_item(reader, &item, &at_end, error))
            return at_end ? btree_reader_damaged(reader, error) : FALSE;
        if (item.component != component || item.key_length != reader->key_length ||
            memcmp(item.key, reader->key, item.key_length) != 0)
            return btree_reader_damaged(reader, error);
        g_byte_array_append(reader->tag, item.payload, item.payload_length);
    }
    return TRUE;
}

/* The end is where the version file says. */
static gboolean check_end(const BTreeReader *reader, gboolean at_end, GError **error)
{
    return at_end &&
           (reader->entries == reader->table.entries || btree_reader_damaged(reader, error));
}

gboolean btree_reader_next(BTreeReader *reader, BTreeEntry *entry, gboolean *at_end, GError **error)
{
    LeafItem item;
    if (!next_item(reader, &item, at_end, error))
        return check_end(reader, *at_end, error);
    if (!reader->has_null) { /* the first item of all has no key */
        reader->has_null = TRUE;
        if (item.key_length == 0 && !next_item(reader, &item, at_end, error))
            return check_end(reader, *at_end, error);
    }
    reader->entries++;
    if (item.component != 1 || !take_key(reader, &item))
        return btree_reader_damaged(reader, error);
    *entry = (BTreeEntry){.key = reader->key,
                          .key_length = reader->key_length,
                          .tag = item.payload,
                          .tag_length = item.payload_length,
                          .compressed = (item.flags & ITEM_COMPRESSED) != 0};
    if ((item.flags & ITEM_LAST) != 0)
        return TRUE;
    if (!read_rest(reader, item, error))
        return FALSE;
    entry->tag = reader->tag->data;
    entry->tag_length = reader->tag->len;
    return TRUE;
}
