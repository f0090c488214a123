/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lock: one holder, whose pid is named; waiting; a holder that is gone holds nothing. */
#include "indexer/lock.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "morgue/error.h"
#include "tests/support/scratch.h"

typedef struct {
    pid_t pid;
    int release; /* closing it lets the holder go */
} Holder;

/* Another process that holds the lock until it is let go. */
static Holder hold(const char *path)
{
    int ready[2], release[2];
    g_assert_cmpint(pipe(ready), ==, 0);
    g_assert_cmpint(pipe(release), ==, 0);
    Holder holder = {.pid = fork(), .release = release[1]};
    g_assert_cmpint(holder.pid, >=, 0);
    char byte = 'x';
    if (holder.pid == 0) {
        close(release[1]);
        int lock = lock_take(path, 0, NULL);
        if (lock < 0 || write(ready[1], &byte, 1) != 1 || read(release[0], &byte, 1) < 0)
            _exit(1);
        lock_release(lock);
        _exit(0);
    }
    close(release[0]);
    close(ready[1]);
    g_assert_cmpint(read(ready[0], &byte, 1), ==, 1);
    close(ready[0]);
    return holder;
}

static void end(Holder *holder)
{
    if (holder->release >= 0)
        close(holder->release);
    holder->release = -1;
    g_assert_cmpint(waitpid(holder->pid, NULL, 0), ==, holder->pid);
}

static void the_second_is_refused_and_told_the_first_ones_pid(void)
{
    char *directory = scratch_new();
    g_autofree char *path = g_build_filename(directory, "lock", NULL);
    Holder holder = hold(path);
    g_autofree char *pid = g_strdup_printf("(pid %d)", (int)holder.pid);
    g_autoptr(GError) error = NULL;
    g_assert_cmpint(lock_take(path, 0, &error), ==, -1);
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_LOCKED);
    g_assert_nonnull(strstr(error->message, pid));
    g_assert_nonnull(strstr(error->message, "\nhint: "));
    g_clear_error(&error);
    end(&holder);
    int lock = lock_take(path, 0, &error);
    g_assert_no_error(error);
    lock_release(lock);
    scratch_remove(directory);
}

static void waiting_ends_with_the_holder(void)
{
    char *directory = scratch_new();
    g_autofree char *path = g_build_filename(directory, "lock", NULL);
    Holder holder = hold(path);
    pid_t waiter = fork();
    g_assert_cmpint(waiter, >=, 0);
    if (waiter == 0) {
        close(holder.release);
        int lock = lock_take(path, 60, NULL);
        _exit(lock >= 0 ? 0 : 1);
    }
    g_usleep(G_USEC_PER_SEC / 5);
    g_assert_cmpint(waitpid(waiter, NULL, WNOHANG), ==, 0); /* it waits */
    end(&holder);
    int status;
    g_assert_cmpint(waitpid(waiter, &status, 0), ==, waiter);
    g_assert_cmpint(status, ==, 0);
    scratch_remove(directory);
}

static void waiting_in_vain_says_how_long(void)
{
    char *directory = scratch_new();
    g_autofree char *path = g_build_filename(directory, "lock", NULL);
    Holder holder = hold(path);
    g_autoptr(GError) error = NULL;
    gint64 before = g_get_monotonic_time();
    g_assert_cmpint(lock_take(path, 1, &error), ==, -1);
    g_assert_cmpint(g_get_monotonic_time() - before, >=, G_USEC_PER_SEC);
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_LOCKED);
    g_assert_nonnull(strstr(error->message, "after 1 second"));
    end(&holder);
    scratch_remove(directory);
}

static void a_killed_holder_holds_nothing(void)
{
    char *directory = scratch_new();
    g_autofree char *path = g_build_filename(directory, "lock", NULL);
    Holder holder = hold(path);
    kill(holder.pid, SIGKILL);
    g_assert_cmpint(waitpid(holder.pid, NULL, 0), ==, holder.pid);
    close(holder.release);
    g_autofree char *before = NULL, *after = NULL;
    g_assert_true(g_file_get_contents(path, &before, NULL, NULL));
    g_assert_cmpint(g_ascii_strtoll(before, NULL, 10), ==, holder.pid); /* stale */
    g_autoptr(GError) error = NULL;
    int lock = lock_take(path, 0, &error);
    g_assert_no_error(error);
    g_assert_true(g_file_get_contents(path, &after, NULL, NULL));
    g_assert_cmpint(g_ascii_strtoll(after, NULL, 10), ==, getpid());
    lock_release(lock);
    scratch_remove(directory);
}

static void what_a_lock_file_holds_does_not_matter(void)
{
    static const char *const contents[] = {"", "no number\n", "-4\n", "99999999999999999999999\n"};
    char *directory = scratch_new();
    for (gsize i = 0; i < G_N_ELEMENTS(contents); i++) {
        g_autofree char *path = scratch_write(directory, "lock", contents[i]);
        g_autoptr(GError) error = NULL;
        int lock = lock_take(path, 0, &error);
        g_assert_no_error(error);
        g_autofree char *text = g_strdup_printf("%d\n", (int)getpid());
        g_autofree char *written = NULL;
        g_assert_true(g_file_get_contents(path, &written, NULL, NULL));
        g_assert_cmpstr(written, ==, text);
        lock_release(lock);
    }
    scratch_remove(directory);
}

static void a_path_that_cannot_be_made_is_named(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_cmpint(lock_take("/nonexistent/index/lock", 0, &error), ==, -1);
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED);
    g_assert_nonnull(strstr(error->message, "/nonexistent/index/lock"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lock/the second is refused and told the first one's pid",
                    the_second_is_refused_and_told_the_first_ones_pid);
    g_test_add_func("/lock/waiting ends with the holder", waiting_ends_with_the_holder);
    g_test_add_func("/lock/waiting in vain says how long", waiting_in_vain_says_how_long);
    g_test_add_func("/lock/a killed holder holds nothing", a_killed_holder_holds_nothing);
    g_test_add_func("/lock/what a lock file holds does not matter",
                    what_a_lock_file_holds_does_not_matter);
    g_test_add_func("/lock/a path that cannot be made is named",
                    a_path_that_cannot_be_made_is_named);
    return g_test_run();
}
