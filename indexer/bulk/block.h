/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * block.h: one block of a B-tree table, being filled.
 *
 * A block of glass begins with a header of 11 bytes and a directory of the offsets of its items, in
 * the order of their keys; the items themselves are placed from its end downwards. Numbers in
 * it have a fixed width, high byte first.
 */
#ifndef BULK_BLOCK_H
#define BULK_BLOCK_H

#include <glib.h>

/* Of a table; glass knows 2 to 64 KiB and takes 8 where nobody chooses. */
#define BLOCK_SIZE 8192

#define BLOCK_HEADER          11
#define BLOCK_DIRECTORY_ENTRY 2

/* What stands around the payload of a leaf's item: head, length of the key, component. */
#define LEAF_ITEM_OVERHEAD 3
#define LEAF_COMPONENT     2
/* Around the key of a branch's item: the child, length of the key, component. */
#define BRANCH_ITEM_OVERHEAD 7

/* Flags of a leaf's item. */
#define ITEM_COMPRESSED 0x8000
#define ITEM_LAST       0x4000
#define ITEM_FIRST      0x2000

/* No item may be larger, so that four fit into a block. */
#define LEAF_ITEM_MAX ((BLOCK_SIZE - BLOCK_HEADER - 4 * BLOCK_DIRECTORY_ENTRY) / 4)

typedef struct Block {
    guint directory_end; /* offset behind the directory */
    guint lowest;        /* offset of the lowest item */
    guint8 bytes[BLOCK_SIZE];
} Block;

void block_begin(Block *block);

/* Bytes free for the next item and its directory entry. */
static inline guint block_room(const Block *block)
{
    return block->lowest - block->directory_end;
}

/* A piece of an entry, as it stands in a leaf. */
typedef struct LeafItem {
    const guint8 *key;
    guint key_length;
    const guint8 *payload;
    guint payload_length;
    guint component; /* from 1 */
    guint flags;
} LeafItem;

guint block_leaf_item_size(const LeafItem *item);
/* Puts an item behind all others. There is room for it. */
void block_put_leaf_item(Block *block, const LeafItem *item);

/* Puts an item that leads to the block `child`, for keys from this one on. There is room for it. */
void block_put_branch_item(Block *block, guint32 child, const guint8 *key, guint key_length,
                           guint component);

/* Writes the header and clears the gap: `bytes` is complete. */
void block_end(Block *block, guint level);

#endif
