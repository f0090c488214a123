/* SPDX-License-Identifier: GPL-2.0-or-later */
/* input.h: what is read from standard input. */
#ifndef SEARCHER_INPUT_H
#define SEARCHER_INPUT_H

#include <stdio.h>

#include "searcher/options.h"

/*
 * With --like=- reads the text, at most LIKE_MAX_TEXT bytes of it, into `like_text`. Errors:
 * MORGUE_ERROR_USAGE where it is not UTF-8, MORGUE_ERROR_FAILED where it cannot be read.
 */
gboolean input_read_like(SearchOptions *options, FILE *stream, GError **error);

#endif
