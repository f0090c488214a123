/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run of TREC (--trec): `qid Q0 docno rank score tag`, as trec_eval reads it. The docno is what
 * the article's id was made of: in a test collection that is the DOCNO, which its judgements name;
 * the reader of such collections puts `trec:` in front.
 */
#include "searcher/output/output.h"

#include <string.h>

/* A run is parted by blanks, so a docno has none. */
static void append_docno(GString *line, const char *source)
{
    const char *docno = g_str_has_prefix(source, "trec:") ? source + strlen("trec:") : source;
    for (const char *p = docno; *p != '\0'; p++) {
        if ((guchar)*p <= ' ')
            g_string_append_printf(line, "%%%02X", (guint)(guchar)*p);
        else
            g_string_append_c(line, *p);
    }
}

/* trec_eval orders by score alone: without a ranking the score is what keeps the order. */
static void print_article(Output *output, const Result *result)
{
    char score[G_ASCII_DTOSTR_BUF_SIZE];
    g_autoptr(GString) line = g_string_new(output->query_id != NULL ? output->query_id : "1");
    g_string_append(line, " Q0 ");
    append_docno(line, result_get(result, RECORD_ID_SOURCE));
    g_ascii_formatd(score, sizeof score, "%.6f",
                    result->score > 0 ? result->score : -(double)result->rank);
    g_string_append_printf(line, " %u %s %s\n", result->rank, score, output->options->trec);
    fwrite(line->str, 1, line->len, output->stream);
}

const OutputForm output_trec = {
    .id = FORM_TREC,
    .needs_articles = TRUE,
    .article = print_article,
};
