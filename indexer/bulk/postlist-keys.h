/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * postlist-keys.h: what the keys of the postlist table begin with, in their order.
 *
 * Two bytes, a zero byte first, for all but terms; a term that begins with a zero byte has 00 ff
 * there, behind all of these.
 */
#ifndef BULK_POSTLIST_KEYS_H
#define BULK_POSTLIST_KEYS_H

#include <string.h>

#include "indexer/bulk/btree-reader.h"

#define POSTLIST_METADATA_PREFIX   "\0\xc0"
#define POSTLIST_STATISTICS_PREFIX "\0\xd0"
#define POSTLIST_VALUE_PREFIX      "\0\xd8"
#define POSTLIST_LENGTHS_PREFIX    "\0\xe0"
#define POSTLIST_PREFIX_LENGTH     2

static inline gboolean postlist_key_has_prefix(const BTreeEntry *entry, const char *prefix)
{
    return entry->key_length >= POSTLIST_PREFIX_LENGTH &&
           memcmp(entry->key, prefix, POSTLIST_PREFIX_LENGTH) == 0;
}

static inline gboolean postlist_key_is_of_term(const BTreeEntry *entry)
{
    return entry->key[0] != 0 || entry->key_length < POSTLIST_PREFIX_LENGTH ||
           entry->key[1] == 0xff;
}

#endif
