/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * deliver.h: results to a command instead of standard output (--deliver CMD).
 */
#ifndef SEARCHER_DELIVER_H
#define SEARCHER_DELIVER_H

#include <glib.h>
#include <stdio.h>

/*
 * Runs a command of the shell with what was written to `results` (a temporary file, which is
 * rewound) as its standard input, and waits for it. Nothing is run where nothing was written.
 * Error: MORGUE_ERROR_DELIVERY where it cannot be run, or says with its exit status that it failed.
 */
gboolean deliver(const char *command, FILE *results, GError **error);

#endif
