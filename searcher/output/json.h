/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json.h: what the files of the JSON form share.
 */
#ifndef SEARCHER_OUTPUT_JSON_H
#define SEARCHER_OUTPUT_JSON_H

#include "searcher/output/output.h"

/* Appends a text with its quotes. What is not valid UTF-8 is replaced. */
void json_append_string(GString *line, const char *text);

/* Reports: a line for each row, and a last one with the totals. */
void json_print_timeline(Output *output, const Timeline *timeline);
void json_print_facet(Output *output, const Facet *facet, guint limit);
void json_print_terms(Output *output, const MarkedTerms *terms);

#endif
