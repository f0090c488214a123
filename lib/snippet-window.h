/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * snippet-window.h: which hits of a text make the best passages.
 */
#ifndef LIB_SNIPPET_WINDOW_H
#define LIB_SNIPPET_WINDOW_H

#include "lib/snippet-match.h"

/* Hits that one passage shows; none where `first` equals `after`. */
typedef struct SnippetWindow {
    guint first, after;
} SnippetWindow;

typedef struct SnippetWindows SnippetWindows;

/* Both stay the caller's, and are kept until the end. */
SnippetWindows *snippet_windows_new(const SnippetMatch *match, const SnippetTerms *terms);
void snippet_windows_free(SnippetWindows *windows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SnippetWindows, snippet_windows_free)

/* The heaviest window of at most `width` columns among the hits that were not taken; the first one
 * of equals. */
SnippetWindow snippet_windows_best(SnippetWindows *windows, gsize width);

/* Takes the hits between two bytes away. What they showed counts less from now on. */
void snippet_windows_take(SnippetWindows *windows, gsize start, gsize end);

#endif
