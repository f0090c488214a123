/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * charset-repair.h: text that was decoded with the wrong charset before it came to us.
 *
 * UTF-8 that somebody took for windows-1252 and encoded again reads `Ã©` for `é` and `â€™` for an
 * apostrophe. It is valid UTF-8, so nothing but its look gives it away.
 */
#ifndef INDEXER_CHARSET_REPAIR_H
#define INDEXER_CHARSET_REPAIR_H

#include <glib.h>

/* The character of a byte in windows-1252; U+FFFD for the five bytes that have none. */
gunichar charset_windows_1252(guint8 byte);

/*
 * Undoes one such mistake, where most of what is not ASCII in `text` (valid UTF-8) shows it.
 * Returns whether anything was changed.
 */
gboolean charset_repair(GString *text);

#endif
