/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * confine.h: what a process that reads files of strangers gives up before it does so.
 *
 * An error in a parser (of XML, of an archive, of a page) must not become someone's way into the
 * machine. So before the first file is opened, the process gives up for itself, its threads and
 * its children:
 *
 *   sockets, and calls that no reader needs (seccomp: tables in confine.c)
 *   writing anywhere but below the index and the directory of temporary files (Landlock)
 *   running any program but pdftotext (Landlock)
 *
 * What it has open stays open. Reading is not restricted: an archive may be anywhere. A kernel
 * that does not know one of these (seccomp with filters: Linux 3.5; Landlock: 5.19 and turned on)
 * leaves it out, and the run goes on.
 */
#ifndef INDEXER_CONFINE_H
#define INDEXER_CONFINE_H

#include <glib.h>

typedef enum {
    CONFINED_CALLS = 1 << 0, /* no sockets, nothing of the table */
    CONFINED_FILES = 1 << 1, /* writing and running */
} Confinement;

/*
 * Confines the process. `index` is the directory of the index, which must be there; `program` the
 * one that may be run, as found in PATH. Call it while there is one thread. Returns what has been
 * given up; there is no way back. Where `index` itself cannot be opened files are left as they are.
 */
Confinement confine(const char *index, const char *program);

#endif
