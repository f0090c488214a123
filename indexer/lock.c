/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The writer's lock, over flock(2). */
#include "indexer/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "morgue/error.h"

#define POLL_INTERVAL (G_USEC_PER_SEC / 10)

/* Of the holder, as it wrote it; 0 where it has not yet. */
static int read_pid(int descriptor)
{
    char text[16] = "";
    if (pread(descriptor, text, sizeof text - 1, 0) <= 0)
        return 0;
    return (int)g_ascii_strtoll(text, NULL, 10);
}

static gboolean write_pid(int descriptor)
{
    char text[16];
    int length = g_snprintf(text, sizeof text, "%d\n", (int)getpid());
    return ftruncate(descriptor, 0) == 0 && pwrite(descriptor, text, (size_t)length, 0) == length;
}

static void set_locked(GError **error, int descriptor, guint waited)
{
    int pid = read_pid(descriptor);
    g_autofree char *holder = pid > 0 ? g_strdup_printf(" (pid %d)", pid) : g_strdup("");
    if (waited > 0)
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_LOCKED,
                    "the index is still locked by another run%s after %u seconds", holder, waited);
    else
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_LOCKED,
                    "the index is locked by another run%s\nhint: wait for it with --wait=60",
                    holder);
}

static void set_failed(GError **error, const char *path, int reason)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path, g_strerror(reason));
}

/* Locks the open file; `how` is LOCK_EX or LOCK_SH. Closes it on an error. */
static gboolean lock_open_file(int descriptor, int how, const char *path, guint wait_seconds,
                               GError **error)
{
    gint64 deadline = g_get_monotonic_time() + (gint64)wait_seconds * G_USEC_PER_SEC;
    while (flock(descriptor, how | LOCK_NB) != 0) {
        if (errno == EINTR)
            continue;
        int reason = errno;
        if (reason == EWOULDBLOCK && g_get_monotonic_time() < deadline) {
            g_usleep(POLL_INTERVAL);
            continue;
        }
        if (reason == EWOULDBLOCK)
            set_locked(error, descriptor, wait_seconds);
        else
            set_failed(error, path, reason);
        close(descriptor);
        return FALSE;
    }
    return TRUE;
}

int lock_take(const char *path, guint wait_seconds, GError **error)
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        set_failed(error, path, errno);
        return -1;
    }
    if (!lock_open_file(descriptor, LOCK_EX, path, wait_seconds, error))
        return -1;
    if (!write_pid(descriptor)) {
        set_failed(error, path, errno);
        close(descriptor);
        return -1;
    }
    return descriptor;
}

/* A file that is open for reading only can be locked in common with others that look. */
static int lock_unwritable(const char *path, guint wait_seconds, GError **error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 && errno == ENOENT) {
        g_autofree char *directory = g_path_get_dirname(path);
        descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    if (descriptor < 0) {
        set_failed(error, path, errno);
        return -1;
    }
    return lock_open_file(descriptor, LOCK_SH, path, wait_seconds, error) ? descriptor : -1;
}

int lock_take_to_look(const char *path, guint wait_seconds, GError **error)
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return lock_unwritable(path, wait_seconds, error);
    if (!lock_open_file(descriptor, LOCK_EX, path, wait_seconds, error))
        return -1;
    (void)write_pid(descriptor); /* on a full disk there is no room for it */
    return descriptor;
}

void lock_release(int descriptor)
{
    if (descriptor >= 0)
        close(descriptor);
}
