/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The notice is made beforehand: a handler may do little more than write. */
#include "morgue/fault-notice.h"

#include <glib.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "morgue/terminal.h"

#define NOTICE_MAX 4096

/* A handler of its own stack tells of a stack that has run over, too. */
#define STACK_SIZE 16384

static char notice[NOTICE_MAX];
static char stack[STACK_SIZE];

/* The action is the default one again: what is raised here ends the process on return. */
static void tell(int number)
{
    ssize_t written = write(STDERR_FILENO, notice, strlen(notice));
    (void)written;
    raise(number);
}

void fault_notice_install(const char *program, const char *index)
{
    static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    g_autofree char *safe = terminal_safe(index);
    g_snprintf(notice, sizeof notice,
               "%s: %s: a fault of the program or of libxapian; the index may be damaged\n"
               "hint: morgue-index --index=%s --check looks over all of it\n",
               program, safe, safe);
    const stack_t alternative = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&alternative, NULL);
    struct sigaction action = {.sa_handler = tell, .sa_flags = (int)(SA_RESETHAND | SA_ONSTACK)};
    sigemptyset(&action.sa_mask);
    for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
        sigaction(signals[i], &action, NULL);
}
