/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * damaged-index.h: what becomes of an index whose own files are not what was written.
 *
 * The input says how a small sound index is damaged. It is a row of parts; each begins with a line
 * that names a file below the index (or `cursor`, that of `--new fuzz`), and holds all bytes up to
 * the next such line:
 *
 *   %% morgue.ini              the file holds these bytes instead
 *   %% shards/1/ledger at 40   these bytes stand from byte 40 on
 *   %% shards/2/dead cut 7     the file ends after 7 bytes
 *   %% shards/2/iamglass gone  the file is not there
 *
 * Then the index is opened, searched in many ways, checked, counted and updated. Each of these
 * works, or fails with an error that names the place; what the check finds sound, opens, takes an
 * update and is sound after it.
 */
#ifndef TESTS_FUZZ_DAMAGED_INDEX_H
#define TESTS_FUZZ_DAMAGED_INDEX_H

#include <glib.h>

void damaged_index_run(const guint8 *bytes, gsize length);

#endif
