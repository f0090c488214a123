/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bars for the terminal, as wide as it is; 80 columns in a pipe. */
#include "searcher/output/chart.h"

#include <math.h>
#include <string.h>

#include "morgue/terminal.h"

enum {
    PIPE_COLUMNS = 80,
    LEAST_BAR = 8,  /* also where the terminal is too narrow for it */
    MOST_NAME = 40, /* columns of a value's name; the rest is left out */
    BLOCK_PARTS = 8,
};

static gboolean has_blocks(void)
{
    return g_get_charset(NULL);
}

/* U+2588 is a whole block; U+2589 to U+258F are seven to one eighths. */
static void append_blocks(GString *line, guint eighths)
{
    for (guint i = 0; i < eighths / BLOCK_PARTS; i++)
        g_string_append_unichar(line, 0x2588);
    if (eighths % BLOCK_PARTS > 0)
        g_string_append_unichar(line, 0x2590 - eighths % BLOCK_PARTS);
}

void chart_append_bar(GString *line, double part, guint width)
{
    gboolean blocks = has_blocks();
    guint parts = blocks ? BLOCK_PARTS : 1;
    guint length = (guint)lround(part * width * parts);
    if (part > 0 && length == 0)
        length = 1;
    if (blocks)
        append_blocks(line, length);
    for (guint i = 0; !blocks && i < length; i++)
        g_string_append_c(line, '#');
    for (guint i = (length + parts - 1) / parts; i < width; i++)
        g_string_append_c(line, ' ');
}

static guint digits_of(guint number)
{
    guint digits = 1;
    for (; number >= 10; number /= 10)
        digits++;
    return digits;
}

/* What the other columns of a line leave for its bar. */
static guint bar_width(const Output *output, guint used)
{
    guint columns = output->columns > 0 ? output->columns : PIPE_COLUMNS;
    return columns > used + LEAST_BAR ? columns - used : LEAST_BAR;
}

static void print_line(Output *output, const GString *line)
{
    gsize length = line->len;
    while (length > 0 && line->str[length - 1] == ' ')
        length--;
    fwrite(line->str, 1, length, output->stream);
    putc('\n', output->stream);
}

static const char *plural(guint count)
{
    return count == 1 ? "" : "s";
}

/* Timelines: `2022-03  ████▌     12 of  340   3.53 %`. */

typedef struct TimelineLayout {
    guint bar, found_digits, all_digits;
    guint most_found;
} TimelineLayout;

static TimelineLayout lay_out_timeline(const Output *output, const Timeline *timeline,
                                       guint name_width)
{
    guint found = 1, all = 1;
    for (guint i = 0; i < timeline->rows->len; i++) {
        const TimelineRow *row = &g_array_index(timeline->rows, TimelineRow, i);
        found = MAX(found, row->found);
        all = MAX(all, row->all);
    }
    TimelineLayout layout = {0, digits_of(found), digits_of(all), found};
    guint numbers = layout.found_digits + layout.all_digits + (guint)strlen("  of   100.00 %");
    layout.bar = bar_width(output, name_width + 2 + numbers);
    return layout;
}

static void print_gap(Output *output, const Timeline *timeline, gint64 periods)
{
    fprintf(output->stream, "  %s  nothing in the archive: %" G_GINT64_FORMAT " %s%s\n",
            has_blocks() ? "⋮" : ":", periods, period_kind_name(timeline->kind),
            periods == 1 ? "" : "s");
}

static void print_row(Output *output, const Timeline *timeline, const TimelineLayout *layout,
                      const TimelineRow *row)
{
    char name[PERIOD_NAME_SIZE];
    g_autoptr(GString) line = g_string_new(period_name(timeline->kind, row->period, name));
    g_string_append(line, "  ");
    chart_append_bar(line, (double)row->found / layout->most_found, layout->bar);
    g_string_append_printf(line, " %*u of %*u  %6.2f %%", (int)layout->found_digits, row->found,
                           (int)layout->all_digits, row->all, 100.0 * row->found / row->all);
    print_line(output, line);
}

static void print_timeline_total(Output *output, const Timeline *timeline)
{
    fprintf(output->stream, "%u article%s", timeline->found, plural(timeline->found));
    if (timeline->undated > 0)
        fprintf(output->stream, "; %u undated", timeline->undated);
    if (timeline->imprecise > 0)
        fprintf(output->stream, "; %u whose date fits no %s", timeline->imprecise,
                period_kind_name(timeline->kind));
    putc('\n', output->stream);
}

void chart_print_timeline(Output *output, const Timeline *timeline)
{
    const GArray *rows = timeline->rows;
    if (timeline->found == 0)
        return;
    char name[PERIOD_NAME_SIZE] = "";
    if (rows->len > 0)
        period_name(timeline->kind, g_array_index(rows, TimelineRow, 0).period, name);
    TimelineLayout layout = lay_out_timeline(output, timeline, (guint)strlen(name));
    for (guint i = 0; i < rows->len; i++) {
        const TimelineRow *row = &g_array_index(rows, TimelineRow, i);
        gint64 expected = i == 0 ? row->period : (row - 1)->period + 1;
        if (row->period > expected)
            print_gap(output, timeline, row->period - expected);
        print_row(output, timeline, &layout, row);
    }
    print_timeline_total(output, timeline);
}

/* Facets: `The Harbour Courier  ████▌      12`. */

/* A name that fits: longer ones lose their end. */
static char *fit_name(const char *text)
{
    char *safe = terminal_safe(text);
    if (terminal_columns(safe, strlen(safe)) <= MOST_NAME)
        return safe;
    const char *end = safe;
    while (terminal_columns(safe, (gsize)(g_utf8_next_char(end) - safe)) < MOST_NAME)
        end = g_utf8_next_char(end);
    char *cut = g_strdup_printf("%.*s%s", (int)(end - safe), safe, has_blocks() ? "…" : "~");
    g_free(safe);
    return cut;
}

static void append_name(GString *line, const char *name, guint width)
{
    g_string_append(line, name);
    for (guint at = terminal_columns(name, strlen(name)); at < width + 2; at++)
        g_string_append_c(line, ' ');
}

static const char without_value[] = "(none)";

typedef struct FacetLayout {
    guint name, bar, digits, most_found;
} FacetLayout;

static FacetLayout lay_out_facet(const Output *output, const Facet *facet, guint shown)
{
    FacetLayout layout = {.name = (guint)strlen(without_value), .most_found = facet->without};
    for (guint i = 0; i < shown; i++) {
        const FacetValue *value = &g_array_index(facet->values, FacetValue, i);
        g_autofree char *name = fit_name(value->text);
        layout.name = MAX(layout.name, terminal_columns(name, strlen(name)));
        layout.most_found = MAX(layout.most_found, value->found);
    }
    layout.digits = digits_of(layout.most_found);
    layout.bar = bar_width(output, layout.name + 2 + 1 + layout.digits);
    return layout;
}

static void print_value(Output *output, const FacetLayout *layout, const char *text, guint found)
{
    g_autofree char *name = fit_name(text);
    g_autoptr(GString) line = g_string_new(NULL);
    append_name(line, name, layout->name);
    chart_append_bar(line, (double)found / layout->most_found, layout->bar);
    g_string_append_printf(line, " %*u", (int)layout->digits, found);
    print_line(output, line);
}

void chart_print_facet(Output *output, const Facet *facet, guint limit)
{
    if (facet->found == 0)
        return;
    guint shown = limit == 0 ? facet->values->len : MIN(limit, facet->values->len);
    FacetLayout layout = lay_out_facet(output, facet, shown);
    fprintf(output->stream, "%s%s of %u article%s\n", output->printed++ > 0 ? "\n" : "",
            facet->name, facet->found, plural(facet->found));
    for (guint i = 0; i < shown; i++) {
        const FacetValue *value = &g_array_index(facet->values, FacetValue, i);
        print_value(output, &layout, value->text, value->found);
    }
    if (facet->without > 0)
        print_value(output, &layout, without_value, facet->without);
    guint more = facet->values->len - shown;
    if (more > 0)
        fprintf(output->stream, "and %u more value%s; -n 0 prints all\n", more, plural(more));
}

/* Words: `dockers  ████▌    12 of 40`; the bars are their scores. */

typedef struct TermsLayout {
    guint name, bar, found_digits, all_digits;
    double most;
} TermsLayout;

static TermsLayout lay_out_terms(const Output *output, const GArray *terms)
{
    TermsLayout layout = {.found_digits = 1, .all_digits = 1};
    for (guint i = 0; i < terms->len; i++) {
        const MarkedTerm *term = &g_array_index(terms, MarkedTerm, i);
        g_autofree char *name = fit_name(term->word);
        layout.name = MAX(layout.name, terminal_columns(name, strlen(name)));
        layout.found_digits = MAX(layout.found_digits, digits_of(term->found));
        layout.all_digits = MAX(layout.all_digits, digits_of(term->all));
        layout.most = MAX(layout.most, term->score);
    }
    guint numbers = layout.found_digits + layout.all_digits + (guint)strlen("  of ");
    layout.bar = bar_width(output, layout.name + 2 + numbers);
    return layout;
}

static void print_term(Output *output, const TermsLayout *layout, const MarkedTerm *term)
{
    g_autofree char *name = fit_name(term->word);
    g_autoptr(GString) line = g_string_new(NULL);
    append_name(line, name, layout->name);
    chart_append_bar(line, term->score / layout->most, layout->bar);
    g_string_append_printf(line, " %*u of %*u", (int)layout->found_digits, term->found,
                           (int)layout->all_digits, term->all);
    print_line(output, line);
}

void chart_print_terms(Output *output, const MarkedTerms *terms)
{
    if (terms->found == 0)
        return;
    const char *what = terms->terms->len > 0 ? "words" : "no word stands out";
    if (terms->looked_at < terms->found)
        fprintf(output->stream, "%s of the first %u of %u articles\n", what, terms->looked_at,
                terms->found);
    else
        fprintf(output->stream, "%s of %u article%s\n", what, terms->found, plural(terms->found));
    TermsLayout layout = lay_out_terms(output, terms->terms);
    for (guint i = 0; i < terms->terms->len; i++)
        print_term(output, &layout, &g_array_index(terms->terms, MarkedTerm, i));
}
