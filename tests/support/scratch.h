/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scratch.h: a directory for one test, and files in it.
 */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include <glib.h>

/* A new empty directory; the caller ends it with scratch_remove(). */
char *scratch_new(void);
/* Removes the directory and all in it, and frees the string. */
void scratch_remove(char *directory);

/* Writes a file below the directory, making directories as needed. Returns its path, owned by the
 * caller. */
char *scratch_write(const char *directory, const char *path, const char *text);

/* Sets a file's time stamp, seconds since 1970. */
void scratch_touch(const char *directory, const char *path, gint64 seconds);

#endif
