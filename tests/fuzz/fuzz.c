/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The entry points of libFuzzer: MORGUE_FUZZ names the target, MORGUE_FUZZ_SECONDS how much time of
 * the processor it may take. On a machine that does other work besides, time on the wall says
 * nothing about how much was tried.
 */
#include <signal.h>
#include <sys/resource.h>

#include "tests/fuzz/targets.h"

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize length);

static FuzzTarget target;

/* libFuzzer takes an interruption for the end, prints what it did and exits with 72. */
static void end(G_GNUC_UNUSED int signal_number)
{
    raise(SIGINT);
}

static void limit_time(rlim_t seconds)
{
    const struct rlimit limit = {seconds, RLIM_INFINITY};
    const struct sigaction action = {.sa_handler = end};
    g_assert(sigaction(SIGXCPU, &action, NULL) == 0 && setrlimit(RLIMIT_CPU, &limit) == 0);
}

int LLVMFuzzerInitialize(G_GNUC_UNUSED int *count, G_GNUC_UNUSED char ***arguments)
{
    const char *name = g_getenv("MORGUE_FUZZ");
    const char *seconds = g_getenv("MORGUE_FUZZ_SECONDS");
    if (name == NULL || !fuzz_target_find(name, &target))
        g_error("set MORGUE_FUZZ to the name of a reader or a parser");
    if (seconds != NULL)
        limit_time((rlim_t)g_ascii_strtoull(seconds, NULL, 10));
    return 0;
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize length)
{
    fuzz_target_run(&target, bytes, length);
    return 0;
}
