/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * template.h: the line that --format describes: `%` and the letter of a column, `%%`, and the
 * escapes `\n` `\t` `\r` `\\`.
 */
#ifndef SEARCHER_OUTPUT_TEMPLATE_H
#define SEARCHER_OUTPUT_TEMPLATE_H

#include <glib.h>

/* Error: MORGUE_ERROR_USAGE, with the place and the letters that there are. */
gboolean template_check(const char *template, GError **error);

/* Whether it asks for the passage. */
gboolean template_needs_snippets(const char *template);

#endif
