/* SPDX-License-Identifier: GPL-2.0-or-later */
/* morgue-search: ranked queries over the index of a news archive. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include "morgue/error.h"
#include "morgue/fault-notice.h"
#include "morgue/open-files.h"
#include "morgue/standard-files.h"
#include "morgue/terminal.h"
#include "searcher/answer.h"
#include "searcher/input.h"
#include "searcher/options.h"
#include "searcher/output/output.h"
#include "searcher/queries.h"

enum { EXIT_FOUND = 0, EXIT_NONE = 1 };

static void report(const GError *error)
{
    g_autofree char *message = terminal_safe_lines(error->message);
    fprintf(stderr, "morgue-search: %s\n", message);
    if (g_error_matches(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED))
        fprintf(stderr, "hint: the index is damaged (morgue-index --check looks over all of it); "
                        "make a new one of the archive with morgue-index\n");
}

static int fail(const GError *error)
{
    report(error);
    return morgue_error_exit_status(error);
}

/* A reader that has seen enough (head) is no failure; a full disk is. */
static int flush(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    if (errno == EPIPE)
        return status;
    fprintf(stderr, "morgue-search: standard output: %s\n", g_strerror(errno));
    return EXIT_NONE;
}

/* People at a terminal are told how much there is; programs ask for it. */
static void print_total(const SearchOptions *options, const Output *output,
                        const RunOutcome *outcome)
{
    if (!outcome->counted || options->form != FORM_TEXT)
        return;
    if (outcome->partial)
        fprintf(stderr, "no article has all of the words\n");
    else if (outcome->found == 0)
        fprintf(stderr, "no article found\n");
    else
        fprintf(stderr, "%u of %" G_GUINT64_FORMAT " %s\n", output->printed, outcome->found,
                outcome->found == 1 ? "article" : "articles");
}

static void print_suggestion(const RunOutcome *outcome)
{
    if (outcome->suggestion == NULL)
        return;
    g_autofree char *safe = terminal_safe(outcome->suggestion);
    fprintf(stderr, "Did you mean: %s (%" G_GUINT64_FORMAT " %s)\n", safe,
            outcome->suggestion_count, outcome->suggestion_count == 1 ? "article" : "articles");
}

/* What was found is printed, but it is not all there is. */
static int print_unreachable(const RunOutcome *outcome, int status)
{
    for (guint i = 0; outcome->unreachable != NULL && i < outcome->unreachable->len; i++)
        status = fail(g_ptr_array_index(outcome->unreachable, i));
    return status;
}

/* What is written once the results are out. */
static int conclude(const SearchOptions *options, const Output *output, const RunOutcome *outcome)
{
    int status = flush(outcome->found > 0 || options->zero_ok ? EXIT_FOUND : EXIT_NONE);
    if (options->action == SEARCH_ARTICLES && !ferror(stdout))
        print_total(options, output, outcome);
    return status;
}

static int search(SearchOptions *options, FILE *stream)
{
    Output output;
    RunOutcome outcome;
    g_autoptr(GError) error = NULL;
    gboolean watched = isatty(STDOUT_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
    output_init(&output, options, stream);
    int status = EXIT_FOUND;
    if (answer(options, &output, watched && options->form == FORM_TEXT, &outcome, &error)) {
        status = conclude(options, &output, &outcome);
    } else {
        flush(EXIT_NONE);
        status = fail(error);
    }
    print_suggestion(&outcome);
    status = print_unreachable(&outcome, status);
    run_outcome_clear(&outcome);
    output_clear(&output);
    return status;
}

static int search_each(const SearchOptions *options, FILE *stream)
{
    Output output;
    QueriesOutcome outcome;
    g_autoptr(GError) error = NULL;
    output_init(&output, options, stream);
    gboolean answered = queries_run(options, &output, report, &outcome, &error);
    output_clear(&output);
    int status = flush(outcome.found > 0 || options->zero_ok ? EXIT_FOUND : EXIT_NONE);
    if (!answered)
        return fail(error);
    return outcome.errors > 0 ? outcome.status : status;
}

static int search_all(SearchOptions *options)
{
    g_autoptr(GError) error = NULL;
    FILE *stream = answer_open(options, &error);
    if (stream == NULL)
        return fail(error);
    int status = options->queries != NULL ? search_each(options, stream) : search(options, stream);
    answer_close(stream);
    return status;
}

static int print_help(void)
{
    g_autofree char *help = search_options_help();
    fputs(help, stdout);
    return flush(EXIT_FOUND);
}

int main(int argc, char **argv)
{
    SearchOptions options;
    g_autoptr(GError) error = NULL;
    standard_files_reserve();
    open_files_raise_limit();
    setlocale(LC_CTYPE, ""); /* for the encoding of bars, and nothing else */
    if (!search_options_parse(&options, argc, (const char *const *)argv, &error))
        return fail(error);
    if (!input_read_like(&options, stdin, &error)) {
        search_options_clear(&options);
        return fail(error);
    }
    fault_notice_install("morgue-search", g_ptr_array_index(options.places, 0));
    int status = EXIT_FOUND;
    switch (options.action) {
    case SEARCH_HELP:
        status = print_help();
        break;
    case SEARCH_VERSION:
        printf("morgue-search %s\n", MORGUE_VERSION);
        status = flush(EXIT_FOUND);
        break;
    case SEARCH_ARTICLES:
    case SEARCH_SHOW:
        status = search_all(&options);
        break;
    }
    search_options_clear(&options);
    return status;
}
