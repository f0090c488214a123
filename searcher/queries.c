/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading queries from a file and answering each. */
#include "searcher/queries.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "morgue/error.h"
#include "searcher/answer.h"
#include "searcher/cursor.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* A file of queries while it is read. */
typedef struct Queries {
    const SearchOptions *options;
    Output *output;
    QueriesReport report;
    QueriesOutcome *outcome;
    const char *name; /* of the file, for messages */
    guint line;
    GHashTable *told;  /* messages about archives that do not answer */
    GHashTable *lines; /* of the ids, with --new */
} Queries;

static gboolean refuse(GError **error, const char *what)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_QUERY,
                "%s\nhint: a line is a query, or an id without blanks, a tab and a query", what);
    return FALSE;
}

/* Parts `text` at its first tab; without one the id is the number of the line, which will be that
 * of another query once lines are added: no name for a cursor. */
static gboolean split(const Queries *queries, char *text, char **id, char **query, GError **error)
{
    char *tab = strchr(text, '\t');
    *query = g_strstrip(tab == NULL ? text : tab + 1);
    if (tab == NULL && queries->options->new_name != NULL)
        return refuse(error, "with --new a query needs an id of its own");
    if (tab == NULL) {
        *id = g_strdup_printf("%u", queries->line);
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

/* Errors after which the next query is answered all the same, the worst first. */
static const MorgueError passing[] = {
    MORGUE_ERROR_QUERY,
    MORGUE_ERROR_DELIVERY,
    MORGUE_ERROR_UNREACHABLE,
    MORGUE_ERROR_FAILED,
};

static guint rank_of(const GError *error)
{
    guint rank = 0;
    while (rank < G_N_ELEMENTS(passing) &&
           !g_error_matches(error, MORGUE_ERROR, (int)passing[rank]))
        rank++;
    return rank;
}

static void tell(Queries *queries, const GError *error)
{
    QueriesOutcome *outcome = queries->outcome;
    fflush(queries->output->stream);
    queries->report(error);
    if (outcome->errors++ > 0 && rank_of(error) >= outcome->worst)
        return;
    outcome->worst = rank_of(error);
    outcome->status = morgue_error_exit_status(error);
}

/* An archive that does not answer is the same for all queries. */
static void tell_unreachable(Queries *queries, const GPtrArray *errors)
{
    for (guint i = 0; errors != NULL && i < errors->len; i++) {
        const GError *error = g_ptr_array_index(errors, i);
        if (g_hash_table_add(queries->told, g_strdup(error->message)))
            tell(queries, error);
    }
}

/* Cursors are kept by id. */
static gboolean check_id(Queries *queries, const char *id, GError **error)
{
    if (queries->options->new_name == NULL)
        return TRUE;
    guint line = GPOINTER_TO_UINT(g_hash_table_lookup(queries->lines, id));
    if (!cursor_name_is_valid(id)) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_QUERY,
                    "with --new this is no id of a query\nhint: " CURSOR_NAME_HINT);
        return FALSE;
    }
    if (line > 0) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_QUERY,
                    "line %u has the id '%s' too\nhint: with --new each query needs one of its own",
                    line, id);
        return FALSE;
    }
    return g_hash_table_insert(queries->lines, g_strdup(id), GUINT_TO_POINTER(queries->line));
}

/* A query that has printed nothing has printed no header row either. */
static gboolean has_printed(const SearchOptions *options, const RunOutcome *outcome)
{
    return options->deliver == NULL && (outcome->found > 0 || options->new_name == NULL);
}

static gboolean answer_one(Queries *queries, const char *id, char *query, GError **error)
{
    SearchOptions options = *queries->options;
    Output *output = queries->output;
    RunOutcome outcome;
    g_autofree char *name =
        options.new_name != NULL ? g_strdup_printf("%s/%s", options.new_name, id) : NULL;
    options.query = query;
    options.new_name = name;
    output->options = &options;
    output->query_id = id;
    output->printed = 0;
    g_clear_pointer(&output->files, g_hash_table_unref);
    gboolean answered = answer(&options, output, FALSE, &outcome, error);
    output->options = queries->options;
    output->query_id = NULL;
    output->continued |= answered && has_printed(&options, &outcome);
    queries->outcome->found += answered && outcome.found > 0;
    tell_unreachable(queries, outcome.unreachable);
    run_outcome_clear(&outcome);
    return answered;
}

/* An error of the query is reported here; any other ends the run. */
static gboolean answer_line(Queries *queries, char *text, gboolean is_text, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autofree char *id = NULL;
    char *query = NULL;
    if (!is_text)
        refuse(&cause, "there is a NUL byte in this line");
    else if (split(queries, text, &id, &query, &cause) && check_id(queries, id, &cause))
        answer_one(queries, id, query, &cause);
    if (cause == NULL)
        return TRUE;
    if (rank_of(cause) == G_N_ELEMENTS(passing)) {
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
    ssize_t length;
    while (answered && !ferror(stdout) && (length = getline(&text, &size, file)) != -1) {
        gboolean is_text = strlen(text) == (size_t)length;
        queries->line++;
        gboolean marked = queries->line == 1 && g_str_has_prefix(text, BYTE_ORDER_MARK);
        char *line = marked ? text + strlen(BYTE_ORDER_MARK) : text;
        line[strcspn(line, "\r\n")] = '\0';
        if (is_text && !is_query(line))
            continue;
        count++;
        answered = answer_line(queries, line, is_text, error);
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
    queries.lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gboolean answered = answer_file(&queries, file, error);
    g_hash_table_unref(queries.told);
    g_hash_table_unref(queries.lines);
    if (!standard)
        fclose(file);
    return answered;
}
