/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query-error.h: errors that show the place in the query which they are about.
 *
 * The message has three lines and sometimes a fourth: what is wrong, the query, a caret under the
 * place, and `hint: …`. A long query is cut to what stands around the place.
 */
#ifndef MORGUE_QUERY_ERROR_H
#define MORGUE_QUERY_ERROR_H

#include <glib.h>

/*
 * Sets MORGUE_ERROR_QUERY. `place` is a byte offset into the query, at most `length`; the query
 * must be valid UTF-8. `hint` may be NULL. Returns FALSE, for `return` to use.
 */
gboolean query_error_set(GError **error, const char *query, gsize length, gsize place,
                         const char *hint, const char *format, ...) G_GNUC_PRINTF(6, 7);

#endif
