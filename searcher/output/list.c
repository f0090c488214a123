/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists for other programs: files (-l), ids (--ids), and the bare count (-c). */
#include "searcher/output/output.h"

/* Several articles may stand in one file. Paths go out as the bytes they are. */
static void print_file(Output *output, const Result *result)
{
    if (output->files == NULL)
        output->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!g_hash_table_add(output->files, g_strdup(result->path)))
        return;
    output_query_column(output);
    g_autofree char *path = output_path(output, result->path);
    fputs(path, output->stream);
    putc(output->separator, output->stream);
}

static void print_id(Output *output, const Result *result)
{
    output_query_column(output);
    fputs(result_get(result, RECORD_ID), output->stream);
    putc(output->separator, output->stream);
}

static void print_count(Output *output, guint64 count)
{
    output_query_column(output);
    fprintf(output->stream, "%" G_GUINT64_FORMAT "\n", count);
}

const OutputForm output_files = {
    .id = FORM_FILES,
    .needs_articles = TRUE,
    .article = print_file,
};

const OutputForm output_ids = {
    .id = FORM_IDS,
    .needs_articles = TRUE,
    .article = print_id,
};

const OutputForm output_count = {
    .id = FORM_COUNT,
    .needs_count = TRUE,
    .end = print_count,
};
