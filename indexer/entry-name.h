/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * entry-name.h: the names of entries in archives, as labels.
 *
 * An archive may say anything. Here a name only tells articles apart, gives dates and finds
 * siblings; it is never opened as a path, and made so that nobody is harmed who does.
 */
#ifndef INDEXER_ENTRY_NAME_H
#define INDEXER_ENTRY_NAME_H

#include <glib.h>

/* Longer names are cut. */
#define ENTRY_NAME_CEILING ((gsize)4096)

/*
 * The label for a name: relative, without `.`, `..` and empty steps; valid UTF-8 without control
 * characters and without those that turn the direction of a line. Bytes that are none of these
 * become `%XX`, so that names that differ stay different. Never empty. The caller owns it.
 */
char *entry_name_clean(const char *name, gsize length);

/* Whether the label is that of a hidden file, or of what macOS adds to archives for itself. */
gboolean entry_name_is_hidden(const char *label);

#endif
