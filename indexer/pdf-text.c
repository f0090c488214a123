/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pdftotext under limits, watched until it ends. */
#include "indexer/pdf-text.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "indexer/source.h"
#include "morgue/error.h"
#include "morgue/temporary-file.h"

/* The child is looked at so often, at first and in the end (microseconds). */
#define WATCH_FIRST 500
#define WATCH_LAST  20000

#define MESSAGE_LENGTH 4096

/* pdftotext(1), "EXIT CODES" */
#define EXIT_PERMISSIONS 3

const PdfLimits pdf_limits = {
    .program = "pdftotext",
    .seconds = 60,
    .memory = (guint64)2 * 1024 * 1024 * 1024,
    .output = (guint64)64 * 1024 * 1024,
};

typedef struct {
    const PdfLimits *limits;
    pid_t parent;
} ChildSetup;

static void set_limit(int resource, guint64 value)
{
    const struct rlimit limit = {(rlim_t)value, (rlim_t)value};
    setrlimit((__rlimit_resource_t)resource, &limit);
}

/* Runs in the child between fork and exec: only what is safe in a signal handler. */
static void set_up_child(gpointer data)
{
    const ChildSetup *setup = data;
    set_limit(RLIMIT_CPU, setup->limits->seconds);
    set_limit(RLIMIT_AS, setup->limits->memory);
    set_limit(RLIMIT_FSIZE, setup->limits->output);
    set_limit(RLIMIT_CORE, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* ends with the thread that waits for it */
    if (getppid() != setup->parent)
        _exit(EXIT_FAILURE);
}

/* Waits until the child has ended; kills it when its time is up. FALSE where that was so. */
static gboolean wait_for(pid_t child, guint seconds, int *status)
{
    gint64 deadline = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
    gulong pause = WATCH_FIRST;
    for (;;) {
        pid_t ended = waitpid(child, status, WNOHANG);
        if (ended == child || (ended < 0 && errno != EINTR))
            return TRUE;
        if (g_get_monotonic_time() >= deadline)
            break;
        g_usleep(pause);
        pause = MIN(pause * 2, WATCH_LAST);
    }
    kill(child, SIGKILL);
    while (waitpid(child, status, 0) < 0 && errno == EINTR)
        continue;
    return FALSE;
}

static gboolean says(int messages, const char *words)
{
    char text[MESSAGE_LENGTH];
    ssize_t length = pread(messages, text, sizeof text, 0);
    return length > 0 && g_strstr_len(text, length, words) != NULL;
}

static PdfTextResult judge(int status, int messages)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return PDF_TEXT_WHOLE;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ)
        return PDF_TEXT_TOO_LONG;
    if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
        return PDF_TEXT_TOO_SLOW;
    if (WIFEXITED(status) &&
        (WEXITSTATUS(status) == EXIT_PERMISSIONS || says(messages, "Incorrect password")))
        return PDF_TEXT_ENCRYPTED;
    return PDF_TEXT_DAMAGED;
}

static PdfTextResult run(int input, int output, int messages, const PdfLimits *limits,
                         GError **error)
{
    const char *const arguments[] = {limits->program, "-enc",        "UTF-8",
                                     "/dev/stdin",    "/dev/stdout", NULL};
    ChildSetup setup = {limits, getpid()};
    GPid child;
    GError *failure = NULL;
    if (!g_spawn_async_with_pipes_and_fds(
            NULL, arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, set_up_child,
            &setup, input, output, messages, NULL, NULL, 0, &child, NULL, NULL, NULL, &failure)) {
        gboolean is_missing = g_error_matches(failure, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
        if (!is_missing)
            g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "cannot run %s: %s",
                        limits->program, failure->message);
        g_error_free(failure);
        return is_missing ? PDF_TEXT_MISSING : PDF_TEXT_FAILED;
    }
    int status = 0;
    gboolean ended = wait_for(child, limits->seconds, &status);
    g_spawn_close_pid(child);
    return ended ? judge(status, messages) : PDF_TEXT_TOO_SLOW;
}

PdfTextResult pdf_text_extract(int input, int output, const PdfLimits *limits, GError **error)
{
    int messages = temporary_file_open(error);
    if (messages < 0)
        return PDF_TEXT_FAILED;
    PdfTextResult result = run(input, output, messages, limits, error);
    close(messages);
    return result;
}
