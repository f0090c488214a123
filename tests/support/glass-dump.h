/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * glass-dump.h: what is in a glass database, as text that can be compared: once by the bytes of its
 * tables, once as libxapian reads it.
 */
#ifndef TESTS_GLASS_DUMP_H
#define TESTS_GLASS_DUMP_H

#include <glib.h>

/*
 * Each entry of each table in a line: table, key, tag (decompressed), and the counts of the version
 * file. Fails the test where the blocks are not those of a B-tree, or, with `leaves_ascend`, do not
 * have the order that the version file promises.
 */
GString *glass_dump_tables(const char *directory, gboolean leaves_ascend);

/* Terms, postings, positions, lengths, values, data, bounds, synonyms, metadata by the library. */
GString *glass_dump_contents(const char *directory);

/* Fails the test at the first line that differs. */
void glass_dump_assert_equal(const GString *first, const GString *second);

/* Fails the test unless xapian-check finds nothing. */
void glass_dump_assert_sound(const char *directory);

/*
 * Fails the test unless a database that was written directly is sound, and holds what the library's
 * own does, by the bytes of its tables and as the library reads it.
 */
void glass_dump_assert_same(const char *bulk, const char *library);

#endif
