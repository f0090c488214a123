/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * deliver.h: results to a command instead of standard output (--deliver CMD).
 */
#ifndef SEARCHER_DELIVER_H
#define SEARCHER_DELIVER_H

#include <glib.h>
#include <stdio.h>

typedef struct Delivery {
    const char *command; /* of the shell */
    FILE *results;       /* a temporary file, which is rewound */
    const char *id;      /* of a query of many, or the name of a cursor; or NULL */
    const char *query;   /* as typed; or NULL */
} Delivery;

/*
 * Runs the command with what was written to the file as its standard input, and waits for it; it
 * has id and query in its environment, as MORGUE_QUERY_ID and MORGUE_QUERY. Nothing is run where
 * nothing was written. Error: MORGUE_ERROR_DELIVERY where it cannot be run, or says with its exit
 * status that it failed.
 */
gboolean deliver(const Delivery *delivery, GError **error);

#endif
