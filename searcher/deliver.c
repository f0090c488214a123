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

static GStrv make_environment(const Delivery *delivery)
{
    GStrv environment = g_get_environ();
    const char *id = delivery->id != NULL ? delivery->id : "";
    const char *query = delivery->query != NULL ? delivery->query : "";
    environment = g_environ_setenv(environment, "MORGUE_QUERY_ID", id, TRUE);
    return g_environ_setenv(environment, "MORGUE_QUERY", query, TRUE);
}

gboolean deliver(const Delivery *delivery, GError **error)
{
    const char *command = delivery->command;
    const char *const arguments[] = {"/bin/sh", "-c", command, NULL};
    int results = fileno(delivery->results);
    errno = 0;
    if (fflush(delivery->results) != 0 || ferror(delivery->results)) {
        int reason = errno != 0 ? errno : EIO; /* an earlier write failed */
        g_autofree char *why =
            g_strdup_printf("the results cannot be written to a temporary file in %s: %s",
                            g_get_tmp_dir(), g_strerror(reason));
        return fail(error, command, why);
    }
    if (ftell(delivery->results) == 0)
        return TRUE;
    if (lseek(results, 0, SEEK_SET) != 0)
        return fail(error, command, g_strerror(errno));
    GPid child;
    g_autoptr(GError) cause = NULL;
    g_auto(GStrv) environment = make_environment(delivery);
    if (!g_spawn_async_with_fds(NULL, (char **)arguments, environment, G_SPAWN_DO_NOT_REAP_CHILD,
                                NULL, NULL, &child, results, -1, -1, &cause))
        return fail(error, command, cause->message);
    return wait_for(command, child, error);
}
