/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tally.h: the file of FAULT_TALLY, to which a preloaded library adds its counts at the end.
 */
#ifndef TESTS_FAULTS_TALLY_H
#define TESTS_FAULTS_TALLY_H

#include <stdio.h>
#include <stdlib.h>

/* Opened at once: later the program may have given up the right to. NULL: not asked for. */
static FILE *tally;

static void open_tally(void) __attribute__((constructor));
static void write_tally(void) __attribute__((destructor));

/* Writes the lines: each library has its own. */
__attribute__((visibility("hidden"))) void write_counts(FILE *file);

static void open_tally(void)
{
    const char *path = getenv("FAULT_TALLY");
    if (path != NULL)
        tally = fopen(path, "ae");
}

static void write_tally(void)
{
    if (tally == NULL)
        return;
    write_counts(tally);
    fclose(tally);
}

#endif
