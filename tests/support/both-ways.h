/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * both-ways.h: the same documents in two databases: in tables that are written directly, and
 * through libxapian.
 */
#ifndef TESTS_BOTH_WAYS_H
#define TESTS_BOTH_WAYS_H

#include "indexer/document.h"

/* Writes documents and metadata as one shard at `path`; `directory` is for what it needs besides.
 */
void both_ways_write_bulk(const GPtrArray *documents, const char *directory, const char *path,
                          guint64 memory);

/* Both databases, below one directory. */
typedef struct BothWays {
    char *directory, *bulk, *library;
} BothWays;

/* Fails the test unless both hold the same; `memory` in bytes is what the first way may take. */
void both_ways_init(BothWays *ways, const GPtrArray *documents, guint64 memory);
void both_ways_clear(BothWays *ways);

#endif
