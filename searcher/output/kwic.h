/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kwic.h: keywords in context: a line of a concordance, cut to columns of a terminal.
 */
#ifndef SEARCHER_OUTPUT_KWIC_H
#define SEARCHER_OUTPUT_KWIC_H

#include "morgue/snippet.h"

typedef struct KwicLine {
    char *left, *word, *right; /* owned */
} KwicLine;

/*
 * What stands around a mark of a text: at most half of `width` columns before its first
 * character, and what is left of the other half after the word. Characters are never cut, nor
 * parted from marks that combine with them.
 */
void kwic_line_init(KwicLine *line, const Snippet *text, const SnippetRange *mark, guint width);
void kwic_line_clear(KwicLine *line);

#endif
