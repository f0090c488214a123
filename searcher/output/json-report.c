/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports in JSON: an object on a line for each row, then one with the totals. */
#include "searcher/output/json.h"

static void print_line(Output *output, GString *line)
{
    g_string_append(line, "}\n");
    fwrite(line->str, 1, line->len, output->stream);
}

static void append_decimal(GString *line, const char *name, const char *format, double value)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append_printf(line, ",\"%s\":%s", name,
                           g_ascii_formatd(number, sizeof number, format, value));
}

void json_print_timeline(Output *output, const Timeline *timeline)
{
    const char *kind = period_kind_name(timeline->kind);
    g_autoptr(GString) line = g_string_new(NULL);
    char name[PERIOD_NAME_SIZE];
    for (guint i = 0; i < timeline->rows->len; i++) {
        const TimelineRow *row = &g_array_index(timeline->rows, TimelineRow, i);
        g_string_printf(line, "{\"v\":1,\"%s\":\"%s\",\"n\":%u,\"N\":%u", kind,
                        period_name(timeline->kind, row->period, name), row->found, row->all);
        append_decimal(line, "share", "%.6f", (double)row->found / row->all);
        print_line(output, line);
    }
    g_string_printf(line,
                    "{\"v\":1,\"timeline\":\"%s\",\"found\":%u,\"undated\":%u,"
                    "\"imprecise\":%u",
                    kind, timeline->found, timeline->undated, timeline->imprecise);
    print_line(output, line);
}

void json_print_facet(Output *output, const Facet *facet, guint limit)
{
    guint shown = limit == 0 ? facet->values->len : MIN(limit, facet->values->len);
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < shown; i++) {
        const FacetValue *value = &g_array_index(facet->values, FacetValue, i);
        g_string_printf(line, "{\"v\":1,\"facet\":\"%s\",\"value\":", facet->name);
        json_append_string(line, value->text);
        g_string_append_printf(line, ",\"n\":%u", value->found);
        print_line(output, line);
    }
    g_string_printf(line, "{\"v\":1,\"facet\":\"%s\",\"found\":%u,\"without\":%u,\"values\":%u",
                    facet->name, facet->found, facet->without, facet->values->len);
    print_line(output, line);
}

void json_print_terms(Output *output, const MarkedTerms *terms)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < terms->terms->len; i++) {
        const MarkedTerm *term = &g_array_index(terms->terms, MarkedTerm, i);
        g_string_assign(line, "{\"v\":1,\"term\":");
        json_append_string(line, term->word);
        g_string_append_printf(line, ",\"n\":%u,\"N\":%u", term->found, term->all);
        append_decimal(line, "score", "%.2f", term->score);
        print_line(output, line);
    }
    g_string_printf(line, "{\"v\":1,\"terms\":%u,\"found\":%u,\"looked_at\":%u", terms->terms->len,
                    terms->found, terms->looked_at);
    print_line(output, line);
}
