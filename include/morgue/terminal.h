/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * terminal.h: texts from the archive, made harmless before a terminal sees them, and how wide
 * they are there.
 */
#ifndef MORGUE_TERMINAL_H
#define MORGUE_TERMINAL_H

#include <glib.h>

/*
 * A copy with control characters (escape sequences, line feeds, C1) and bytes that are not UTF-8
 * written as `\xHH`, and bidirectional overrides left out. The caller owns it.
 */
char *terminal_safe(const char *text);

/* The columns that valid UTF-8 takes on a terminal: wide characters two, combining ones none. */
guint terminal_columns(const char *text, gsize length);

#endif
