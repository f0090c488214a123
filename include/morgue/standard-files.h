/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * standard-files.h: standard input, output and error where a program was started without them.
 *
 * A file gets the lowest descriptor that is free. If that were 1 or 2, what is printed would be
 * written into it: a message into a table of an index.
 */
#ifndef MORGUE_STANDARD_FILES_H
#define MORGUE_STANDARD_FILES_H

/*
 * Takes the descriptors 0, 1 and 2 that are closed, so that no file gets them. Reading and writing
 * them fails as before (EBADF). To be called before anything is opened.
 */
void standard_files_reserve(void);

#endif
