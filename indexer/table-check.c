/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The check in a child: what it finds comes through a pipe. */
#include "indexer/table-check.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "indexer/table-copy.h"
#include "morgue/error.h"

/* Of a damaged table there may be an error for each block; the first ones say enough. */
#define FINDING_MAX 4096

enum { CHILD_SOUND = 0, CHILD_FOUND = 1 };

/* In the child. It ends at once where its parent does, and a fault leaves no core. */
static void check(const char *path, pid_t parent, int pipe_end)
{
    const struct rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(CHILD_FOUND);
    XapianString report = XAPIAN_STRING_INIT;
    XapianError cause;
    size_t errors = 0;
    XapianStatus status = xapian_database_check(path, 0, &errors, &report, &cause);
    if (status == XAPIAN_OK && errors == 0)
        _exit(CHILD_SOUND);
    if (status != XAPIAN_OK)
        dprintf(pipe_end, "%s", cause.message);
    else
        dprintf(pipe_end, "%zu errors: %s", errors, report.bytes == NULL ? "" : report.bytes);
    _exit(CHILD_FOUND);
}

/* All that the child says; what is more than wanted is read, too, or the child would wait. */
static char *read_all(int pipe_end)
{
    char piece[512];
    GString *text = g_string_new(NULL);
    for (;;) {
        ssize_t length = read(pipe_end, piece, sizeof piece);
        if (length < 0 && errno == EINTR)
            continue;
        if (length <= 0)
            return g_string_free(text, FALSE);
        if (text->len + (gsize)length <= FINDING_MAX)
            g_string_append_len(text, piece, length);
    }
}

/* Of the kernel, for what a process does; others may come from anybody, as for want of memory. */
static gboolean is_fault(int number)
{
    return number == SIGSEGV || number == SIGBUS || number == SIGFPE || number == SIGILL ||
           number == SIGABRT;
}

static char *describe(const char *path, int status, const char *said)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == CHILD_SOUND)
        return NULL;
    if (WIFSIGNALED(status))
        return g_strdup_printf("%s: damaged so that libxapian fails on it (signal %d)", path,
                               WTERMSIG(status));
    return g_strdup_printf("%s: %s", path, *said == '\0' ? "libxapian fails on it" : said);
}

static gboolean fail(GError **error, const char *path)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: it cannot be checked: %s", path,
                g_strerror(errno));
    return FALSE;
}

/* Checks the tables in `place`, which are those of `path` or a copy. */
static gboolean check_in_child(const char *place, const char *path, char **finding, GError **error)
{
    int ends[2];
    pid_t parent = getpid();
    if (pipe2(ends, O_CLOEXEC) != 0)
        return fail(error, path);
    pid_t child = fork();
    if (child == 0)
        check(place, parent, ends[1]);
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return fail(error, path);
    }
    g_autofree char *said = read_all(ends[0]);
    close(ends[0]);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFSIGNALED(status) && !is_fault(WTERMSIG(status))) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED,
                    "%s: it cannot be checked: the check was ended by signal %d (%s)", path,
                    WTERMSIG(status), g_strsignal(WTERMSIG(status)));
        return FALSE;
    }
    g_auto(GStrv) around = g_strsplit(said, place, -1);
    g_autofree char *named = g_strjoinv(path, around);
    *finding = describe(path, status, named);
    return TRUE;
}

gboolean table_check(const char *path, char **finding, GError **error)
{
    if (!table_copy_is_needed(path))
        return check_in_child(path, path, finding, error);
    g_autoptr(TableCopy) copy = table_copy_new(path, error);
    return copy != NULL && check_in_child(table_copy_directory(copy), path, finding, error);
}
