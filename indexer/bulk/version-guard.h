/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * version-guard.h: whether the library at hand reads and writes the format that bulk/ knows.
 *
 * The format of glass is no public interface. It is the same in all of Xapian 1.4; shards for
 * any other version are written by the library itself.
 */
#ifndef BULK_VERSION_GUARD_H
#define BULK_VERSION_GUARD_H

#include <glib.h>

/* Whether a library of this version may be given such tables. */
gboolean version_guard_knows(int major, int minor);

/*
 * The same of the library that is loaded; besides, an empty database that it makes, `probe` in
 * `directory`, must begin as ours do. The caller removes it.
 */
gboolean version_guard_admits(const char *directory);

#endif
