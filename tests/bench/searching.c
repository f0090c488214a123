/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * usage: searching QUERIES ROUNDS COMMAND ARGUMENT…
 *
 * How long searches take as their users see them: a fresh process for each query, the command with
 * the query's arguments after its own. Each line of QUERIES is a kind and the arguments, between
 * tabs. Prints the wall clock and the processor time of each kind and of all: of each query the
 * best of the rounds counts.
 */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char **environ;

typedef struct Query {
    char **columns; /* its kind, then arguments */
    double wall;    /* of the best round, ms */
    double cpu;
} Query;

typedef struct Bench {
    GArray *queries; /* of Query */
    char **command;
    posix_spawn_file_actions_t silence;
} Bench;

static void query_clear(Query *query)
{
    g_strfreev(query->columns);
}

static GArray *read_queries(const char *path)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    if (!g_file_get_contents(path, &text, NULL, &error))
        g_error("%s", error->message);
    GArray *queries = g_array_new(FALSE, FALSE, sizeof(Query));
    g_array_set_clear_func(queries, (GDestroyNotify)query_clear);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        if (**line == '\0')
            continue;
        Query query = {g_strsplit(*line, "\t", -1), G_MAXDOUBLE, G_MAXDOUBLE};
        g_array_append_val(queries, query);
    }
    return queries;
}

static double milliseconds(struct timeval time)
{
    return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

/* Runs a query once. Exit 1, nothing found, is an answer as well. */
static void run(const Bench *bench, Query *query)
{
    g_autoptr(GPtrArray) arguments = g_ptr_array_new();
    for (char **word = bench->command; *word != NULL; word++)
        g_ptr_array_add(arguments, *word);
    for (char **word = query->columns + 1; *word != NULL; word++)
        g_ptr_array_add(arguments, *word);
    g_ptr_array_add(arguments, NULL);
    pid_t child;
    int status = 0;
    struct rusage usage;
    gint64 start = g_get_monotonic_time();
    int failure = posix_spawnp(&child, bench->command[0], &bench->silence, NULL,
                               (char **)arguments->pdata, environ);
    if (failure != 0)
        g_error("%s: %s", bench->command[0], strerror(failure));
    while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR)
        continue;
    double wall = (double)(g_get_monotonic_time() - start) / 1e3;
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 1)
        g_error("%s: failed on the query %s", bench->command[0], query->columns[1]);
    query->wall = MIN(query->wall, wall);
    query->cpu = MIN(query->cpu, milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime));
}

static int compare_times(gconstpointer a, gconstpointer b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double percentile(const GArray *sorted, double part)
{
    guint at = (guint)(part * (double)sorted->len);
    return g_array_index(sorted, double, MIN(at, sorted->len - 1));
}

/* A line of figures for the queries of a kind; all of them for NULL. */
static void print_kind(const Bench *bench, const char *kind)
{
    g_autoptr(GArray) walls = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) cpus = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < bench->queries->len; i++) {
        const Query *query = &g_array_index(bench->queries, Query, i);
        if (kind != NULL && strcmp(kind, query->columns[0]) != 0)
            continue;
        g_array_append_val(walls, query->wall);
        g_array_append_val(cpus, query->cpu);
    }
    g_array_sort(walls, compare_times);
    g_array_sort(cpus, compare_times);
    printf("%-24s %7u %7.1f %7.1f %7.1f %7.1f %7.1f\n", kind == NULL ? "all" : kind, walls->len,
           percentile(walls, 0.5), percentile(walls, 0.95), percentile(walls, 1),
           percentile(cpus, 0.5), percentile(cpus, 0.95));
}

static void print(const Bench *bench)
{
    const char *kind = "";
    printf("%-24s %7s %7s %7s %7s %7s %7s\n", "ms, fresh processes", "queries", "p50", "p95",
           "most", "cpu p50", "cpu p95");
    for (guint i = 0; i < bench->queries->len; i++) {
        const Query *query = &g_array_index(bench->queries, Query, i);
        if (strcmp(kind, query->columns[0]) == 0)
            continue;
        kind = query->columns[0];
        print_kind(bench, kind);
    }
    print_kind(bench, NULL);
}

int main(int argc, char **argv)
{
    guint64 rounds;
    if (argc < 4 || !g_ascii_string_to_unsigned(argv[2], 10, 1, 1000, &rounds, NULL)) {
        fprintf(stderr, "usage: searching QUERIES ROUNDS COMMAND ARGUMENT...\n");
        return 2;
    }
    Bench bench = {.queries = read_queries(argv[1]), .command = argv + 3};
    posix_spawn_file_actions_init(&bench.silence);
    posix_spawn_file_actions_addopen(&bench.silence, 1, "/dev/null", O_WRONLY, 0);
    for (; rounds > 0; rounds--) {
        for (guint i = 0; i < bench.queries->len; i++)
            run(&bench, &g_array_index(bench.queries, Query, i));
    }
    print(&bench);
    posix_spawn_file_actions_destroy(&bench.silence);
    g_array_unref(bench.queries);
    return 0;
}
