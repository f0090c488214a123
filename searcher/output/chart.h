/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * chart.h: reports as people read them, with bars.
 */
#ifndef SEARCHER_OUTPUT_CHART_H
#define SEARCHER_OUTPUT_CHART_H

#include "searcher/output/output.h"

/*
 * Appends a bar that is `part` (0 to 1) of `width` columns, and blanks up to the whole width. What
 * is more than 0 is never without a mark. Eighths of a block where the locale's encoding is UTF-8,
 * else `#`.
 */
void chart_append_bar(GString *line, double part, guint width);

void chart_print_timeline(Output *output, const Timeline *timeline);
void chart_print_facet(Output *output, const Facet *facet, guint limit);
void chart_print_terms(Output *output, const MarkedTerms *terms);

#endif
