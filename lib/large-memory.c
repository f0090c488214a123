/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mappings of whole large pages, aligned to them; what is small comes from calloc(). */
#include "morgue/large-memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define LARGE_PAGE ((gsize)2 * 1024 * 1024)

/* Below it a large page would be zeroed for less than half of it. */
#define SMALL_MAX (LARGE_PAGE / 2)

/* AddressSanitizer sees what is written past the end of what calloc() gives. */
#ifdef __SANITIZE_ADDRESS__
static gboolean is_small(gsize size)
{
    (void)size;
    return TRUE;
}
#else
static gboolean is_small(gsize size)
{
    return size <= SMALL_MAX;
}
#endif

static gsize whole_pages(gsize size)
{
    return (size + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
}

static gpointer map_pages(gsize size)
{
    gsize room = size + LARGE_PAGE;
    char *start = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    g_assert(start != MAP_FAILED); /* for want of memory, where GLib ends the program, too */
    gsize before = (LARGE_PAGE - (gsize)start % LARGE_PAGE) % LARGE_PAGE;
    if (before > 0)
        munmap(start, before);
    munmap(start + before + size, room - before - size);
    madvise(start + before, size, MADV_HUGEPAGE); /* else it is as all memory */
    return start + before;
}

gpointer large_memory_new(gsize size)
{
    return is_small(size) ? g_malloc0(MAX(size, 1)) : map_pages(whole_pages(size));
}

gpointer large_memory_grow(gpointer memory, gsize size, gsize new_size)
{
    if (!is_small(size) && whole_pages(size) >= new_size)
        return memory;
    gpointer grown = large_memory_new(new_size);
    memcpy(grown, memory, size);
    large_memory_free(memory, size);
    return grown;
}

void large_memory_free(gpointer memory, gsize size)
{
    if (is_small(size))
        g_free(memory);
    else if (memory != NULL)
        munmap(memory, whole_pages(size));
}
