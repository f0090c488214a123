/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The query as it was understood (--explain). */
#include "searcher/explain.h"

#include <string.h>

#include "morgue/terminal.h"

enum { COUNT_COLUMN = 48 };

static void print_part(Output *output, const ExplainedPart *part)
{
    guint indent = 2 + 2 * part->depth;
    guint used = indent + terminal_columns(part->text, strlen(part->text));
    int gap = used + 2 < COUNT_COLUMN ? (int)(COUNT_COLUMN - used) : 2;
    fprintf(output->stream, "%*s%s%*s%10" G_GUINT64_FORMAT "%s\n", (int)indent, "", part->text, gap,
            "", part->count, part->ignored ? "  (too common: neither required nor ranked by)" : "");
}

void output_explain(Output *output, const char *query, const GArray *parts, guint64 found)
{
    output_query_heading(output);
    fprintf(output->stream, "%s\n", query);
    for (guint i = 0; i < parts->len; i++)
        print_part(output, &g_array_index(parts, ExplainedPart, i));
    fprintf(output->stream, "%" G_GUINT64_FORMAT " %s\n", found,
            found == 1 ? "article" : "articles");
}
