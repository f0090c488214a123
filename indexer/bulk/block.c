/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Header, directory and items of a block, as glass (format 2016-03-14) reads them. */
#include "indexer/bulk/block.h"

#include <string.h>

#include "indexer/bulk/version-file.h"
#include "indexer/short-copy.h"

static guint8 *put_16(guint8 *at, guint number)
{
    *at++ = (guint8)(number >> 8);
    *at++ = (guint8)number;
    return at;
}

static guint8 *put_32(guint8 *at, guint32 number)
{
    return put_16(put_16(at, number >> 16), number & 0xffff);
}

void block_begin(Block *block)
{
    block->directory_end = BLOCK_HEADER;
    block->lowest = BLOCK_SIZE;
}

/* Room for an item, with its entry in the directory. */
static guint8 *place_item(Block *block, guint size)
{
    g_assert(size + BLOCK_DIRECTORY_ENTRY <= block_room(block));
    block->lowest -= size;
    put_16(block->bytes + block->directory_end, block->lowest);
    block->directory_end += BLOCK_DIRECTORY_ENTRY;
    return block->bytes + block->lowest;
}

guint block_leaf_item_size(const LeafItem *item)
{
    return LEAF_ITEM_OVERHEAD + item->key_length + (item->component == 1 ? 0 : LEAF_COMPONENT) +
           item->payload_length;
}

void block_put_leaf_item(Block *block, const LeafItem *item)
{
    guint size = block_leaf_item_size(item);
    guint8 *at = place_item(block, size);
    at = put_16(at, item->flags | (size - LEAF_ITEM_OVERHEAD));
    *at++ = (guint8)item->key_length;
    short_copy_exact(at, item->key, item->key_length);
    at += item->key_length;
    if (item->component != 1)
        at = put_16(at, item->component);
    short_copy_exact(at, item->payload, item->payload_length);
}

void block_put_branch_item(Block *block, guint32 child, const guint8 *key, guint key_length,
                           guint component)
{
    guint8 *at = place_item(block, BRANCH_ITEM_OVERHEAD + key_length);
    at = put_32(at, child);
    *at++ = (guint8)key_length;
    if (key_length > 0)
        memcpy(at, key, key_length);
    put_16(at + key_length, component);
}

/* The gap is all that is free: items are never taken out again. */
void block_end(Block *block, guint level)
{
    guint8 *at = put_32(block->bytes, VERSION_FILE_REVISION);
    *at++ = (guint8)level;
    at = put_16(at, block_room(block));
    at = put_16(at, block_room(block));
    put_16(at, block->directory_end);
    memset(block->bytes + block->directory_end, 0, block_room(block));
}
