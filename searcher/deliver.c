/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A command that takes the results. */
#include "searcher/deliver.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "morgue/error.h"

static gboolean fail(GError **error, const char *command, const char *why)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DELIVERY, "--deliver: %s: %s", command, why);
    return FALSE;
}

static gboolean wait_for(const char *command, GPid child, GError **error)
{
    int status;
    pid_t ended;
    do
        ended = waitpid(child, &status, 0);
    while (ended < 0 && errno == EINTR);
    g_spawn_close_pid(child);
    if (ended < 0)
        return fail(error, command, g_strerror(errno));
    g_autoptr(GError) cause = NULL;
    return g_spawn_check_wait_status(status, &cause) || fail(error, command, cause->message);
}

gboolean deliver(const char *command, FILE *results, GError **error)
{
    const char *const arguments[] = {"/bin/sh", "-c", command, NULL};
    if (fflush(results) != 0 || ferror(results))
        return fail(error, command, "the results cannot be written to a temporary file");
    if (ftell(results) == 0)
        return TRUE;
    if (lseek(fileno(results), 0, SEEK_SET) != 0)
        return fail(error, command, g_strerror(errno));
    GPid child;
    g_autoptr(GError) cause = NULL;
    if (!g_spawn_async_with_fds(NULL, (char **)arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL,
                                NULL, &child, fileno(results), -1, -1, &cause))
        return fail(error, command, cause->message);
    return wait_for(command, child, error);
}
