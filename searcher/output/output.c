/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of the forms of output, and what they print to. */
#include "searcher/output/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include "morgue/terminal.h"

static const OutputForm output_quiet = {.id = FORM_QUIET};
static const OutputForm output_explain = {.id = FORM_EXPLAIN};

const OutputForm *output_form(OutputFormId id)
{
    static const OutputForm *const forms[] = {
        &output_text,
        &output_json,
        &output_files,
        &output_ids,
        &output_count,
        &output_quiet,
        &output_explain,
        &output_csv,
        &output_tsv,
        &output_template,
        &output_template_with_passage,
        &output_atom,
        &output_kwic,
        &output_kwic_json,
        &output_trec,
    };
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        if (forms[i]->id == id)
            return forms[i];
    }
    g_assert_not_reached();
}

/* https://no-color.org: any value but the empty one turns colour off. */
static gboolean wants_color(ColorMode mode, gboolean terminal)
{
    if (mode != COLOR_AUTO)
        return mode == COLOR_ALWAYS;
    const char *no_color = g_getenv("NO_COLOR");
    if (no_color != NULL && *no_color != '\0')
        return FALSE;
    return terminal && g_strcmp0(g_getenv("TERM"), "dumb") != 0;
}

static guint terminal_columns_of(int descriptor)
{
    struct winsize size;
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void output_init(Output *output, const SearchOptions *options, FILE *stream)
{
    int descriptor = fileno(stream);
    gboolean terminal = isatty(descriptor) == 1;
    *output = (Output){
        .stream = stream,
        .form = output_form(options->form),
        .options = options,
        .terminal = terminal,
        .color = wants_color(options->color, terminal),
        .columns = terminal ? terminal_columns_of(descriptor) : 0,
        .separator = options->nul ? '\0' : '\n',
    };
}

void output_clear(Output *output)
{
    g_clear_pointer(&output->files, g_hash_table_unref);
}

char *output_path(const Output *output, const char *path)
{
    return output->terminal && output->separator != '\0' ? terminal_safe(path) : g_strdup(path);
}

void output_query_heading(Output *output)
{
    if (output->query_id == NULL)
        return;
    g_autofree char *id = terminal_safe(output->query_id);
    g_autofree char *query = terminal_safe(output->options->query);
    fprintf(output->stream, "%s== %s: %s\n", output->continued ? "\n" : "", id, query);
}

void output_query_column(Output *output)
{
    if (output->query_id != NULL)
        fprintf(output->stream, "%s\t", output->query_id);
}
