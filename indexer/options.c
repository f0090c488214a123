/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line of morgue-index. */
#include "indexer/options.h"

#include <string.h>
#include <unistd.h>

#include "morgue/error.h"
#include "morgue/index.h"
#include "morgue/language-tag.h"
#include "morgue/misspelling.h"

#define DEFAULT_MEMORY ((guint64)512 * 1024 * 1024)
#define MIN_MEMORY     ((guint64)32 * 1024 * 1024)
#define MAX_JOBS       256

/* What GOption fills in; plain types only. */
typedef struct {
    char *directory, *reader, *languages, *timezone, *date_fallback, *prune, *report, *memory;
    char **include, **exclude, **paths;
    int jobs, wait;
    gboolean quiet, verbose, dry_run, check, compact, stats, formats, version, through_library;
    gboolean audit, json, rebuild, help;
    char *help_text; /* where `help` is set */
} Raw;

static void raw_clear(Raw *raw)
{
    g_free(raw->directory);
    g_free(raw->reader);
    g_free(raw->languages);
    g_free(raw->timezone);
    g_free(raw->date_fallback);
    g_free(raw->prune);
    g_free(raw->report);
    g_free(raw->memory);
    g_free(raw->help_text);
    g_strfreev(raw->include);
    g_strfreev(raw->exclude);
    g_strfreev(raw->paths);
}

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

/* One of `names` (NULL-terminated); an absent value is the first. */
static gboolean parse_choice(const char *option, const char *value, const char *const *names,
                             guint *choice, GError **error)
{
    *choice = 0;
    if (value == NULL)
        return TRUE;
    for (guint i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], value) == 0) {
            *choice = i;
            return TRUE;
        }
    }
    g_autofree char *list = g_strjoinv(", ", (char **)names);
    g_autofree char *hint = g_strdup_printf("--%s takes one of: %s", option, list);
    return usage_error(error, hint, "--%s: unknown value '%s'", option, value);
}

static gboolean parse_size(const char *text, guint64 *size, GError **error)
{
    static const char units[] = "kmgt";
    char *end;
    double number = g_ascii_strtod(text, &end);
    const char *unit = *end == '\0' ? NULL : strchr(units, g_ascii_tolower(*end));
    gboolean valid =
        end != text && number > 0 && (*end == '\0' || (unit != NULL && end[1] == '\0'));
    if (unit != NULL)
        for (const char *power = units; power <= unit; power++)
            number *= 1024;
    if (!valid || number < (double)MIN_MEMORY || number > 1e15)
        return usage_error(error, "a size is a number with k, m or g: --memory=512m; at least 32m",
                           "--memory: '%s' is not a size", text);
    *size = (guint64)number;
    return TRUE;
}

static GPtrArray *string_array(char **strings)
{
    GPtrArray *array = g_ptr_array_new_with_free_func(g_free);
    for (; strings != NULL && *strings != NULL; strings++)
        g_ptr_array_add(array, g_strdup(*strings));
    return array;
}

static gboolean choose_action(IndexerOptions *options, const Raw *raw, GError **error)
{
    int alone = raw->check + raw->audit + raw->formats + raw->version;
    gboolean has_paths = options->paths->len > 0;
    if (alone > 1 || (alone == 1 && (has_paths || raw->compact || raw->stats)))
        return usage_error(
            error, "run it by itself",
            "--check, --audit, --formats and --version take no paths and no other action");
    if (raw->rebuild && (alone > 0 || raw->dry_run))
        return usage_error(error, "run it by itself, or with paths and options of a usual run",
                           "--rebuild contradicts --check, --audit, --formats, --version and "
                           "--dry-run");
    if (raw->json && !raw->audit)
        return usage_error(error, "--audit --json", "--json is for --audit");
    if (raw->report != NULL && (raw->dry_run || !(raw->rebuild || (has_paths && alone == 0))))
        return usage_error(error, "leave it out; --stats and --audit count what was skipped before",
                           "--report is for a run that reads files");
    options->action = raw->check     ? ACTION_CHECK
                      : raw->audit   ? ACTION_AUDIT
                      : raw->formats ? ACTION_FORMATS
                      : raw->version ? ACTION_VERSION
                      : raw->rebuild ? ACTION_REBUILD
                      : has_paths    ? ACTION_INDEX
                      : raw->compact ? ACTION_COMPACT
                      : raw->stats   ? ACTION_STATS
                                     : ACTION_INDEX;
    if (options->action == ACTION_INDEX && !has_paths)
        return usage_error(error,
                           "name the directories or files of the archive: morgue-index "
                           "--index=DIR PATH…; --help lists the options",
                           "nothing to index");
    return TRUE;
}

static gboolean has_empty(char *const *values)
{
    for (; values != NULL && *values != NULL; values++)
        if (**values == '\0')
            return TRUE;
    return FALSE;
}

/* `--index="$INDEX"` of a script whose INDEX is not set. */
static gboolean check_lacks(const Raw *raw, GError **error)
{
    char *const index[] = {raw->directory, NULL}, *const report[] = {raw->report, NULL};
    char *const reader[] = {raw->reader, NULL}, *const languages[] = {raw->languages, NULL};
    const struct {
        const char *name;
        char *const *values;
    } given[] = {{"--index", index},    {"--report", report},        {"--reader", reader},
                 {"--lang", languages}, {"--include", raw->include}, {"--exclude", raw->exclude},
                 {"a PATH", raw->paths}};
    for (gsize i = 0; i < G_N_ELEMENTS(given); i++) {
        if (has_empty(given[i].values))
            return usage_error(error, "is a variable of a script not set?", "%s is empty",
                               given[i].name);
    }
    return TRUE;
}

/* Leaves `languages` NULL for `auto`. */
static gboolean read_languages(IndexerOptions *options, const Raw *raw, GError **error)
{
    if (raw->languages == NULL || strcmp(raw->languages, "auto") == 0)
        return TRUE;
    g_autoptr(GPtrArray) tags = g_ptr_array_new_null_terminated(4, g_free, TRUE);
    g_auto(GStrv) names = g_strsplit(raw->languages, ",", -1);
    for (char **name = names; *name != NULL; name++) {
        char *tag = language_tag(*name);
        if (tag == NULL)
            return usage_error(error, "codes or names, the usual one first: --lang=en,de; or auto",
                               "--lang: '%s' is no language", *name);
        g_ptr_array_add(tags, tag);
    }
    options->languages = (char **)g_ptr_array_free(g_steal_pointer(&tags), FALSE);
    return TRUE;
}

static gboolean read_values(IndexerOptions *options, const Raw *raw, GError **error)
{
    static const char *const fallbacks[] = {"none", "path", "mtime", NULL};
    static const char *const prunes[] = {"auto", "never", "force", NULL};
    guint fallback, prune;
    if (!parse_choice("date-fallback", raw->date_fallback, fallbacks, &fallback, error) ||
        !parse_choice("prune", raw->prune, prunes, &prune, error))
        return FALSE;
    options->date_fallback = (DateFallback)fallback;
    options->prune = (PruneMode)prune;
    options->memory = DEFAULT_MEMORY;
    if (raw->memory != NULL && !parse_size(raw->memory, &options->memory, error))
        return FALSE;
    if (raw->reader != NULL && (options->reader = reader_find(raw->reader)) == NULL)
        return usage_error(error, "--formats lists them", "--reader: no reader is called '%s'",
                           raw->reader);
    if (raw->jobs < 0 || raw->jobs > MAX_JOBS)
        return usage_error(error, "0 is one for each core", "--jobs: %d is not from 0 to %d",
                           raw->jobs, MAX_JOBS);
    if (raw->wait < 0)
        return usage_error(error, "--wait=60 waits for a minute", "--wait: %d is negative",
                           raw->wait);
    if (raw->timezone != NULL) {
        g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(raw->timezone);
        if (zone == NULL)
            return usage_error(error, "use a name such as Europe/Berlin, or an offset: +02:00",
                               "--timezone: there is no zone '%s'", raw->timezone);
    }
    if (!read_languages(options, raw, error))
        return FALSE;
    if (raw->quiet && raw->verbose)
        return usage_error(error, "give one of them", "--quiet and --verbose contradict");
    options->jobs = raw->jobs > 0 ? (guint)raw->jobs : g_get_num_processors();
    options->through_library = raw->through_library;
    options->wait = (guint)raw->wait;
    options->verbosity = raw->quiet ? 0 : raw->verbose ? 2 : 1;
    return TRUE;
}

/* `cause` is of GOption, and names the option as it was written. */
static gboolean refuse_option(const GOptionEntry *entries, const GError *cause, GError **error)
{
    const char *nearest = NULL;
    guint least = MISSPELLING_NONE;
    const char *written = strstr(cause->message, "--");
    if (g_error_matches(cause, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION) && written != NULL) {
        gsize length = strcspn(written + 2, "= ");
        for (; entries->long_name != NULL; entries++) {
            gboolean is_named =
                *entries->long_name != '\0' && (entries->flags & G_OPTION_FLAG_HIDDEN) == 0;
            if (is_named && misspelling_is_nearer(written + 2, length, entries->long_name, &least))
                nearest = entries->long_name;
        }
    }
    g_autofree char *hint =
        g_strdup_printf("%s%s%s--help lists the options", nearest != NULL ? "did you mean --" : "",
                        nearest != NULL ? nearest : "", nearest != NULL ? "? " : "");
    return usage_error(error, hint, "%s", cause->message);
}

/* The texts around the options, which `entries` lists. */
static GOptionContext *context_new(const GOptionEntry *entries)
{
    GOptionContext *context = g_option_context_new(NULL);
    /* GLib's own help would end the program whether it could be written or not. */
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_set_summary(context,
                                 "Reads the articles of news archives into an index for "
                                 "morgue-search, and keeps it up to date.\n`-` reads articles "
                                 "from standard input.");
    g_option_context_set_description(
        context, "Exit status: 0 done, 1 failed, 2 usage, 3 done but some input was newly skipped, "
                 "4 prune refused,\n65 index damaged, 75 locked by another run, 130 or 143 after a "
                 "signal (what was read is committed).");
    g_option_context_add_main_entries(context, entries, NULL);
    return context;
}

static gboolean parse_raw(Raw *raw, int argc, char **argv, GError **error)
{
    const GOptionEntry entries[] = {
        {"index", 'd', 0, G_OPTION_ARG_FILENAME, &raw->directory,
         "the index; default $MORGUE_INDEX, else one in the user's data directory", "DIR"},
        {"quiet", 'q', 0, G_OPTION_ARG_NONE, &raw->quiet, "no progress", NULL},
        {"verbose", 'v', 0, G_OPTION_ARG_NONE, &raw->verbose, "name each file that is read", NULL},
        {"dry-run", 0, 0, G_OPTION_ARG_NONE, &raw->dry_run,
         "say what would be read and removed, and change nothing", NULL},
        {"jobs", 'j', 0, G_OPTION_ARG_INT, &raw->jobs, "workers; 0 is one for each core", "N"},
        {"memory", 0, 0, G_OPTION_ARG_STRING, &raw->memory, "memory to use; 512m", "SIZE"},
        {"wait", 0, 0, G_OPTION_ARG_INT, &raw->wait,
         "seconds to wait while another run holds the index; 0", "SECONDS"},
        {"include", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &raw->include,
         "only files whose name, or path if it holds a slash, is like GLOB (repeatable)", "GLOB"},
        {"exclude", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &raw->exclude,
         "no files and directories like GLOB (repeatable)", "GLOB"},
        {"reader", 0, 0, G_OPTION_ARG_STRING, &raw->reader,
         "read every file as this format (see --formats)", "NAME"},
        {"lang", 0, 0, G_OPTION_ARG_STRING, &raw->languages,
         "languages of the archive, the usual one first (en,de); auto: any", "auto|LIST"},
        {"timezone", 0, 0, G_OPTION_ARG_STRING, &raw->timezone,
         "time zone of `today` in searches; the system's", "ZONE"},
        {"date-fallback", 0, 0, G_OPTION_ARG_STRING, &raw->date_fallback,
         "date of an article that says none; none", "none|path|mtime"},
        {"prune", 0, 0, G_OPTION_ARG_STRING, &raw->prune,
         "remove the articles of vanished files; auto: unless that is over a fifth of the index",
         "auto|never|force"},
        {"report", 0, 0, G_OPTION_ARG_FILENAME, &raw->report,
         "write a line of JSON for each file or record that was skipped; - is standard output",
         "FILE"},
        {"stats", 0, 0, G_OPTION_ARG_NONE, &raw->stats, "say what the index holds", NULL},
        {"audit", 0, 0, G_OPTION_ARG_NONE, &raw->audit,
         "count articles by source and year, gaps, spikes, flags, copies, skipped files", NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &raw->json, "print --audit as JSON", NULL},
        {"check", 0, 0, G_OPTION_ARG_NONE, &raw->check, "check the whole index", NULL},
        {"compact", 0, 0, G_OPTION_ARG_NONE, &raw->compact,
         "merge all of the index into one shard (after indexing)", NULL},
        {"rebuild", 0, 0, G_OPTION_ARG_NONE, &raw->rebuild,
         "read the archive anew, all its roots or PATH…, and replace the index when that is done",
         NULL},
        {"formats", 0, 0, G_OPTION_ARG_NONE, &raw->formats, "list the formats", NULL},
        {"help", 'h', 0, G_OPTION_ARG_NONE, &raw->help, "print this", NULL},
        {"version", 0, 0, G_OPTION_ARG_NONE, &raw->version, "print the version", NULL},
        /* For tests and measurements: as it is done where bulk/ does not know the format. */
        {"write-through-libxapian", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE,
         &raw->through_library, NULL, NULL},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &raw->paths, NULL, "PATH…"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_autoptr(GOptionContext) context = context_new(entries);
    g_autoptr(GError) cause = NULL;
    if (!g_option_context_parse(context, &argc, &argv, &cause))
        return refuse_option(entries, cause, error);
    if (raw->help)
        raw->help_text = g_option_context_get_help(context, TRUE, NULL);
    return TRUE;
}

gboolean indexer_options_parse(IndexerOptions *options, int argc, char **argv, GError **error)
{
    Raw raw = {.wait = 0};
    memset(options, 0, sizeof *options);
    if (!parse_raw(&raw, argc, argv, error)) {
        raw_clear(&raw);
        return FALSE;
    }
    options->directory =
        raw.directory != NULL ? g_strdup(raw.directory) : index_default_directory();
    options->paths = string_array(raw.paths);
    options->include = string_array(raw.include);
    options->exclude = string_array(raw.exclude);
    options->timezone = g_strdup(raw.timezone);
    options->report = g_strdup(raw.report);
    options->dry_run = raw.dry_run;
    options->compact = raw.compact;
    options->stats = raw.stats;
    options->json = raw.json;
    options->help = g_steal_pointer(&raw.help_text);
    options->action = ACTION_HELP; /* if it is asked for, whatever the line says besides */
    gboolean valid = raw.help || (check_lacks(&raw, error) && choose_action(options, &raw, error) &&
                                  read_values(options, &raw, error));
    raw_clear(&raw);
    if (!valid)
        indexer_options_clear(options);
    return valid;
}

void indexer_options_clear(IndexerOptions *options)
{
    g_clear_pointer(&options->directory, g_free);
    g_clear_pointer(&options->paths, g_ptr_array_unref);
    g_clear_pointer(&options->include, g_ptr_array_unref);
    g_clear_pointer(&options->exclude, g_ptr_array_unref);
    g_clear_pointer(&options->languages, g_strfreev);
    g_clear_pointer(&options->help, g_free);
    g_clear_pointer(&options->timezone, g_free);
    g_clear_pointer(&options->report, g_free);
}

guint32 indexer_options_digest(const IndexerOptions *options)
{
    g_autofree char *languages =
        options->languages != NULL ? g_strjoinv(",", options->languages) : g_strdup("auto");
    g_autofree char *text = g_strdup_printf("%s\n%s\n%d", languages,
                                            options->reader != NULL ? options->reader->name : "",
                                            (int)options->date_fallback);
    return g_str_hash(text);
}
