/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Leaves are written as they fill. What stands between each two of them is kept in memory, some 20
 * bytes a leaf, and becomes the branches at the end.
 */
#include "indexer/bulk/btree-writer.h"

#include <string.h>

#include "indexer/bulk/block.h"
#include "indexer/bulk/output-file.h"
#include "morgue/error.h"

/* A tag has at most so many components; the library counts them in 16 bits. */
#define COMPONENTS_MAX 65535

/*
 * An item that does not fit into what is left of a leaf begins there all the same if it is long
 * and there is room for so much of its payload: else a fifth of the disk would be gaps.
 */
#define SPLIT_ITEM_MIN 300
#define SPLIT_ROOM_MIN 64

/* The key from which on a block holds what its left neighbour does not. */
typedef struct {
    guint32 child;
    guint16 component;
    guint16 key_length;
    guint32 key; /* offset in BranchLevel.keys */
} Separator;

/* What leads to the blocks of one level. */
typedef struct {
    GArray *separators; /* of Separator */
    GByteArray *keys;
} BranchLevel;

struct BTreeWriter {
    OutputFile *file;
    guint32 blocks; /* begun */
    guint64 entries;
    BranchLevel leaves;
    guint8 previous[BTREE_KEY_MAX];
    guint previous_length;
    Block leaf;
};

static void branch_level_init(BranchLevel *level)
{
    level->separators = g_array_new(FALSE, FALSE, sizeof(Separator));
    level->keys = g_byte_array_new();
}

static void branch_level_clear(BranchLevel *level)
{
    g_array_unref(level->separators);
    g_byte_array_unref(level->keys);
}

static void branch_level_add(BranchLevel *level, guint32 child, const guint8 *key, guint length,
                             guint component)
{
    const Separator separator = {child, (guint16)component, (guint16)length, level->keys->len};
    g_array_append_val(level->separators, separator);
    g_byte_array_append(level->keys, key, length);
}

BTreeWriter *btree_writer_open(const char *directory, const char *name, GError **error)
{
    g_autofree char *file_name = g_strconcat(name, ".glass", NULL);
    g_autofree char *path = g_build_filename(directory, file_name, NULL);
    OutputFile *file = output_file_open(path, error);
    if (file == NULL)
        return NULL;
    BTreeWriter *writer = g_new0(BTreeWriter, 1);
    writer->file = file;
    branch_level_init(&writer->leaves);
    return writer;
}

void btree_writer_close(BTreeWriter *writer)
{
    if (writer == NULL)
        return;
    output_file_close(writer->file);
    branch_level_clear(&writer->leaves);
    g_free(writer);
}

/* The leftmost leaf begins with an item of its own, without key and payload. */
static void begin_first_leaf(BTreeWriter *writer)
{
    const LeafItem null_item = {.component = 1, .flags = ITEM_FIRST | ITEM_LAST};
    block_begin(&writer->leaf);
    block_put_leaf_item(&writer->leaf, &null_item);
    branch_level_add(&writer->leaves, writer->blocks++, NULL, 0, 0);
}

static gboolean write_leaf(BTreeWriter *writer, GError **error)
{
    block_end(&writer->leaf, 0);
    return output_file_write(writer->file, writer->leaf.bytes, BLOCK_SIZE, error);
}

/* The shortest key that is above the previous one and not above this one. */
static guint separating_length(const BTreeWriter *writer, const LeafItem *item)
{
    guint common = 0, shorter = MIN(writer->previous_length, item->key_length);
    while (common < shorter && writer->previous[common] == item->key[common])
        common++;
    return MIN(common + 1, item->key_length);
}

static gboolean begin_next_leaf(BTreeWriter *writer, const LeafItem *item, GError **error)
{
    if (!write_leaf(writer, error))
        return FALSE;
    block_begin(&writer->leaf);
    guint length = item->component == 1 ? separating_length(writer, item) : item->key_length;
    branch_level_add(&writer->leaves, writer->blocks++, item->key, length, item->component);
    return TRUE;
}

/* How much of a payload that is too long for this leaf goes into it; 0: begin another one. */
static guint first_piece(const BTreeWriter *writer, const LeafItem *item, guint overhead)
{
    guint needed = overhead + BLOCK_DIRECTORY_ENTRY + SPLIT_ROOM_MIN;
    guint room = block_room(&writer->leaf);
    if (overhead + item->payload_length < SPLIT_ITEM_MIN || room < needed)
        return 0;
    return MIN(room - BLOCK_DIRECTORY_ENTRY, LEAF_ITEM_MAX) - overhead;
}

/* Cuts the next item off the payload, beginning a leaf where that is needed. */
static gboolean put_piece(BTreeWriter *writer, LeafItem *item, guint left, GError **error)
{
    guint overhead =
        LEAF_ITEM_OVERHEAD + item->key_length + (item->component == 1 ? 0 : LEAF_COMPONENT);
    item->payload_length = MIN(left, LEAF_ITEM_MAX - overhead);
    if (block_leaf_item_size(item) + BLOCK_DIRECTORY_ENTRY > block_room(&writer->leaf)) {
        guint piece = first_piece(writer, item, overhead);
        if (piece != 0)
            item->payload_length = MIN(piece, item->payload_length);
        else if (!begin_next_leaf(writer, item, error))
            return FALSE;
    }
    if (item->payload_length == left)
        item->flags |= ITEM_LAST;
    block_put_leaf_item(&writer->leaf, item);
    item->flags &= ~(guint)ITEM_FIRST;
    return TRUE;
}

static gboolean tag_is_too_long(const BTreeWriter *writer, gsize length, GError **error)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED,
                "%s: an entry of %" G_GSIZE_FORMAT " bytes is too long for a glass table",
                output_file_path(writer->file), length);
    return FALSE;
}

static void check_order(const BTreeWriter *writer, const guint8 *key, gsize key_length)
{
    g_assert(key_length >= 1 && key_length <= BTREE_KEY_MAX);
    int order = memcmp(writer->previous, key, MIN(writer->previous_length, key_length));
    g_assert(order < 0 || (order == 0 && writer->previous_length < key_length));
}

gboolean btree_writer_add(BTreeWriter *writer, const guint8 *key, gsize key_length,
                          const guint8 *tag, gsize tag_length, gboolean compressed, GError **error)
{
    check_order(writer, key, key_length);
    if (tag_length / (LEAF_ITEM_MAX - BTREE_KEY_MAX - BLOCK_HEADER) >= COMPONENTS_MAX / 2)
        return tag_is_too_long(writer, tag_length, error);
    if (writer->blocks == 0)
        begin_first_leaf(writer);
    LeafItem item = {
        .key = key,
        .key_length = (guint)key_length,
        .payload = tag,
        .component = 1,
        .flags = ITEM_FIRST | (compressed ? ITEM_COMPRESSED : 0),
    };
    guint left = (guint)tag_length;
    do {
        if (!put_piece(writer, &item, left, error))
            return FALSE;
        left -= item.payload_length;
        item.payload += item.payload_length;
        item.component++;
    } while (left > 0);
    memcpy(writer->previous, key, key_length);
    writer->previous_length = (guint)key_length;
    writer->entries++;
    return TRUE;
}

/* A branch block begins with an item without a key: all below the second. */
static void begin_branch(BTreeWriter *writer, Block *block, const BranchLevel *below,
                         const Separator *first, BranchLevel *level)
{
    block_begin(block);
    block_put_branch_item(block, first->child, NULL, 0, 0);
    branch_level_add(level, writer->blocks++, below->keys->data + first->key, first->key_length,
                     first->component);
}

/* Writes the branch blocks that lead to the blocks of `below`, and collects what leads to them. */
static gboolean write_branches(BTreeWriter *writer, const BranchLevel *below, guint number,
                               BranchLevel *level, GError **error)
{
    Block *block = &writer->leaf; /* which is written */
    for (guint i = 0; i < below->separators->len; i++) {
        const Separator *separator = &g_array_index(below->separators, Separator, i);
        guint size = BRANCH_ITEM_OVERHEAD + separator->key_length + BLOCK_DIRECTORY_ENTRY;
        if (i > 0 && size <= block_room(block)) {
            block_put_branch_item(block, separator->child, below->keys->data + separator->key,
                                  separator->key_length, separator->component);
            continue;
        }
        if (i > 0) {
            block_end(block, number);
            if (!output_file_write(writer->file, block->bytes, BLOCK_SIZE, error))
                return FALSE;
        }
        begin_branch(writer, block, below, separator, level);
    }
    block_end(block, number);
    return output_file_write(writer->file, block->bytes, BLOCK_SIZE, error);
}

/* Level above level, up to the one that has a single block. */
static gboolean write_levels(BTreeWriter *writer, BTreeRoot *root, GError **error)
{
    gboolean written = TRUE;
    while (written && writer->leaves.separators->len > 1) {
        BranchLevel level;
        branch_level_init(&level);
        written = write_branches(writer, &writer->leaves, ++root->level, &level, error);
        branch_level_clear(&writer->leaves);
        writer->leaves = level;
    }
    return written;
}

gboolean btree_writer_finish(BTreeWriter *writer, BTreeRoot *root, GError **error)
{
    *root = (BTreeRoot){.entries = writer->entries};
    if (writer->entries > 0 && (!write_leaf(writer, error) || !write_levels(writer, root, error)))
        return FALSE;
    root->blocks = writer->blocks;
    root->block = writer->blocks == 0 ? 0 : writer->blocks - 1;
    return output_file_finish(writer->file, error);
}
