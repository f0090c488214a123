/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * output.h: the forms of output. One file each, and one row each in the table of output.c.
 *
 * A form is asked what it needs before the search, so that nothing is computed for nothing; then
 * it prints: begin, each article, end. Nothing else of the program writes to standard output.
 */
#ifndef SEARCHER_OUTPUT_H
#define SEARCHER_OUTPUT_H

#include <glib.h>
#include <stdio.h>

#include "searcher/facet.h"
#include "searcher/marked-terms.h"
#include "searcher/options.h"
#include "searcher/result.h"
#include "searcher/timeline.h"

/* Where and how to print. */
typedef struct Output {
    FILE *stream;
    const struct OutputForm *form;
    const SearchOptions *options; /* borrowed */
    const char *query_id;         /* with --queries; borrowed */
    gboolean continued;           /* another query has printed before this one */
    gboolean terminal;            /* whether `stream` is one */
    gboolean color;
    guint columns;     /* of the terminal; 0 where there is none */
    char separator;    /* between the items of a list */
    guint printed;     /* articles */
    GHashTable *files; /* paths printed, for lists that name each once */
} Output;

typedef struct OutputForm {
    OutputFormId id;
    gboolean needs_articles; /* FALSE: the number of articles is enough */
    gboolean needs_snippets;
    gboolean needs_occurrences; /* all of headline and text, marked */
    gboolean needs_count;       /* exact */
    gboolean partial_by_itself; /* shows partial matches also without --partial */
    /* Any of these may be NULL. */
    void (*begin)(Output *output, gboolean partial);
    void (*article)(Output *output, const Result *result);
    void (*end)(Output *output, guint64 count);
    void (*whole)(Output *output, const Result *result); /* --show */
    void (*timeline)(Output *output, const Timeline *timeline);
    void (*facet)(Output *output, const Facet *facet, guint limit); /* `limit` 0: all values */
    void (*terms)(Output *output, const MarkedTerms *terms);
} OutputForm;

extern const OutputForm output_text;
extern const OutputForm output_json;
extern const OutputForm output_files;
extern const OutputForm output_ids;
extern const OutputForm output_count;
extern const OutputForm output_csv;
extern const OutputForm output_tsv;
extern const OutputForm output_template;
extern const OutputForm output_template_with_passage;
extern const OutputForm output_atom;
extern const OutputForm output_kwic;
extern const OutputForm output_trec;
extern const OutputForm output_kwic_json;

/* The table. FORM_QUIET and FORM_EXPLAIN have rows that print nothing. */
const OutputForm *output_form(OutputFormId id);

/* Looks at the stream and the environment (NO_COLOR, TERM) to see how to print. */
void output_init(Output *output, const SearchOptions *options, FILE *stream);
void output_clear(Output *output);

/*
 * A path as it goes out: the bytes it is, for other programs to open; on a terminal harmless,
 * unless NUL characters say that it is for a program. The caller owns it.
 */
char *output_path(const Output *output, const char *path);

/* With --queries, for people: a line that says which query the answer is of. */
void output_query_heading(Output *output);
/* With --queries, for programs: the query's id and a tab. */
void output_query_column(Output *output);

#endif
