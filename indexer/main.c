/* SPDX-License-Identifier: GPL-2.0-or-later */
/* morgue-index: articles of news archives into an index. */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "indexer/audit-print.h"
#include "indexer/confine.h"
#include "indexer/options.h"
#include "indexer/pdf-text.h"
#include "indexer/progress.h"
#include "indexer/rebuild.h"
#include "indexer/statistics.h"
#include "indexer/update.h"
#include "morgue/error.h"
#include "morgue/fault-notice.h"
#include "morgue/open-files.h"
#include "morgue/standard-files.h"
#include "morgue/terminal.h"

/* Of --memory, the share that the shard being written may take. */
#define SHARD_SHARE 4

/* Microseconds between looks for a signal; each asks the kernel, and articles may be short. */
#define BETWEEN_LOOKS 2000

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_NEWLY_SKIPPED = 3, EXIT_DAMAGED = 65 };

/* What the callbacks of a run need. */
typedef struct {
    const IndexerOptions *options;
    Progress progress;
    gboolean is_terminal;
    int signals;   /* descriptor */
    gint64 looked; /* for a signal: microseconds of the monotonic clock */
    int received;  /* the signal that ended the run, or 0 */
    guint64 named; /* files, by --verbose */
} Session;

static const char damage_hint[] =
    "hint: the index is damaged: --check looks over all of it; restore a copy, or make it anew of "
    "the archive with --rebuild\n";

static void print_error(const GError *error)
{
    g_autofree char *message = terminal_safe_lines(error->message);
    fprintf(stderr, "morgue-index: %s\n", message);
    if (g_error_matches(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED) &&
        strstr(message, "\nhint: ") == NULL)
        fputs(damage_hint, stderr);
}

/*
 * While articles are read SIGINT and SIGTERM end the run after the file at hand. They are blocked
 * and read from a descriptor, so that no code runs in a handler; a second one has its usual
 * effect, as all have at other times: the index is as of the last commit, whatever happens.
 */
static void mask_signals(int how)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(how, &set, NULL);
}

static int open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

/* Whether a signal has come, now or before. */
static gboolean is_interrupted(Session *session)
{
    struct signalfd_siginfo info;
    if (session->received == 0 && read(session->signals, &info, sizeof info) == sizeof info)
        session->received = (int)info.ssi_signo;
    return session->received != 0;
}

/* Whether it is time to look for a signal again. */
static gboolean is_due(Session *session)
{
    gint64 now = g_get_monotonic_time();
    if (now - session->looked < BETWEEN_LOOKS)
        return FALSE;
    session->looked = now;
    return TRUE;
}

static gboolean tick(const UpdateCounts *counts, const char *file, gpointer data)
{
    Session *session = data;
    if (session->options->verbosity == 2 && session->named < counts->files_done) {
        g_autofree char *name = terminal_safe(file);
        fprintf(stderr, "%s\n", name);
        session->named = counts->files_done;
    }
    if (session->received != 0 || !is_due(session))
        return session->received == 0;
    if (is_interrupted(session)) {
        g_autofree char *name = terminal_safe(file);
        progress_clear(&session->progress);
        fprintf(stderr, "stopping after this file; once more stops at once: %s\n", name);
        mask_signals(SIG_UNBLOCK);
        return FALSE;
    }
    if (session->is_terminal && session->options->verbosity == 1)
        progress_show(&session->progress, counts);
    return TRUE;
}

static void print_plan(const Scan *scan, Store *store)
{
    for (guint i = 0; i < scan->files->len; i++) {
        const IngestFile *file = g_ptr_array_index(scan->files, i);
        g_autofree char *name = terminal_safe(file->path != NULL ? file->path : "-");
        printf("read %s\n", name);
    }
    g_autoptr(GPtrArray) entries = ledger_entries(store_ledger(store));
    for (guint i = 0; i < entries->len; i++) {
        const LedgerEntry *entry = g_ptr_array_index(entries, i);
        if (!entry->vanished)
            continue;
        g_autofree char *path =
            g_build_filename(store_root_path(store, entry->root), entry->path, NULL);
        g_autofree char *name = terminal_safe(path);
        printf("remove %s\n", name);
    }
}

static void print_summary(const Session *session, const Scan *scan, const UpdateCounts *counts,
                          Store *store)
{
    if (session->options->verbosity == 0 ||
        (!session->is_terminal && session->options->verbosity == 1))
        return;
    fprintf(stderr,
            "%" G_GUINT64_FORMAT " files, %u of them new or changed; %" G_GUINT64_FORMAT
            " articles read; ",
            scan->found, scan->files->len, counts->articles);
    if (counts->withdrawn > 0)
        fprintf(stderr, "%" G_GUINT64_FORMAT " withdrawals read; ", counts->withdrawn);
    fprintf(stderr, "%" G_GUINT64_FORMAT " articles in the index\n", store_article_count(store));
}

static int exit_status(const Session *session, const Report *report)
{
    if (session->received != 0)
        return 128 + session->received;
    return report_count(report) > 0 ? EXIT_NEWLY_SKIPPED : EXIT_DONE;
}

/*
 * From here on files of strangers are read. What a kernel does not offer is told to those who ask
 * for much (-v) and to nobody else: it is no fault of the run.
 */
static void give_up_rights(const IndexerOptions *options, const Store *store)
{
    Confinement granted = confine(store_home(store), pdf_limits.program);
    if (options->verbosity < 2)
        return;
    if ((granted & CONFINED_CALLS) == 0)
        fprintf(stderr, "this kernel has no seccomp filters: the network is not barred\n");
    if ((granted & CONFINED_FILES) == 0)
        fprintf(stderr, "Landlock is not to be had: other files are not barred\n");
}

/* Reads what the scan found, and merges. */
static gboolean run(Session *session, Store *store, const Scan *scan, Report *report,
                    GError **error)
{
    const IndexerOptions *options = session->options;
    give_up_rights(options, store);
    g_autoptr(Update) update = update_new(store, options, scan, report);
    progress_init(&session->progress, scan);
    mask_signals(SIG_BLOCK);
    gboolean updated = update_run(update, tick, session, error);
    progress_clear(&session->progress);
    if (is_interrupted(session) || !updated)
        return updated;
    mask_signals(SIG_UNBLOCK);
    if (!store_merge(store, options->compact, error))
        return FALSE;
    print_summary(session, scan, update_counts(update), store);
    return TRUE;
}

/* Brings the store up to date with what lies below the paths. */
static gboolean read_archive(Session *session, Store *store, const GPtrArray *paths, int *status,
                             GError **error)
{
    const IndexerOptions *options = session->options;
    Report *report = report_open(options->report, error);
    if (report == NULL)
        return FALSE;
    const ShardOptions shard_options = {
        .memory = options->memory / SHARD_SHARE,
        .through_library = options->through_library,
    };
    store_set_shard_options(store, &shard_options);
    if (options->timezone != NULL)
        store_set_timezone(store, options->timezone);
    g_autoptr(Scan) scan = scan_new();
    gboolean done = TRUE;
    for (guint i = 0; i < paths->len && done; i++)
        done = scan_path(scan, store, options, report, g_ptr_array_index(paths, i), error);
    scan_finish(scan);
    if (done && options->dry_run)
        print_plan(scan, store);
    else if (done)
        done = run(session, store, scan, report, error);
    *status = exit_status(session, report);
    return report_close(report, done ? error : NULL) && done;
}

static gboolean index_paths(Session *session, int *status, GError **error)
{
    const IndexerOptions *options = session->options;
    g_autoptr(Store) store = options->dry_run
                                 ? store_look(options->directory, error)
                                 : store_open(options->directory, options->wait, error);
    if (store == NULL || !read_archive(session, store, options->paths, status, error))
        return FALSE;
    if (options->stats)
        statistics_print(store);
    return TRUE;
}

/* What only looks at an index must not create one. */
static gboolean has_index(const IndexerOptions *options, GError **error)
{
    Stub stub;
    if (!stub_read(options->directory, &stub, error))
        return FALSE;
    stub_clear(&stub);
    return TRUE;
}

static gboolean check_index(const IndexerOptions *options, int *status, GError **error)
{
    g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func(g_free);
    gboolean checked = store_check(options->directory, options->wait, findings, error);
    for (guint i = 0; i < findings->len; i++) {
        g_autofree char *finding = terminal_safe_lines(g_ptr_array_index(findings, i));
        printf("%s\n", finding);
    }
    if (findings->len > 0)
        *status = EXIT_DAMAGED;
    return checked;
}

static gboolean compact_index(const IndexerOptions *options, GError **error)
{
    if (!has_index(options, error))
        return FALSE;
    g_autoptr(Store) store = store_open(options->directory, options->wait, error);
    return store != NULL && store_merge(store, TRUE, error);
}

static gboolean print_statistics(const IndexerOptions *options, GError **error)
{
    if (!has_index(options, error))
        return FALSE;
    g_autoptr(Store) store = store_look(options->directory, error);
    if (store != NULL)
        statistics_print(store);
    return store != NULL;
}

static gboolean rebuild_index(Session *session, int *status, GError **error)
{
    const IndexerOptions *options = session->options;
    gboolean has_paths = options->paths->len > 0;
    g_autoptr(Rebuild) rebuild = rebuild_begin(options->directory, options->wait, has_paths, error);
    if (rebuild == NULL)
        return FALSE;
    g_autoptr(GPtrArray) roots = rebuild_roots(rebuild);
    if (!read_archive(session, rebuild_store(rebuild), has_paths ? options->paths : roots, status,
                      error))
        return FALSE;
    if (session->received != 0) {
        fputs("the index is as it was\n", stderr);
        return TRUE;
    }
    if (!rebuild_finish(rebuild, options->prune, error))
        return FALSE;
    if (rebuild_loss_of_order(rebuild) != NULL)
        fprintf(stderr, "%s\nthe order of addition begins anew, and so does morgue-search --new\n",
                rebuild_loss_of_order(rebuild));
    return !options->stats || print_statistics(options, error);
}

static void print_formats(void)
{
    for (const Reader *const *reader = reader_table(); *reader != NULL; reader++)
        printf("%-8s %s\n", (*reader)->name, (*reader)->summary);
}

static gboolean act(Session *session, int *status, GError **error)
{
    switch (session->options->action) {
    case ACTION_INDEX:
        return index_paths(session, status, error);
    case ACTION_REBUILD:
        return rebuild_index(session, status, error);
    case ACTION_CHECK:
        return check_index(session->options, status, error);
    case ACTION_AUDIT:
        return audit_print(session->options->directory, session->options->json, error);
    case ACTION_COMPACT:
        return compact_index(session->options, error);
    case ACTION_STATS:
        return print_statistics(session->options, error);
    case ACTION_FORMATS:
        print_formats();
        return TRUE;
    case ACTION_HELP:
        fputs(session->options->help, stdout);
        return TRUE;
    case ACTION_VERSION:
        printf("morgue-index %s\n", MORGUE_VERSION);
        return TRUE;
    }
    g_assert_not_reached();
}

int main(int argc, char **argv)
{
    standard_files_reserve();
    open_files_raise_limit();
    setlocale(LC_ALL, "");
    IndexerOptions options;
    g_autoptr(GError) error = NULL;
    if (!indexer_options_parse(&options, argc, argv, &error)) {
        print_error(error);
        return morgue_error_exit_status(error);
    }
    fault_notice_install("morgue-index", options.directory);
    Session session = {
        .options = &options,
        .is_terminal = isatty(STDERR_FILENO),
        .signals = open_signals(),
    };
    int status = EXIT_DONE;
    if (!act(&session, &status, &error)) {
        print_error(error);
        status = morgue_error_exit_status(error);
    }
    indexer_options_clear(&options);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "morgue-index: standard output: %s\n", g_strerror(errno));
        status = status == EXIT_DONE ? EXIT_FAILED : status;
    }
    return status;
}
