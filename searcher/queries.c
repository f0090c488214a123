/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading queries from a file and answering each. */
#include "searcher/queries.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "morgue/error.h"
#include "searcher/run.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* A file of queries while it is read. */
typedef struct Queries {
    const SearchOptions *options;
    Output *output;
    QueriesReport report;
    QueriesOutcome *outcome;
    const char *name; /* of the file, for messages */
    guint line;
    GHashTable *told; /* messages about archives that do not answer */
} Queries;

static gboolean refuse(GError **error, const char *what)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_QUERY,
                "%s\nhint: a line is a query, or an id without blanks, a tab and a query", what);
    return FALSE;
}

/* Parts `text` at its first tab; without one the id is the number of the line. */
static gboolean split(char *text, guint line, char **id, char **query, GError **error)
{
    char *tab = strchr(text, '\t');
    *query = g_strstrip(tab == NULL ? text : tab + 1);
    if (tab == NULL) {
        *id = g_strdup_printf("%u", line);
        return TRUE;
    }
    *tab = '\0';
    if (*text == '\0' || strpbrk(text, " \v\f") != NULL || !g_utf8_validate(text, -1, NULL))
        return refuse(error, "this is no id of a query");
    if (**query == '\0')
        return refuse(error, "there is no query after the id");
    *id = g_strdup(text);
    return TRUE;
}

static void tell(Queries *queries, const GError *error)
{
    fflush(queries->output->stream);
    queries->report(error);
}

/* An archive that does not answer is the same for all queries. */
static void tell_unreachable(Queries *queries, const GPtrArray *errors)
{
    for (guint i = 0; errors != NULL && i < errors->len; i++) {
        const GError *error = g_ptr_array_index(errors, i);
        queries->outcome->incomplete = TRUE;
        if (g_hash_table_add(queries->told, g_strdup(error->message)))
            tell(queries, error);
    }
}

static gboolean answer(Queries *queries, const char *id, char *query, GError **error)
{
    SearchOptions options = *queries->options;
    Output *output = queries->output;
    RunOutcome outcome;
    options.query = query;
    output->options = &options;
    output->query_id = id;
    output->printed = 0;
    g_clear_pointer(&output->files, g_hash_table_unref);
    gboolean answered = run(&options, output, FALSE, &outcome, error);
    output->options = queries->options;
    output->query_id = NULL;
    output->continued |= answered;
    queries->outcome->found += answered && outcome.found > 0;
    tell_unreachable(queries, outcome.unreachable);
    run_outcome_clear(&outcome);
    return answered;
}

/* Whether the next query may be answered all the same; if so, it is counted. */
static gboolean is_of_query(QueriesOutcome *outcome, const GError *error)
{
    gboolean is_wrong = g_error_matches(error, MORGUE_ERROR, MORGUE_ERROR_QUERY);
    gboolean is_unanswered = g_error_matches(error, MORGUE_ERROR, MORGUE_ERROR_UNREACHABLE);
    outcome->wrong += is_wrong ? 1 : 0;
    outcome->incomplete |= is_unanswered;
    return is_wrong || is_unanswered;
}

/* An error of the query is reported here; any other ends the run. */
static gboolean answer_line(Queries *queries, char *text, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autofree char *id = NULL;
    char *query = NULL;
    if (split(text, queries->line, &id, &query, &cause))
        answer(queries, id, query, &cause);
    if (cause == NULL)
        return TRUE;
    if (!is_of_query(queries->outcome, cause)) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return FALSE;
    }
    g_prefix_error(&cause, "%s:%u: ", queries->name, queries->line);
    tell(queries, cause);
    return TRUE;
}

static gboolean is_query(const char *text)
{
    return text[0] != '#' && text[strspn(text, " \t\r\n")] != '\0';
}

static gboolean answer_file(Queries *queries, FILE *file, GError **error)
{
    char *text = NULL;
    size_t size = 0;
    guint count = 0;
    gboolean answered = TRUE;
    while (answered && getline(&text, &size, file) != -1) {
        queries->line++;
        gboolean marked = queries->line == 1 && g_str_has_prefix(text, BYTE_ORDER_MARK);
        char *line = marked ? text + strlen(BYTE_ORDER_MARK) : text;
        line[strcspn(line, "\r\n")] = '\0';
        if (!is_query(line))
            continue;
        count++;
        answered = answer_line(queries, line, error);
    }
    free(text);
    if (!answered)
        return FALSE;
    if (ferror(file)) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE, "%s: %s", queries->name,
                    g_strerror(errno));
        return FALSE;
    }
    if (count > 0)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE, "%s: there is no query in it",
                queries->name);
    return FALSE;
}

gboolean queries_run(const SearchOptions *options, Output *output, QueriesReport report,
                     QueriesOutcome *outcome, GError **error)
{
    gboolean standard = strcmp(options->queries, "-") == 0;
    *outcome = (QueriesOutcome){.found = 0};
    Queries queries = {
        .options = options,
        .output = output,
        .report = report,
        .outcome = outcome,
        .name = standard ? "standard input" : options->queries,
    };
    FILE *file = standard ? stdin : fopen(options->queries, "r");
    if (file == NULL) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE, "%s: %s", options->queries,
                    g_strerror(errno));
        return FALSE;
    }
    queries.told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gboolean answered = answer_file(&queries, file, error);
    g_hash_table_unref(queries.told);
    if (!standard)
        fclose(file);
    return answered;
}
