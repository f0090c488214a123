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

/* The same with line feeds as they are: for messages, which have a hint on a line of its own. */
char *terminal_safe_lines(const char *text);

/* Embedding, override and isolate marks: they can make a line read as another one. */
gboolean terminal_is_bidirectional_control(gunichar character);

/* The columns that valid UTF-8 takes on a terminal: wide characters two, combining ones none. */
guint terminal_columns(const char *text, gsize length);

#endif
