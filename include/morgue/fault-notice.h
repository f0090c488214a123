/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fault-notice.h: last words of a process that a fault ends.
 *
 * libxapian 1.4 does not check the blocks of its tables: where one is damaged it may read memory
 * that is not its own, and the kernel ends the process. That cannot be caught as an error, but it
 * need not be silent about where it was and what to do.
 */
#ifndef MORGUE_FAULT_NOTICE_H
#define MORGUE_FAULT_NOTICE_H

/*
 * From now on SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT write `PROGRAM: INDEX: …` with a hint to
 * standard error before they end the process as they do by default. Both are copied; the second is
 * made safe for a terminal. Once in a process.
 */
void fault_notice_install(const char *program, const char *index);

#endif
