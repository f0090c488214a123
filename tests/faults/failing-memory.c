/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * failing-memory.c: preloaded into a program, it lets the system have no memory for one large
 * buffer.
 *
 *   FAULT_MEMORY  which of the requests of LARGE bytes or more gets none, from 1
 *   FAULT_TALLY   a file to which a line `memory COUNT` of these requests is added at the end
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/faults/tally.h"

#define LARGE ((size_t)16 * 1024)

/* The C library's own; finding them by dlsym(3) would need memory. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *before, size_t size);

static atomic_long count;

static bool fails(size_t size)
{
    if (size < LARGE)
        return false;
    long number = atomic_fetch_add(&count, 1) + 1;
    const char *wanted = getenv("FAULT_MEMORY");
    if (wanted == NULL || strtol(wanted, NULL, 10) != number)
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    return fails(size) ? NULL : __libc_malloc(size);
}

void *calloc(size_t members, size_t size)
{
    return fails(members * size) ? NULL : __libc_calloc(members, size);
}

void *realloc(void *before, size_t size)
{
    return fails(size) ? NULL : __libc_realloc(before, size);
}

void write_counts(FILE *file)
{
    fprintf(file, "memory %ld\n", atomic_load(&count));
}
