/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line of morgue-search: the table of options, and what it makes of arguments. */
#include "searcher/options.h"

#include <string.h>

#include "morgue/error.h"
#include "morgue/index.h"
#include "morgue/misspelling.h"
#include "searcher/cursor.h"
#include "searcher/facet.h"
#include "searcher/output/template.h"
#include "searcher/recency.h"

typedef enum {
    KIND_FLAG,    /* sets a gboolean */
    KIND_TEXT,    /* stores its argument in a char * */
    KIND_LIST,    /* adds its argument to a GPtrArray * */
    KIND_NUMBER,  /* stores its argument in a guint */
    KIND_CHOICE,  /* stores the place of its argument in `choices` in an enumeration */
    KIND_SHARE,   /* stores its argument, which may be left out, in a double: from 0 to 1 */
    KIND_FORM,    /* sets the form to `choice` */
    KIND_FORMAT,  /* KIND_TEXT that is a form of its own */
    KIND_TREC,    /* the same, of another form */
    KIND_KWIC,    /* a number, which may be left out */
    KIND_RECENCY, /* a half-life, in a double */
    KIND_SHOW,    /* KIND_TEXT that is an action of its own */
    KIND_ACTION,  /* sets the action to `choice` */
    KIND_PERIOD,  /* KIND_CHOICE that chooses the report as well */
    KIND_FACET,   /* adds its argument to the facets, and chooses the report */
    KIND_TERMS,   /* chooses the report */
} OptionKind;

typedef struct OptionRow {
    char letter; /* or 0 */
    OptionKind kind;
    const char *name;
    const char *argument; /* its name in --help, or NULL */
    gsize target;         /* offset in SearchOptions */
    const char *help;
    const char *const *choices; /* KIND_CHOICE: NULL-terminated */
    int choice;                 /* KIND_FORM, KIND_ACTION */
} OptionRow;

#define AT(member) G_STRUCT_OFFSET(SearchOptions, member)

/* Until the form of output is known; past OPTIONS_MAX_NUMBER. */
#define LIMIT_UNSET G_MAXUINT

static const char *const sort_names[] = {"relevance", "newest", "oldest", "added", "none", NULL};
static const char *const period_names[] = {"day", "week", "month", "year", NULL};
static const char *const color_names[] = {"auto", "always", "never", NULL};

static const OptionRow rows[] = {
    {'d', KIND_LIST, "index", "DIR", AT(places),
     "the index, or HOST:PORT; repeatable; default $MORGUE_INDEX, else your own", NULL, 0},
    {'n', KIND_NUMBER, "limit", "N", AT(limit), "print N articles; 10; 0 is all of them", NULL, 0},
    {0, KIND_NUMBER, "offset", "N", AT(offset), "leave out the first N", NULL, 0},
    {0, KIND_NUMBER, "snippets", "N", AT(snippets),
     "show up to N passages of each article; 1; 0 is none", NULL, 0},
    {0, KIND_FLAG, "any", NULL, AT(any), "any of the words, not all of them", NULL, 0},
    {0, KIND_FLAG, "partial", NULL, AT(partial),
     "where no article has all the words, give those that have some, in every form", NULL, 0},
    {0, KIND_SHARE, "feedback", "STRENGTH", AT(feedback),
     "rank again by the words of the best articles: from 0 to 1, 0.4 if left out", NULL, 0},
    {0, KIND_CHOICE, "sort", "ORDER", AT(sort),
     "relevance, newest, oldest, added (last added first) or none", sort_names, 0},
    {0, KIND_RECENCY, "recency", "HALFLIFE", AT(recency),
     "weigh relevance with age, half as much for each 30d, 6m or 1y", NULL, 0},
    {0, KIND_TEXT, "since", "DATE", AT(since), "nothing published before DATE", NULL, 0},
    {0, KIND_TEXT, "until", "DATE", AT(until), "nothing published after DATE", NULL, 0},
    {0, KIND_TEXT, "source", "NAME", AT(source), "only from this paper or agency", NULL, 0},
    {0, KIND_TEXT, "like", "ID|-", AT(like),
     "articles like this one, or like a text on standard input; a query filters them", NULL, 0},
    {0, KIND_TEXT, "queries", "FILE", AT(queries),
     "each line a query, or an id, a tab and a query; - is standard input", NULL, 0},
    {0, KIND_TEXT, "timezone", "ZONE", AT(timezone),
     "time zone of `today` and the like; default the index's", NULL, 0},
    {0, KIND_FORM, "json", NULL, 0, "an object of JSON on a line for each article", NULL,
     FORM_JSON},
    {0, KIND_FORM, "csv", NULL, 0, "a table for spreadsheets, with a header row", NULL, FORM_CSV},
    {0, KIND_FORM, "tsv", NULL, 0, "the same with tabs", NULL, FORM_TSV},
    {0, KIND_FORMAT, "format", "LINE", AT(format),
     "a line of your own for each article: '%d %s %h' is day, source and headline", NULL,
     FORM_TEMPLATE},
    {0, KIND_FORM, "atom", NULL, 0, "an Atom feed", NULL, FORM_ATOM},
    {0, KIND_KWIC, "kwic", "60", AT(kwic),
     "a line for each occurrence, the word in the middle; also with --json", NULL, 0},
    {0, KIND_TREC, "trec", "TAG", AT(trec), "a run file of TREC; 1000 articles a query", NULL,
     FORM_TREC},
    {'l', KIND_FORM, "files", NULL, 0, "the files, each once", NULL, FORM_FILES},
    {0, KIND_FORM, "ids", NULL, 0, "the ids", NULL, FORM_IDS},
    {'c', KIND_FORM, "count", NULL, 0, "how many articles there are, exactly", NULL, FORM_COUNT},
    {'q', KIND_FORM, "quiet", NULL, 0, "nothing; the exit status tells", NULL, FORM_QUIET},
    {0, KIND_FORM, "explain", NULL, 0, "the query as understood, with the count of each part", NULL,
     FORM_EXPLAIN},
    {0, KIND_PERIOD, "timeline", "PERIOD", AT(period),
     "how many of each day, week, month or year, and out of how many", period_names, 0},
    {0, KIND_FACET, "facet", "FIELD", AT(facets),
     "how many of each source, section, byline, year …; repeatable", NULL, 0},
    {0, KIND_TERMS, "terms", NULL, 0, "the words that mark these articles off from the archive",
     NULL, 0},
    {0, KIND_SHOW, "show", "ID", AT(show),
     "one whole article: an id, at least 6 characters of one, or what it was made from", NULL, 0},
    {'0', KIND_FLAG, "null", NULL, AT(nul),
     "with -l, --ids and --format: NUL instead of line feeds", NULL, 0},
    {0, KIND_FLAG, "relative", NULL, AT(relative), "paths below the root of the archive", NULL, 0},
    {0, KIND_CHOICE, "color", "WHEN", AT(color), "auto, always or never", color_names, 0},
    {0, KIND_FLAG, "zero-ok", NULL, AT(zero_ok), "exit 0 also where nothing is found", NULL, 0},
    {0, KIND_TEXT, "new", "NAME", AT(new_name),
     "only what was added since NAME was last asked this query, in the order of addition", NULL, 0},
    {0, KIND_FLAG, "peek", NULL, AT(peek), "with --new: show it, and again next time", NULL, 0},
    {0, KIND_FLAG, "new-reset", NULL, AT(new_reset), "with --new: begin anew with everything", NULL,
     0},
    {0, KIND_TEXT, "deliver", "COMMAND", AT(deliver),
     "give what is found to a command of the shell, and nothing where nothing is", NULL, 0},
    {'h', KIND_ACTION, "help", NULL, 0, "print this", NULL, SEARCH_HELP},
    {0, KIND_ACTION, "version", NULL, 0, "print the version", NULL, SEARCH_VERSION},
};

/* The command line while it is being read. */
typedef struct {
    const char *const *argv;
    int argc;
    int at;
    GString *query;
    const OptionRow *form; /* the option that chose it */
    SearchOptions *options;
    GError **error;
} Reading;

static gboolean usage_error(GError **error, const char *hint, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

static gboolean usage_error(GError **error, const char *hint, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE, "%s\nhint: %s", message, hint);
    return FALSE;
}

/* Values. */

/* Whether its value may be left out; then it is written after an equals sign. */
static gboolean is_optional(const OptionRow *row)
{
    return row->kind == KIND_SHARE || row->kind == KIND_KWIC;
}

static gboolean number_error(const OptionRow *row, const char *value, GError **error)
{
    g_autofree char *hint = g_strdup_printf("for example --%s=20", row->name);
    return usage_error(error, hint, "--%s: '%s' is not a number from 0 to %u", row->name, value,
                       OPTIONS_MAX_NUMBER);
}

static gboolean parse_number(const OptionRow *row, const char *value, guint *number, GError **error)
{
    guint64 parsed;
    if (!g_ascii_string_to_unsigned(value, 10, 0, OPTIONS_MAX_NUMBER, &parsed, NULL))
        return number_error(row, value, error);
    *number = (guint)parsed;
    return TRUE;
}

static gboolean parse_share(const OptionRow *row, const char *value, double *share, GError **error)
{
    char *end = NULL;
    double parsed = value != NULL ? g_ascii_strtod(value, &end) : OPTIONS_FEEDBACK;
    if (value != NULL && (end == value || *end != '\0' || !(parsed >= 0 && parsed <= 1)))
        return usage_error(error, "for example --feedback=0.5",
                           "--%s: '%s' is not a number from 0 to 1", row->name, value);
    *share = parsed;
    return TRUE;
}

static gboolean parse_kwic(const OptionRow *row, const char *value, guint *columns, GError **error)
{
    guint64 parsed = OPTIONS_KWIC;
    if (value != NULL &&
        !g_ascii_string_to_unsigned(value, 10, OPTIONS_MIN_KWIC, OPTIONS_MAX_KWIC, &parsed, NULL))
        return usage_error(error, "for example --kwic=100",
                           "--%s: '%s' is not a number of columns from %u to %u", row->name, value,
                           OPTIONS_MIN_KWIC, OPTIONS_MAX_KWIC);
    *columns = (guint)parsed;
    return TRUE;
}

static gboolean parse_recency(const OptionRow *row, const char *value, double *days, GError **error)
{
    *days = recency_parse(value);
    return *days > 0 || usage_error(error, "for example --recency=30d; also 2w, 6m, 1y",
                                    "--%s: '%s' is no half-life", row->name, value);
}

static gboolean parse_choice(const OptionRow *row, const char *value, void *target, GError **error)
{
    for (guint i = 0; row->choices[i] != NULL; i++) {
        if (strcmp(row->choices[i], value) == 0) {
            *(guint *)target = i;
            return TRUE;
        }
    }
    g_autofree char *list = g_strjoinv(", ", (char **)row->choices);
    g_autofree char *hint = g_strdup_printf("--%s takes one of: %s", row->name, list);
    return usage_error(error, hint, "--%s: unknown value '%s'", row->name, value);
}

static gboolean set_report(Reading *reading, ReportId report)
{
    static const char *const names[] = {"", "--timeline", "--facet", "--terms"};
    ReportId before = reading->options->report;
    if (before != REPORT_NONE && before != report)
        return usage_error(reading->error, "ask for one after the other",
                           "%s and %s are two reports", names[before], names[report]);
    reading->options->report = report;
    return TRUE;
}

static gboolean add_facet(Reading *reading, const char *value)
{
    SearchOptions *options = reading->options;
    const char *name = facet_find(value);
    if (name == NULL) {
        g_autofree char *names = facet_names();
        g_autofree char *hint = g_strdup_printf("--facet takes one of: %s", names);
        return usage_error(reading->error, hint, "--facet: articles are not counted by '%s'",
                           value);
    }
    if (options->facets == NULL)
        options->facets = g_ptr_array_new_null_terminated(1, NULL, TRUE);
    if (!g_ptr_array_find(options->facets, name, NULL))
        g_ptr_array_add(options->facets, (gpointer)name);
    return set_report(reading, REPORT_FACETS);
}

static gboolean set_form(Reading *reading, const OptionRow *row)
{
    if (reading->form != NULL && reading->form != row)
        return usage_error(reading->error, "give one of them",
                           "--%s and --%s are two forms of output", reading->form->name, row->name);
    reading->form = row;
    reading->options->form = (OutputFormId)row->choice;
    return TRUE;
}

static void set_text(char **target, const char *value)
{
    g_free(*target);
    *target = g_strdup(value);
}

static gboolean set_format(Reading *reading, const OptionRow *row, const char *value)
{
    if (!template_check(value, reading->error) || !set_form(reading, row))
        return FALSE;
    set_text(&reading->options->format, value);
    if (template_needs_snippets(value))
        reading->options->form = FORM_TEMPLATE_WITH_PASSAGE;
    return TRUE;
}

static gboolean set_trec(Reading *reading, const OptionRow *row, const char *value)
{
    if (*value == '\0' || strpbrk(value, " \t\r\n") != NULL)
        return usage_error(reading->error, "for example --trec=morgue1",
                           "--trec: '%s' is not one word", value);
    set_text(&reading->options->trec, value);
    return set_form(reading, row);
}

static void add_text(GPtrArray **target, const char *value)
{
    if (*target == NULL)
        *target = g_ptr_array_new_null_terminated(1, g_free, TRUE);
    g_ptr_array_add(*target, g_strdup(value));
}

/* What names something is not empty: `--source="$NAME"` of a script whose NAME is not set. */
static gboolean lacks_value(const OptionRow *row, const char *value)
{
    gboolean names = row->kind == KIND_TEXT || row->kind == KIND_LIST || row->kind == KIND_SHOW;
    return names && value != NULL && *value == '\0';
}

static gboolean refuse_lack(const OptionRow *row, GError **error)
{
    g_autofree char *hint = g_strdup_printf("--%s=%s", row->name, row->argument);
    return usage_error(error, hint, "--%s needs a value", row->name);
}

static gboolean apply(Reading *reading, const OptionRow *row, const char *value)
{
    SearchOptions *options = reading->options;
    void *target = G_STRUCT_MEMBER_P(options, row->target);
    if (lacks_value(row, value))
        return refuse_lack(row, reading->error);
    switch (row->kind) {
    case KIND_FLAG:
        *(gboolean *)target = TRUE;
        return TRUE;
    case KIND_SHOW:
        options->action = SEARCH_SHOW;
        set_text(target, value);
        return TRUE;
    case KIND_TEXT:
        set_text(target, value);
        return TRUE;
    case KIND_LIST:
        add_text(target, value);
        return TRUE;
    case KIND_NUMBER:
        return parse_number(row, value, target, reading->error);
    case KIND_CHOICE:
        return parse_choice(row, value, target, reading->error);
    case KIND_SHARE:
        return parse_share(row, value, target, reading->error);
    case KIND_PERIOD:
        return parse_choice(row, value, target, reading->error) &&
               set_report(reading, REPORT_TIMELINE);
    case KIND_FACET:
        return add_facet(reading, value);
    case KIND_TERMS:
        return set_report(reading, REPORT_TERMS);
    case KIND_FORM:
        return set_form(reading, row);
    case KIND_FORMAT:
        return set_format(reading, row, value);
    case KIND_TREC:
        return set_trec(reading, row, value);
    case KIND_KWIC:
        return parse_kwic(row, value, target, reading->error);
    case KIND_RECENCY:
        return parse_recency(row, value, target, reading->error);
    case KIND_ACTION:
        options->action = (SearchAction)row->choice;
        return TRUE;
    }
    g_assert_not_reached();
}

/* Arguments. */

static void add_words(Reading *reading, const char *argument)
{
    if (reading->query->len > 0)
        g_string_append_c(reading->query, ' ');
    g_string_append(reading->query, argument);
}

/* An option with its argument: `inline_value` after `=`, or the next one on the line. */
static gboolean take_option(Reading *reading, const OptionRow *row, const char *inline_value)
{
    if (row->argument == NULL) {
        if (inline_value != NULL)
            return usage_error(reading->error, "leave it out", "--%s takes no value", row->name);
        return apply(reading, row, NULL);
    }
    if (inline_value != NULL || is_optional(row))
        return apply(reading, row, inline_value);
    if (reading->at == reading->argc)
        return refuse_lack(row, reading->error);
    return apply(reading, row, reading->argv[reading->at++]);
}

static const OptionRow *nearest_option(const char *name, gsize length)
{
    const OptionRow *nearest = NULL;
    guint least = MISSPELLING_NONE;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (misspelling_is_nearer(name, length, rows[i].name, &least))
            nearest = &rows[i];
    }
    return nearest;
}

static gboolean refuse_long(const char *argument, gsize length, GError **error)
{
    const OptionRow *nearest = nearest_option(argument + 2, length);
    g_autofree char *hint =
        g_strdup_printf("%s%s%s--help lists the options", nearest != NULL ? "did you mean --" : "",
                        nearest != NULL ? nearest->name : "", nearest != NULL ? "? " : "");
    return usage_error(error, hint, "unknown option '%s'", argument);
}

static const OptionRow *find_name(const char *name, gsize length)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strlen(rows[i].name) == length && memcmp(rows[i].name, name, length) == 0)
            return &rows[i];
    }
    return NULL;
}

static gboolean take_long(Reading *reading, const char *argument)
{
    const char *name = argument + 2;
    gsize length = strcspn(name, "=");
    const OptionRow *row = find_name(name, length);
    if (row == NULL)
        return refuse_long(argument, length, reading->error);
    return take_option(reading, row, name[length] == '=' ? name + length + 1 : NULL);
}

static const OptionRow *find_letter(char letter)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].letter == letter)
            return &rows[i];
    }
    return NULL;
}

/* One letter is an option; more could be meant as several, as a value, or as a word. */
static gboolean take_short(Reading *reading, const char *argument)
{
    const OptionRow *row = find_letter(argument[1]);
    if (row != NULL && argument[2] == '\0')
        return take_option(reading, row, NULL);
    g_autofree char *option = NULL;
    if (find_name(argument + 1, strcspn(argument + 1, "=")) != NULL)
        option = g_strdup_printf("write -%s for the option; ", argument);
    else if (row != NULL)
        option = g_strdup_printf("write -%c%s%s for the option; ", row->letter,
                                 row->argument != NULL ? " " : " by itself",
                                 row->argument != NULL ? argument + 2 : "");
    g_autofree char *hint =
        g_strdup_printf("%sto leave a word out write NOT %s, or -- %s after all options; "
                        "--help lists the options",
                        option != NULL ? option : "", argument + 1, argument);
    return usage_error(reading->error, hint, "unknown option '%s'", argument);
}

/* `-` of its own is punctuation of a query, and `-a b` in one argument a part of it. */
static gboolean take_argument(Reading *reading, const char *argument)
{
    if (g_str_has_prefix(argument, "--"))
        return take_long(reading, argument);
    if (argument[0] == '-' && argument[1] != '\0' && strpbrk(argument, " \t\n") == NULL)
        return take_short(reading, argument);
    add_words(reading, argument);
    return TRUE;
}

static gboolean take_arguments(Reading *reading)
{
    while (reading->at < reading->argc) {
        const char *argument = reading->argv[reading->at++];
        if (strcmp(argument, "--") == 0) {
            while (reading->at < reading->argc)
                add_words(reading, reading->argv[reading->at++]);
        } else if (!take_argument(reading, argument)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* A concordance has a form for people and one for programs. */
static gboolean choose_concordance(SearchOptions *options, GError **error)
{
    if (options->kwic == 0)
        return TRUE;
    if (options->form != FORM_TEXT && options->form != FORM_JSON)
        return usage_error(error, "--kwic alone, or with --json",
                           "--kwic is a form of output of its own");
    if (options->query == NULL && options->queries == NULL)
        return usage_error(error, "morgue-search --kwic treaty",
                           "--kwic needs the words that it should show");
    options->form = options->form == FORM_JSON ? FORM_KWIC_JSON : FORM_KWIC;
    return TRUE;
}

/* Each line of a file is a search; what else there is to find, or is no list, does not go. */
static gboolean check_queries(const SearchOptions *options, GError **error)
{
    if (options->queries == NULL)
        return TRUE;
    if (options->query != NULL || options->like != NULL || options->show != NULL)
        return usage_error(error, "leave one of them out", "--queries and %s are two ways to ask",
                           options->query != NULL  ? "a query"
                           : options->like != NULL ? "--like"
                                                   : "--show");
    if (options->form == FORM_ATOM && options->deliver == NULL)
        return usage_error(error,
                           "--json is a form for many queries, and --deliver takes each alone",
                           "an Atom feed is of one query");
    return TRUE;
}

/* What is new is a list of articles of one index, in the order in which they were added. */
static gboolean check_new(const SearchOptions *options, GError **error)
{
    if (options->new_name == NULL)
        return !(options->peek || options->new_reset) ||
               usage_error(error, "for example --new=storms",
                           "--peek and --new-reset are for --new");
    if (options->action == SEARCH_SHOW || options->report != REPORT_NONE || options->like != NULL ||
        options->form == FORM_COUNT || options->form == FORM_QUIET || options->form == FORM_EXPLAIN)
        return usage_error(error, "--new shows articles, as text, --json, --csv, -l …",
                           "--new does not go with this");
    if (options->sort != SORT_RELEVANCE || options->recency > 0 || options->feedback >= 0)
        return usage_error(error, "leave the other order out",
                           "--new gives articles in the order of addition");
    if (options->offset > 0 || options->partial)
        return usage_error(error, "leave it out", "--offset and --partial do not go with --new");
    if (options->places != NULL && options->places->len > 1)
        return usage_error(error, "give one --index, and a name for each",
                           "--new is about one index");
    if (options->queries != NULL && !cursor_name_is_valid(options->new_name))
        return usage_error(error, CURSOR_NAME_HINT, "--new: '%s' is no name for a file of queries",
                           options->new_name);
    return TRUE;
}

static gboolean check_deliver(const SearchOptions *options, GError **error)
{
    return options->deliver == NULL || options->form != FORM_QUIET ||
           usage_error(error, "leave one of them out", "--quiet prints nothing to deliver");
}

static gboolean check_query(const SearchOptions *options, GError **error)
{
    gboolean limited = options->since != NULL || options->until != NULL ||
                       options->source != NULL || options->like != NULL || options->queries != NULL;
    return options->query != NULL || limited ||
           usage_error(error, "morgue-search Article 5 Ukraine; --help lists the options",
                       "nothing to search for");
}

/* Reports have forms of their own. */
static gboolean check_report(const SearchOptions *options, GError **error)
{
    if (options->action == SEARCH_SHOW)
        return usage_error(error, "leave it out", "--show prints one article by its id");
    if (options->form != FORM_TEXT && options->form != FORM_JSON && options->form != FORM_CSV &&
        options->form != FORM_TSV)
        return usage_error(error, "--json, --csv and --tsv are the other forms",
                           "--timeline, --facet and --terms have forms of their own");
    if (options->offset > 0)
        return usage_error(error, "leave it out", "--offset is for lists of articles");
    if (options->queries != NULL)
        return usage_error(error, "give one of them", "--queries is for lists of articles");
    if (options->partial)
        return usage_error(error, "--any counts the articles that have any of the words",
                           "--partial is for lists of articles");
    return check_query(options, error);
}

static gboolean check(const SearchOptions *options, GError **error)
{
    if (options->action == SEARCH_HELP || options->action == SEARCH_VERSION)
        return TRUE;
    gboolean lists =
        options->form == FORM_FILES || options->form == FORM_IDS || options->format != NULL;
    if (options->nul && !lists)
        return usage_error(error, "add -l, --ids or --format", "-0 is for lists");
    if (options->report != REPORT_NONE)
        return check_report(options, error);
    if (options->action == SEARCH_SHOW) {
        if (options->query != NULL)
            return usage_error(error, "leave the query out", "--show prints one article by its id");
        if (options->form != FORM_TEXT && options->form != FORM_JSON)
            return usage_error(error, "--json is the other form", "--show prints a whole article");
        return TRUE;
    }
    if (!check_query(options, error))
        return FALSE;
    if (options->recency > 0 && options->feedback >= 0)
        return usage_error(error, "give one of them", "--recency and --feedback are two orders");
    if (options->recency > 0 && options->sort != SORT_RELEVANCE)
        return usage_error(error, "leave --sort out", "--recency is an order of its own");
    if (options->sort == SORT_NONE && options->offset > 0)
        return usage_error(error, "choose an order", "--offset means nothing without an order");
    return TRUE;
}

static void add_default_place(SearchOptions *options)
{
    g_autofree char *directory = index_default_directory();
    add_text(&options->places, directory);
}

gboolean search_options_parse(SearchOptions *options, int argc, const char *const *argv,
                              GError **error)
{
    *options = (SearchOptions){.limit = LIMIT_UNSET, .snippets = 1, .feedback = -1};
    Reading reading = {
        .argv = argv,
        .argc = argc,
        .at = 1,
        .query = g_string_new(NULL),
        .options = options,
        .error = error,
    };
    gboolean valid = take_arguments(&reading);
    if (strspn(reading.query->str, " \t\r\n") < reading.query->len)
        options->query = g_string_free(reading.query, FALSE);
    else
        g_string_free(reading.query, TRUE);
    valid = valid && choose_concordance(options, error) && check_queries(options, error) &&
            check(options, error) && check_new(options, error) && check_deliver(options, error);
    if (options->new_name != NULL)
        options->sort = SORT_NEW;
    if (options->limit == LIMIT_UNSET && options->new_name != NULL)
        options->limit = 0;
    else if (options->limit == LIMIT_UNSET)
        options->limit = options->form == FORM_TREC ? OPTIONS_TREC_LIMIT : OPTIONS_LIMIT;
    if (!valid)
        search_options_clear(options);
    else if (options->places == NULL)
        add_default_place(options);
    return valid;
}

void search_options_clear(SearchOptions *options)
{
    g_clear_pointer(&options->places, g_ptr_array_unref);
    g_clear_pointer(&options->query, g_free);
    g_clear_pointer(&options->since, g_free);
    g_clear_pointer(&options->until, g_free);
    g_clear_pointer(&options->source, g_free);
    g_clear_pointer(&options->new_name, g_free);
    g_clear_pointer(&options->deliver, g_free);
    g_clear_pointer(&options->timezone, g_free);
    g_clear_pointer(&options->show, g_free);
    g_clear_pointer(&options->format, g_free);
    g_clear_pointer(&options->trec, g_free);
    g_clear_pointer(&options->queries, g_free);
    g_clear_pointer(&options->like, g_free);
    g_clear_pointer(&options->like_text, g_free);
    g_clear_pointer(&options->facets, g_ptr_array_unref);
}

/* Help. */

static void append_row(GString *help, const OptionRow *row)
{
    g_autofree char *name =
        row->argument == NULL
            ? g_strdup(row->name)
            : g_strdup_printf(is_optional(row) ? "%s[=%s]" : "%s=%s", row->name, row->argument);
    if (row->letter != 0)
        g_string_append_printf(help, "  -%c, --%-16s %s\n", row->letter, name, row->help);
    else
        g_string_append_printf(help, "      --%-16s %s\n", name, row->help);
}

char *search_options_help(void)
{
    GString *help = g_string_new(
        "Usage: morgue-search [OPTION]… QUERY…\n"
        "Searches the index that morgue-index makes of a news archive.\n\n"
        "  morgue-search Article 5 Ukraine            articles with all the words, best first\n"
        "  morgue-search '\"article 5\"' NOT poland     a phrase; the quotes must reach the "
        "program\n"
        "  morgue-search 'a AND (b OR c) -d'          in one argument -d leaves a word out\n"
        "  morgue-search headline:nato date:2022-03   fields and dates\n\n"
        "Options may stand anywhere before --; after it all is query.\n");
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        append_row(help, &rows[i]);
    g_string_append(help,
                    "\nExit status: 0 found, 1 nothing found, 2 the query or the options are "
                    "wrong,\n65 index damaged, 66 no index there, 69 an archive does not answer,\n"
                    "74 --deliver failed, 75 gave up because the index changed all the time.\n");
    return g_string_free(help, FALSE);
}
