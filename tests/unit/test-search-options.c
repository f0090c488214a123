/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line of morgue-search: what is an option, what a word, and what is refused. */
#include <glib.h>
#include <string.h>

#include "morgue/error.h"
#include "searcher/options.h"

#define MAX_ARGUMENTS 12

typedef struct Line {
    const char *arguments[MAX_ARGUMENTS];
    const char *query; /* NULL: none */
} Line;

typedef struct Refused {
    const char *arguments[MAX_ARGUMENTS];
    const char *message;
    const char *hint;
} Refused;

static const Line lines[] = {
    {{"Article", "5", "Ukraine"}, "Article 5 Ukraine"},
    {{"\"article 5\" ukraine"}, "\"article 5\" ukraine"},
    {{"a -b"}, "a -b"},
    {{"-a b"}, "-a b"},
    {{"a", "--", "-b"}, "a -b"},
    {{"--", "-n", "--json"}, "-n --json"},
    {{"a", "-", "b"}, "a - b"},
    {{"a", "-n", "5", "b"}, "a b"},
    {{"-c", "a"}, "a"},
    {{"a", "--json", "b"}, "a b"},
    {{"--limit=3", "a"}, "a"},
    {{"--limit", "3", "a"}, "a"},
    {{"--since", "2022"}, NULL},
    {{"--show", "7h3k9q2m4x1d"}, NULL},
    {{"a", "+b"}, "a +b"},
    {{"--since=-b", "a"}, "a"},
    {{"--feedback", "a"}, "a"},
    {{"--feedback=0.5", "a"}, "a"},
};

static const Refused refused[] = {
    {{"--recency=1y", "--feedback", "a"}, "--recency and --feedback are two orders", "one of them"},
    {{"--queries=q", "--terms"}, "--queries is for lists of articles", "one of them"},
    {{NULL}, "nothing to search for", "--help"},
    {{""}, "nothing to search for", "--help"},
    {{"--"}, "nothing to search for", "--help"},
    {{"ukraine", "-russia"}, "unknown option '-russia'", "-- -russia"},
    {{"ukraine", "-russia"}, "unknown option '-russia'", "NOT russia"},
    {{"a", "-n5"}, "unknown option '-n5'", "-- -n5"},
    {{"a", "-n5"}, "unknown option '-n5'", "write -n 5 for the option"},
    {{"a", "-cq"}, "unknown option '-cq'", "write -c by itself"},
    {{"a", "-cq"}, "unknown option '-cq'", "-- -cq"},
    {{"a", "-5"}, "unknown option '-5'", "-- -5"},
    {{"a", "-x"}, "unknown option '-x'", "-- -x"},
    {{"a", "--limt=3"}, "unknown option '--limt=3'", "--help"},
    {{"a", "--lim", "3"}, "unknown option '--lim'", "--help"},
    {{"a", "-n"}, "--limit needs a value", "--limit=N"},
    {{"a", "--limit=many"}, "'many' is not a number", "--limit=20"},
    {{"a", "--limit=-1"}, "'-1' is not a number", "--limit=20"},
    {{"a", "--limit="}, "'' is not a number", "--limit=20"},
    {{"a", "--snippets"}, "--snippets needs a value", "--snippets=N"},
    {{"a", "--snippets=two"}, "'two' is not a number", NULL},
    {{"a", "--offset=99999999999"}, "is not a number", NULL},
    {{"a", "--json=1"}, "--json takes no value", "leave it out"},
    {{"a", "--sort=date"}, "unknown value 'date'", "newest"},
    {{"a", "--feedback=1.5"}, "'1.5' is not a number from 0 to 1", "--feedback=0.5"},
    {{"a", "--feedback=-1"}, "'-1' is not a number from 0 to 1", "--feedback=0.5"},
    {{"a", "--feedback=nan"}, "'nan' is not a number from 0 to 1", NULL},
    {{"a", "--feedback=much"}, "'much' is not a number from 0 to 1", NULL},
    {{"a", "--feedback="}, "'' is not a number from 0 to 1", NULL},
    {{"a", "--color=yes"}, "unknown value 'yes'", "always"},
    {{"a", "--json", "-l"}, "--json and --files are two forms", "one of them"},
    {{"a", "-c", "-q"}, "--count and --quiet are two forms", "one of them"},
    {{"a", "-0"}, "-0 is for lists", "--ids"},
    {{"a", "--format=%d %z"}, "unknown letter\n  %d %z\n     ^", "%h headline"},
    {{"a", "--format=長 %"}, "unknown letter\n  長 %\n     ^", "%h headline"},
    {{"a", "--format=\\q"}, "unknown escape", "\\t"},
    {{"a", "--format="}, "--format: it is empty", "%h headline"},
    {{"a", "--trec=a b"}, "--trec: 'a b' is not one word", "--trec=morgue1"},
    {{"--queries=f", "a"}, "--queries and a query are two ways to ask", "leave one"},
    {{"--queries=f", "--like=a"}, "--queries and --like are two ways to ask", "leave one"},
    {{"--queries=f", "--show=a"}, "--queries and --show are two ways to ask", "leave one"},
    {{"--queries=f", "--atom"}, "an Atom feed is of one query", "--json"},
    {{"a", "--kwic=5"}, "'5' is not a number of columns from 10 to 1000", "--kwic=100"},
    {{"a", "--kwic", "--csv"}, "--kwic is a form of output of its own", "--json"},
    {{"--since=2020", "--kwic"}, "--kwic needs the words", "--kwic treaty"},
    {{"a", "--recency=month"}, "--recency: 'month' is no half-life", "30d"},
    {{"a", "--recency=0d"}, "--recency: '0d' is no half-life", "30d"},
    {{"a", "--recency=3"}, "--recency: '3' is no half-life", "30d"},
    {{"a", "--recency=3dd"}, "--recency: '3dd' is no half-life", "30d"},
    {{"a", "--recency=1y", "--sort=oldest"}, "--recency is an order of its own", "--sort"},
    {{"a", "--csv", "--tsv"}, "--csv and --tsv are two forms", "one of them"},
    {{"a", "--show", "b"}, "--show prints one article", "leave the query out"},
    {{"--show", "b", "-l"}, "--show prints a whole article", "--json"},
    {{"a", "--sort=none", "--offset=3"}, "without an order", "choose"},
    {{"a", "--timeline=hour"}, "unknown value 'hour'", "day, week, month, year"},
    {{"a", "--timeline=day", "--facet=source"}, "are two reports", "one after the other"},
    {{"a", "--facet=url"}, "not counted by 'url'", "byline section source"},
    {{"a", "--facet=source", "-l"}, "forms of their own", "--json"},
    {{"a", "--facet=source", "--offset=1"}, "--offset is for lists", "leave it out"},
    {{"a", "--facet=source", "--partial"}, "--partial is for lists", "--any counts"},
    {{"--show", "b", "--facet=source"}, "--show prints one article", "leave it out"},
    {{"--facet=source"}, "nothing to search for", "Article 5"},
};

static int argument_count(const char *const *arguments)
{
    int count = 0;
    while (count < MAX_ARGUMENTS && arguments[count] != NULL)
        count++;
    return count;
}

/* As main() gets them: the program's name comes first. */
static gboolean parse(const char *const *arguments, SearchOptions *options, GError **error)
{
    const char *argv[MAX_ARGUMENTS + 1] = {"morgue-search"};
    int count = argument_count(arguments);
    memcpy(argv + 1, arguments, (gsize)count * sizeof *argv);
    return search_options_parse(options, count + 1, argv, error);
}

static void test_words_and_options(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        SearchOptions options;
        g_autoptr(GError) error = NULL;
        gboolean valid = parse(lines[i].arguments, &options, &error);
        g_assert_no_error(error);
        g_assert_true(valid);
        g_assert_cmpstr(options.query, ==, lines[i].query);
        search_options_clear(&options);
    }
}

static void test_refusals(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        SearchOptions options;
        g_autoptr(GError) error = NULL;
        if (parse(refused[i].arguments, &options, &error))
            g_error("row %" G_GSIZE_FORMAT " was accepted", i);
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE);
        const char *hint = strstr(error->message, "\nhint: ");
        g_assert_nonnull(hint);
        if (strstr(error->message, refused[i].message) == NULL ||
            (refused[i].hint != NULL && strstr(hint, refused[i].hint) == NULL))
            g_error("row %" G_GSIZE_FORMAT ": %s", i, error->message);
    }
}

static void test_defaults(void)
{
    SearchOptions options;
    static const char *const arguments[MAX_ARGUMENTS] = {"a"};
    g_assert_true(parse(arguments, &options, NULL));
    g_assert_cmpint(options.action, ==, SEARCH_ARTICLES);
    g_assert_cmpint(options.form, ==, FORM_TEXT);
    g_assert_cmpint(options.sort, ==, SORT_RELEVANCE);
    g_assert_cmpuint(options.limit, ==, 10);
    g_assert_cmpuint(options.snippets, ==, 1);
    g_assert_cmpuint(options.offset, ==, 0);
    g_assert_cmpuint(options.places->len, ==, 1);
    g_assert_cmpfloat(options.feedback, <, 0);
    g_assert_false(options.any || options.partial || options.relative || options.nul);
    search_options_clear(&options);
}

static void test_values(void)
{
    SearchOptions options;
    static const char *const arguments[MAX_ARGUMENTS] = {
        "-n", "0", "--sort=oldest", "-d", "x y", "--index=host:1", "--ids", "-0", "a",
    };
    g_assert_true(parse(arguments, &options, NULL));
    g_assert_cmpuint(options.limit, ==, 0);
    g_assert_cmpint(options.sort, ==, SORT_OLDEST);
    g_assert_cmpuint(options.places->len, ==, 2);
    g_assert_cmpstr(g_ptr_array_index(options.places, 0), ==, "x y");
    g_assert_cmpstr(g_ptr_array_index(options.places, 1), ==, "host:1");
    g_assert_cmpint(options.form, ==, FORM_IDS);
    g_assert_true(options.nul);
    search_options_clear(&options);
}

/* The strength may be left out, so it only follows an equals sign. */
static void test_feedback(void)
{
    SearchOptions options;
    static const char *const bare[MAX_ARGUMENTS] = {"--feedback", "0.5"};
    static const char *const strong[MAX_ARGUMENTS] = {"--feedback=0.5", "a"};
    g_assert_true(parse(bare, &options, NULL));
    g_assert_cmpfloat(options.feedback, ==, OPTIONS_FEEDBACK);
    g_assert_cmpstr(options.query, ==, "0.5");
    search_options_clear(&options);
    g_assert_true(parse(strong, &options, NULL));
    g_assert_cmpfloat(options.feedback, ==, 0.5);
    search_options_clear(&options);
}

static void test_help_and_version_need_no_query(void)
{
    SearchOptions options;
    static const char *const help[MAX_ARGUMENTS] = {"--help"};
    static const char *const version[MAX_ARGUMENTS] = {"--version"};
    g_assert_true(parse(help, &options, NULL));
    g_assert_cmpint(options.action, ==, SEARCH_HELP);
    search_options_clear(&options);
    g_assert_true(parse(version, &options, NULL));
    g_assert_cmpint(options.action, ==, SEARCH_VERSION);
    search_options_clear(&options);
}

static void test_help_lists_every_option(void)
{
    static const char *const names[] = {
        "-d, --index=DIR", "-n, --limit=N",
        "--offset=N",      "--any",
        "--partial",       "--sort=ORDER",
        "--since=DATE",    "--until=DATE",
        "--source=",       "--timezone=",
        "--json",          "-l, --files",
        "--ids",           "-c, --count",
        "-q, --quiet",     "--explain",
        "--show=ID",       "-0, --null",
        "--relative",      "--color=",
        "--zero-ok",       "--feedback[=STRENGTH]",
        "-h, --help",      "--version",
    };
    g_autofree char *help = search_options_help();
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strstr(help, names[i]) == NULL)
            g_error("no %s in --help", names[i]);
    }
    g_auto(GStrv) rows = g_strsplit(help, "\n", -1);
    for (char **row = rows; *row != NULL; row++)
        g_assert_cmpint(g_utf8_strlen(*row, -1), <=, 110);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/search-options/words-and-options", test_words_and_options);
    g_test_add_func("/search-options/refusals", test_refusals);
    g_test_add_func("/search-options/defaults", test_defaults);
    g_test_add_func("/search-options/values", test_values);
    g_test_add_func("/search-options/feedback", test_feedback);
    g_test_add_func("/search-options/help-and-version", test_help_and_version_need_no_query);
    g_test_add_func("/search-options/help-lists-every-option", test_help_lists_every_option);
    return g_test_run();
}
