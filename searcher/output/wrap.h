/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * wrap.h: running text broken into lines between words, for a terminal.
 *
 * Lines begin with an indent. Texts without blanks (Chinese) are broken between wide characters. A
 * word that is longer than a line has one of its own. Without a limit there is one line.
 */
#ifndef SEARCHER_WRAP_H
#define SEARCHER_WRAP_H

#include <glib.h>

typedef struct Wrap {
    GString *out;  /* what is finished; borrowed */
    GString *word; /* what must stay together */
    guint word_columns;
    guint column; /* of the end of `out`, without the indent */
    guint limit;  /* columns of a line without the indent; 0: no limit */
    guint indent;
    gboolean blank; /* one is due before the word */
} Wrap;

/* `columns` of the whole line, the indent included; 0: no limit. */
void wrap_init(Wrap *wrap, GString *out, guint indent, guint columns);
/* Adds valid UTF-8. */
void wrap_add(Wrap *wrap, const char *text, gsize length);
/* Adds what takes no place: an escape sequence. It sticks to the word around it. */
void wrap_add_invisible(Wrap *wrap, const char *sequence);
/* Ends the last line, and frees what wrap_init() took. */
void wrap_end(Wrap *wrap);

#endif
