/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * error.h: what can go wrong, as GError codes of one domain.
 *
 * A code says what a caller can do about an error; the message says what and where it is. Each
 * code has one exit status, the same in both programs. Messages are lower case, without a full
 * stop; a line `hint: …` may follow in the same message.
 */
#ifndef MORGUE_ERROR_H
#define MORGUE_ERROR_H

#include <glib.h>

#include "xapian-c.h"

#define MORGUE_ERROR (morgue_error_quark())

typedef enum {
    MORGUE_ERROR_FAILED,   /* the operating system or a library refused; nothing to do but tell */
    MORGUE_ERROR_USAGE,    /* the command line is wrong */
    MORGUE_ERROR_QUERY,    /* the query is wrong */
    MORGUE_ERROR_INPUT,    /* a record or a file of the archive is damaged */
    MORGUE_ERROR_PASSED,   /* a record is whole, but holds no article: no defect */
    MORGUE_ERROR_LIMIT,    /* input went past a ceiling of formats.md §4 */
    MORGUE_ERROR_DAMAGED,  /* the index is not what was written */
    MORGUE_ERROR_NO_INDEX, /* there is no index there */
    MORGUE_ERROR_UNREACHABLE, /* a remote index does not answer */
    MORGUE_ERROR_SCHEMA,      /* the index is of another schema version */
    MORGUE_ERROR_MOVED,    /* a shard was replaced while it was being opened or read: open anew */
    MORGUE_ERROR_LOCKED,   /* another run is writing */
    MORGUE_ERROR_PRUNE,    /* pruning would remove too much */
    MORGUE_ERROR_DELIVERY, /* a command did not take the results */
} MorgueError;

GQuark morgue_error_quark(void);

/* The exit status for `error`: EX_* of sysexits(3) where one fits; 1 for other domains. */
int morgue_error_exit_status(const GError *error);

/*
 * Sets `error` from an error of the binding, its code by the status and its message
 * `WHAT: MESSAGE`. `what` says where (a path, a query). Returns FALSE, for `return` to use.
 */
gboolean morgue_error_from_xapian(GError **error, const XapianError *cause, const char *what);

/*
 * The same for a call that writes: a full disk, say, is no damage of what was written before, so
 * the code is MORGUE_ERROR_FAILED unless Xapian says that what it read is corrupt.
 */
gboolean morgue_error_from_xapian_writing(GError **error, const XapianError *cause,
                                          const char *what);

#endif
