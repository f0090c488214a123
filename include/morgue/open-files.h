/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * open-files.h: how many files a program may have open at once.
 *
 * libxapian opens five for each shard of an index, and a merge reads four of each. The usual limit
 * of 1,024 is the soft one: it is so low for programs that use select(2), which ours do not.
 */
#ifndef MORGUE_OPEN_FILES_H
#define MORGUE_OPEN_FILES_H

/* Lets the program open as many files as it is allowed to. Stays as it is where that fails. */
void open_files_raise_limit(void);

#endif
