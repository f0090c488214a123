/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * audit-print.h: --audit, for people and as JSON (index-format.md, Audit).
 */
#ifndef INDEXER_AUDIT_PRINT_H
#define INDEXER_AUDIT_PRINT_H

#include <glib.h>

/*
 * Prints what the index in `directory` holds to standard output, as of one commit; takes no lock
 * and writes nothing. Errors: those of stub_read(), index_open() and store_look().
 */
gboolean audit_print(const char *directory, gboolean as_json, GError **error);

#endif
