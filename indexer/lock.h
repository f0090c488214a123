/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lock.h: one writer at a time.
 *
 * The kernel holds the lock, so a process that is gone holds none, whatever its file says. The
 * file names the holder's pid.
 */
#ifndef INDEXER_LOCK_H
#define INDEXER_LOCK_H

#include <glib.h>

/*
 * Takes the lock on `path` (created if need be), waiting at most `wait_seconds` for another
 * holder. Returns a descriptor for lock_release(), or -1: MORGUE_ERROR_LOCKED naming the holder's
 * pid, MORGUE_ERROR_FAILED naming the path.
 */
int lock_take(const char *path, guint wait_seconds, GError **error);

/*
 * The same for a run that only looks, also where nothing can be written: there it keeps writers
 * away, but does not name itself. Where there is no file and none can be made, a
 * run of somebody else who may make one is not kept away.
 */
int lock_take_to_look(const char *path, guint wait_seconds, GError **error);
void lock_release(int descriptor);

#endif
