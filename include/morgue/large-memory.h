/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * large-memory.h: memory for arrays of megabytes that are read and written here and there.
 *
 * A processor keeps the places of some thousand pages at hand. To find another takes longer than to
 * read what is in it, so these arrays lie in pages of 2 MB instead of 4 KB, where the kernel has
 * such pages for who asks for them.
 */
#ifndef MORGUE_LARGE_MEMORY_H
#define MORGUE_LARGE_MEMORY_H

#include <glib.h>

/* All zero. Ends the program where there is no memory, as GLib does. */
gpointer large_memory_new(gsize size);

/* The same, with more room behind it; `memory` is gone. */
gpointer large_memory_grow(gpointer memory, gsize size, gsize new_size);

/* `size`: as it was asked for. NULL is taken. */
void large_memory_free(gpointer memory, gsize size);

#endif
