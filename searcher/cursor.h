/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cursor.h: how far a standing query has been answered (--new NAME).
 *
 * A cursor is a file in the user's state directory (XDG Base Directory Specification), so that an
 * index may be read-only. It holds the index's uuid, the query with all that narrows it, and the
 * place in the order of addition up to which articles have been given. It is locked while it is
 * open: of two runs the second waits, and finds what the first has left.
 *
 * A name may be two, parted by a slash: that of a file of queries and the id of one of them. Such
 * cursors lie in a directory of the first name.
 */
#ifndef SEARCHER_CURSOR_H
#define SEARCHER_CURSOR_H

#include <glib.h>

typedef struct Cursor Cursor;

/* What a name or an id may be, for messages. */
#define CURSOR_NAME_HINT \
    "use up to 100 letters, digits, '-', '_' and '.', no '.' first and no '.lock' last"

/* Whether a name without a slash may be that of a cursor. */
gboolean cursor_name_is_valid(const char *name);

/*
 * Opens the cursor of a name, waiting while another process holds it; one that is not there yet
 * stands before the first article, and so does one that is opened `anew`, whatever its file says;
 * the file changes with cursor_move(). Errors: MORGUE_ERROR_USAGE for a name that is no file name,
 * or that is a file of queries where one query is meant, or the other way round, and where the user
 * has no directory; MORGUE_ERROR_FAILED where the directory cannot be made, or the file not be read
 * or is none of a cursor. The caller closes it.
 */
Cursor *cursor_open(const char *name, gboolean anew, GError **error);
void cursor_close(Cursor *cursor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Cursor, cursor_close)

/*
 * Whether the cursor is one of this index and this query; a new one is of any. Error:
 * MORGUE_ERROR_QUERY, which says what differs and how to begin anew.
 */
gboolean cursor_check(const Cursor *cursor, const char *index_uuid, const char *query,
                      GError **error);

/*
 * Whether the index, whose last run is given, has all that the cursor has seen. Where it has not,
 * what is added next would be taken for known. Error: MORGUE_ERROR_QUERY.
 */
gboolean cursor_check_run(const Cursor *cursor, guint64 run, GError **error);

/* The place in the order of addition (SLOT_ADDED: run and ordinal, in hexadecimal digits) up to
 * which all has been given; "" at first. */
enum { CURSOR_PLACE_DIGITS = 16 };
const char *cursor_place(const Cursor *cursor);

/*
 * Writes a new place, safe against a crash: afterwards the file holds the old state or the new one.
 * Error: MORGUE_ERROR_FAILED with the path.
 */
gboolean cursor_move(Cursor *cursor, const char *index_uuid, const char *query, const char *place,
                     GError **error);

#endif
