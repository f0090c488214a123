/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * damaged-shard.h: merging a shard with bytes of its tables changed.
 */
#ifndef TESTS_FUZZ_DAMAGED_SHARD_H
#define TESTS_FUZZ_DAMAGED_SHARD_H

#include <glib.h>

/*
 * Each four bytes of the input change one of a small shard: which file, where in it (two bytes),
 * and to what. Then it is merged with a sound one. A merge that fails must name the damaged shard.
 */
void damaged_shard_run(const guint8 *bytes, gsize length);

#endif
